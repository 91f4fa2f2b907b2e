"""The filters above the list of requests: closed lists only, so that none of them has to scan the table."""

import datetime as dt
from typing import Any, ClassVar, Final

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.contrib.admin.views.main import SEARCH_VAR
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from organizations.selectors import organizations_of
from policies.domain.terms import Right

from .. import clock_source
from ..domain.lifecycle import OPEN, STATE_WORDS, WAITING_FOR_PERSON, WAITING_FOR_US
from ..models import PRIORITY_WORDS, PrivacyRequest
from ..selectors.second_person import waiting_for_second_person, waiting_for_supervisor
from ..selectors.unanswered import person_wrote
from ..selectors.unread import with_unread_answer
from ..wording import RIGHTS
from .access import member, visible_requests
from .queues import DUE_WORDS, Due, due_in
from .search import by_reference

Options = tuple[tuple[str, str], ...]


WROTE: Final = "wrote"
UNREAD: Final = "unread"
A_WEEK: Final = dt.timedelta(days=7)


def _unread(requests: QuerySet[PrivacyRequest]) -> QuerySet[PrivacyRequest]:
    return with_unread_answer(requests, since=A_WEEK, now=clock_source.now())


_BESIDE = {
    WROTE: person_wrote,
    UNREAD: _unread,
    "second": waiting_for_second_person,
    "supervisor": waiting_for_supervisor,
}


class DeskFilter(SimpleListFilter):
    """One select of the filter bar. `everything` labels its first choice, `offered` are the others."""

    everything: ClassVar[str] = "All"
    offered: ClassVar[Options] = ()

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: type[PrivacyRequest], model_admin: "ModelAdmin[Any]"
    ) -> None:
        self.user = member(request)
        self.typed = request.GET.get(SEARCH_VAR, "").strip()
        self.waiting = request.GET.get("waiting", "")
        super().__init__(request, params, model, model_admin)

    def lookups(self, request: HttpRequest, model_admin: "ModelAdmin[Any]") -> Options:  # noqa: ARG002 - Django's signature
        return self.offered

    def narrow(self, value: str) -> Q:
        """What a request must meet for a chosen `value`, which is one of the choices."""
        raise NotImplementedError

    def unchosen(self) -> Q:
        return Q()

    def queryset(self, request: HttpRequest, queryset: QuerySet[PrivacyRequest]) -> QuerySet[PrivacyRequest]:  # noqa: ARG002
        value = self.value()
        known = {key for key, _ in self.lookup_choices}
        return queryset.filter(self.narrow(value) if value is not None and value in known else self.unchosen())

    def has_output(self) -> bool:
        """Shown even with one choice: a filter that comes and goes confuses."""
        return bool(self.lookup_choices)

    @property
    def options(self) -> list[tuple[str, str, bool]]:
        """Value, label, chosen: what the select shows."""
        chosen = self.value() or ""
        known = {key for key, _ in self.lookup_choices}
        first = ("", self.everything, chosen not in known)
        return [first, *((str(key), str(label), key == chosen) for key, label in self.lookup_choices)]


class StateFilter(DeskFilter):
    title = "state"
    parameter_name = "state"
    everything = "All open"
    offered = (*((state.value, words) for state, words in STATE_WORDS.items()), ("any", "Open and closed"))

    def narrow(self, value: str) -> Q:
        return Q() if value == "any" else Q(state=value)

    def unchosen(self) -> Q:
        """Who types a whole reference wants that request, open or not; a person may write to a closed one, too."""
        if self.waiting in (WROTE, UNREAD):
            return Q()
        return Q(state__in=OPEN) | by_reference(self.typed) if self.typed else Q(state__in=OPEN)


class DueFilter(DeskFilter):
    title = "due date"
    parameter_name = "due"
    offered = tuple((due.value, words) for due, words in DUE_WORDS.items())

    def narrow(self, value: str) -> Q:
        return due_in(Due(value), organizations_of(self.user), now=clock_source.now())


class WaitingFilter(DeskFilter):
    title = "waiting for"
    parameter_name = "waiting"
    everything = "Anybody"
    offered = (
        ("us", "Us"),
        (WROTE, "An answer: the person wrote"),
        ("person", "The person"),
        (UNREAD, "The person: the answer was not opened for a week"),
        ("second", "A second person"),
        ("supervisor", "A supervisor: over the limit"),
    )

    def narrow(self, value: str) -> Q:
        if value in _BESIDE:
            return Q(pk__in=_BESIDE[value](visible_requests(self.user)).values("pk"))
        return Q(state__in=WAITING_FOR_US if value == "us" else WAITING_FOR_PERSON)


class RightFilter(DeskFilter):
    title = "asked for"
    parameter_name = "right"
    everything = "Any right"
    offered = tuple((right.value, RIGHTS[right].name) for right in Right)

    def narrow(self, value: str) -> Q:
        return Q(right=value)


class OrganizationFilter(DeskFilter):
    title = "organization"
    parameter_name = "organization"

    def lookups(self, request: HttpRequest, model_admin: "ModelAdmin[Any]") -> Options:  # noqa: ARG002 - Django's signature
        return tuple(organizations_of(self.user).values_list("slug", "name"))

    def narrow(self, value: str) -> Q:
        return Q(organization__slug=value)

    def has_output(self) -> bool:
        return len(self.lookup_choices) > 1


class PriorityFilter(DeskFilter):
    title = "priority"
    parameter_name = "priority"
    everything = "Any"
    offered = tuple((word, word.capitalize()) for word in PRIORITY_WORDS)

    def narrow(self, value: str) -> Q:
        return Q(priority=PRIORITY_WORDS[value])


class AssigneeFilter(DeskFilter):
    title = "assignee"
    parameter_name = "assignee"
    everything = "Anybody"
    offered = (("me", "Me"), ("nobody", "Nobody yet"))

    def narrow(self, value: str) -> Q:
        return Q(assignee=self.user) if value == "me" else Q(assignee__isnull=True)
