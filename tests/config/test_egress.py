"""The one way out: to listed hosts, over TLS, to public addresses, within limits. With a real server behind TLS."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config import egress
from config.egress.calling import MOST_BYTES
from tests.tls import HERE, HOST, OTHER, TlsSink, serve, status

PUBLIC = [
    "93.184.215.14",
    "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
    "::ffff:93.184.215.14",
    "64:ff9b::93.184.215.14",
    "172.15.255.255",
    "172.32.0.0",
    "100.63.255.255",
    "100.128.0.0",
]
NOT_PUBLIC = [
    "127.0.0.1",
    "10.0.0.1",
    "172.16.0.0",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.0",
    "100.127.255.255",
    "192.0.2.1",
    "192.88.99.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "0.0.0.0",  # noqa: S104
    "::",
    "::1",
    "::93.184.215.14",
    "fe80::1",
    "fe80::1%eth0",
    "2606:2800:21f:cb07:6820:80da:af6b:8b2c%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "fec0::1",
    "ff0e::1",
    "2001:db8::1",
    "3fff::1",
    "2001::1",
    "2002:5db8:d70e::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:0:93.184.215.14",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::93.184.215.14",
    "2130706433",
    "127.1",
    "0x7f.0.0.1",
    "localhost",
    "",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_reached(address: str) -> None:
    assert egress.is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_any_other_address_may_not(address: str) -> None:
    assert not egress.is_public(address)


LISTED = ["hooks.example.org", "hooks.example.org:8443"]


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://hooks.example.org", ("hooks.example.org", 443, "/")),
        ("https://hooks.example.org:443/a", ("hooks.example.org", 443, "/a")),
        ("https://HOOKS.example.org:8443/a?b=c%20d", ("hooks.example.org", 8443, "/a?b=c%20d")),
    ],
)
def test_a_listed_host_is_called_on_its_ports(url: str, target: tuple[str, int, str]) -> None:
    assert egress.target_of(url, LISTED) == egress.Target(*target)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://hooks.example.org/", "not_https"),
        ("ftp://hooks.example.org/", "not_https"),
        ("hooks.example.org", "not_https"),
        ("https://hooks.example.org:80/", "host_not_listed"),
        ("https://hooks.example.org:8444/", "host_not_listed"),
        ("https://hooks.example.org:0/", "host_not_listed"),
        ("https://hooks.example.org:99999/", "not_a_url"),
        ("https://www.hooks.example.org/", "host_not_listed"),
        ("https://hooks.example.org.evil.example/", "host_not_listed"),
        ("https://evil.example/hooks.example.org", "host_not_listed"),
        ("https://hooks.example.org./", "not_a_host_name"),
        ("https://me:secret@hooks.example.org/", "names_a_user"),
        ("https://hooks.example.org@evil.example/", "names_a_user"),
        ("https://@hooks.example.org/", "names_a_user"),
        ("https://hooks.example.org\\@evil.example/", "not_a_url"),
        ("https://hooks.example.org/\r\nHost: evil.example", "not_a_url"),
        ("https://hooks.example.org/a b", "not_a_url"),
        ("\thttps://hooks.example.org/", "not_a_url"),
        ("https://hooks.example.org/#a", "not_a_url"),
        ("https://h\N{CYRILLIC SMALL LETTER O}oks.example.org/", "not_a_url"),
        ("https://hooks.example.org/" + "a" * 500, "not_a_url"),
        ("https://[::1]/", "not_a_host_name"),
        ("https://127.0.0.1/", "not_a_host_name"),
        ("https://0x7f.0.0.1/", "not_a_host_name"),
        ("https://2130706433/", "not_a_host_name"),
        ("https://localhost/", "not_a_host_name"),
        ("https:///path", "not_a_host_name"),
        ("", "not_a_url"),
    ],
)
def test_no_other_url_is(url: str, code: str) -> None:
    with pytest.raises(egress.NotAllowed) as refused:
        egress.target_of(url, LISTED)
    assert refused.value.code == code


def test_without_a_list_nothing_is_called(settings: Any) -> None:
    settings.DULY_EGRESS_HOSTS = []
    with pytest.raises(egress.NotAllowed, match="host_not_listed"):
        egress.call("https://hooks.example.org/", way=egress.Way(resolve=unasked))


def unasked(host: str, port: int) -> list[str]:
    raise AssertionError("the name server was asked")


def failure(sink: TlsSink, **way: Any) -> str:
    with pytest.raises(egress.Failed) as failed:
        egress.call(sink.url(), body=b"{}", way=sink.way(**way))
    return failed.value.code


def test_the_call_arrives_under_the_name_at_the_address_that_was_looked_at(tls_sink: TlsSink) -> None:
    asked: list[tuple[str, int]] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return [HERE] if len(asked) == 1 else ["127.0.0.2"]

    answer = egress.call(
        tls_sink.url("/a?b"), body=b"words", headers={"x-mark": "1"}, way=tls_sink.way(resolve=resolve)
    )
    [got] = tls_sink.got
    assert (answer.status, answer.is_good, answer.cut) == (204, True, False)
    assert (got.method, got.path, got.body, got.headers["x-mark"]) == ("POST", "/a?b", b"words", "1")
    assert got.headers["host"] == f"{HOST}:{tls_sink.port}"
    assert tls_sink.names == [HOST]
    assert asked == [(HOST, tls_sink.port)]


def test_what_the_other_side_says_is_read(tls_sink: TlsSink) -> None:
    tls_sink.answers.append(status(503, b"later"))
    answer = egress.call(tls_sink.url(), method="GET", way=tls_sink.way())
    assert (answer.status, answer.body, answer.is_good) == (503, b"later", False)
    assert tls_sink.got[0].method == "GET"


@pytest.mark.parametrize(
    "found", [[HERE, "10.0.0.1"], ["10.0.0.1", HERE], [HERE, "::ffff:10.0.0.1"], ["169.254.169.254"], ["::1"]]
)
def test_a_name_that_also_leads_inside_is_not_called(tls_sink: TlsSink, found: list[str]) -> None:
    def outside(address: str) -> bool:
        return address == HERE or egress.is_public(address)

    assert failure(tls_sink, resolve=lambda *_: found, may_reach=outside) == "address_not_public"
    assert tls_sink.names == []


def test_by_default_this_machine_is_not_called(tls_sink: TlsSink) -> None:
    assert failure(tls_sink, may_reach=egress.Way().may_reach) == "address_not_public"
    assert tls_sink.names == []


def test_an_address_that_takes_no_connection_is_passed_over(tls_sink: TlsSink) -> None:
    way = tls_sink.way(resolve=lambda *_: ["127.0.0.2", HERE], may_reach=lambda _: True)
    with socket.socket() as closed:
        closed.bind(("127.0.0.2", tls_sink.port))  # and does not listen
        assert egress.call(tls_sink.url(), way=way).status == 204


@pytest.mark.parametrize("found", [[], OSError("no such name"), UnicodeError("label too long")])
def test_a_name_without_address_is_a_failure(tls_sink: TlsSink, found: Any) -> None:
    def resolve(host: str, port: int) -> list[str]:
        if isinstance(found, Exception):
            raise found
        return list(found)

    assert failure(tls_sink, resolve=resolve) == "name_not_found"


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_answer_and_not_followed(tls_sink: TlsSink, code: int) -> None:
    tls_sink.answers.append(status(code, Location=tls_sink.url("/elsewhere")))
    answer = egress.call(tls_sink.url(), way=tls_sink.way())
    assert (answer.status, answer.is_good) == (code, False)
    assert [got.path for got in tls_sink.got] == ["/hook"]


def test_an_answer_is_read_up_to_the_limit(tls_sink: TlsSink) -> None:
    tls_sink.answers += [status(200, b"x" * (MOST_BYTES // 2)), status(200, b"x" * (50 * MOST_BYTES))]
    small, large = (egress.call(tls_sink.url(), way=tls_sink.way()) for _ in range(2))
    assert (small.cut, len(small.body)) == (False, MOST_BYTES // 2)
    assert (large.cut, large.status) == (True, 200)
    assert MOST_BYTES - 1000 < len(large.body) < MOST_BYTES  # the head counts, too


def test_a_head_without_end_is_a_failure(tls_sink: TlsSink) -> None:
    def answer(handler: Any) -> None:
        handler.send_response(200)
        for number in range(50):
            handler.send_header(f"X-{number}", "x" * 4000)
        handler.end_headers()

    tls_sink.answers.append(answer)
    assert failure(tls_sink) == "answer_too_large"


@pytest.mark.parametrize("where", ["head", "body", "nowhere"])
def test_who_drips_gains_no_time(tls_sink: TlsSink, where: str) -> None:
    drops: list[int] = []

    def drip(handler: Any) -> None:
        if where == "body":
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while where != "nowhere" and not tls_sink.over.wait(0.02):
            handler.wfile.write(b"x")
            drops.append(1)
        tls_sink.over.wait()

    tls_sink.answers.append(drip)
    assert failure(tls_sink, seconds=0.5) == "timeout"
    tls_sink.over.set()
    assert where == "nowhere" or 3 < len(drops) < 200


def test_a_silent_name_server_gains_no_time(tls_sink: TlsSink) -> None:
    def resolve(host: str, port: int) -> list[str]:
        tls_sink.over.wait()
        return [HERE]

    assert failure(tls_sink, seconds=0.3, resolve=resolve) == "timeout"


def test_a_server_that_never_greets_gains_no_time(tls_sink: TlsSink, settings: Any) -> None:
    with socket.create_server((HERE, 0)) as silent:
        tls_sink.port = silent.getsockname()[1]
        settings.DULY_EGRESS_HOSTS = [f"{HOST}:{tls_sink.port}"]
        assert failure(tls_sink, seconds=0.3) == "timeout"


def test_what_is_not_http_is_a_failure(tls_sink: TlsSink) -> None:
    tls_sink.answers.append(lambda handler: handler.wfile.write(b"220 mail.example.org ESMTP\r\n"))
    assert failure(tls_sink) == "not_http"


@pytest.mark.parametrize("chain", ["strange.pem", f"{OTHER}.pem"])
def test_a_certificate_of_a_stranger_or_of_another_name_is_refused(authority: Path, settings: Any, chain: str) -> None:
    for sink in serve(authority, chain, settings):
        assert failure(sink) == "certificate"
        assert sink.got == []


def test_our_own_authority_is_not_trusted_by_default(tls_sink: TlsSink) -> None:
    assert failure(tls_sink, tls=egress.Way().tls) == "certificate"


@pytest.fixture
def proxied() -> Iterator[None]:
    """An environment that sends every client through a proxy which is not there."""
    names = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, "http://127.0.0.1:9"))
    yield
    for name, value in before.items():
        os.environ.pop(name) if value is None else os.environ.__setitem__(name, value)


def test_a_proxy_of_the_environment_is_not_used(tls_sink: TlsSink, proxied: None) -> None:
    assert egress.call(tls_sink.url(), way=tls_sink.way()).status == 204
