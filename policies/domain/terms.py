"""The closed lists: every word Duly uses for a thing that rules speak of, once.

A word that is not here is refused by the loader, by `assess` and by the forms.
"""

from enum import StrEnum
from typing import Final


class Right(StrEnum):
    """What a person may ask for. Each request asks for exactly one."""

    KNOW_CATEGORIES = "know_categories"
    KNOW_SPECIFIC = "know_specific"
    ACCESS = "access"
    INSPECT = "inspect"
    COPIES = "copies"
    DELETE = "delete"
    CORRECT = "correct"
    AMEND = "amend"
    ACCOUNTING = "accounting"
    DELETE_THIRD_PARTY_SOURCED = "delete_third_party_sourced"
    CORRECT_THIRD_PARTY_SOURCED = "correct_third_party_sourced"
    CHILD_REPORT = "child_report"
    CHILD_DELETION = "child_deletion"
    LIMIT_DISCLOSURE = "limit_disclosure"
    CONFIDENTIAL_COMMUNICATIONS = "confidential_communications"
    SEND_TO_THIRD_PARTY = "send_to_third_party"
    OPT_OUT_SALE = "opt_out_sale"
    OPT_OUT_SHARING = "opt_out_sharing"
    LIMIT_SENSITIVE = "limit_sensitive"
    OPT_OUT_EMAIL = "opt_out_email"
    OPT_OUT_TEXT = "opt_out_text"
    OPT_OUT_CALLS = "opt_out_calls"
    OPT_OUT_MAIL = "opt_out_mail"
    OPT_OUT_TARGETED_ADS = "opt_out_targeted_ads"
    COMPLAINT = "complaint"
    POLICY_QUESTION = "policy_question"


KNOW: Final = (Right.KNOW_CATEGORIES, Right.KNOW_SPECIFIC)
OPT_OUT_MESSAGES: Final = (
    Right.OPT_OUT_EMAIL,
    Right.OPT_OUT_TEXT,
    Right.OPT_OUT_CALLS,
    Right.OPT_OUT_MAIL,
)
SEE_DATA: Final = (*KNOW, Right.ACCESS, Right.INSPECT, Right.COPIES, Right.ACCOUNTING)
"""Rights whose answer covers a period of time: they have a look-back."""

RIGHT_GROUPS: Final[dict[str, tuple[Right, ...]]] = {
    "know": KNOW,
    "opt_out_messages": OPT_OUT_MESSAGES,
}
"""Names a pack may use in place of the rights they stand for."""


class Scope(StrEnum):
    """Which data a request is about. `health_records` means the HIPAA record set."""

    SITE_DATA = "site_data"
    HEALTH_RECORDS = "health_records"


HEALTH_RECORD_RIGHTS: Final = frozenset(
    {
        Right.ACCESS,
        Right.INSPECT,
        Right.COPIES,
        Right.AMEND,
        Right.ACCOUNTING,
        Right.LIMIT_DISCLOSURE,
        Right.CONFIDENTIAL_COMMUNICATIONS,
        Right.SEND_TO_THIRD_PARTY,
    }
)


class Act(StrEnum):
    """What a deadline obliges the organization to do."""

    ACKNOWLEDGE = "acknowledge"
    RESPOND = "respond"
    DECIDE_APPEAL = "decide_appeal"


class HouseAct(StrEnum):
    """What no policy promises and no law asks: an internal target that the software sets by itself."""

    FOLLOW_UP_MAIL = "follow_up_mail"


class AuthorityKind(StrEnum):
    """Under whose word a deadline stands. A target is internal and never binds."""

    POLICY = "policy"
    LAW = "law"
    TARGET = "target"


