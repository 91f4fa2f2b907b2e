"""Signs of a machine: they hold a form for a look, and never refuse it."""

import base64
import datetime as dt
import json
from typing import Any
from uuid import uuid4

import pytest
from altcha import Challenge, solve_challenge

from requests_app.public.spam import (
    NO_PROOF,
    TOO_FAST,
    TRAPPED,
    challenge,
    is_proof,
    opened_at,
    opening_mark,
    suspicions,
)

DRAFT = uuid4()
STARTED = dt.datetime(2026, 4, 16, 18, tzinfo=dt.UTC)
LATER = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)


def solved(puzzle: Challenge, **changes: Any) -> str:
    solution = solve_challenge(puzzle.challenge, puzzle.salt, puzzle.algorithm, puzzle.max_number)
    assert solution is not None
    fields = {
        "algorithm": puzzle.algorithm,
        "challenge": puzzle.challenge,
        "number": solution.number,
        "salt": puzzle.salt,
        "signature": puzzle.signature,
        **changes,
    }
    return base64.b64encode(json.dumps(fields).encode()).decode()


def found(seconds: float, *, proven: bool = False, trapped: bool = False, lately: int = 0) -> tuple[str, ...]:
    spent = dt.timedelta(seconds=seconds)
    return suspicions(trapped=trapped, proven=proven, spent=spent, unproven_lately=lately)


def test_a_solved_puzzle_is_a_proof() -> None:
    assert is_proof(solved(challenge(DRAFT, LATER)), DRAFT)


def test_a_proof_is_of_no_use_for_another_form() -> None:
    assert not is_proof(solved(challenge(uuid4(), LATER)), DRAFT)


def test_a_proof_runs_out() -> None:
    assert not is_proof(solved(challenge(DRAFT, STARTED - dt.timedelta(days=400))), DRAFT)


@pytest.mark.parametrize("change", [{"number": -1}, {"signature": "0" * 64}, {"algorithm": "SHA-1"}, {"salt": "x"}])
def test_a_tampered_proof_is_none(change: dict[str, Any]) -> None:
    assert not is_proof(solved(challenge(DRAFT, LATER), **change), DRAFT)


@pytest.mark.parametrize(
    "payload",
    ["", "no base64!", base64.b64encode(b"no json").decode(), base64.b64encode(b"[]").decode(),
     base64.b64encode(b'{"salt": 1}').decode(), base64.b64encode(b"\xff\xfe").decode()],
)  # fmt: skip
def test_whatever_else_is_sent_is_no_proof(payload: str) -> None:
    assert not is_proof(payload, DRAFT)


def test_a_person_with_javascript_is_no_suspect_after_three_seconds() -> None:
    assert found(3, proven=True) == ()
    assert found(2.9, proven=True) == (TOO_FAST,)


def test_a_person_without_javascript_is_no_suspect_after_half_a_minute() -> None:
    assert found(30) == ()
    assert found(29.9) == (NO_PROOF,)


def test_the_twenty_first_form_of_an_hour_without_proof_is_a_suspect() -> None:
    assert found(60, lately=19) == ()
    assert found(60, lately=20) == (NO_PROOF,)
    assert found(60, lately=20, proven=True) == ()


def test_whoever_fills_in_the_trap_is_a_suspect() -> None:
    assert found(60, trapped=True) == (TRAPPED, NO_PROOF)
    assert found(60, trapped=True, proven=True) == (TRAPPED,)


def test_the_mark_of_an_opened_form_is_good_for_its_own_draft_alone() -> None:
    mark = opening_mark(DRAFT, STARTED)
    assert opened_at(mark, DRAFT) == STARTED
    assert opened_at(mark, uuid4()) is None


@pytest.mark.parametrize("mark", ["", "x", "a:b:c", "WyJ4IiwwXQ:1abc:xyz"])
def test_whatever_else_is_sent_is_no_mark(mark: str) -> None:
    assert opened_at(mark, DRAFT) is None
