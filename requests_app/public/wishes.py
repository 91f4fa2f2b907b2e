"""What a person can tick on the form, in plain words, and the right each wish asks for.

A person wishes ("correct something that is wrong"); a policy grants rights over scopes (correct over
site data, amend over health records). One wish may stand for different rights in the two scopes. The
words go on from "What would you like us to do?" and suit whoever asks, for themselves or for another.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from policies.domain.rules import RightRule, RuleSet
from policies.domain.terms import Right, Scope

SITE: Final = Scope.SITE_DATA
HEALTH: Final = Scope.HEALTH_RECORDS


class WishGroup(StrEnum):
    """The headings of the first question, in order; the value is what is printed."""

    SEE = "See the information"
    CHANGE = "Correct or delete it"
    LIMIT = "Limit how it is used or shared"
    MESSAGES = "Messages and contact"
    OTHER = "Something else"


class ApplyTo(StrEnum):
    """What an opt-out is applied to: the one thing that must be known to carry it out."""

    EMAIL = "email"
    PHONE = "phone"
    POST = "post"
    IDENTIFIER = "identifier"


@dataclass(frozen=True, slots=True)
class DetailQuestion:
    """The text question of a wish. One that is not required asks for everything when left empty."""

    ask: str
    hint: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class Wish:
    """`rights`: for each scope the rights that fulfil the wish, the preferred first."""

    key: str
    group: WishGroup
    label: str
    rights: dict[Scope, tuple[Right, ...]]
    hint: str = ""
    health_label: str = ""
    ask_which_records: bool = False
    details: DetailQuestion | None = None
    apply_to: ApplyTo | None = None

    @property
    def all_rights(self) -> tuple[Right, ...]:
        return tuple(dict.fromkeys(right for rights in self.rights.values() for right in rights))

    def label_for(self, scope: Scope) -> str:
        """The wish over one scope, told apart from the same wish over the other."""
        if scope is SITE or len(self.rights) == 1:
            return self.label
        return self.health_label or f"{self.label} (health records)"

    def label_under(self, rules: RuleSet) -> str:
        """The wish as the form offers it: of health records, where the version grants it over nothing else."""
        only_health = self.granted(rules, HEALTH) and not self.granted(rules, SITE) and not self.ask_which_records
        return self.health_label or self.label if only_health else self.label

    def granted(self, rules: RuleSet, scope: Scope) -> RightRule | None:
        """The rule that grants this wish over `scope`, or None when the version has none."""
        for right in self.rights.get(scope, ()):
            for rule in rules.rights:
                if rule.right is right and scope in rule.scopes:
                    return rule
        return None


def _site(*rights: Right) -> dict[Scope, tuple[Right, ...]]:
    return {SITE: rights}


def _health(*rights: Right) -> dict[Scope, tuple[Right, ...]]:
    return {HEALTH: rights}


def _either(right: Right) -> dict[Scope, tuple[Right, ...]]:
    return {SITE: (right,), HEALTH: (right,)}


WISHES: Final[tuple[Wish, ...]] = (
    Wish(
        "see",
        WishGroup.SEE,
        "Give a copy of the information we hold",
        {SITE: (Right.KNOW_SPECIFIC, Right.ACCESS), HEALTH: (Right.ACCESS, Right.COPIES, Right.INSPECT)},
        health_label="Show or copy health records",
        ask_which_records=True,
        details=DetailQuestion(
            "Is there something in particular you want to see?",
            "Leave this empty to ask for everything.",
            required=False,
        ),
    ),
    Wish(
        "categories",
        WishGroup.SEE,
        "Say what kinds of information we collect, and why",
        _site(Right.KNOW_CATEGORIES),
    ),
    Wish(
        "accounting",
        WishGroup.SEE,
        "List who was given health information",
        _health(Right.ACCOUNTING),
        details=DetailQuestion(
            "Which dates should the list cover?",
            "For example “all of 2025”. Leave this empty to ask for all dates.",
            required=False,
        ),
    ),
    Wish(
        "correct",
        WishGroup.CHANGE,
        "Correct something that is wrong",
        {SITE: (Right.CORRECT,), HEALTH: (Right.AMEND, Right.CORRECT)},
        health_label="Correct something in health records",
        ask_which_records=True,
        details=DetailQuestion("What is wrong, and what should it say?"),
    ),
    Wish(
        "delete",
        WishGroup.CHANGE,
        "Delete information",
        _either(Right.DELETE),
        health_label="Delete health records",
        ask_which_records=True,
        details=DetailQuestion(
            "What should be deleted?", "Leave this empty to ask for everything to be deleted.", required=False
        ),
    ),
    Wish(
        "correct_third_party_sourced",
        WishGroup.CHANGE,
        "Correct something we got from another company",
        _either(Right.CORRECT_THIRD_PARTY_SOURCED),
        details=DetailQuestion(
            "What is wrong, and who do you think gave it to us?", "It is enough that you believe it."
        ),
    ),
    Wish(
        "delete_third_party_sourced",
        WishGroup.CHANGE,
        "Remove something we got from another company",
        _either(Right.DELETE_THIRD_PARTY_SOURCED),
        details=DetailQuestion(
            "What should be removed, and who do you think gave it to us?", "It is enough that you believe it."
        ),
    ),
    Wish(
        "opt_out_sale",
        WishGroup.LIMIT,
        "Do not sell the information",
        _either(Right.OPT_OUT_SALE),
        apply_to=ApplyTo.IDENTIFIER,
    ),
    Wish(
        "opt_out_sharing",
        WishGroup.LIMIT,
        "Do not share the information for ads on other sites",
        _either(Right.OPT_OUT_SHARING),
        apply_to=ApplyTo.IDENTIFIER,
    ),
    Wish(
        "limit_sensitive",
        WishGroup.LIMIT,
        "Limit how sensitive information is used",
        _either(Right.LIMIT_SENSITIVE),
        hint="Such as health, religion, exact location or account passwords.",
        apply_to=ApplyTo.IDENTIFIER,
    ),
    Wish(
        "opt_out_targeted_ads",
        WishGroup.LIMIT,
        "Stop ads that are based on what a person does online",
        _either(Right.OPT_OUT_TARGETED_ADS),
        hint="General ads may still be shown.",
        apply_to=ApplyTo.IDENTIFIER,
    ),
    Wish(
        "limit_disclosure",
        WishGroup.LIMIT,
        "Limit who is given the information",
        _either(Right.LIMIT_DISCLOSURE),
        health_label="Limit who is given health information",
        hint="For example, do not tell the health plan about a visit that was paid in full.",
        details=DetailQuestion("Who should not be told, and about what care?"),
    ),
    Wish(
        "send_to_third_party",
        WishGroup.LIMIT,
        "Send the information to an app or to another person",
        _either(Right.SEND_TO_THIRD_PARTY),
        health_label="Send health records to an app or to another person",
        details=DetailQuestion(
            "Who should get it, and what should be sent?",
            "Give the name of the app or the person, and how to reach them.",
        ),
    ),
    Wish(
        "opt_out_email",
        WishGroup.MESSAGES,
        "Stop emails",
        _either(Right.OPT_OUT_EMAIL),
        apply_to=ApplyTo.EMAIL,
    ),
    Wish(
        "opt_out_text",
        WishGroup.MESSAGES,
        "Stop text messages",
        _either(Right.OPT_OUT_TEXT),
        apply_to=ApplyTo.PHONE,
    ),
    Wish(
        "opt_out_calls",
        WishGroup.MESSAGES,
        "Stop phone calls",
        _either(Right.OPT_OUT_CALLS),
        apply_to=ApplyTo.PHONE,
    ),
    Wish(
        "opt_out_mail",
        WishGroup.MESSAGES,
        "Stop paper mail",
        _either(Right.OPT_OUT_MAIL),
        apply_to=ApplyTo.POST,
    ),
    Wish(
        "confidential_communications",
        WishGroup.MESSAGES,
        "Write or call about care in another way or at another place",
        _either(Right.CONFIDENTIAL_COMMUNICATIONS),
        health_label="Write or call about care in another way or at another place",
        hint="For example, if someone at home should not see letters about care.",
        details=DetailQuestion("How and where should we write or call about care?", "You do not have to say why."),
    ),
    Wish(
        "child_report",
        WishGroup.OTHER,
        "Report information from a child under 13",
        _either(Right.CHILD_REPORT),
        details=DetailQuestion(
            "What makes you think we have information from a child?",
            "Say where you saw it, such as the page or the user name. You do not have to name the child.",
        ),
    ),
    Wish(
        "complaint",
        WishGroup.OTHER,
        "Complain about privacy",
        _either(Right.COMPLAINT),
        details=DetailQuestion("What happened?"),
    ),
    Wish(
        "policy_question",
        WishGroup.OTHER,
        "Ask a question about the privacy policy",
        _either(Right.POLICY_QUESTION),
        details=DetailQuestion("What would you like to know?"),
    ),
)

WISH_BY_KEY: Final = {wish.key: wish for wish in WISHES}

NOT_ON_THE_FORM: Final = frozenset({Right.CHILD_DELETION})
"""Opened by staff when a child report is found true; nobody asks for it directly."""


def wish_for(right: Right) -> Wish | None:
    """The wish that asks for `right`; None for what only staff open."""
    return next((wish for wish in WISHES if right in wish.all_rights), None)


def right_label(right: Right, scope: Scope) -> str:
    """What was asked for, in the words of the form: for pages that show a request."""
    wish = wish_for(right)
    return wish.label_for(scope) if wish else "Delete information from a child"


def offered(rules: RuleSet) -> tuple[Wish, ...]:
    """The wishes that the version grants over any scope, in the form's order."""
    return tuple(wish for wish in WISHES if any(wish.granted(rules, scope) for scope in Scope))
