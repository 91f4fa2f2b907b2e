from uuid import uuid4

from django.db import models
from django.db.models import Q


class JobState(models.TextChoices):
    """`overtaken`: the next day's run began before this one was finished, and does its work."""

    RUNNING = "running"
    DONE = "done"
    OVERTAKEN = "overtaken"


class JobRun(models.Model):
    """One run of a periodic job for one scope and local day. Whichever tick finds it missing starts it.

    `cursor`: where the next holder of the lease goes on. `scope`: an organization's id, or `installation`.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    job = models.CharField(max_length=40)
    scope = models.CharField(max_length=80)
    local_date = models.DateField()
    state = models.CharField(max_length=10, choices=JobState, default=JobState.RUNNING)
    token = models.UUIDField()
    leased_until = models.DateTimeField()
    cursor = models.CharField(max_length=80, blank=True)
    attempts_made = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    fault_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("-local_date", "job", "scope")
        constraints = [
            models.UniqueConstraint(fields=("job", "scope", "local_date"), name="job_run_once"),
            models.CheckConstraint(
                condition=Q(state="done", finished_at__isnull=False) | ~Q(state="done") & Q(finished_at__isnull=True),
                name="job_run_done_has_instant",
            ),
        ]
        indexes = [models.Index(fields=("leased_until",), name="job_run_running", condition=Q(state="running"))]

    def __str__(self) -> str:
        return f"{self.job} {self.scope} {self.local_date}"
