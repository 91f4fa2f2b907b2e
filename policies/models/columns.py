"""Columns whose text has a grammar of the domain: it is checked when typed, and offered as choices in forms."""

import json
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from policies.domain.facts import BUILT_IN, check_value
from policies.domain.periods import Period
from policies.domain.rules import LawRef


def _refuse_bad_period(words: str) -> None:
    try:
        Period.parse(words)
    except ValueError as error:
        raise ValidationError(str(error).capitalize() + ".", code="period") from None


def _refuse_bad_law_ref(words: str) -> None:
    try:
        LawRef.parse(words)
    except ValueError as error:
        raise ValidationError(str(error).capitalize() + ".", code="law_ref") from None


def _refuse_bad_condition(terms: Sequence[Sequence[Any]]) -> None:
    for name, values in terms:
        for value in values if name not in BUILT_IN else ():
            try:
                check_value(name, value)
            except ValueError as error:
                raise ValidationError(str(error).capitalize() + ".", code="condition") from None


class PeriodField(models.CharField):  # type: ignore[type-arg]
    """`45 calendar days`; empty where the text names no period."""

    default_validators = [_refuse_bad_period]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 30, **kwargs})


class LawRefField(models.CharField):  # type: ignore[type-arg]
    """`law/us-ca/ccpa#respond`; empty where the policy does not lean on a law."""

    default_validators = [_refuse_bad_law_ref]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 120, "blank": True, "default": "", **kwargs})


class WordListField(models.JSONField):
    """A list of words of one closed list, in order."""

    def __init__(self, *args: Any, words: type[StrEnum], **kwargs: Any) -> None:
        self.words = words
        super().__init__(*args, **{"default": list, **kwargs})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "words": self.words}

    def formfield(self, **kwargs: Any) -> forms.Field:
        choices = [(word.value, word.value.replace("_", " ")) for word in self.words]
        return forms.MultipleChoiceField(
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            required=not self.blank,
            label=str(self.verbose_name).capitalize(),
            help_text=str(self.help_text),
            initial=kwargs.get("initial"),
        )


class LinesField(models.JSONField):
    """A list of short texts, typed one to a line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": list, "blank": True, **kwargs})

    def formfield(self, **kwargs: Any) -> forms.Field:
        return LinesFormField(required=not self.blank, label=str(self.verbose_name).capitalize(), widget=forms.Textarea)


class ConditionField(models.JSONField):
    """`[[fact, [values]], ...]`, all of which must hold; empty: always."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": list, "blank": True, "validators": [_refuse_bad_condition], **kwargs})

    def formfield(self, **kwargs: Any) -> forms.Field:
        return ConditionFormField(
            required=not self.blank,
            label=str(self.verbose_name).capitalize(),
            widget=forms.Textarea,
            help_text="One fact a line with the values that satisfy it: residency: US-CA, US-NV. Empty: always.",
        )


class LinesFormField(forms.CharField):
    """Text lines in, a list out."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in (value or "").splitlines() if line.strip()]


class ConditionFormField(forms.CharField):
    """`fact: value, value` a line in, `[[fact, [values]], ...]` out."""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(f"{name}: {', '.join(_as_typed(v) for v in values)}" for name, values in value)

    def to_python(self, value: Any) -> Any:
        return [self._term(line) for line in (value or "").splitlines() if line.strip()]

    @staticmethod
    def _term(line: str) -> list[Any]:
        name, colon, values = line.partition(":")
        if not colon or not values.strip():
            raise ValidationError(f"Expected a line such as 'residency: US-CA', not {line!r}.", code="condition")
        return [name.strip(), [_as_meant(value.strip()) for value in values.split(",")]]


def _as_typed(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _as_meant(typed: str) -> str | int | bool:
    if typed in ("true", "false"):
        return typed == "true"
    return int(typed) if typed.isascii() and typed.isdigit() else typed
