"""Plain words for the closed lists, shared by the public pages, the staff desk and the mail.

`policies.domain.terms` says which words exist; this says how each is written for people.
"""

from dataclasses import dataclass
from typing import Final

from policies.domain.terms import (
    Act,
    AuthorityKind,
    Caution,
    DenialNeed,
    FeeGround,
    HouseAct,
    Outcome,
    Right,
    Role,
    Scope,
    StepMethod,
)


@dataclass(frozen=True, slots=True)
class RightWords:
    """`name`: in a list. `wish`: completes "I want to ...". `sounds_like`: what a caller may say."""

    name: str
    wish: str
    sounds_like: str


RIGHTS: Final[dict[Right, RightWords]] = {
    Right.KNOW_CATEGORIES: RightWords(
        "Know what kinds of data",
        "know what kinds of data you have about me and what you do with it",
        "What sort of things do you keep on me? Who gets it?",
    ),
    Right.KNOW_SPECIFIC: RightWords(
        "Copy of my data", "get a copy of the data you have about me", "Send me everything you have on me."
    ),
    Right.ACCESS: RightWords("See my data", "see the data you have about me", "I want to see what you have on file."),
    Right.INSPECT: RightWords(
        "Look at my records", "come and look at my records", "Can I come in and look at my chart?"
    ),
    Right.COPIES: RightWords("Copies of my records", "get copies of my records", "I need a copy of my chart."),
    Right.DELETE: RightWords("Delete my data", "have my data deleted", "Erase me. Close my account and wipe it."),
    Right.CORRECT: RightWords("Correct my data", "have my data corrected", "You have my name or address wrong."),
    Right.AMEND: RightWords(
        "Amend my health records", "have my health records amended", "There is a mistake in my chart."
    ),
    Right.ACCOUNTING: RightWords(
        "List of disclosures",
        "get a list of those my health records were given to",
        "Who did you give my records to?",
    ),
    Right.DELETE_THIRD_PARTY_SOURCED: RightWords(
        "Delete data from others",
        "have data deleted that others gave you about me",
        "Someone else gave you my details. Remove them.",
    ),
    Right.CORRECT_THIRD_PARTY_SOURCED: RightWords(
        "Correct data from others",
        "have data corrected that others gave you about me",
        "Someone gave you wrong details about me.",
    ),
    Right.CHILD_REPORT: RightWords(
        "Report data of a child under 13",
        "tell you that you may have data of a child under 13",
        "My little one signed up on your site.",
    ),
    Right.CHILD_DELETION: RightWords(
        "Delete a child's data", "have the data of a child under 13 deleted", "Delete what my child typed in."
    ),
    Right.LIMIT_DISCLOSURE: RightWords(
        "Limit who sees my data",
        "limit how my health data is used or shared",
        "Don't tell my insurer. I paid for it myself.",
    ),
    Right.CONFIDENTIAL_COMMUNICATIONS: RightWords(
        "Reach me in another way",
        "be reached at another address or in another way",
        "Don't send mail home. Use this number.",
    ),
    Right.SEND_TO_THIRD_PARTY: RightWords(
        "Send my data to someone else",
        "have my data sent to another person or app",
        "Send my records to my new doctor.",
    ),
    Right.OPT_OUT_SALE: RightWords("Do not sell my data", "tell you not to sell my data", "Don't sell my information."),
    Right.OPT_OUT_SHARING: RightWords(
        "Do not share my data for ads", "tell you not to share my data for ads", "Stop passing my data to ad companies."
    ),
    Right.LIMIT_SENSITIVE: RightWords(
        "Limit use of sensitive data",
        "limit how you use my sensitive data",
        "Only use my health details for what I came for.",
    ),
    Right.OPT_OUT_EMAIL: RightWords("Stop e-mails", "stop getting e-mails", "Stop e-mailing me."),
    Right.OPT_OUT_TEXT: RightWords("Stop text messages", "stop getting text messages", "Stop texting me."),
    Right.OPT_OUT_CALLS: RightWords("Stop calls", "stop getting calls", "Stop calling me."),
    Right.OPT_OUT_MAIL: RightWords("Stop letters", "stop getting letters", "Take me off your mailing list."),
    Right.OPT_OUT_TARGETED_ADS: RightWords(
        "Stop targeted ads", "stop ads that are based on what I do", "Your ads follow me around."
    ),
    Right.COMPLAINT: RightWords(
        "Complaint", "complain about how you handle my data", "I want to complain about my privacy."
    ),
    Right.POLICY_QUESTION: RightWords(
        "Question about the policy", "ask a question about your privacy policy", "What does your policy mean by ...?"
    ),
}

SCOPES: Final[dict[Scope, str]] = {
    Scope.SITE_DATA: "website and app data",
    Scope.HEALTH_RECORDS: "health records",
}

ROLES: Final[dict[Role, str]] = {
    Role.SELF: "the person themselves",
    Role.AGENT: "authorized agent",
    Role.ATTORNEY_IN_FACT: "person with power of attorney",
    Role.PARENT_OR_GUARDIAN: "parent or guardian",
    Role.EXECUTOR: "executor or administrator of the estate",
    Role.CONSERVATOR: "conservator",
    Role.MINOR_SELF: "a minor, for themselves",
    Role.REPORTER: "someone who reports it",
}

