"""The questions of a policy version as fields of a form. None has to be answered: what is unknown stays unknown."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms

from policies.domain.facts import FACTS, FactType, FactValue
from policies.domain.rules import FactQuestion, RuleSet
from requests_app.public.places import CHOICES as PLACES
from requests_app.wording import fact_name

from .desk_form import text_field

PREFIX: Final = "fact_"
NOT_SAID: Final = ("", "Not said")
YES_NO: Final = (NOT_SAID, ("yes", "Yes"), ("no", "No"))


def field_for(question: FactQuestion, *, required: bool = False) -> forms.Field:
    """A field for an answer; unless `required`, its empty value means that nobody said."""
    kind = FACTS.get(question.name)
    given: dict[str, Any] = {"label": question.ask, "help_text": question.hint, "required": required}
    if question.options:
        return forms.ChoiceField(choices=(NOT_SAID, *((_code(v), label) for v, label in question.options)), **given)
    if kind is None or kind.type is FactType.TOPIC:
        return text_field(question.ask, required=required, help_text=question.hint, most=60)
    if kind.type is FactType.YES_NO:
        return forms.ChoiceField(choices=YES_NO, **given)
    if kind.type is FactType.PLACE:
        return forms.ChoiceField(choices=(NOT_SAID, *PLACES), **given)
    if kind.type is FactType.NUMBER:
        return forms.IntegerField(
            min_value=0, max_value=999, error_messages={"invalid": "Enter a whole number."}, **given
        )
    return forms.ChoiceField(choices=(NOT_SAID, *((c, c.replace("_", " ")) for c in kind.choices)), **given)


def stated(questions: tuple[FactQuestion, ...], cleaned: Mapping[str, Any]) -> dict[str, FactValue]:
    """What was answered, as facts; what was left open is not among them."""
    facts: dict[str, FactValue] = {}
    for question in questions:
        answer = cleaned.get(f"{PREFIX}{question.name}")
        if answer not in (None, ""):
            facts[question.name] = value_of(question, answer)
    return facts


def _code(value: FactValue) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def question_about(name: str, rules: RuleSet) -> FactQuestion:
    """The version's own question about a fact; for one it does not ask, the bare name."""
    asked = next((question for question in rules.facts if question.name == name), None)
    return asked or FactQuestion(name=name, ask=fact_name(name).capitalize())


def value_of(question: FactQuestion, answer: str | int) -> FactValue:
    """An answer of the form as the value of the fact."""
    by_code = {_code(value): value for value, _ in question.options}
    if isinstance(answer, str) and answer in by_code:
        return by_code[answer]
    kind = FACTS.get(question.name)
    if kind and kind.type is FactType.YES_NO:
        return answer == "yes"
    return answer
