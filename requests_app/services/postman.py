"""Handing mail to the mail server: one connection for many messages, and what a refusal means."""

import smtplib
from types import TracebackType
from typing import Final, Self

from django.core.mail import EmailMultiAlternatives, get_connection

PERMANENT: Final = 500


class Unreachable(Exception):
    """The mail server could not be spoken to: no message is at fault."""


class Refused(Exception):
    """The server, or the connection, refused one message. `code` holds no address; `for_good`: trying again is idle."""

    def __init__(self, code: str, *, for_good: bool) -> None:
        super().__init__(code)
        self.code = code
        self.for_good = for_good


class Postman:
    """Opens a connection when there is something to send and keeps it, until something goes wrong with it."""

    def __init__(self) -> None:
        self._connection = get_connection()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def reach(self) -> None:
        """Make sure of a connection before a message is taken. Raises Unreachable."""
        try:
            self._connection.open()
        except (OSError, smtplib.SMTPException) as error:
            self._forget()
            raise Unreachable(_code(error)) from error

    def send(self, mail: EmailMultiAlternatives) -> None:
        """Raises Refused, or what is wrong with the mail. Without an exception the server has taken it over."""
        mail.connection = self._connection
        try:
            mail.send()
        except (OSError, smtplib.SMTPException) as error:
            self._forget()
            raise Refused(_code(error), for_good=_for_good(error)) from error
        except Exception:  # nobody knows how far it came
            self._forget()
            raise

    def _forget(self) -> None:
        """A connection that failed is not used again. Closing it may fail as well; there is nothing to be done then."""
        try:
            self._connection.close()
        except (OSError, smtplib.SMTPException):
            self._connection = get_connection()


def _for_good(error: Exception) -> bool:
    """Whether the server says that this address will never take mail. Everything else may pass."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(code >= PERMANENT for code, _ in error.recipients.values())


def _code(error: Exception) -> str:
    """The kind of error and the server's number; its words quote addresses and are left out."""
    name = type(error).__name__
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return f"{name} {min(code for code, _ in error.recipients.values())}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{name} {error.smtp_code}"
    return name
