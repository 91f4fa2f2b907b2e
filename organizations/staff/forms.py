"""The forms of these screens. They check what was typed; whether it may be done is the service's to say."""

from typing import Any

from django import forms

from organizations.models import Membership, MembershipRole, Organization, User


class DateInput(forms.DateInput):
    """The browser's own picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own picker, to the minute."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    website = forms.URLField(required=False, assume_scheme="https")
    answer_days = forms.IntegerField(
        label="Days an answer can be fetched",
        min_value=1,
        max_value=730,
        help_text="For so many calendar days the person can fetch the files of an answer on their page; then they are "
        "erased.",
    )

    class Meta:
        model = Organization
        fields = (
            "name",
            "alert_email",
            "alert_hour",
            "quiet_from",
            "quiet_until",
            "quiet_weekends",
            "overdue_breaks_quiet",
            "daily_digest",
            "privacy_officer_title",
            "contact_email",
            "contact_phone",
            "postal_address",
            "website",
            "accent_color",
            "second_person_for_denials",
            "second_person_for_deletions",
            "answer_days",
        )
        labels = {
            "quiet_from": "Mail no alerts from",
            "quiet_until": "Mail no alerts until",
            "quiet_weekends": "Mail no alerts on Saturdays and Sundays",
            "overdue_breaks_quiet": "Mail at once when a date has passed, whatever the hour",
            "daily_digest": "Mail everybody a list of their work each morning",
            "second_person_for_denials": "A second person approves each denial",
            "second_person_for_deletions": "A second person approves each deletion",
        }
        help_texts = {
            "quiet_from": "Local time, as in 20:00. An alert that comes up later waits. This moves a mail, never a "
            "date: every clock runs on. Leave both times empty to mail at all hours.",
            "quiet_until": "Local time, as in 07:00; the next morning if it is earlier. Then what waited leaves.",
            "quiet_weekends": "What comes up waits until Monday, or until the quiet hours end. No date moves.",
            "overdue_breaks_quiet": "Only the alert that a date has passed; all others wait.",
        }
        widgets = {
            "postal_address": forms.Textarea(attrs={"rows": 3}),
            "quiet_from": TimeInput,
            "quiet_until": TimeInput,
        }

    def clean(self) -> dict[str, Any]:
        """Quiet hours have a beginning and an end."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors.keys() & {"quiet_from", "quiet_until"}:
            return data
        begins, ends = data.get("quiet_from"), data.get("quiet_until")
        if (begins is None) != (ends is None):
            self.add_error("quiet_from" if begins is None else "quiet_until", "Give both times, or neither.")
        elif begins is not None and begins == ends:
            self.add_error("quiet_until", "This is the time at which the quiet begins. Choose another, or empty both.")
        return data


class PersonForm(forms.Form):
    name = forms.CharField(max_length=200)
    email = forms.EmailField(label="E-mail address", help_text="To sign in with, and where alerts go.")
    organization = forms.ModelChoiceField(Organization.objects.all(), required=False)
    role = forms.ChoiceField(choices=[("", "No role yet"), *MembershipRole.choices], required=False)
    operator = forms.BooleanField(required=False, label="Operator: manages people and organizations")


class RoleForm(forms.Form):
    organization = forms.ModelChoiceField(Organization.objects.all())
    role = forms.ChoiceField(choices=MembershipRole.choices)


class HeldRoleField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable when it runs
    def label_from_instance(self, obj: Membership) -> str:
        return f"{obj.get_role_display()}, {obj.organization}"


class RevokeRoleForm(forms.Form):
    membership = HeldRoleField(Membership.objects.none(), label="Role")

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["membership"]
        assert isinstance(field, HeldRoleField)  # noqa: S101 - for the type checker
        field.queryset = user.memberships.select_related("organization")


class ConfirmForm(forms.Form):
    """Nothing to fill in: sending it is the confirmation. The hidden field makes what is sent a bound form."""

    confirmed = forms.BooleanField(widget=forms.HiddenInput, initial=True, required=False)
