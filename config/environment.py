"""The environment, read strictly: a missing or bad value stops the start and is named, its content never shown.

Values come from the process, then from the file named by DULY_ENV_FILE (`.env` beside manage.py unless set; empty
means none). Any variable can be given as NAME_FILE instead, the path of a file that holds it (container secrets).
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from environ.fileaware_mapping import FileAwareMapping

from config.egress.targets import NotAllowed, entry_of, target_of

PROJECT = Path(__file__).resolve().parent.parent
TRUE, FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")

Value = TypeVar("Value")


class Environment:
    """Reads variables by kind and remembers their names; `.env.example` must list the same ones."""

    def __init__(self) -> None:
        self.names: set[str] = {"DULY_ENV_FILE"}
        _read_env_file(os.environ.get("DULY_ENV_FILE", str(PROJECT / ".env")))
        self._values = FileAwareMapping(os.environ, cache=False)

    def given(self, name: str) -> str:
        """The value as text without surrounding space; empty when it is unset (an empty value counts as unset)."""
        self.names.add(name)
        try:
            # Not environ's own getters: they resolve "$..." as another variable, and a password may start with "$".
            return str(self._values.get(name, "")).strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: cannot read the file ({error.strerror})") from None

    def text(self, name: str, default: str = "") -> str:
        return self.given(name) or default

    def flag(self, name: str, *, default: bool) -> bool:
        word = self.given(name).lower()
        if word and word not in (*TRUE, *FALSE):
            raise ImproperlyConfigured(f"{name}: expected true or false")
        return word in TRUE if word else default

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        return self._parsed(name, default, lambda word: _whole(word, least, most))

    def words(self, name: str) -> list[str]:
        """A comma-separated list."""
        return [word.strip() for word in self.given(name).split(",") if word.strip()]

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        word = self.given(name) or default
        if word not in allowed:
            raise ImproperlyConfigured(f"{name}: expected one of {', '.join(allowed)}")
        return word

    def folder(self, name: str, default: Path) -> Path:
        path = Path(self.given(name)).expanduser() if self.given(name) else default
        if not path.is_absolute():
            raise ImproperlyConfigured(f"{name}: expected an absolute path")
        return path

    def data_folder(self) -> Path:
        """Where data lies: as said, or in the folder that the system has for it."""
        return self.folder("DULY_DATA_DIR", self.folder("XDG_DATA_HOME", Path("~/.local/share").expanduser()) / "duly")

    def url(self, name: str, default: str, *, schemes: tuple[str, ...]) -> str:
        return self._parsed(name, default, lambda word: _url(word, schemes))

    def local_or_tcp(self, name: str) -> str:
        """The address of a program that listens on a unix socket or on TCP; empty when the variable is unset."""
        return self._parsed(name, "", _local_or_tcp)

    def hosts(self, name: str) -> list[str]:
        """A comma-separated list of host names, each with its port."""
        return self._parsed(name, [], lambda word: [entry_of(each.strip()) for each in word.split(",") if each.strip()])

    def listed_url(self, name: str, hosts: list[str]) -> str:
        """An address that may be called, given the list of hosts; empty when the variable is unset."""
        return self._parsed(name, "", lambda word: _listed_url(word, hosts))

    def database(self, name: str) -> dict[str, Any]:
        """Django's settings for the database, empty when the variable is unset."""
        return self._parsed(name, {}, _database)

    def mail_server(self, name: str) -> dict[str, Any]:
        """Django's EMAIL_ settings for the SMTP server, empty when the variable is unset."""
        return self._parsed(name, {}, _mail_server)

    def _parsed(self, name: str, default: Value, parse: Callable[[str], Value]) -> Value:
        word = self.given(name)
        if not word:
            return default
        try:
            return parse(word)
        except ValueError as error:
            raise ImproperlyConfigured(f"{name}: {error}") from None


def _read_env_file(path: str) -> None:
    if path and Path(path).is_file():
        environ.Env.read_env(path)


def _whole(word: str, least: int, most: int) -> int:
    if not (word.isascii() and word.isdigit() and least <= int(word) <= most):
        raise ValueError(f"expected a whole number from {least} to {most}")
    return int(word)


def _url(word: str, schemes: tuple[str, ...]) -> str:
    parts = urlsplit(word)
    if parts.scheme not in schemes or not parts.hostname:
        raise ValueError(f"expected an address that starts with {' or '.join(f'{scheme}://' for scheme in schemes)}")
    return word


def _listed_url(word: str, hosts: list[str]) -> str:
    try:
        target_of(word, hosts)
    except NotAllowed as error:
        raise ValueError(f"expected an https:// address at a host of DULY_EGRESS_HOSTS ({error.code})") from None
    return word


def _local_or_tcp(word: str) -> str:
    parts = urlsplit(word)
    if (parts.scheme == "unix" and not parts.netloc and parts.path) or (
        parts.scheme == "tcp" and parts.hostname and parts.port
    ):
        return word
    raise ValueError("expected tcp://HOST:PORT or unix:///absolute/path")


def _database(word: str) -> dict[str, Any]:
    config = dict(environ.Env.db_url_config(word)) if "://" in word else {}
    engine = config.get("ENGINE")
    if engine == "django.db.backends.postgresql" and config["NAME"]:
        return config
    if engine == "django.db.backends.sqlite3" and config["NAME"] not in ("", ":memory:"):
        return config
    raise ValueError("expected postgres://USER:PASSWORD@HOST:PORT/NAME or sqlite:////absolute/path")


def _mail_server(word: str) -> dict[str, Any]:
    schemes = ("smtp", "smtp+tls", "smtp+ssl")
    parts = urlsplit(word)
    if parts.scheme not in schemes or not parts.hostname:
        raise ValueError("expected smtp://, smtp+tls:// or smtp+ssl://USER:PASSWORD@HOST:PORT")
    config = dict(environ.Env.email_url_config(word))
    return {name: value for name, value in config.items() if value is not None and name.startswith("EMAIL_")}
