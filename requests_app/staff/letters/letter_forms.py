"""What staff fill in for a letter: what it says, its words, the day of posting, a translation."""

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms

from policies.domain.terms import DenialNeed, Outcome

from ... import languages
from ...domain.gates import OVER_THE_CAP
from ...models import LetterKind, PrivacyRequest
from ...services.case_file import CaseFile
from ...services.correspondence import permitted
from ...services.correspondence.templates import LONGEST_SUBJECT
from ...services.correspondence.templates import languages as written_in
from ...wording import OUTCOMES
from ..desk_form import DeskForm, date_field, long_text_field, moment_of, refuse_outside, text_field, time_field

MAILED: Final = "The mail carries these words, and others may read the mailbox: do not say what was asked for."
PRIVATE: Final = "Plain words. It stands in the letter on the person's page, not in the mail."


def _reason(label: str, missing: str, *, hint: str = PRIVATE, required: bool = True) -> forms.Field:
    return long_text_field(label, help_text=hint, missing=missing, required=required)


def _days() -> forms.Field:
    return forms.IntegerField(
        label="Days added",
        required=False,
        min_value=1,
        max_value=366,
        help_text="Leave empty to take all that the rule allows. A shorter time binds us; a longer one is cut.",
        error_messages={"min_value": "Enter a number of days, 1 or more.", "invalid": "Enter a whole number of days."},
    )


def _outcome() -> forms.Field:
    return forms.ChoiceField(
        label="How the request now ends",
        choices=[(o.value, OUTCOMES[o]) for o in (Outcome.FULFILLED, Outcome.PARTLY_FULFILLED, Outcome.DENIED)],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the request now ends."},
    )


def _done() -> forms.Field:
    return long_text_field("What was done, in words for the person", help_text=PRIVATE, required=False, rows=3)


def _asked(label: str) -> dict[str, forms.Field]:
    return {"reason": _reason(label, "", hint=f"The steps are in the letter already. {MAILED}", required=False)}


FIELDS: Final[Mapping[LetterKind, Callable[[], dict[str, forms.Field]]]] = {
    LetterKind.IDENTITY_REQUEST: lambda: _asked("Anything to add"),
    LetterKind.AUTHORITY_REQUEST: lambda: _asked("Anything to add"),
    LetterKind.REMINDER: lambda: _asked("Anything to add"),
    LetterKind.CLARIFICATION: lambda: {"reason": _reason("Your question", "Write the question.", hint=MAILED)},
    LetterKind.EXTENSION: lambda: {
        "reason": _reason("Why more time is needed", "Write why. Most rules count no notice without it.", hint=MAILED),
        "days": _days(),
    },
    LetterKind.FEE_NOTICE: lambda: {
        "reason": _reason("Why there is a fee", "Write why there is a fee.", hint=MAILED),
        "amount": text_field(
            "Estimated cost", help_text="In US dollars, as in 24.50.", missing="Enter the estimated cost.", most=12
        ),
    },
    LetterKind.FULFILLED: lambda: {"note": _done()},
    LetterKind.PARTLY_FULFILLED: lambda: {
        "note": _done(),
        "reason": _reason("What was not done, and why", "Write why not all was done."),
    },
    LetterKind.DENIED: lambda: {
        "ground": forms.ChoiceField(
            label="Ground",
            widget=forms.RadioSelect,
            help_text="The grounds that this version of the policy, and the law, have for this right.",
            error_messages={"required": "Choose the ground."},
        ),
        "reason": _reason("Reason", "Write the reason. A denial cannot be sent without one."),
        "citation": text_field(
            "Law it rests on",
            required=False,
            help_text="Needed when the ground is another law. The letter names it.",
        ),
        "professional": text_field(
            "Licensed professional who found it", required=False, help_text="For the record. The letter names nobody."
        ),
    },
    LetterKind.UNVERIFIED: lambda: {"reason": _reason("What was missing", "Write what was missing.")},
    LetterKind.NOT_ELIGIBLE: lambda: {"reason": _reason("Why", "Write the reason. The person has a right to it.")},
    LetterKind.APPEAL_DECISION: lambda: {
        "outcome": _outcome(),
        "reason": _reason("Reason of the decision", "Write the reason of the decision."),
        "professional": text_field(
            "Licensed professional who reviewed it",
            required=False,
            help_text="Where the ground can be reviewed.",
        ),
    },
}


