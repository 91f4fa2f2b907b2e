"""Signs of a machine: they hold a form for a look, and never refuse it."""

import base64
import datetime as dt
import json
from typing import Any
from uuid import uuid4

import pytest
from altcha import Challenge, solve_challenge

from requests_app.public.spam import NO_PROOF, TOO_FAST, TRAPPED, challenge, is_proof, suspicions

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


def found(seconds: float, *, proof: str = "", trapped: bool = False) -> tuple[str, ...]:
    sent_at = STARTED + dt.timedelta(seconds=seconds)
    return suspicions(draft_id=DRAFT, trapped=trapped, proof=proof, started_at=STARTED, sent_at=sent_at)


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
    proof = solved(challenge(DRAFT, LATER))
    assert found(3, proof=proof) == ()
    assert found(2.9, proof=proof) == (TOO_FAST,)


def test_a_person_without_javascript_is_no_suspect_after_fifteen_seconds() -> None:
    assert found(15) == ()
    assert found(14.9) == (NO_PROOF,)


def test_whoever_fills_in_the_trap_is_a_suspect() -> None:
    assert found(60, trapped=True) == (TRAPPED,)
