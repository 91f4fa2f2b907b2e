"""Form fields for columns that are typed as lines of words."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class LinesFormField(forms.CharField):
    """Text lines in, a list out."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return _lines(value)


class ConditionFormField(forms.CharField):
    """`fact: value, value` a line in, `[[fact, [values]], ...]` out."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(f"{name}: {', '.join(_as_typed(v) for v in values)}" for name, values in value)

    def to_python(self, value: Any) -> Any:
        return [self._term(line) for line in _lines(value)]

    @staticmethod
    def _term(line: str) -> list[Any]:
        name, colon, values = line.partition(":")
        meant = [_as_meant(value.strip()) for value in values.split(",") if value.strip()]
        if not (colon and name.strip() and meant):
            raise ValidationError(f"Expected a line such as 'residency: US-CA', not {line!r}.", code="condition")
        return [name.strip(), meant]


class OptionsFormField(forms.CharField):
    """`value: label` a line in, `[[value, label], ...]` out."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(f"{_as_typed(one)}: {label}" for one, label in value)

    def to_python(self, value: Any) -> Any:
        return [self._option(line) for line in _lines(value)]

    @staticmethod
    def _option(line: str) -> list[Any]:
        value, colon, label = line.partition(":")
        if not (colon and value.strip() and label.strip()):
            raise ValidationError(f"Expected a line such as 'US-CA: California', not {line!r}.", code="option")
        return [_as_meant(value.strip()), label.strip()]


def _lines(value: Any) -> list[str]:
    return [line.strip() for line in (value or "").splitlines() if line.strip()]


def _as_typed(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _as_meant(typed: str) -> str | int | bool:
    if typed in ("true", "false"):
        return typed == "true"
    return int(typed) if typed.isascii() and typed.isdigit() else typed
