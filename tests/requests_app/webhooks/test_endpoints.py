"""Endpoints: made, rotated, stopped and tested by a command; no secret is stored, none is shown twice."""

import base64
import datetime as dt
import hmac
import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from config.environment import PROJECT
from records import keys
from requests_app import clock_source
from requests_app.management.commands import webhooks
from requests_app.models import WebhookEndpoint
from requests_app.selectors.webhooks import endpoints_of
from requests_app.services.webhooks import content, endpoints, sending, signing
from requests_app.services.webhooks.endpoints import OVERLAP
from tests.requests_app.office import Office
from tests.tls import HOST, TlsSink, status


def command(*args: str) -> str:
    out = StringIO()
    call_command("webhooks", *args, stdout=out)
    return out.getvalue()


def test_an_endpoint_is_made_with_a_secret_that_is_shown_once(office: Office, tls_sink: TlsSink) -> None:
    identity, secret = command("--make", "northwind", tls_sink.url("/token-1234")).split()
    made = WebhookEndpoint.objects.get(pk=identity)
    assert secret == signing.as_text(signing.secret_of(made))
    assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
    [listed] = command().splitlines()
    assert listed == f"{identity} northwind {HOST}:{tls_sink.port} in use, 0 waiting"


def test_the_database_does_not_hold_it(endpoint: WebhookEndpoint) -> None:
    secret = signing.secret_of(endpoint)
    stored = " ".join(str(value) for value in WebhookEndpoint.objects.values().get().values())
    assert not any(text in stored for text in (secret.hex(), base64.b64encode(secret).decode(), str(secret)))


def test_each_endpoint_and_each_master_key_has_its_own(office: Office, tls_sink: TlsSink, settings: Any) -> None:
    now = clock_source.now()
    first = endpoints.make(office.organization, tls_sink.url("/1"), by="ops", now=now)
    second = endpoints.make(office.organization, tls_sink.url("/2"), by="ops", now=now)
    secrets = {signing.secret_of(first), signing.secret_of(second)}
    settings.DULY_MASTER_KEYS = [base64.urlsafe_b64encode(bytes(range(32))).decode(), *settings.DULY_MASTER_KEYS]
    assert signing.secret_of(first) in secrets  # a new master key changes no secret that was given out
    third = endpoints.make(office.organization, tls_sink.url("/3"), by="ops", now=now)
    assert third.master_id == keys.master_keys()[0].id != first.master_id
    assert len({*secrets, signing.secret_of(third)}) == 3


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://hooks.example.org/", "not_https"),
        ("https://elsewhere.example.org/", "host_not_listed"),
        ("https://127.0.0.1/", "not_a_host_name"),
    ],
)
def test_what_is_not_on_the_list_is_no_endpoint(office: Office, tls_sink: TlsSink, url: str, code: str) -> None:
    with pytest.raises(CommandError, match=code):
        command("--make", "northwind", url)
    with pytest.raises(CommandError, match="no organization eastwind"):
        command("--make", "eastwind", tls_sink.url())
    assert not WebhookEndpoint.objects.exists()


def test_the_same_endpoint_is_made_once_until_it_is_stopped(endpoint: WebhookEndpoint, tls_sink: TlsSink) -> None:
    with pytest.raises(CommandError, match="has that endpoint already"):
        command("--make", "northwind", tls_sink.url())
    assert "is stopped" in command("--stop", str(endpoint.pk))
    with pytest.raises(CommandError, match="the id of an endpoint"):
        command("--stop", str(endpoint.pk))
    command("--make", "northwind", tls_sink.url())
    assert endpoints_of(endpoint.organization_id).count() == 1
    assert [line.rpartition(" northwind ")[2].split(",")[0].split(" ", 1)[1] for line in command().splitlines()] == [
        "stopped",
        "in use",
    ]


def test_after_a_rotation_both_sign_for_a_day(endpoint: WebhookEndpoint) -> None:
    old = signing.secret_of(endpoint)
    now = clock_source.now()
    rotated = endpoints.rotate(endpoint.pk, now=now)
    new = signing.secret_of(rotated)
    assert new != old

    def signatures(at: dt.datetime) -> list[str]:
        return signing.signed_headers(rotated, message_id="1", body=b"{}", now=at)["webhook-signature"].split(" ")

    def by(secret: bytes, at: dt.datetime) -> str:
        return signing.signature(secret, "1", str(int(at.timestamp())), b"{}")

    last, over = now + OVERLAP - dt.timedelta(seconds=1), now + OVERLAP
    assert signatures(last) == [by(new, last), by(old, last)]
    assert signatures(over) == [by(new, over)]


def test_the_command_rotates(endpoint: WebhookEndpoint) -> None:
    before = signing.as_text(signing.secret_of(endpoint))
    identity, secret = command("--rotate", str(endpoint.pk)).split()
    assert (identity, secret != before) == (str(endpoint.pk), True)


def test_a_test_is_sent_once_and_its_answer_told(endpoint: WebhookEndpoint, tls_sink: TlsSink) -> None:
    assert sending.send_test(endpoint, way=tls_sink.way()) == ""
    tls_sink.answers.append(status(401))
    assert sending.send_test(endpoint, way=tls_sink.way()) == "status_401"
    assert b'"event":"test"' in tls_sink.got[0].body
    with pytest.raises(CommandError, match="It was not accepted: "):  # the command calls the public internet alone
        command("--test", str(endpoint.pk))
    with pytest.raises(CommandError, match="the id of an endpoint"):
        command("--test", "12")


def test_two_of_one_url_cannot_be_written(office: Office, endpoint: WebhookEndpoint, tls_sink: TlsSink) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        endpoints.make(office.organization, tls_sink.url(), by="ops", now=clock_source.now())


DOCUMENT = (PROJECT / "docs" / "webhooks.md").read_text()


def test_the_example_in_the_document_is_right(endpoint: WebhookEndpoint) -> None:
    [body] = re.findall(r"```json\n(.+)\n```", DOCUMENT)
    figures = dict(re.findall(r"^(secret|webhook-\w+): +(\S+)$", DOCUMENT, re.MULTILINE))
    key = base64.b64decode(figures["secret"].removeprefix("whsec_"))
    made = signing.signature(key, figures["webhook-id"], figures["webhook-timestamp"], body.encode())
    assert made == figures["webhook-signature"]
    assert figures["webhook-id"] in body


def test_the_code_in_the_document_accepts_what_duly_sends_and_nothing_else(endpoint: WebhookEndpoint) -> None:
    [code] = re.findall(r"```python\n(.+?)```", DOCUMENT, re.DOTALL)
    room: dict[str, Any] = {"base64": base64, "hmac": hmac}
    exec(code, room)  # noqa: S102 - our own document
    body = content.write_test(endpoint.pk, "northwind")
    headers = signing.signed_headers(endpoint, message_id="1", body=body, now=clock_source.now())
    secret = signing.as_text(signing.secret_of(endpoint))
    assert room["is_genuine"](secret, headers, body)
    assert not room["is_genuine"](secret, headers, body + b" ")
    assert not room["is_genuine"](secret, {**headers, "webhook-timestamp": "1"}, body)
    assert not room["is_genuine"](signing.as_text(bytes(32)), headers, body)


def test_the_list_says_how_each_fares(endpoint: WebhookEndpoint) -> None:
    now = clock_source.now()
    WebhookEndpoint.objects.update(failures=3, rest_until=now + dt.timedelta(minutes=4))
    assert "rests after 3 failures, 0 waiting" in command()
    WebhookEndpoint.objects.update(rest_until=now)
    assert "failed 3 times" in command()
    assert webhooks.Command.help
