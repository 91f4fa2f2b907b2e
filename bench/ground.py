"""A throwaway installation to measure on: servers of its own, a database with the shipped policies, keys, folders."""

import io
import os
import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from config import keys
from tests.suite import machine, servers, stale

if TYPE_CHECKING:
    from .templates import Templates

POSTGRES: Final = {
    "shared_buffers": "1GB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "30min",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
"""Beside what the tests' server has (no fsync): a server of the size that a million requests want."""


class NotHere(Exception):
    """A part of the machine that the benchmark needs and that is not there, in words for who typed the command."""


@dataclass(frozen=True)
class Ground:
    """Where it is measured. `folder` is gone afterwards."""

    folder: Path
    database: str

    @cached_property
    def templates(self) -> "Templates":
        """The requests that seeds are made of."""
        from . import templates  # models load when Django is set up

        return templates.make()

    @property
    def embedded(self) -> bool:
        return self.database == "sqlite"


NOWHERE: Final = Ground(Path(), "none")
"""Where nothing is kept."""


def prepare(stack: ExitStack, *, embedded: bool) -> Ground:
    """Start what is needed, point the environment at it, migrate and publish the packs. Django is set up afterwards.

    Raises NotHere.
    """
    stale.remove_stale()
    folder = Path(tempfile.mkdtemp(prefix=f"{servers.PREFIX}{os.getpid()}-"))
    folder.chmod(0o711)  # the servers' user must reach its own folder inside
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    named = {} if embedded else _servers(stack, folder)
    for name in [name for name in os.environ if name.startswith("DULY_") or name in ("DATABASE_URL", "REDIS_URL")]:
        del os.environ[name]
    own = folder / "duly"
    own.mkdir(mode=0o700)
    os.environ |= named
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DULY_ENV_FILE": "",
        "DULY_DATA_DIR": str(own / "data"),
        "DULY_STATIC_MANIFEST": "false",
        "DULY_LOG_LEVEL": "ERROR",
        "DULY_PORT": str(servers.free_port()),
        **{name: keys.new_secret(name) for name in keys.FILES},
    }
    _install()
    return Ground(folder, "sqlite" if embedded else "postgresql")


def _servers(stack: ExitStack, folder: Path) -> dict[str, str]:
    if machine.postgres_programs() is None or machine.redis_program() is None:
        raise NotHere("PostgreSQL or Redis is not installed; bin/test installs them, --embedded does without.")
    found = servers.start_postgres(stack, folder, settings=POSTGRES, owner_may="SUPERUSER")
    return found | servers.start_redis(stack, folder)


def _install() -> None:
    import django  # the environment comes first
    from django.core.management import call_command

    django.setup()
    from django.conf import settings

    call_command("prepare", stdout=io.StringIO())
    settings.STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns of a folder that is not there