class LetterForm(DeskForm):
    """What a letter of one kind says, and in which language."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64, initial=secrets.token_urlsafe)

    def __init__(self, *args: Any, kind: LetterKind, file: CaseFile, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.said = FIELDS[kind]()
        self.fields.update(self.said)
        self.fields["language"] = _language(file.request, kind)
        assessment = file.assess(as_of=now)
        if kind is LetterKind.DENIED:
            self._offer_grounds(file, now)
            if DenialNeed.LICENSED_PROFESSIONAL not in assessment.denial_needs:
                self._drop("professional")

    def _offer_grounds(self, file: CaseFile, now: dt.datetime) -> None:
        grounds = ground_choices(file, now)
        field = self.fields["ground"]
        if grounds and isinstance(field, forms.ChoiceField):
            field.choices = grounds
        else:
            self._drop("ground")

    def _drop(self, name: str) -> None:
        del self.fields[name], self.said[name]

    def clean_amount(self) -> str:
        typed: str = self.cleaned_data["amount"].replace("$", "").replace(",", "").strip()
        whole, _, cents = typed.partition(".")
        if not whole.isdecimal() or not whole.isascii() or (cents and not (cents.isdecimal() and len(cents) <= 2)):
            raise forms.ValidationError("Enter an amount in dollars and cents, as in 24.50.")
        return f"{int(whole)}.{cents:0<2}"

    def details(self) -> dict[str, Any]:
        """What is said with the act."""
        return {name: self.cleaned_data[name] for name in self.said if self.cleaned_data.get(name) not in (None, "")}

    def mark(self) -> str:
        """Tells this showing of the form, filled in like this, from every other."""
        if not self.cleaned_data.get("shown"):
            return ""
        typed = {name: str(value) for name, value in self.cleaned_data.items()}
        return hashlib.sha256(json.dumps(typed, sort_keys=True).encode()).hexdigest()


class WordsForm(DeskForm):
    """Subject and text of a draft."""

    subject = text_field("Subject", most=LONGEST_SUBJECT, missing="Write a subject.", help_text="Others may see it.")
    body = forms.CharField(
        label="Text",
        max_length=20_000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 28}),
        help_text="“# ” begins a heading, “- ” an item of a list. Leave a line between parts.",
        error_messages={"required": "Write the text.", "max_length": "Shorten the text to 20,000 characters."},
    )


class PostedForm(DeskForm):
    """When it was put in the post, or handed over: from then on it counts."""

    how = forms.ChoiceField(
        label="How it left",
        choices=((permitted.MAIL, "By post"), (permitted.IN_PERSON, "Handed over in person")),
        widget=forms.RadioSelect,
        initial=permitted.MAIL,
        error_messages={"required": "Choose how it left."},
    )
    posted_on = date_field("Day it was posted or handed over")
    posted_at = time_field("Time", help_text="Leave empty if you do not know it.")

    def __init__(self, *args: Any, now: dt.datetime, zone: ZoneInfo, first: dt.date, **kwargs: Any) -> None:
        self.now, self.zone, self.first = now, zone, first
        super().__init__(*args, **kwargs)
        self.fields["posted_on"].initial = now.astimezone(zone).date()

    def instant(self) -> dt.datetime:
        data = self.cleaned_data
        return moment_of(data["posted_on"], data.get("posted_at"), zone=self.zone, now=self.now)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("posted_on") and "posted_at" not in self.errors:
            refuse_outside(self, "posted_on", "posted_at", self.instant(), first=None, now=self.now, zone=self.zone)
            if data.get("posted_on") and data["posted_on"] < self.first:
                self.add_error("posted_on", "This is before the letter was written.")
        return data


class TranslationForm(DeskForm):
    """The letter in the person's language, as a file."""

    file = forms.FileField(
        label="Translation of the letter",
        help_text="The person can fetch it on their page when the letter has left.",
        allow_empty_file=True,
        error_messages={"required": "Choose a file.", "missing": "Choose a file.", "invalid": "Choose the file again."},
    )


def ground_choices(file: CaseFile, now: dt.datetime) -> list[tuple[str, str]]:
    """The grounds that are open to a denial of this case."""
    assessment = file.assess(as_of=now)
    grounds = [(rule.key, f"{citation.says} ({citation.section})") for rule, citation in assessment.denial.grounds]
    cap = assessment.frequency_cap
    over = cap is not None and not cap.allowed
    return [*grounds, (OVER_THE_CAP, "The person has asked as often as the printed limit allows")] if over else grounds


def _language(request: PrivacyRequest, kind: LetterKind) -> forms.ChoiceField:
    """Those there is a wording in; the person's own first chosen, if it is among them."""
    spoken = languages.primary(request.submission.language)
    held = written_in(request.organization, kind.value)
    return forms.ChoiceField(
        label="Language",
        choices=[(code, languages.NAMES.get(code, code)) for code in held],
        initial=spoken if spoken in held else languages.ENGLISH,
        error_messages={"required": "Choose a language."},
    )
