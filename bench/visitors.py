"""Visitors who have answered every question and are about to press Send."""

import base64
import datetime as dt
import json
import secrets
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID, uuid4

from altcha import Challenge, solve_challenge
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import timezone

from organizations.models import Organization
from requests_app.public.drafts_of_visitor import SESSION_KEY
from requests_app.public.spam import PROOF_FIELD, challenge
from requests_app.services import drafts

ANSWERS: Final[Mapping[str, Mapping[str, Any]]] = {
    "want": {"wishes": ["delete"]},
    "records": {"scope": "site"},
    "role": {"role": "self"},
    "safe": {"preferred": "email"},
    "contact": {"name": "Robin Example", "email": "robin@mail.example"},
    "fact-residency": {"value": "US-CA"},
    "where": {"email": "robin@mail.example", "phone": "555-010-4477"},
    "find": {"known_by": "Member 1234"},
}
LAST: Final = "check"
OPENED_BEFORE: Final = dt.timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Visit:
    """One form, ready to be sent: `path` and `body` of the POST, `cookie` of the visitor."""

    path: str
    body: str
    cookie: str


def visits(slug: str, count: int) -> list[Visit]:
    """So many visitors with the answers of one who walked through the form, each with a session and a solved puzzle."""
    organization = Organization.objects.get(slug=slug)
    answers = _walk(organization)
    now = timezone.now()
    opened = (now - OPENED_BEFORE).isoformat()
    ready = {"answers": answers, "trapped": False, "reviewed": True, "opened_at": opened}
    ids = [uuid4() for _ in range(count)]
    puzzles = []
    for key in ids:
        draft = drafts.amend(key, organization, lambda _: ready, now=now)
        puzzles.append(challenge(key, draft.expires_at))
    with ProcessPoolExecutor() as pool:
        proofs = list(pool.map(_proof, puzzles, chunksize=16))
    return [_visit(slug, key, proof) for key, proof in zip(ids, proofs, strict=True)]


def _visit(slug: str, key: UUID, proof: str) -> Visit:
    session, token = SessionStore(), secrets.token_hex(16)
    session[SESSION_KEY] = [key.hex]
    session.create()
    cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={token}"
    body = urlencode({"csrfmiddlewaretoken": token, PROOF_FIELD: proof})
    return Visit(f"/{slug}/ask/{key}/{LAST}/", body, cookie)


def _walk(organization: Organization) -> Mapping[str, Mapping[str, Any]]:
    """Answer page after page; what the draft then holds."""
    client = Client(SERVER_NAME="127.0.0.1")
    page = client.get(f"/{organization.slug}/ask/", follow=True)
    for _ in range(30):
        address = page.redirect_chain[-1][0]
        *_, key, step = address.strip("/").split("/")
        if step == LAST:
            draft = drafts.read(UUID(key), organization, now=timezone.now())
            if draft is None:
                break
            answers: Mapping[str, Mapping[str, Any]] = draft.data["answers"]
            return answers
        page = client.post(address, ANSWERS.get(step, {"text": "Everything."}), follow=True)
    raise LookupError("the form has no end")


def _proof(puzzle: Challenge) -> str:
    """What a browser sends when it has found the number."""
    solution = solve_challenge(puzzle.challenge, puzzle.salt, puzzle.algorithm, puzzle.max_number)
    if solution is None:
        raise LookupError("no solution")
    fields = {
        "algorithm": puzzle.algorithm,
        "challenge": puzzle.challenge,
        "number": solution.number,
        "salt": puzzle.salt,
        "signature": puzzle.signature,
    }
    return base64.b64encode(json.dumps(fields).encode()).decode()
