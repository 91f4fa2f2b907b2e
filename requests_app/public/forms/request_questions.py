"""Questions about what is asked for: the wishes, which records, facts of the rights, details, where to apply."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from policies.domain.terms import Right
from requests_app.public.journey import CONTACT, RECORDS, WANT, Answers, Journey, wish_of_step
from requests_app.public.wishes import ApplyTo, DetailQuestion, Wish, WishGroup, offered
from requests_app.services.arrival_check import MOST_ASKS

from .question import Option, Question, email, line, lines, phone, radios

KNOWN_BY = "Email address, phone number or account name"
_SAY_WHICH = "Enter the {} that should get no more {}."


class WantForm(Question):
    heading = "What would you like us to do?"

    wishes = forms.MultipleChoiceField(
        label=heading,
        help_text="Choose all that you want. You send them together.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one thing you would like us to do.",
            "invalid_choice": "Choose from the list.",
        },
    )

    def shape(self) -> None:
        self.offered = offered(self.journey.rules)
        choices = [Option(wish.key, wish.label_under(self.journey.rules), wish.hint).choice() for wish in self.offered]
        self.fields["wishes"].choices = choices  # type: ignore[attr-defined]

    def clean_wishes(self) -> list[str]:
        wishes: list[str] = self.cleaned_data["wishes"]
        refuse_too_many(self.journey, {WANT: {"wishes": wishes}})
        return wishes

    def groups(self) -> Iterator[tuple[WishGroup, list[Any]]]:
        """The tick boxes under their headings."""
        boxes = dict(zip((wish.key for wish in self.offered), self["wishes"], strict=True))
        for group in WishGroup:
            members = [boxes[wish.key] for wish in self.offered if wish.group is group]
            if members:
                yield group, members


class RecordsForm(Question):
    heading = "Which records do you mean?"

    scope = radios(
        heading,
        (
            Option("site", "Website or app data", "Such as forms, accounts, messages and visits to our pages."),
            Option("health", "Health records", "Such as charts, test results, bills and health plan records."),
            Option("both", "Both"),
        ),
        help_text="Health records are kept under other laws, so they may have another answer date.",
        required="Choose which records you mean.",
    )

    def clean_scope(self) -> str:
        scope: str = self.cleaned_data["scope"]
        refuse_too_many(self.journey, {RECORDS: {"scope": scope}})
        return scope

    def leads(self) -> Iterable[str]:
        if any(Right.DELETE in wish.all_rights for wish in self.journey.wishes):
            yield "Health records usually have to be kept. For them you can ask to have something corrected."


class TellForm(Question):
    """The text question of one wish."""

    def shape(self) -> None:
        self.fields["text"] = lines(
            self.details.ask,
            help_text=self.details.hint,
            required="Tell us in a few words, so that we can do what you ask." if self.details.required else "",
        )

    @property
    def wish(self) -> Wish:
        found = wish_of_step(self.step)
        if found is None:
            raise LookupError(f"no wish is asked about at {self.step}")
        return found

    @property
    def details(self) -> DetailQuestion:
        if self.wish.details is None:
            raise LookupError(f"{self.wish.key} has no text question")
        return self.wish.details

    def title(self) -> str:
        return self.details.ask

    def leads(self) -> Iterable[str]:
        yield f"About: {self.wish.label_under(self.journey.rules)}."


class WhereForm(Question):
    """Where opt-outs are applied: the only thing they need. Nobody is asked who they are."""

    heading = "Where should this apply?"

    def shape(self) -> None:
        needed = set(self.journey.applies_to)
        contact = self.journey.answers.get(CONTACT, {})
        if ApplyTo.EMAIL in needed:
            self.fields["email"] = email("Email address", required=_SAY_WHICH.format("email address", "emails"))
        if ApplyTo.PHONE in needed:
            self.fields["phone"] = phone("Phone number", required=_SAY_WHICH.format("phone number", "calls or texts"))
        if ApplyTo.POST in needed:
            self.fields["post"] = lines(
                "Name and postal address",
                help_text="As printed on the mail you get.",
                required=_SAY_WHICH.format("name and address", "mail"),
                autocomplete="street-address",
                rows=4,
                max_length=500,
            )
        if ApplyTo.IDENTIFIER in needed:
            self.fields["identifier"] = line(
                "Other email address, phone number or account name" if len(needed) > 1 else KNOWN_BY,
                help_text="The one you used with us. Your choice is linked to it. We do not check who you are.",
                required=""
                if needed - {ApplyTo.IDENTIFIER}
                else "Enter one thing we know you by, such as an email address.",
            )
        for name in ("email", "phone"):
            self.initial.setdefault(name, contact.get(name, ""))

    def leads(self) -> Iterable[str]:
        wishes = [wish.label_under(self.journey.rules) for wish in self.journey.wishes if wish.apply_to]
        yield "About: " + "; ".join(wishes) + "."


class FindForm(Question):
    heading = "How can we find the information?"
    lead = "This is optional. It helps us find the right records and be sure that they belong to the right person."

    known_by = lines(
        heading,
        help_text=(
            "For example an email address, phone number, date of birth or member number that was used with us."
            " Please do not send a Social Security number, a password or a copy of an ID here."
        ),
        rows=4,
        max_length=1000,
    )


def refuse_too_many(journey: Journey, answer: Answers) -> None:
    """One form holds as many requests as one submission may; counted before anything else is asked."""
    if len(Journey(journey.rules, {**journey.answers, **answer}).asked) > MOST_ASKS:
        raise ValidationError(
            f"One form can hold {MOST_ASKS} requests. Choose fewer, and send another form for the others."
        )
