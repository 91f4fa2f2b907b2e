"""The forms of these screens. They check what was typed; whether it may be done is the service's to say."""

import datetime as dt

from django import forms

from organizations.models import HolidayKind, Membership, MembershipRole, Organization, User


class DateInput(forms.DateInput):
    """The browser's own picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class HolidayForm(forms.Form):
    date = forms.DateField(widget=DateInput, help_text="In the organization's time zone.")
    name = forms.CharField(max_length=200, help_text="As it is called; shown where a date is explained.")
    kind = forms.ChoiceField(
        choices=[
            (HolidayKind.CLOSED, "Our own closed day: moves internal targets only"),
            (HolidayKind.PUBLIC, "Public holiday: moves legal dates counted in business days"),
        ]
    )
    source = forms.CharField(
        max_length=200, required=False, help_text="For a public holiday: the law or proclamation that makes it one."
    )


class RemoveHolidayForm(forms.Form):
    day = forms.ChoiceField(label="Day")
    reason = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: object, days: list[tuple[dt.date, str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["day"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(f"{date} {kind}", f"{date:%a %-d %B %Y} {name} ({kind})") for date, name, kind in days]

    def clean_day(self) -> tuple[dt.date, HolidayKind]:
        date, kind = self.cleaned_data["day"].split(" ")
        return dt.date.fromisoformat(date), HolidayKind(kind)


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
            "second_person_for_denials": "A second person approves each denial",
            "second_person_for_deletions": "A second person approves each deletion",
        }
        widgets = {"postal_address": forms.Textarea(attrs={"rows": 3})}


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
