"""What a letter keeps sealed: its words, and what is said with the act it stands for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from records import sealing

from ...models import Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """`must_say`: by place, what the text cannot leave without. `sent_by`: id of who had it sent.

    `to`: an address that is not the submission's, for the word that a contact was changed.
    """

    subject: str
    body: str
    details: Mapping[str, Any] = field(default_factory=dict)
    must_say: Mapping[str, str] = field(default_factory=dict)
    sent_by: str = ""
    to: str = ""


def seal(letter: Letter, text: Text) -> None:
    """Set the sealed part of a letter whose request is loaded with its key."""
    parts = {
        "subject": text.subject,
        "body": text.body,
        "details": dict(text.details),
        "must_say": dict(text.must_say),
        "sent_by": text.sent_by,
        "to": text.to,
    }
    letter.sealed = sealing.seal(parts, letter.request.data_key, sealing.place(letter, "sealed"))


def read(letter: Letter) -> Text:
    """Raises ErasedKeyError once the content of the request is forgotten. Staff views log that they show it."""
    return Text(**sealing.unseal(letter.sealed, letter.request.data_key, sealing.place(letter, "sealed")))
