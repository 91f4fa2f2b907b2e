"""What is owed: submissions, the requests in them, their deadlines, and what is written to people about them."""

from .deadline import Deadline
from .event_detail import EventDetail
from .form_draft import FormDraft
from .person import Person
from .privacy_request import Priority, PrivacyRequest
from .representative import Representative
from .request_fact import RequestFact
from .request_law import RequestLaw
from .status_link import StatusLink
from .submission import Submission
from .submission_lookup import LookupOf, SubmissionLookup

__all__ = [
    "Deadline",
    "EventDetail",
    "FormDraft",
    "LookupOf",
    "Person",
    "Priority",
    "PrivacyRequest",
    "Representative",
    "RequestFact",
    "RequestLaw",
    "StatusLink",
    "Submission",
    "SubmissionLookup",
]
