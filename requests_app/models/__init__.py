"""What is owed: submissions, the requests in them, their deadlines, and what is written to people about them."""

from .access_code import AccessCode
from .alert import Alert, AlertChannel, AlertState
from .attachment import Attachment, AttachmentChunk, Direction
from .deadline import Deadline
from .delivery_attempt import AttemptOutcome, DeliveryAttempt
from .event_detail import EventDetail
from .form_draft import FormDraft
from .job_run import JobRun, JobState
from .letter import Letter, LetterKind, LetterState, LetterTemplate
from .message import Lane, Message, MessageKind, MessageState
from .outgoing_pause import OutgoingPause
from .paced_mail import PacedMail
from .person import Person
from .privacy_request import PRIORITY_WORDS, Priority, PrivacyRequest
from .representative import Representative
from .request_fact import RequestFact
from .request_item import ItemDecision, RequestItem
from .request_law import RequestLaw
from .status_link import StatusLink
from .submission import Submission
from .submission_lookup import LookupOf, SubmissionLookup
from .sweep_mark import SweepMark
from .turn import Turn
from .webhook_endpoint import WebhookEndpoint

__all__ = [
    "PRIORITY_WORDS",
    "AccessCode",
    "Alert",
    "AlertChannel",
    "AlertState",
    "Attachment",
    "AttachmentChunk",
    "AttemptOutcome",
    "Deadline",
    "DeliveryAttempt",
    "Direction",
    "EventDetail",
    "FormDraft",
    "ItemDecision",
    "JobRun",
    "JobState",
    "Lane",
    "Letter",
    "LetterKind",
    "LetterState",
    "LetterTemplate",
    "LookupOf",
    "Message",
    "MessageKind",
    "MessageState",
    "OutgoingPause",
    "PacedMail",
    "Person",
    "Priority",
    "PrivacyRequest",
    "Representative",
    "RequestFact",
    "RequestItem",
    "RequestLaw",
    "StatusLink",
    "Submission",
    "SubmissionLookup",
    "SweepMark",
    "Turn",
    "WebhookEndpoint",
]
