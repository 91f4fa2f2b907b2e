"""Teams and further addresses for alerts. Whether it may be done is the service's to say."""

from typing import Final

from django import forms

from organizations.models import AlertAddress, MembershipRole, Organization, Team, User

KEY_HELP: Final = "As the policy's ladder names it, as in: records_desk. One that exists already is changed."


class TeamForm(forms.Form):
    key = forms.CharField(max_length=40, help_text=KEY_HELP)
    name = forms.CharField(max_length=100)
    members = forms.ModelMultipleChoiceField(
        User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, label="Who is on it"
    )

    def __init__(self, *args: object, organization: Organization, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        held = organization.memberships.exclude(role=MembershipRole.AUDITOR)
        members = self.fields["members"]
        assert isinstance(members, forms.ModelMultipleChoiceField)  # noqa: S101 - for the type checker
        members.queryset = User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("name")


class AddressForm(forms.Form):
    key = forms.CharField(max_length=40, help_text=KEY_HELP)
    email = forms.EmailField(label="E-mail address")


class RemoveTeamForm(forms.Form):
    team = forms.ModelChoiceField(Team.objects.none())

    def __init__(self, *args: object, organization: Organization, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["team"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = Team.objects.filter(organization=organization)


class RemoveAddressForm(forms.Form):
    address = forms.ModelChoiceField(AlertAddress.objects.none())

    def __init__(self, *args: object, organization: Organization, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["address"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        field.queryset = AlertAddress.objects.filter(organization=organization)