class RuleKind(StrEnum):
    """The kinds of rule a version holds; a citation names (version, kind, key)."""

    RIGHT = "right"
    DEADLINE = "deadline"
    EXTENSION = "extension"
    PAUSE = "pause"
    LOOK_BACK = "look_back"
    FREQUENCY_CAP = "frequency_cap"
    FEE = "fee"
    VERIFICATION = "verification"
    DENIAL = "denial"
    DENIAL_GROUND = "denial_ground"
    MUST_GRANT = "must_grant"
    CHANNEL = "channel"
    SERVICE_LEVEL = "service_level"
    NOTE = "note"


class Role(StrEnum):
    """Who asks, as seen from the person whose data it is."""

    SELF = "self"
    AGENT = "agent"
    ATTORNEY_IN_FACT = "attorney_in_fact"
    PARENT_OR_GUARDIAN = "parent_or_guardian"
    EXECUTOR = "executor"
    CONSERVATOR = "conservator"
    MINOR_SELF = "minor_self"
    REPORTER = "reporter"


class Outcome(StrEnum):
    """How a request ended; `open` while it has not."""

    FULFILLED = "fulfilled"
    PARTLY_FULFILLED = "partly_fulfilled"
    DENIED = "denied"
    UNVERIFIED = "unverified"
    WITHDRAWN = "withdrawn"
    NOT_ELIGIBLE = "not_eligible"
    MISDIRECTED = "misdirected"
    MERGED = "merged"
    OPEN = "open"


VERIFIED_BY_DEFAULT: Final = frozenset({Outcome.FULFILLED, Outcome.PARTLY_FULFILLED, Outcome.DENIED})


class EventType(StrEnum):
    """What can happen to a request and matter to its clocks, caps or fees."""

    ACKNOWLEDGEMENT_SENT = "acknowledgement_sent"
    IDENTITY_REQUESTED = "identity_requested"
    IDENTITY_VERIFIED = "identity_verified"
    VERIFICATION_FAILED = "verification_failed"
    REMINDER_SENT = "reminder_sent"
    CLARIFICATION_REQUESTED = "clarification_requested"
    CLARIFICATION_RECEIVED = "clarification_received"
    EXTENSION_NOTICE = "extension_notice"
    NOTICE_BOUNCED = "notice_bounced"
    FEE_FOUND = "fee_found"
    FEE_REASON_SENT = "fee_reason_sent"
    FEE_ESTIMATE_SENT = "fee_estimate_sent"
    FEE_ACCEPTED = "fee_accepted"
    FEE_DECLINED = "fee_declined"
    RESPONSE_SENT = "response_sent"
    DENIED = "denied"
    APPEAL_RECEIVED = "appeal_received"
    APPEAL_DECIDED = "appeal_decided"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"


class FeeGround(StrEnum):
    """Why a fee may be charged; found by a named person with evidence."""

    EXCESSIVE = "excessive"
    REPETITIVE = "repetitive"
    UNFOUNDED = "unfounded"
    MANIFESTLY_UNFOUNDED = "manifestly_unfounded"
    COPY_COSTS = "copy_costs"


FEE_GROUND_IMPLIES: Final = {FeeGround.MANIFESTLY_UNFOUNDED: FeeGround.UNFOUNDED}
"""What is manifestly unfounded is also unfounded, not the other way round."""


class DenialNeed(StrEnum):
    """What a denial cannot be closed without."""

    REASON = "reason"
    CITATION = "citation"
    WRITTEN_NOTICE = "written_notice"
    SECOND_PERSON = "second_person"
    LICENSED_PROFESSIONAL = "licensed_professional"
    REVIEW_RIGHT = "review_right"
    COMPLAINT_ROUTE = "complaint_route"


class ExtensionNoticeForm(StrEnum):
    """The form in which the person must be told of an extension."""

    WRITTEN = "written"
    ANY = "any"


class PauseCount(StrEnum):
    """Which days of a pause do not run.

    `whole`: only whole days inside it, neither the day it starts nor the day it ends.
    `both_ends`: both end days and all between.
    """

    WHOLE = "whole"
    BOTH_ENDS = "both_ends"


