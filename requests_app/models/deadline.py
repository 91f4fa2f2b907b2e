from uuid import uuid4

from django.db import models
from django.db.models import Q

from policies.domain.terms import Act, AuthorityKind, HouseAct

from ..domain.clock_states import DeadlineState, MovedBy


class Deadline(models.Model):
    """An obligation with a due date, under a named authority. Changes only under its request's lock.

    Computed from scratch by the pure core; nothing is ever added to a stored date. `due_on` is null while paused.
    `told_due_on` is the date the person was told. `pauses`: [first day, last day or null], both included.
    `generation` and `armed_from` are `domain.arming.Arming`; `rung_days` is the day of the latest alert of each rung
    in this generation; `seen`: for each repeating rung that somebody has seen, `since` and `until` when it is silent,
    `by` whom, and who was the `assignee`. With them the ladder is derived from the row alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey("requests_app.PrivacyRequest", on_delete=models.CASCADE, related_name="deadlines")
    act = models.CharField(max_length=20, choices=[(a.value, a.value) for a in (*Act, *HouseAct)])
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in AuthorityKind])
    authority = models.CharField(max_length=120)
    rule_key = models.CharField(max_length=80)
    rule_version = models.ForeignKey("policies.PolicyVersion", on_delete=models.PROTECT, null=True, related_name="+")
    started_on = models.DateField()
    due_on = models.DateField(null=True)
    act_by = models.DateField(null=True)
    late_from = models.DateTimeField(null=True)
    first_due_on = models.DateField(null=True)
    told_due_on = models.DateField(null=True)
    extended = models.BooleanField(null=True)
    latest_possible_on = models.DateField(null=True)
    unless = models.JSONField(default=list)
    because = models.JSONField(default=list)
    arithmetic = models.JSONField(default=list)
    counts_business_days = models.BooleanField()
    pauses = models.JSONField(default=list)
    binding = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in DeadlineState])
    met_at = models.DateTimeField(null=True)
    generation = models.PositiveIntegerField(default=1)
    armed_from = models.DateTimeField(null=True)
    moved_by = models.CharField(max_length=12, choices=[(m.value, m.value) for m in MovedBy], default=MovedBy.RECEIPT)
    calendar_version = models.ForeignKey("organizations.CalendarVersion", on_delete=models.PROTECT, related_name="+")
    rung_days = models.JSONField(default=dict)
    seen = models.JSONField(default=dict)
    next_alert_at = models.DateTimeField(null=True)
    next_rung = models.CharField(max_length=60, blank=True)
    fault_at = models.DateTimeField(null=True)
    fault_count = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("request", "due_on", "kind")
        constraints = [
            models.UniqueConstraint(fields=("request", "act", "kind", "authority"), name="deadline_once"),
            models.CheckConstraint(
                condition=Q(state=DeadlineState.LIVE) | Q(next_alert_at__isnull=True),
                name="deadline_only_live_ones_ring",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True, act_by__isnull=True, late_from__isnull=True)
                | Q(due_on__isnull=False, act_by__isnull=False, late_from__isnull=False),
                name="deadline_due_or_paused",
            ),
            models.CheckConstraint(
                condition=Q(binding=False) | ~Q(kind=AuthorityKind.TARGET), name="deadline_target_never_binds"
            ),
        ]
        indexes = [
            models.Index(
                fields=("next_alert_at",),
                name="deadline_next_alert",
                condition=Q(state=DeadlineState.LIVE, next_alert_at__isnull=False),
            ),
            models.Index(fields=("calendar_version",), name="deadline_calendar", condition=Q(state=DeadlineState.LIVE)),
            models.Index(
                fields=("fault_at",),
                name="deadline_fault",
                condition=Q(state=DeadlineState.LIVE, fault_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} under {self.authority}"

    @property
    def paused(self) -> bool:
        return self.state == DeadlineState.LIVE and self.due_on is None
