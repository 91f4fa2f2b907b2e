"""Questions about what is asked for: the wishes, which records, facts of the rights, details, where to apply."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms

from policies.domain.facts import FACTS, FactType, FactValue
from policies.domain.rules import FactQuestion
from policies.domain.terms import Right
from requests_app.public.journey import CONTACT, FACT_PREFIX, wish_of_step
from requests_app.public.places import CHOICES as PLACES
from requests_app.public.wishes import ApplyTo, DetailQuestion, Wish, WishGroup, offered
from requests_app.wording import fact_name

from .question import Option, Question, email, line, lines, phone, radios

UNSURE = "unsure"

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
        choices = [Option(wish.key, wish.label, wish.hint).choice() for wish in self.offered]
        self.fields["wishes"].choices = choices  # type: ignore[attr-defined]

    def groups(self) -> Iterator[tuple[WishGroup, list[Any]]]:
        """The tick boxes under their headings."""
        boxes = dict(zip((wish.key for wish in self.offered), self["wishes"], strict=True))
        for group in WishGroup:
            members = [boxes[wish.key] for wish in self.offered if wish.group is group]
            if members:
                yield group, members


class RecordsForm(Question):
    heading = "Does this include health records?"

    scope = radios(
        heading,
        (
            Option("site", "No", "Only what was collected on the website or app, or in other dealings with us."),
            Option("health", "Yes, only health records", "Charts, test results, bills and health plan records."),
            Option("both", "Both"),
        ),
        help_text="Health records are kept under other laws, so they may have another answer date.",
        required="Choose whether this includes health records.",
    )

    def leads(self) -> Iterable[str]:
        if any(Right.DELETE in wish.all_rights for wish in self.journey.wishes):
            yield "Health records usually have to be kept. For them you can ask to have something corrected."


class FactForm(Question):
    """One question of the policy. Whoever is not sure says so: then the earliest date is used."""

    def shape(self) -> None:
        question = self.question
        self.values: dict[str, FactValue] = {}
        self.fields["value"] = self._field(question)
        if "value" in self.initial:
            self.initial["value"] = self._shown(self.initial["value"])

    @property
    def question(self) -> FactQuestion:
        found = self.journey.question(self.step.removeprefix(FACT_PREFIX))
        if found is None:
            raise LookupError(f"no question is asked at {self.step}")
        return found

    def title(self) -> str:
        return self.question.ask

    def leads(self) -> Iterable[str]:
        if self.journey.for_another:
            yield "Answer for the person you are asking for."

    def answer(self) -> dict[str, Any]:
        said = self.cleaned_data["value"]
        return {"value": self.values.get(said) if isinstance(said, str) else said}

    def _field(self, question: FactQuestion) -> forms.Field:
        kind = FACTS[question.name].type
        if kind is FactType.NUMBER and not question.options:
            return _number(question)
        options = question.options or _default_options(question.name)
        self.values = {_key(value): value for value, _ in options}
        if kind is FactType.PLACE and not question.options:
            return _place(question)
        if not options:
            self.values = _SameWord()
            return line(question.ask, help_text=question.hint, max_length=60)
        shown = [Option(_key(value), label) for value, label in options]
        return radios(
            question.ask,
            (*shown, Option(UNSURE, "I am not sure")),
            help_text=question.hint,
            required="Choose an answer. If you are not sure, choose “I am not sure”.",
        )

    def _shown(self, value: FactValue | None) -> str | int:
        if value is None:
            return UNSURE
        return value if isinstance(value, int) and not isinstance(value, bool) else _key(value)


class _SameWord(dict[str, FactValue]):
    """A fact without a list: the word that was typed is the value; nothing typed is nothing known."""

    def get(self, key: str, default: FactValue | None = None) -> FactValue | None:  # type: ignore[override]
        return key or default


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
        yield f"About: {self.wish.label}."


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
                "Email address, phone number or account name",
                help_text="The one you used with us. Your choice is linked to it. We do not check who you are.",
                required=""
                if needed - {ApplyTo.IDENTIFIER}
                else "Enter one thing we know you by, such as an email address.",
            )
        for name in ("email", "phone"):
            self.initial.setdefault(name, contact.get(name, ""))

    def leads(self) -> Iterable[str]:
        wishes = [wish.label for wish in self.journey.wishes if wish.apply_to]
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


def _key(value: FactValue) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _default_options(name: str) -> tuple[tuple[FactValue, str], ...]:
    kind = FACTS[name]
    match kind.type:
        case FactType.YES_NO:
            return ((True, "Yes"), (False, "No"))
        case FactType.PLACE:
            return PLACES
        case FactType.CHOICE:
            return tuple((choice, fact_name(choice).capitalize()) for choice in kind.choices)
    return ()


def _number(question: FactQuestion) -> forms.IntegerField:
    wrong = "Enter a whole number, like 42. Leave it empty if you are not sure."
    return forms.IntegerField(
        label=question.ask,
        help_text=question.hint,
        required=False,
        min_value=0,
        max_value=150 if question.name == "age" else 999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"}),
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


def _place(question: FactQuestion) -> forms.ChoiceField:
    choices = [("", "Choose a place"), *PLACES, (UNSURE, "I am not sure, or do not want to say")]
    return forms.ChoiceField(
        label=question.ask,
        help_text=question.hint,
        choices=choices,
        widget=forms.Select(attrs={"autocomplete": "off"}),
        error_messages={"required": "Choose a place from the list.", "invalid_choice": "Choose a place from the list."},
    )
