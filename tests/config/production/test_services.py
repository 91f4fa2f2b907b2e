"""The services of docker/compose.yaml: they start in order, take a request in, and stop at a word."""

import psycopg
import pytest

from .installation import HOST, SLUG, Installation, solved

pytestmark = [pytest.mark.postgres, pytest.mark.redis, pytest.mark.programs, pytest.mark.xdist_group("production")]

ALIVE = ["python", "-m", "config.alive"]


def test_from_the_form_to_the_mail(installation: Installation) -> None:
    one = installation
    with one.web() as (port, web), one.running("worker", "beat") as others:
        visitor = one.fill_in(port)
        visitor.post({"proof": solved(visitor.page)})
        assert visitor.step == "sent", visitor.text
        one.wait_for(one.confirmations_of_the_latest, "worker", "beat")
        (mail,) = one.confirmations_of_the_latest()
        assert f"https://{HOST}/{SLUG}/status/" in mail.as_string().replace("=\n", "")
        for name in others:
            assert one.host.run(name, ALIVE).returncode == 0, one.host.said(name)
        assert one.host.run("web", ALIVE, DULY_PORT=str(port)).returncode == 0
        for name, process in {"web": web, **others}.items():
            process.terminate()
            assert process.wait(60) == 0, one.host.said(name)
        assert one.host.run("web", ALIVE, DULY_PORT=str(port)).returncode == 1


def test_the_first_step_made_the_keys_and_nobody_else_may_read_them(installation: Installation) -> None:
    keys = installation.host.folder / "keys"
    assert sorted(path.name for path in keys.iterdir()) == ["lookup_key", "master_keys", "secret_key"]
    assert [path for path in keys.iterdir() if path.stat().st_mode & 0o077] == []


def test_what_serves_owns_nothing_in_the_database(installation: Installation) -> None:
    with psycopg.connect(installation.secret("database_url")) as connection:
        owners = connection.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'").fetchall()
        assert owners == [("duly_owner",)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (id int)")
