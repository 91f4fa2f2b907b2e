"""PostgreSQL lost and put back by the commands of docs/operations.md: all of it, and no mail leaves twice."""

import re
import shutil
from pathlib import Path

import psycopg
import pytest

from tests.config.documented import commands, typed

from .installation import Installation, make_roles, solved

pytestmark = [pytest.mark.postgres, pytest.mark.redis, pytest.mark.programs, pytest.mark.xdist_group("production")]

TO = "pat@mail.example"
TRIGGERS = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname"
LAST_SWEEP = "SELECT max(swept_at) FROM requests_app_sweepmark"
RIGHTS = "SELECT relname, relacl::text FROM pg_class WHERE relacl IS NOT NULL AND relkind = 'r' ORDER BY relname"


def lose_everything(one: Installation) -> None:
    """The database, its roles and the keys."""
    with psycopg.connect(one.admin, autocommit=True) as connection:
        connection.execute("DROP DATABASE duly WITH (FORCE)")
        connection.execute("DROP ROLE duly_app")
        connection.execute("DROP ROLE duly_owner")
    for key in (one.host.folder / "keys").iterdir():
        key.unlink()


def wait_for_sweeps(one: Installation, count: int = 3) -> None:
    """Until so many ticks have come to an end: whatever would leave has left."""
    for _ in range(count):
        one.wait_for_change(LAST_SWEEP, "worker")


def test_a_database_put_back_is_whole_and_sends_nothing_twice(installation: Installation, tmp_path: Path) -> None:
    one = installation
    with one.running("worker", "beat"):  # whatever other tests left to send
        one.wait_for(lambda: not one.query("SELECT 1 FROM requests_app_message WHERE state = 'queued'"), "worker")
    one.sink.messages.clear()
    variables = {
        **one.host.environment("migrate"),
        "BACKUPS": str(tmp_path),
        "BACKUPS_OF_KEYS": str(tmp_path),
        "MIGRATE_DATABASE_URL": one.secret("migrate_database_url"),
    }
    del variables["MIGRATE_DATABASE_URL_FILE"]
    with one.web() as (port, _):
        visitor = one.fill_in(port)
        visitor.post({"proof": solved(visitor.page)})
        assert visitor.step == "sent", visitor.text
    typed(commands("Back up PostgreSQL"), variables)  # the confirmation of receipt is queued
    before = (one.query(TRIGGERS), one.query(RIGHTS))
    with one.running("worker", "beat"):
        one.wait_for(lambda: one.mails_to(TO), "worker", "beat")  # and leaves

    lose_everything(one)
    make_roles(one)
    said = typed(commands("Restore PostgreSQL"), variables)
    assert (one.query(TRIGGERS), one.query(RIGHTS)) == before
    assert "are as they were written" in said
    assert "mail is held back" in said
    (queued,) = re.findall(r"queued: (\S+) prospect-medical acknowledgement", said)
    with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
        one.query("UPDATE records_event SET seq = seq")
    with one.running("worker", "beat"):
        wait_for_sweeps(one)
        assert len(one.mails_to(TO)) == 1
        assert queued in one.mails_to(TO)[0]["Message-ID"]  # by which the operator finds it in the log
        typed(f"bin/manage outgoing_mail --has-left {queued}\nbin/manage outgoing_mail --resume", variables)
        wait_for_sweeps(one)
    assert len(one.mails_to(TO)) == 1
    assert one.query("SELECT state FROM requests_app_message WHERE id = %s", queued) == [("sent",)]
    assert "are as they were written" in typed("bin/manage verify_records", variables)
    shutil.rmtree(tmp_path)
