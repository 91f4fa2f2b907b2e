"""Another way to reach the person, and what is safe on it. It replaces the way used until now."""

from typing import Any

from django import forms

from ..services.arrival import ContactBy, SafeContact
from ..services.contact_change import NewContact
from ..services.envelope import Contact
from .act_forms import ActForm, ActFrame
from .desk_form import long_text_field, text_field

WAYS = (
    (ContactBy.EMAIL.value, "E-mail"),
    (ContactBy.PHONE.value, "Telephone"),
    (ContactBy.MAIL.value, "Letter"),
)
NEEDED = {ContactBy.PHONE: "phone", ContactBy.EMAIL: "email", ContactBy.MAIL: "postal_address"}


class ChangeContactForm(ActForm):
    """Filled in with what is known; what stays as it is is left alone."""

    preferred = forms.ChoiceField(
        label="Best way to reach them",
        choices=WAYS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the best way to reach them."},
    )
    email = forms.EmailField(
        label="E-mail",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": "Enter an e-mail address, as in name@example.com."},
    )
    phone = text_field("Telephone", required=False, most=40, inputmode="tel")
    postal_address = long_text_field("Postal address", required=False, rows=3)
    may_leave_voicemail = forms.BooleanField(label="We may leave a message on the voicemail", required=False)
    may_write = forms.BooleanField(label="We may write (e-mail or letter)", required=False)
    plain_envelope = forms.BooleanField(label="Plain envelope, without our name", required=False)
    envelope_name = text_field("Name on the envelope, if another", required=False)
    safe_note = text_field("Anything else to be safe", required=False, help_text="As in “only before noon”.")

    def __init__(self, *args: Any, frame: ActFrame, **kwargs: Any) -> None:
        super().__init__(*args, frame=frame, **kwargs)
        if frame.contact is not None:
            self.initial = {**_as_fields(frame.contact), **self.initial}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        preferred = data.get("preferred")
        if preferred:
            name = NEEDED[ContactBy(preferred)]
            if not data.get(name) and name not in self.errors:
                self.add_error(name, "Needed, because it is the best way to reach them.")
            if preferred != ContactBy.PHONE and not data.get("may_write"):
                self.add_error("may_write", "Needed, because writing is the best way to reach them.")
        return data

    def wanted(self) -> NewContact:
        """The contact as it is to be; who asks, and about whom, stays as it was."""
        data = self.cleaned_data
        safe = SafeContact(
            preferred=ContactBy(data["preferred"]),
            may_leave_voicemail=data["may_leave_voicemail"],
            may_write=data["may_write"],
            plain_envelope=data["plain_envelope"],
            envelope_name=data["envelope_name"],
            note=data["safe_note"],
        )
        return NewContact(
            safe_contact=safe, email=data["email"], phone=data["phone"], postal_address=data["postal_address"]
        )


def _as_fields(contact: Contact) -> dict[str, Any]:
    safe, asker = contact.safe_contact, contact.requester
    return {
        "preferred": safe.preferred.value,
        "email": asker.email,
        "phone": asker.phone,
        "postal_address": asker.postal_address,
        "may_leave_voicemail": safe.may_leave_voicemail,
        "may_write": safe.may_write,
        "plain_envelope": safe.plain_envelope,
        "envelope_name": safe.envelope_name,
        "safe_note": safe.note,
    }
