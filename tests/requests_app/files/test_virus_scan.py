"""The scanner is asked over a real socket; only its plain yes lets a file in."""

import logging
import socket
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from requests_app.domain.refusals import Incomplete
from requests_app.models import Attachment, Direction
from requests_app.services import file_check, virus_scan

from .clamd import VIRUS, scanner
from .samples import PDF, pdf_of, upload


def check(content: bytes = PDF) -> None:
    file_check.kind_of(upload(content=content), direction=Direction.FROM_PERSON)


@pytest.fixture
def clamd(settings: Any) -> Iterator[Any]:
    with scanner() as server:
        settings.DULY_CLAMD = server.address
        yield server


def test_a_clean_file_comes_in_and_the_scanner_saw_all_of_it(clamd: Any) -> None:
    content = pdf_of(700_001)
    check(content)
    assert clamd.seen == [content]


def test_an_infected_file_is_refused_in_plain_words(clamd: Any, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Incomplete) as refused:
        check(PDF + bytes(100_000) + VIRUS)
    assert refused.value.problems == {"file": file_check.INFECTED}
    assert "Test-Pattern" not in str(refused.value)
    assert "Test-Pattern FOUND" in caplog.text


def test_a_unix_socket_serves_as_well(settings: Any, tmp_path: Any) -> None:
    with scanner(str(tmp_path / "clamd.ctl")) as server:
        settings.DULY_CLAMD = server.address
        check()
        assert server.seen == [PDF]
        with pytest.raises(Incomplete, match="virus check found"):
            check(PDF + VIRUS)


def test_without_a_scanner_nothing_is_asked(settings: Any) -> None:
    assert settings.DULY_CLAMD == ""
    check(PDF + VIRUS)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:{port}", "unix://{folder}/none.ctl"])
def test_a_scanner_that_is_away_lets_nothing_in(
    settings: Any, tmp_path: Any, caplog: pytest.LogCaptureFixture, address: str
) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as gone:
        port = gone.getsockname()[1]
    settings.DULY_CLAMD = address.format(port=port, folder=tmp_path)
    with pytest.raises(Incomplete, match="try again later"):
        check()
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_a_scanner_that_says_nothing_is_not_waited_for(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(virus_scan, "SILENCE_SECONDS", 0.1)
    with closing(socket.create_server(("127.0.0.1", 0), backlog=8)) as mute:
        settings.DULY_CLAMD = f"tcp://127.0.0.1:{mute.getsockname()[1]}"
        with pytest.raises(Incomplete, match="try again later"):
            check()


@pytest.mark.parametrize("answer", [b"stream: ERROR\0", b"UNKNOWN COMMAND\0", b"\0", b"stream: OK but not quite\0"])
def test_any_answer_but_yes_lets_nothing_in(settings: Any, answer: bytes) -> None:
    with scanner(answer=answer) as server:
        settings.DULY_CLAMD = server.address
        with pytest.raises(Incomplete, match="try again later"):
            check()


def test_a_file_over_the_scanners_own_limit_is_not_let_in(settings: Any) -> None:
    with scanner(most=1000) as server:
        settings.DULY_CLAMD = server.address
        with pytest.raises(Incomplete, match="try again later"):
            check(pdf_of(2_000_000))


def test_what_the_scanner_refuses_is_not_kept(request_of_robin: Any, clamd: Any) -> None:
    from requests_app.services import attachments

    from .storing import NOW, PERSON

    bad = upload(content=PDF + VIRUS)
    with pytest.raises(Incomplete, match="virus check found"):
        attachments.store(request_of_robin, bad, direction=Direction.PROOF, by=PERSON, now=NOW)
    assert not Attachment.objects.exists()
