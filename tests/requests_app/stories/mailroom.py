"""The mail between both sides: sent by the worker's own services, read as it arrived."""

import re
from email.message import EmailMessage

from requests_app.services.delivery import deliver
from requests_app.services.ticking import tick
from tests.mail import MailSink
from tests.requests_app.delivery.bodies import texts

LINK = re.compile(r"https?://[^\s<>\"]+/status/[\w-]{20,}/")
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
CODE = re.compile(r": ([0-9A-Z -]{8,12})$")


class Mailroom:
    """What arrived, at whom. `messages` is everything, in order."""

    def __init__(self, sink: MailSink) -> None:
        self.sink = sink

    def goes_out(self) -> None:
        """Everything that waits to be sent."""
        deliver()

    def whole_round(self) -> None:
        """What a worker does each minute: sweep, alerts, mail, the work of the day."""
        tick()

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.sink.messages if mail["X-Envelope-To"] == address]

    def latest(self, address: str) -> EmailMessage:
        mails = self.to(address)
        assert mails, f"nothing came for {address}"
        return mails[-1]

    def plain(self, address: str) -> str:
        """The text of the latest mail."""
        return texts(self.latest(address))[0]


def link_in(mail: EmailMessage) -> str:
    """The one link that the person may press."""
    links: set[str] = set(LINK.findall(texts(mail)[0]))
    [link] = links
    return link


def code_in(mail: EmailMessage) -> str:
    """The code that the person types; it stands in the first line."""
    found = CODE.search(texts(mail)[0].splitlines()[0])
    assert found, "there is no code"
    code: str = found[1]
    return code


def said_in(mail: EmailMessage) -> str:
    """Everything that somebody who reads the mailbox, or only its list, sees: lower case."""
    plain, page = texts(mail)
    return "\n".join([str(mail["Subject"]), plain, STYLE.sub("", page)]).lower()
