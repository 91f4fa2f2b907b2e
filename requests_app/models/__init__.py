"""What is owed: submissions, the requests in them, their deadlines, and what is written to people about them."""

from .alert import Alert, AlertChannel, AlertState
from .deadline import Deadline
from .delivery_attempt import AttemptOutcome, DeliveryAttempt
from .event_detail import EventDetail
from .form_draft import FormDraft
from .job_run import JobRun, JobState
from .message import Lane, Message, MessageKind, MessageState
from .person import Person
from .privacy_request import Priority, PrivacyRequest
from .representative import Representative
from .request_fact import RequestFact
from .request_law import RequestLaw
from .status_link import StatusLink
from .submission import Submission
from .submission_lookup import LookupOf, SubmissionLookup
from .sweep_mark import SweepMark

__all__ = [
    "Alert",
    "AlertChannel",
    "AlertState",
    "AttemptOutcome",
    "Deadline",
    "DeliveryAttempt",
    "EventDetail",
    "FormDraft",
    "JobRun",
    "JobState",
    "Lane",
    "LookupOf",
    "Message",
    "MessageKind",
    "MessageState",
    "Person",
    "Priority",
    "PrivacyRequest",
    "Representative",
    "RequestFact",
    "RequestLaw",
    "StatusLink",
    "Submission",
    "SubmissionLookup",
    "SweepMark",
]
