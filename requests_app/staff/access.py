"""Who may see and do what on the desk. Whatever is not theirs does not exist for them: 404, never 403."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, cast
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from organizations.models import MembershipRole, Organization, User
from organizations.selectors import organizations_of

from ..models import PrivacyRequest, Submission

WRITERS: Final = frozenset({MembershipRole.HANDLER, MembershipRole.SUPERVISOR, MembershipRole.PRIVACY_OFFICER})
SUPERVISORS: Final = frozenset({MembershipRole.SUPERVISOR, MembershipRole.PRIVACY_OFFICER})


@dataclass(frozen=True)
class Standing:
    """What a member may do in one organization. An auditor reads; nobody else is let in at all."""

    user: User
    organization: Organization

    @cached_property
    def roles(self) -> frozenset[str]:
        held = self.user.memberships.filter(organization=self.organization).values_list("role", flat=True)
        return frozenset(held)

    @property
    def may_write(self) -> bool:
        return bool(self.roles & WRITERS)

    @property
    def may_supervise(self) -> bool:
        return bool(self.roles & SUPERVISORS)


def member(request: HttpRequest) -> User:
    """Who is signed in; the staff site lets nobody else through."""
    return cast("User", request.user)


def writable_organizations(user: User | AnonymousUser) -> QuerySet[Organization]:
    """Where the user may take in and change requests; an auditor nowhere."""
    if not user.is_authenticated:
        return Organization.objects.none()
    own = user.memberships.filter(role__in=WRITERS)
    return organizations_of(user).filter(pk__in=own.values("organization"))


def supervised_organizations(user: User | AnonymousUser) -> QuerySet[Organization]:
    """Where the user directs the work of others."""
    if not user.is_authenticated:
        return Organization.objects.none()
    own = user.memberships.filter(role__in=SUPERVISORS)
    return organizations_of(user).filter(pk__in=own.values("organization"))


def visible_requests(user: User | AnonymousUser) -> QuerySet[PrivacyRequest]:
    return PrivacyRequest.objects.filter(organization__in=organizations_of(user))


def visible_submissions(user: User | AnonymousUser) -> QuerySet[Submission]:
    return Submission.objects.filter(organization__in=organizations_of(user))


def find_request(user: User, request_id: UUID | str) -> PrivacyRequest:
    """A request of the user's organizations; Http404 for any other, as if it did not exist."""
    related = ("organization", "submission", "submission__data_key", "data_key", "policy_version", "assignee")
    found = visible_requests(user).select_related(*related).filter(pk=_id(request_id)).first()
    if found is None:
        raise Http404
    return found


def _id(text: UUID | str) -> UUID:
    """What is no id names nothing."""
    try:
        return text if isinstance(text, UUID) else UUID(text)
    except ValueError:
        raise Http404 from None


def find_submission(user: User, submission_id: UUID) -> Submission:
    found = visible_submissions(user).select_related("organization", "data_key").filter(pk=submission_id).first()
    if found is None:
        raise Http404
    return found
