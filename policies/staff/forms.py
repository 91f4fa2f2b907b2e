"""The forms of these screens. They check what was typed; whether it may be done is the service's to say."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from organizations.staff.forms import DateInput
from policies.domain.rules import PartialDate
from policies.models import DeadlineRow, NoticeKind, PolicyVersion, RightGranted, VersionPart

START_HELP = "As printed: 2026-01-01, or 2026-01 where the text prints only the month."


class StartField(forms.CharField):
    """The first day a version governs, to the day or to the month."""

    def to_python(self, value: Any) -> Any:
        try:
            return PartialDate.parse(value.strip()) if value else None
        except ValueError as error:
            raise ValidationError(f"E{str(error)[1:]}.", code="start") from None

    def prepare_value(self, value: Any) -> str:
        return str(value or "")


class CopyForm(forms.Form):
    label = forms.CharField(max_length=60, help_text="As printed on the new text; it must not be used yet.")
    effective_from = StartField(label="Takes effect", help_text=START_HELP)


class DetailsForm(CopyForm):
    title = forms.CharField(max_length=300)


class DecisionForm(forms.Form):
    applied = forms.TypedChoiceField(
        label="Is it applied?",
        choices=[("", "Choose"), ("yes", "Yes, applied"), ("no", "No, printed but not applied")],
        coerce=lambda answer: answer == "yes",
    )
    reason = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class WithdrawalForm(forms.Form):
    from_day = forms.DateField(label="From which day", widget=DateInput)
    reason = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class NoticeForm(forms.Form):
    kind = forms.ChoiceField(label="What people were told", choices=NoticeKind.choices)
    posted_on = forms.DateField(label="Posted on", widget=DateInput)
    where = forms.CharField(max_length=300, help_text="The page, the letter or the message.")


class SourceTextForm(forms.Form):
    text = forms.CharField(label="The published text", widget=forms.Textarea(attrs={"rows": 12}))
    retrieved_on = forms.DateField(label="Read on", widget=DateInput)
    address = forms.URLField(required=False, assume_scheme="https", help_text="Where it was published.")


def rule_form(
    part: type[VersionPart], version: PolicyVersion, data: Any = None, row: VersionPart | None = None
) -> "forms.ModelForm[VersionPart]":
    """The form of one kind of rule, made from its table."""
    made = forms.modelform_factory(part, fields="__all__", formfield_callback=_form_field)
    form = made(data, instance=row, initial=None if row else _first_guess(part))
    if "of" in form.fields:
        keys = _deadline_keys(version)
        form.fields["of"] = forms.ChoiceField(label="Deadline", choices=[("", "Choose"), *((key, key) for key in keys)])
    return form


def _form_field(column: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    if isinstance(column, models.DateField):
        kwargs["widget"] = DateInput
    elif isinstance(column, models.TextField):
        kwargs["widget"] = forms.Textarea(attrs={"rows": 3})
    return column.formfield(**kwargs)


def _first_guess(part: type[VersionPart]) -> dict[str, Any]:
    names = {field.name for field in part._meta.get_fields()}
    both = ["site_data"] if part is RightGranted else ["site_data", "health_records"]
    return {"scopes": both} if "scopes" in names else {}


def _deadline_keys(version: PolicyVersion) -> list[str]:
    tables = DeadlineRow.__subclasses__()
    return sorted(row.key for table in tables for row in table._default_manager.filter(version=version))