class Roll(StrEnum):
    """What happens to a due date on a day that is not a business day."""

    NONE = "none"
    NEXT_BUSINESS_DAY = "next_business_day"


class StepMethod(StrEnum):
    """How a verification step is done."""

    CONTACT_CONFIRMATION = "contact_confirmation"
    MATCH_TWO = "match_two_data_points"
    MATCH_THREE = "match_three_data_points"
    SIGNED_DECLARATION = "signed_declaration"
    DOCUMENT_CHECK = "document_check"
    AUTHORITY_CHECK = "authority_check"
    ACCOUNT_SIGN_IN = "account_sign_in"
    SITE_IDENTIFIER = "site_identifier"


class Recipient(StrEnum):
    """Whom an alert goes to; when nobody is there it goes to the next role up in `CLIMB`.

    A team and an address are named by key; who is in it, or what it is, the organization says.
    """

    ASSIGNEE = "assignee"
    SUPERVISOR = "supervisor"
    PRIVACY_OFFICER = "privacy_officer"
    ALERT_ADDRESS = "alert_address"
    TEAM = "team"
    ADDRESS = "address"


class RungDoes(StrEnum):
    """What a rung does when its day has come, besides standing in the history."""

    NOTIFY = "notify"
    REASSIGN = "reassign"
    RAISE_PRIORITY = "raise_priority"
    WEBHOOK = "webhook"


CHANGES_THE_REQUEST: Final = (RungDoes.REASSIGN, RungDoes.RAISE_PRIORITY)
"""These are caught up with after downtime, where a message of a rung that was passed over is not sent."""
NAMED_BY_KEY: Final = frozenset({Recipient.TEAM, Recipient.ADDRESS})
CLIMB: Final = (Recipient.ASSIGNEE, Recipient.SUPERVISOR, Recipient.PRIVACY_OFFICER, Recipient.ALERT_ADDRESS)
"""The way up: from an assignee, a team or an address that is not there to the supervisors, and so on."""


class ChannelKind(StrEnum):
    """A way to reach the organization that its policy names."""

    PHONE = "phone"
    TTY = "tty"
    WEB = "web"
    WEB_MESSAGE = "web_message"
    MAIL = "mail"
    EMAIL = "email"
    IN_PERSON = "in_person"


class NoteTopic(StrEnum):
    """What a note of a version is about: texts for people, and flags for staff."""

    WHO_MAY_ASK = "who_may_ask"
    AGENTS = "agents"
    NO_SALE = "no_sale"
    NO_RETALIATION = "no_retaliation"
    SPECIFIC_NOTICE = "specific_notice"
    CHANGES = "changes"
    CHILDREN = "children"
    SECURE_CHANNELS = "secure_channels"
    SELF_SERVICE = "self_service"
    CLOSING_TEXT = "closing_text"
    COMPLIANCE_FLAG = "compliance_flag"
    RETENTION = "retention"
    DISCLOSURES = "disclosures"
    EVIDENCE = "evidence"
    SCOPE = "scope"
    REVIEW = "review"


class Caution(StrEnum):
    """Codes that `assess` and the case page show beside a finding."""

    NOT_IN_POLICY = "not_in_policy"
    NOT_FOR_HEALTH_RECORDS = "not_for_health_records"
    ANSWERED_AS_AMEND = "answered_as_amend"
    VERSION_START_UNCERTAIN = "version_start_uncertain"
    LAW_NOT_IN_FORCE = "law_not_in_force"
    PRINTED_BEYOND_LAW = "printed_beyond_law"
    NOT_REVIEWED = "not_reviewed"
    NOTICE_DID_NOT_COUNT = "notice_did_not_count"
    NOTICE_BOUNCED = "notice_bounced"
    WRITTEN_REQUEST_NEEDED = "written_request_needed"
    REVIEW_MINOR_CONSENT = "review_minor_consent"
    PROMISE_LAXER_THAN_LAW = "promise_laxer_than_law"
