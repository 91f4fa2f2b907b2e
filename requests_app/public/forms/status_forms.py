"""The forms of the person's page: to open it, write, send a file, answer a fee, appeal, be reached in another way."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile

from requests_app.services import file_check, references
from requests_app.services.arrival import ContactBy, SafeContact
from requests_app.services.contact_change import NewContact

from .question import Option, email, line, lines, phone, radios

WAYS: Final = {
    ContactBy.EMAIL: Option("email", "Email", "You get a code there, to open this page again."),
    ContactBy.PHONE: Option("phone", "Phone call"),
    ContactBy.MAIL: Option("mail", "Letter"),
}


class StatusForm(forms.Form):
    """A page of its own with one question. `button`: what pressing it does."""

    heading: ClassVar[str] = ""
    button: ClassVar[str] = "Continue"
    use_required_attribute = False  # our own messages, at the field and in the summary

    @property
    def title(self) -> str:
        return self.heading

    @property
    def only_field(self) -> forms.BoundField | None:
        """The field whose label is the heading, when the page asks one thing."""
        visible = self.visible_fields()
        return visible[0] if len(visible) == 1 and visible[0].label == self.heading else None


class MarkedForm(StatusForm):
    """Does something. `shown` is random for each showing of the form, so that a second click is known as one."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64, initial=secrets.token_urlsafe)

    def mark(self) -> str:
        """Tells this showing of the form, filled in like this, from every other; empty for one that was not shown."""
        if not self.cleaned_data.get("shown"):
            return ""
        typed = {name: _typed(value) for name, value in self.cleaned_data.items()}
        return hashlib.sha256(json.dumps(typed, sort_keys=True).encode()).hexdigest()


def _typed(value: object) -> str:
    return f"{value.name} {value.size}" if isinstance(value, UploadedFile) else str(value)


NO_REFERENCE: Final = f"A reference looks like {references.EXAMPLE}."


class AsksReference(StatusForm):
    """Says at the field what cannot be a reference by its shape; never whether there is such a one."""

    def clean_reference(self) -> str:
        typed: str = self.cleaned_data["reference"]
        if not references.could_be(typed):
            raise forms.ValidationError(NO_REFERENCE)
        return references.normalize(typed)


class ReferenceForm(AsksReference):
    heading = "What is your reference?"
    leads = (
        "With it you open your request: to see where it stands, to write to us, or to send a file.",
        "The link in our latest email opens it at once.",
    )

    reference = line(
        heading,
        required=f"Enter your reference, like {references.EXAMPLE}.",
        help_text="It stands in our emails and on the page you saw when you sent the request.",
        max_length=60,
        autocapitalize="characters",
        spellcheck="false",
    )


class CodeForm(StatusForm):
    heading = "What is the code?"
    button = "Open my request"

    code = line(
        heading,
        required="Enter the code from our email. It has 8 letters and digits.",
        autocomplete="one-time-code",
        max_length=60,
        autocapitalize="characters",
        spellcheck="false",
    )


class CodeAndReferenceForm(AsksReference, CodeForm):
    """For somebody who has a code, but has not just given the reference on this device."""

    heading = "Open your request with a code"

    reference = line("Your reference", required=f"Enter your reference, like {references.EXAMPLE}.", max_length=60)
    code = line(
        "The code from our email",
        required="Enter the code from our email. It has 8 letters and digits.",
        autocomplete="one-time-code",
        max_length=60,
    )
    field_order = ("reference", "code")


class WriteForm(MarkedForm):
    heading = "What would you like to tell us?"
    button = "Send the message"

    text = lines(heading, required="Write your message.", rows=8)


class FileForm(MarkedForm):
    heading = "Which file would you like to send?"
    button = "Send the file"

    file = forms.FileField(
        label=heading,
        widget=forms.FileInput,
        error_messages={
            "required": "Choose the file that you want to send.",
            "empty": file_check.EMPTY,
            "invalid": "Choose the file that you want to send.",
        },
    )


class FeeForm(MarkedForm):
    heading = "Do you accept the fee?"
    button = "Send my choice"

    answer = radios(
        heading,
        (Option("accept", "Yes, I accept the fee"), Option("decline", "No, I decline the fee")),
        required="Choose whether you accept the fee.",
    )


class WithdrawForm(MarkedForm):
    heading = "Do you want to take back this request?"
    button = "Yes, take it back"


class AppealForm(MarkedForm):
    heading = "Why should we look at it again?"
    button = "Ask for another look"

    reason = lines(heading, required="Write why you think our answer is not right.", rows=8)


class ComplainForm(MarkedForm):
    heading = "What went wrong?"
    button = "Send the complaint"

    text = lines(heading, required="Write what went wrong with how we handled this.", rows=8)


class ReachForm(StatusForm):
    """The first of three pages: in which way."""

    heading = "How may we reach you safely from now on?"

    by = radios(
        heading,
        WAYS.values(),
        help_text="We write or call only in the way you choose. Choose the way that only you see.",
        required="Choose how we may reach you.",
    )


class NewContactForm(MarkedForm):
    """The second: where. `by` is the way that was chosen."""

    HEADINGS: ClassVar[Mapping[str, str]] = {
        "email": "Where may we send emails?",
        "phone": "Where may we call you?",
        "mail": "Where may we send letters?",
    }

    def __init__(self, by: ContactBy, data: Mapping[str, Any] | None = None) -> None:
        self.by = by
        super().__init__(data)
        {ContactBy.EMAIL: self._by_email, ContactBy.PHONE: self._by_phone, ContactBy.MAIL: self._by_mail}[by]()

    @property
    def title(self) -> str:
        return self.HEADINGS[self.by]

    def contact(self) -> NewContact:
        said = self.cleaned_data
        safe = SafeContact(
            preferred=self.by,
            may_leave_voicemail=said.get("voicemail") == "yes",
            may_write=self.by is not ContactBy.PHONE,
            plain_envelope=bool(said.get("plain_envelope", False)),
            envelope_name=said.get("envelope_name", ""),
        )
        return NewContact(
            safe_contact=safe,
            email=said.get("email", ""),
            phone=said.get("phone", ""),
            postal_address=said.get("postal_address", ""),
        )

    def said(self) -> list[tuple[str, str]]:
        """What was typed, for the page that asks whether it is right."""
        found = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if name != "shown" and value not in ("", None):
                shown = {True: "Yes", False: "No", "yes": "Yes", "no": "No"}.get(value, value)
                found.append((str(field.label), str(shown)))
        return found

    def _by_email(self) -> None:
        self.fields["email"] = email("Email address", required="Enter the email address that is safe for us to use.")

    def _by_phone(self) -> None:
        self.fields["phone"] = phone("Phone number", required="Enter the phone number that is safe for us to call.")
        self.fields["voicemail"] = radios(
            "May we leave a message?",
            (Option("yes", "Yes", "Anyone who can listen to your messages may hear it."), Option("no", "No")),
            required="Choose whether we may leave a message.",
        )

    def _by_mail(self) -> None:
        self.fields["postal_address"] = lines(
            "Postal address",
            required="Enter the address that is safe for us to write to.",
            autocomplete="street-address",
            rows=4,
            max_length=500,
        )
        self.fields["envelope_name"] = line("Name on the envelope", help_text="Leave this empty to use your own name.")
        self.fields["plain_envelope"] = forms.BooleanField(
            label="Use a plain envelope, without our name on it", required=False
        )
