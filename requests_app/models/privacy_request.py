from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q

from policies.domain.terms import AuthorityKind, Outcome, Right, Scope
from records.models import ChainSubject

from ..domain.lifecycle import State
from ..domain.linking import Link


class Priority(models.IntegerChoices):
    """How the queue orders what is due on the same day."""

    URGENT = 1
    NORMAL = 2


PRIORITY_WORDS: Final = {"urgent": Priority.URGENT, "normal": Priority.NORMAL}


class PrivacyRequest(ChainSubject):
    """One right asked for, over one scope; the right never changes.

    Pinned at intake: the policy version, the law versions, the moment and local day of receipt.
    `sealed_notice`: name of a more specific notice that governs, as found by staff; null: the policy itself.
    `binding_due_on`, `act_by`, `binding_authority` repeat the earliest live deadline of policy or law, for the queue.
    """

    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="requests")
    submission = models.ForeignKey("requests_app.Submission", on_delete=models.PROTECT, related_name="requests")
    reference = models.CharField(max_length=28, unique=True)
    position = models.PositiveSmallIntegerField()
    right = models.CharField(max_length=40, choices=[(r.value, r.value) for r in Right])
    scope = models.CharField(max_length=20, choices=[(s.value, s.value) for s in Scope])
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in State])
    state_since = models.DateTimeField()
    outcome = models.CharField(
        max_length=20, blank=True, choices=[(o.value, o.value) for o in Outcome if o is not Outcome.OPEN]
    )
    closed_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    zone = models.CharField(max_length=60)
    received_on = models.DateField()
    policy_version = models.ForeignKey("policies.PolicyVersion", on_delete=models.PROTECT, related_name="+")
    data_key = models.ForeignKey("records.DataKey", on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    eligible = models.BooleanField(null=True)
    verified_at = models.DateTimeField(null=True)
    warnings = models.JSONField(default=list)
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged_from")
    linked_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="linked_from")
    link = models.CharField(max_length=20, blank=True, choices=[(k.value, k.value) for k in Link])
    sealed_notice = models.BinaryField(null=True)
    binding_due_on = models.DateField(null=True)
    act_by = models.DateField(null=True)
    binding_authority = models.CharField(max_length=10, blank=True, choices=[(a.value, a.value) for a in AuthorityKind])
    fault_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("binding_due_on", "received_at")
        constraints = [
            models.UniqueConstraint(fields=("submission", "position"), name="request_position"),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(state=State.CLOSED) & Q(closed_at__isnull=True),
                name="request_closed_has_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(state__in=[State.CLOSED, State.APPEALED]),
                name="request_open_has_no_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.MERGED, merged_into__isnull=False)
                | ~Q(outcome=Outcome.MERGED) & Q(merged_into__isnull=True),
                name="request_merged_into_another",
            ),
            models.CheckConstraint(
                condition=Q(link="", linked_to__isnull=True) | ~Q(link="") & Q(linked_to__isnull=False),
                name="request_link_has_kind",
            ),
            models.CheckConstraint(
                condition=~Q(binding_authority=AuthorityKind.TARGET), name="request_target_never_binds"
            ),
        ]
        indexes = [
            models.Index(
                fields=("organization", "binding_due_on", "id"),
                name="request_queue",
                condition=~Q(state=State.CLOSED),
            ),
            models.Index(fields=("organization", "state"), name="request_state"),
            models.Index(fields=("fault_at",), name="request_fault", condition=Q(fault_at__isnull=False)),
            models.Index(
                fields=("assignee", "binding_due_on"), name="request_assignee", condition=~Q(state=State.CLOSED)
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def lifecycle_state(self) -> State:
        return State(self.state)

    @property
    def lifecycle_outcome(self) -> Outcome | None:
        return Outcome(self.outcome) if self.outcome else None

    @property
    def zone_info(self) -> ZoneInfo:
        return ZoneInfo(self.zone)
