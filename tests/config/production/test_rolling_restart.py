"""Old and new side by side: nobody who fills in a form notices, and nothing is lost."""

import http.client
from urllib.parse import urlencode

import pytest

from tests.requests_app.public.visitor import Visitor

from .installation import HOST, Installation, answer, solved

pytestmark = [pytest.mark.postgres, pytest.mark.redis, pytest.mark.programs, pytest.mark.xdist_group("production")]

LATEST = "SELECT id, app, name FROM django_migrations WHERE app = 'requests_app' ORDER BY id DESC LIMIT 1"


def submissions(one: Installation) -> int:
    return int(one.query("SELECT count(*) FROM requests_app_submission")[0][0])


def test_a_form_begun_with_the_old_process_is_sent_to_the_new_one(installation: Installation) -> None:
    one, before = installation, submissions(installation)
    with one.web() as (old_port, old), one.web() as (new_port, _):
        visitor = one.fill_in(old_port)
        old.terminate()
        assert old.wait(30) == 0
        visitor.client.port = new_port  # type: ignore[attr-defined] # where the proxy leads from now on
        visitor.post({"proof": solved(visitor.page)})
        assert visitor.step == "sent", visitor.text
    assert submissions(one) == before + 1


def test_what_is_being_sent_when_the_process_is_told_to_stop_is_taken_in(installation: Installation) -> None:
    one, before = installation, submissions(installation)
    with one.web() as (port, process):
        visitor = one.fill_in(port)
        connection, rest = half_sent(visitor, port)
        assert answer(port, "healthz") == 200  # so the connection before it was accepted, too
        said = len(one.host.said("web"))
        process.terminate()
        one.wait_for(lambda: "Handling signal: term" in one.host.said("web")[said:], "web")
        connection.send(rest)
        assert connection.getresponse().status == 302
        connection.close()
        assert process.wait(30) == 0
    assert submissions(one) == before + 1


def half_sent(visitor: Visitor, port: int) -> tuple[http.client.HTTPConnection, bytes]:
    """The button was pressed, half of the form has left; and the other half."""
    cookies = visitor.client.cookies
    token = next(value for name, value in cookies.items() if name.endswith("csrf"))
    body = urlencode({"proof": solved(visitor.page), "csrfmiddlewaretoken": token}).encode()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.putrequest("POST", visitor.url, skip_host=True)
    headers = {
        "Host": HOST,
        "X-Forwarded-Proto": "https",
        "Referer": f"https://{HOST}/",
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": str(len(body)),
    }
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders(body[:40])
    return connection, body[40:]


def test_old_code_keeps_working_on_the_schema_of_the_next_release(installation: Installation) -> None:
    one, before = installation, submissions(installation)
    with one.web() as (port, _), one.running("worker", "beat"):
        one.query("ALTER TABLE requests_app_submission ADD COLUMN later integer DEFAULT 7 NOT NULL")
        one.query("INSERT INTO django_migrations (app, name, applied) VALUES ('requests_app', '9999_later', now())")
        try:
            visitor = one.fill_in(port)
            visitor.post({"proof": solved(visitor.page)})
            assert visitor.step == "sent", visitor.text
            one.wait_for(one.confirmations_of_the_latest, "worker", "beat")
            with one.web() as (another, _):  # an old process that starts only now
                assert answer(another, "readyz") == 200
        finally:
            one.query("DELETE FROM django_migrations WHERE name = '9999_later'")
            one.query("ALTER TABLE requests_app_submission DROP COLUMN later")
    assert submissions(one) == before + 1


def test_new_code_is_not_ready_until_the_migrations_are_through(installation: Installation) -> None:
    one = installation
    ((number, app, name),) = one.query(LATEST)
    one.query("DELETE FROM django_migrations WHERE id = %s", number)
    try:
        with one.web(ready=503) as (port, _):
            assert answer(port, "healthz") == 200
            one.query("INSERT INTO django_migrations VALUES (%s, %s, %s, now())", number, app, name)
            assert answer(port, "readyz") == 200  # without a new start
    finally:
        put_back = "INSERT INTO django_migrations VALUES (%s, %s, %s, now()) ON CONFLICT DO NOTHING"
        one.query(put_back, number, app, name)
