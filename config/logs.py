"""Logs without personal data: addresses, numbers, references and tokens are blotted out of every line."""

import logging
import re

from django.core.exceptions import PermissionDenied

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"
"""Ids of rows: they name nobody outside the database, and operators need them."""

BLOTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[^\s<>\"'=(\[,;:]+@[^\s<>\"')\],;]+"), "[address]"),
    (re.compile(r"\b[A-Z0-9]{1,3}-[0-9A-Z]{4}(?:-[0-9A-Z]{2,5})+\b"), "[reference]"),
    (re.compile(r"(?<![\w.:-])\+?\d{0,3}[ .-]?\(?\d{3}\)?[ .-]\d{3}[ .-]?\d{4}(?![\w-])"), "[number]"),
    (re.compile(r"(?<![\w./-])\+?\d{10,15}(?![\w-])"), "[number]"),
    (re.compile(rf"(?<=/)(?!{UUID})[A-Za-z0-9_-]{{22,}}(?=[/?\s\"']|$)"), "[token]"),
    (re.compile(r"(?<=\?)\S+"), "[query]"),
    # PostgreSQL quotes the offending row in its errors.
    (re.compile(r"(?<=Key )\(.*?\)=\(.*\)"), "[values]"),
    (re.compile(r"(?<=Failing row contains )\(.*\)"), "[values]"),
)


def blotted(text: str) -> str:
    """The text with what may belong to a person replaced by a word for it."""
    for pattern, word in BLOTS:
        text = pattern.sub(word, text)
    return text


class BlottingFormatter(logging.Formatter):
    """Formats as usual, tracebacks too, then blots the whole."""

    def format(self, record: logging.LogRecord) -> str:
        return blotted(super().format(record))


class ExpectedRefusals(logging.Filter):
    """Somebody was told that it is not theirs to do: one line, no traceback; nothing broke."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], PermissionDenied):
            record.exc_info = None
        return True


def logging_settings(level: str) -> dict[str, object]:
    """Django's LOGGING: one stream to standard error, for the container's or the system's collector."""
    line = {"()": "config.logs.BlottingFormatter", "format": "{asctime} {levelname} {name}: {message}", "style": "{"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": line},
        "filters": {"expected": {"()": "config.logs.ExpectedRefusals"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's own handlers would mail whole requests to administrators; gunicorn's would not blot.
            **{name: {"handlers": [], "propagate": True} for name in ("django", "django.server", "gunicorn.error")},
            "django.request": {"handlers": [], "filters": ["expected"], "propagate": True},
            # Three lines for each tick, every twenty seconds, tell nobody anything; /statusz does.
            **{name: {"level": "DEBUG" if level == "DEBUG" else "WARNING"} for name in ("celery", "kombu")},
        },
    }
