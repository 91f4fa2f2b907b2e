"""What a letter keeps sealed: its words, and what is said with the act it stands for."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from records import sealing

from ...models import Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """`must_say`: by place, what the text cannot leave without. `sent_by`: id of who had it sent; `sent_on`: when, as
    ISO 8601; `seq`: the last event of the request then. None: it is a draft.

    For the word that a contact was changed, addresses that are not the submission's: `to` of a mail, `envelope` of a
    letter, line by line; `plain_envelope`: as was safe at that address.
    """

    subject: str
    body: str
    details: Mapping[str, Any] = field(default_factory=dict)
    must_say: Mapping[str, str] = field(default_factory=dict)
    sent_by: str = ""
    sent_on: str = ""
    seq: int | None = None
    to: str = ""
    envelope: str = ""
    plain_envelope: bool = False

    @property
    def goes_elsewhere(self) -> bool:
        """Whether it is for an address that was given up."""
        return bool(self.to or self.envelope)


def seal(letter: Letter, text: Text) -> None:
    """Set the sealed part of a letter whose request is loaded with its key."""
    parts = {field.name: getattr(text, field.name) for field in fields(text)}
    parts |= {"details": dict(text.details), "must_say": dict(text.must_say)}
    letter.sealed = sealing.seal(parts, letter.request.data_key, sealing.place(letter, "sealed"))


def read(letter: Letter) -> Text:
    """Raises ErasedKeyError once the content of the request is forgotten. Staff views log that they show it."""
    return Text(**sealing.unseal(letter.sealed, letter.request.data_key, sealing.place(letter, "sealed")))
