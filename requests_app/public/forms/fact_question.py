"""One question of the policy: a fact that its rules turn on."""

from collections.abc import Iterable
from typing import Any

from django import forms

from policies.domain.facts import FACTS, FactType, FactValue
from policies.domain.rules import FactQuestion
from requests_app.public.journey import FACT_PREFIX
from requests_app.public.places import CHOICES as PLACES
from requests_app.wording import fact_name

from .question import Option, Question, line, radios

UNSURE = "unsure"


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
