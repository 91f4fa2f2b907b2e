from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q


class LetterKind(models.TextChoices):
    """What a letter is for. Each has a template per language."""

    IDENTITY_REQUEST = "identity_request"
    AUTHORITY_REQUEST = "authority_request"
    REMINDER = "reminder"
    CLARIFICATION = "clarification"
    EXTENSION = "extension"
    FEE_NOTICE = "fee_notice"
    FULFILLED = "fulfilled"
    PARTLY_FULFILLED = "partly_fulfilled"
    DENIED = "denied"
    UNVERIFIED = "unverified"
    NOT_ELIGIBLE = "not_eligible"
    APPEAL_DECISION = "appeal_decision"
    CONTACT_CHANGED = "contact_changed"


class LetterState(models.TextChoices):
    """`queued`: it leaves by e-mail. `to_post`: somebody must put it in the post. `idle`: no longer to be sent."""

    DRAFT = "draft"
    QUEUED = "queued"
    TO_POST = "to_post"
    SENT = "sent"
    IDLE = "idle"


class Letter(models.Model):
    """One letter to the person of a request: composed by somebody, and once it has left the act it stands for counts.

    `sealed` holds subject, body and the details of the act. `action`: the act of the lifecycle that happens when it
    leaves; empty: none. `template`: the key and version of the template it was begun with. `read_at`: an answer was
    first opened on the page; in post and in person nobody knows.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey("requests_app.PrivacyRequest", on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=20, choices=LetterKind)
    language = models.CharField(max_length=10)
    template = models.CharField(max_length=80)
    action = models.CharField(max_length=40, blank=True)
    sealed = models.BinaryField()
    state = models.CharField(max_length=10, choices=LetterState, default=LetterState.DRAFT)
    composed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    composed_at = models.DateTimeField()
    message = models.OneToOneField("requests_app.Message", on_delete=models.PROTECT, null=True, related_name="letter")
    translation = models.ForeignKey(
        "requests_app.Attachment", on_delete=models.PROTECT, null=True, related_name="translates"
    )
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    idle_because = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("composed_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=LetterState.SENT, sent_at__isnull=False)
                | ~Q(state=LetterState.SENT) & Q(sent_at__isnull=True),
                name="letter_sent_has_instant",
            ),
        ]
        indexes = [
            models.Index(fields=("organization", "state"), name="letter_to_post", condition=Q(state="to_post")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id.hex[:8]}"


class LetterTemplate(models.Model):
    """An organization's own wording of a letter in one language. Rows are only added; the latest counts."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=LetterKind)
    language = models.CharField(max_length=10)
    version = models.PositiveIntegerField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("organization", "kind", "language", "version")
        constraints = [
            models.UniqueConstraint(
                fields=("organization", "kind", "language", "version"), name="letter_template_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.language}) {self.version}"
