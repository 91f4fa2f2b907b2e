"""How something can arrive: by whose hand, and by which way."""

from enum import StrEnum


class Source(StrEnum):
    """Through which door of Duly it came in. `(organization, source, idempotency key)` is unique."""

    PUBLIC_FORM = "public_form"
    STAFF = "staff"
    VENDOR = "vendor"
    IMPORT = "import"


class Channel(StrEnum):
    """The way the person used."""

    WEB = "web"
    PHONE = "phone"
    TTY = "tty"
    MAIL = "mail"
    EMAIL = "email"
    COUNTER = "counter"
    HOTLINE = "hotline"
