"""What every arrival taken down by staff has in common: who, what, and how to reach them safely."""

from typing import Any, Final
from uuid import uuid4

from django import forms

from policies.domain.facts import FactValue
from policies.domain.terms import Right, Role, Scope
from requests_app.languages import primary
from requests_app.services.arrival import ContactBy
from requests_app.wording import RIGHTS, ROLES, SCOPES

from ..desk_form import DeskForm, Group, long_text_field, text_field
from ..fact_fields import PREFIX, field_for, stated
from ..spoken_fields import check_language, interpreter_field, language_field, other_language_field
from .policy_in_force import PolicyInForce

PREFERRED: Final = (
    ("", "Not said"),
    (ContactBy.PHONE.value, "Telephone"),
    (ContactBy.EMAIL.value, "E-mail"),
    (ContactBy.MAIL.value, "Letter"),
)
OTHERS: Final = "Not in this policy: taken down all the same, a person answers"
FIRST_FACTS: Final = frozenset({"residency", "age"})
FOR_AN_ADULT: Final = frozenset({Role.AGENT, Role.ATTORNEY_IN_FACT, Role.EXECUTOR, Role.CONSERVATOR})
"""Roles that make no sense without the name of the other person."""


class RightsWidget(forms.CheckboxSelectMultiple):
    """Checkboxes under headings, each with what a person may say when they mean it."""

    template_name = "staff/forms/rights.html"

    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        groups = [(group, options) for group, options, _ in context["widget"]["optgroups"]]
        context["widget"]["groups"] = [
            (group, options, group == OTHERS and not any(o["selected"] for o in options)) for group, options in groups
        ]
        return context


class IntakeForm(DeskForm):
    """`key` makes a second click on the same form the same submission."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = text_field("Name", missing="Enter the name, or how the person wants to be called.")
    role = forms.ChoiceField(
        label="Who is asking", choices=[(r.value, ROLES[r]) for r in Role], initial=Role.SELF.value
    )
    subject_name = text_field(
        "Name of the person it is about", required=False, help_text="Only when somebody asks for another person."
    )
    said = long_text_field(
        "What they want, in their words",
        help_text="One sentence is enough.",
        missing="Write down what they want.",
        rows=3,
    )
    wanted = forms.MultipleChoiceField(
        label="What they ask for",
        required=False,
        widget=RightsWidget,
        help_text="Tick what you heard. Not clear? Leave all empty: it is kept as a question. Once you know, "
        "enter what was meant, with this day of receipt.",
    )
    preferred = forms.ChoiceField(label="Best way to reach them", choices=PREFERRED, required=False)
    phone = text_field("Telephone", required=False, most=40, inputmode="tel")
    email = forms.EmailField(
        label="E-mail",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": "Enter an e-mail address, as in name@example.com."},
    )
    postal_address = long_text_field("Postal address", required=False, rows=3)
    may_leave_voicemail = forms.BooleanField(label="We may leave a message on the voicemail", required=False)
    may_write = forms.BooleanField(label="We may write (e-mail or letter)", required=False, initial=True)
    plain_envelope = forms.BooleanField(label="Plain envelope, without our name", required=False)
    envelope_name = text_field("Name on the envelope, if another", required=False)
    safe_note = text_field(
        "Anything else to be safe", required=False, help_text="As in “only before noon” or “never mention the clinic”."
    )
    language = language_field()
    other_language = other_language_field()
    interpreter = interpreter_field()

    def __init__(self, *args: Any, policy: PolicyInForce, **kwargs: Any) -> None:
        self.policy = policy
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4
        self.fields["language"].initial = primary(policy.organization.language)
        wanted = self.fields["wanted"]
        if isinstance(wanted, forms.MultipleChoiceField):
            wanted.choices = list(_choices(policy))
        for question in policy.questions:
            self.fields[f"{PREFIX}{question.name}"] = field_for(question)

    @property
    def first_facts(self) -> tuple[str, ...]:
        """The questions that decide whether the policy covers somebody: asked beside what they want."""
        return tuple(name for name in self.fields if name.removeprefix(PREFIX) in FIRST_FACTS)

    @property
    def other_facts(self) -> Group:
        """The rest of what the version asks, folded away: most of it matters to some rights only."""
        names = tuple(name for name in self.fields if name.startswith(PREFIX) and name not in self.first_facts)
        hint = "Each answer can make the dates more exact. What is not known stays open: the strictest date is taken."
        return Group("More that the rules ask", names, hint, folded=True)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        needed = {ContactBy.PHONE: "phone", ContactBy.EMAIL: "email", ContactBy.MAIL: "postal_address"}
        preferred = data.get("preferred")
        if preferred:
            name = needed[ContactBy(preferred)]
            if not data.get(name) and name not in self.errors:
                self.add_error(name, "Needed, because it is the best way to reach them.")
        for_another = data.get("role") in FOR_AN_ADULT
        if for_another and not data.get("subject_name") and "subject_name" not in self.errors:
            self.add_error("subject_name", "Needed, because somebody asks for another person.")
        check_language(self)
        return data

    def wishes(self) -> tuple[tuple[Right, Scope], ...]:
        """What was ticked; nothing ticked is a question until somebody knows better."""
        ticked: list[str] = self.cleaned_data.get("wanted") or []
        pairs = tuple((Right(right), Scope(scope)) for right, scope in (value.split("/") for value in ticked))
        return pairs or ((Right.POLICY_QUESTION, Scope.SITE_DATA),)

    def stated_facts(self) -> dict[str, FactValue]:
        return stated(self.policy.questions, self.cleaned_data)


def _choices(policy: PolicyInForce) -> Any:
    """Grouped by what the data is about; last what the policy does not speak of."""
    for scope, rights in policy.granted:
        if rights:
            yield f"About {SCOPES[scope]}", [(f"{right}/{scope}", RIGHTS[right]) for right in rights]
    if policy.not_granted:
        others = [(f"{right}/{Scope.SITE_DATA}", RIGHTS[right]) for right in policy.not_granted]
        yield OTHERS, others