OUTCOMES: Final[dict[Outcome, str]] = {
    Outcome.OPEN: "Open",
    Outcome.FULFILLED: "Done",
    Outcome.PARTLY_FULFILLED: "Partly done",
    Outcome.DENIED: "Denied",
    Outcome.UNVERIFIED: "Closed: identity not established",
    Outcome.WITHDRAWN: "Withdrawn by the person",
    Outcome.NOT_ELIGIBLE: "Closed: not covered by this policy",
    Outcome.MISDIRECTED: "Closed: meant for someone else",
    Outcome.MERGED: "Merged with another request",
}

PROMISED_ACTS: Final[dict[str, str]] = {
    Act.ACKNOWLEDGE: "Confirm receipt",
    Act.RESPOND: "Answer the request",
    Act.DECIDE_APPEAL: "Decide the appeal",
}
HOUSE_ACTS: Final[dict[str, str]] = {
    HouseAct.FOLLOW_UP_MAIL: "Follow up mail that came back",
}
ACTS: Final[dict[str, str]] = {**PROMISED_ACTS, **HOUSE_ACTS}
"""Whatever a deadline may be for."""

AUTHORITIES: Final[dict[AuthorityKind, str]] = {
    AuthorityKind.POLICY: "promised by the policy",
    AuthorityKind.LAW: "required by law",
    AuthorityKind.TARGET: "internal target, no promise",
}

FEE_GROUNDS: Final[dict[FeeGround, str]] = {
    FeeGround.EXCESSIVE: "The request is excessive",
    FeeGround.REPETITIVE: "The request repeats earlier ones",
    FeeGround.UNFOUNDED: "The request is unfounded",
    FeeGround.MANIFESTLY_UNFOUNDED: "The request is manifestly unfounded",
    FeeGround.COPY_COSTS: "Cost of making copies",
}

DENIAL_NEEDS: Final[dict[DenialNeed, str]] = {
    DenialNeed.REASON: "a reason",
    DenialNeed.CITATION: "the law it rests on",
    DenialNeed.WRITTEN_NOTICE: "a written notice to the person",
    DenialNeed.SECOND_PERSON: "a second person's approval",
    DenialNeed.LICENSED_PROFESSIONAL: "a licensed professional's finding",
    DenialNeed.REVIEW_RIGHT: "word of the right to have it reviewed",
    DenialNeed.COMPLAINT_ROUTE: "word of where to complain",
}

STEP_METHODS: Final[dict[StepMethod, str]] = {
    StepMethod.CONTACT_CONFIRMATION: "Confirm the e-mail address or phone number",
    StepMethod.MATCH_TWO: "Match two data points",
    StepMethod.MATCH_THREE: "Match three data points",
    StepMethod.SIGNED_DECLARATION: "Signed declaration",
    StepMethod.DOCUMENT_CHECK: "Check a document",
    StepMethod.AUTHORITY_CHECK: "Check the authority to act",
    StepMethod.ACCOUNT_SIGN_IN: "Sign-in to the account",
    StepMethod.SITE_IDENTIFIER: "Identifier used on the site",
}

WARNINGS: Final[dict[Caution, str]] = {
    Caution.NOT_IN_POLICY: "The version in force does not grant this right. A person decides and answers.",
    Caution.NOT_FOR_HEALTH_RECORDS: "This right does not reach health records. Point the person to the right one.",
    Caution.ANSWERED_AS_AMEND: "For health records a correction is answered as an amendment.",
    Caution.VERSION_START_UNCERTAIN: "The text prints only a month; whether it governed on that day is not certain.",
    Caution.LAW_NOT_IN_FORCE: "A law the policy leans on was not in force, or not held, on the day of receipt.",
    Caution.PRINTED_BEYOND_LAW: "The policy as printed restricts more than the law lets it.",
    Caution.NOT_REVIEWED: "A rule here has not been reviewed by a lawyer.",
    Caution.NOTICE_DID_NOT_COUNT: "An extension notice was tried and did not count. The date stands.",
    Caution.NOTICE_BOUNCED: "A notice did not reach the person.",
    Caution.WRITTEN_REQUEST_NEEDED: "The law's clock needs a written request.",
    Caution.REVIEW_MINOR_CONSENT: "Review for care a minor may consent to alone before anything goes out.",
    Caution.PROMISE_LAXER_THAN_LAW: "The policy gives more time than the law. The law's date binds.",
}


def right_name(right: str) -> str:
    """How a right is written in a list; an unknown word comes back as it is."""
    return RIGHTS[Right(right)].name if right in RIGHTS else right


FACTS: Final[dict[str, str]] = {
    "residency": "where the person lives",
    "age": "the person's age",
    "deceased": "whether the person has died",
    "in_writing": "whether it was asked in writing",
    "asked_by": "how it was asked",
    "california_provider": "whether a California health care provider holds the records",
    "wants": "whether they want to look or to have copies",
    "records_class": "class of the records",
    "recipient": "who should not be told",
    "purpose": "what it would be used for",
    "services_specific": "whether it is about certain services only",
    "paid_in_full": "whether the services were paid in full",
    "required_by_law": "whether a law requires the disclosure",
    "child_under_13_online": "whether data was collected online from a child under 13",
    "kept_by_law": "whether a law requires keeping it",
    "agent_permission": "whether the agent holds a signed permission",
    "power_of_attorney": "whether there is a power of attorney",
}
"""What a fact is about, as part of a sentence."""


def fact_name(name: str) -> str:
    """What a fact is about; of a word without its own here, the word itself: `no_sale` as `no sale`."""
    return FACTS.get(name) or name.replace("_", " ")
