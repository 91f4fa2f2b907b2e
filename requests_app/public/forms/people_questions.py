"""Questions about people: whose information it is, who asks, and how they may be reached safely."""

from collections.abc import Iterable
from typing import Any

from django import forms

from policies.domain.terms import NoteTopic, Role
from requests_app.public.journey import SAFE, WHERE

from .question import Option, Question, email, line, lines, phone, radios
from .spoken_question import ask_language, check_language, no_interpreter

ROLE_OPTIONS = {
    Role.SELF: Option(Role.SELF, "Me"),
    Role.MINOR_SELF: Option(Role.MINOR_SELF, "Me, and I am under 18"),
    Role.PARENT_OR_GUARDIAN: Option(Role.PARENT_OR_GUARDIAN, "My child, or a child I am the guardian of"),
    Role.AGENT: Option(Role.AGENT, "Someone who asked me to act for them", "You are their authorized agent."),
    Role.ATTORNEY_IN_FACT: Option(Role.ATTORNEY_IN_FACT, "Someone who gave me power of attorney"),
    Role.CONSERVATOR: Option(Role.CONSERVATOR, "Someone I am the conservator of", "A court appointed you."),
    Role.EXECUTOR: Option(
        Role.EXECUTOR, "Someone who has died", "You are the executor or administrator of the estate."
    ),
}


class RoleForm(Question):
    heading = "Whose information is this about?"

    role = radios(heading, (), required="Choose whose information this is about.")

    def shape(self) -> None:
        self.fields["role"].choices = [option.choice() for option in self._options()]  # type: ignore[attr-defined]

    def _options(self) -> Iterable[Option]:
        for role, option in ROLE_OPTIONS.items():
            # Age matters only where a minor may have agreed to care alone; nobody else is asked for it.
            if role is not Role.MINOR_SELF or self.journey.about_health_records:
                yield option


class AuthorityForm(Question):
    heading = "What do you have from the person, in writing?"

    proof = radios(
        heading,
        (
            Option("signed_permission", "A permission they signed"),
            Option("power_of_attorney", "A power of attorney"),
            Option("not_yet", "Nothing yet", "You can still send the request. We will tell you what we need."),
        ),
        help_text="You do not have to send it now.",
        required="Choose what you have from the person. If you have nothing yet, say so.",
    )


class PersonForm(Question):
    """The person whose data it is, when somebody else asks."""

    def shape(self) -> None:
        who = "child" if self.is_child else "person"
        self.fields["name"] = line(
            f"Full name of the {who}", required=f"Enter the full name of the {who} the information is about."
        )
        if self.journey.asks_childs_age:
            wrong = "Enter the child's age in years, like 9."
            self.fields["age"] = forms.IntegerField(
                label="Age of the child",
                help_text="In years. Some health records of teenagers are protected from their parents too.",
                min_value=0,
                max_value=17,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"}),
                error_messages={
                    "required": wrong,
                    "invalid": wrong,
                    "min_value": wrong,
                    "max_value": "Enter an age of 17 or less. From 18 on, a person asks for themselves.",
                },
            )

    @property
    def is_child(self) -> bool:
        return self.journey.role is Role.PARENT_OR_GUARDIAN

    def title(self) -> str:
        return "Who is the child?" if self.is_child else "Who is the person?"


class SafeForm(Question):
    heading = "How may we reach you safely?"

    preferred = radios(
        heading,
        (),
        help_text=(
            "We write or call only in the way you choose. If someone else may see your mail or answer your phone,"
            " choose the way that only you see."
        ),
        required="Choose how we may reach you.",
    )

    def shape(self) -> None:
        self.fields["preferred"].choices = [option.choice() for option in self._options()]  # type: ignore[attr-defined]

    def _options(self) -> Iterable[Option]:
        yield Option("email", "Email", "You also get a link that shows where your request stands.")
        yield Option("phone", "Phone call")
        yield Option("mail", "Letter")
        if self.journey.may_stay_silent:
            yield Option("none", "I do not need an answer")

    def leads(self) -> Iterable[str]:
        for note in self.journey.rules.notes:
            if note.public and note.topic is NoteTopic.SECURE_CHANNELS:
                yield note.says


class ContactForm(Question):
    """How to reach the one who asks, in the way they chose. Nothing that way does not need is asked."""

    def shape(self) -> None:
        self.fields["name"] = line(
            "Your full name" if self.journey.needs_name else "Your name",
            required="Enter your full name." if self.journey.needs_name else "",
            autocomplete="name",
        )
        if self.journey.asks_no_name:
            del self.fields["name"]
        {"phone": self._by_phone, "mail": self._by_mail}.get(self.preferred, self._by_email)()
        self.fields["note"] = line(
            "Anything else we should know to reach you safely?",
            help_text="For example “call only before noon”." if self.preferred == "phone" else "",
            max_length=300,
        )
        ask_language(self, talking=self.preferred == "phone")

    def clean_interpreter(self) -> str:
        return no_interpreter(self.cleaned_data["interpreter"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        check_language(self)
        return data

    @property
    def preferred(self) -> str:
        return str(self.journey.answers.get(SAFE, {}).get("preferred", "email"))

    def title(self) -> str:
        by = {"phone": "Where may we call you?", "mail": "Where may we send letters?"}
        return by.get(self.preferred, "Where may we send emails?")

    def leads(self) -> Iterable[str]:
        if self.journey.for_another:
            yield "This is about you, not about the person you are asking for."

    def _by_email(self) -> None:
        self.fields["email"] = email("Email address", required="Enter the email address that is safe for us to use.")
        self.initial.setdefault("email", self.journey.answers.get(WHERE, {}).get("email", ""))

    def _by_phone(self) -> None:
        self.fields["phone"] = phone("Phone number", required="Enter the phone number that is safe for us to call.")
        self.initial.setdefault("phone", self.journey.answers.get(WHERE, {}).get("phone", ""))
        self.fields["voicemail"] = radios(
            "May we leave a message?",
            (Option("yes", "Yes", "Anyone who can listen to your messages may hear it."), Option("no", "No")),
            required="Choose whether we may leave a message.",
        )
        self.fields["email"] = email(
            "Email address for a written answer",
            help_text="Some answers have to be in writing. Leave this empty if an email is not safe for you.",
        )

    def _by_mail(self) -> None:
        self.fields["postal_address"] = lines(
            "Postal address",
            required="Enter the address that is safe for us to write to.",
            autocomplete="street-address",
            rows=4,
            max_length=500,
        )
        self.fields["envelope_name"] = line(
            "Name on the envelope", help_text="Leave this empty to use your own name.", autocomplete="off"
        )
        self.fields["plain_envelope"] = forms.BooleanField(
            label="Use a plain envelope, without our name on it", required=False
        )
