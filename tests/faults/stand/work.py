"""What there is to do on the stand: an office, requests whose dates come near, and people who send forms."""

import datetime as dt
import http.client
import json
import threading
import time
from base64 import b64encode
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from itertools import count
from typing import Any, Final
from uuid import UUID, uuid4

from altcha import ChallengeOptions, create_challenge
from django.conf import settings
from django.utils import timezone

from organizations.models import Organization
from policies.domain.terms import Right
from records.chain import Actor, ActorKind
from records.key_check import ensure_keys
from requests_app import clock_source
from requests_app.domain.lifecycle import LIVE, Action
from requests_app.models import PrivacyRequest, Submission
from requests_app.public import spam
from requests_app.services import drafts
from requests_app.services.arrival import Ask, RequesterDetails
from requests_app.services.intake import receive
from requests_app.services.transition import transition
from tests.requests_app.arrivals import arrival
from tests.requests_app.office import Office, open_office
from tests.requests_app.public.visitor import Visitor

from .stand import PATIENCE, Stand

SECRET: Final = "a" * 32
"""The token that a form and its cookie must share."""
LONG: Final = dt.timedelta(days=3650)
"""The stand's clock runs ahead: a form must not be thrown away before it is sent."""
ROBIN: Final = Actor(kind=ActorKind.REQUESTER)


@dataclass
class Form:
    """A form that is filled in and only needs to be sent. `answers`: of each try the status and the seconds it took."""

    draft: UUID
    cookies: str
    proof: str
    answers: list[tuple[int, float]] = field(default_factory=list)

    @property
    def was_taken(self) -> bool:
        return bool(self.answers) and self.answers[-1][0] == 302


class Work:
    """`quiet` hours are off: what is raised is mailed at once."""

    def __init__(self, stand: Stand) -> None:
        self.stand = stand
        self.numbers = count(1)
        ensure_keys()
        self.office: Office = open_office()
        Organization.objects.update(quiet_from=None, quiet_weekends=False)
        self.office.organization.refresh_from_db()
        self._typed: dict[str, Any] = {}

    def requests(self, submissions: int, *, days_ago: int = 50, each: int = 1) -> None:
        """So many people ask for deletion, each of so many things; it was received some days ago and is entered now."""
        for _ in range(submissions):
            now = clock_source.now()
            received_at = now - dt.timedelta(days=days_ago)
            asked = {"received_at": received_at, "requester": self.robin(), "data_subject": None}
            receive(arrival(self.office.organization, *things(each), **asked), now=now)

    def robin(self) -> RequesterDetails:
        """Somebody else each time: one address is not confirmed to for ever."""
        return RequesterDetails(name="Robin Example", email=f"robin{next(self.numbers)}@example.org")

    def withdraw_all(self) -> None:
        """End what is open: the next test has only its own alerts."""
        ids = list(PrivacyRequest.objects.filter(state__in=LIVE).values_list("pk", flat=True))
        for start in range(0, len(ids), 500):
            transition(ids[start : start + 500], Action.WITHDRAW, by=ROBIN, at=clock_source.now())

    def forms(self, many: int) -> list[Form]:
        return [self._form() for _ in range(many)]

    def _form(self) -> Form:
        draft, now = uuid4(), timezone.now()
        typed = {**self._answers(), "opened_at": (now - dt.timedelta(minutes=5)).isoformat()}
        typed["answers"]["contact"]["email"] = self.robin().email
        drafts.amend(draft, self.office.organization, lambda _: typed, now=now + LONG)
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session["drafts"] = [draft.hex]
        session.set_expiry(LONG)
        session.create()
        cookies = f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={SECRET}"
        return Form(draft, cookies, _proof(draft, now + dt.timedelta(hours=1)))

    def _answers(self) -> dict[str, Any]:
        """What a visitor types who walks through all pages, once."""
        if not self._typed:
            visitor = Visitor(self.office.organization).begin("delete").walk()
            draft = UUID(visitor.url.split("/")[3])
            found = drafts.read(draft, self.office.organization, now=timezone.now())
            assert found is not None
            self._typed = found.data
        return json.loads(json.dumps(self._typed))  # type: ignore[no-any-return]

    def send(self, form: Form) -> None:
        """Press the button once."""
        path = f"/{self.office.organization.slug}/ask/{form.draft}/check/"
        headers = {"Cookie": form.cookies, "X-CSRFToken": SECRET, "Content-Type": "application/x-www-form-urlencoded"}
        began, status = time.monotonic(), 0
        line = http.client.HTTPConnection("127.0.0.1", self.stand.port, timeout=60)
        try:
            line.request("POST", path, body=f"proof={form.proof}", headers=headers)
            status = line.getresponse().status
        except (OSError, http.client.HTTPException):
            status = 0  # the connection broke: nobody knows whether it was taken
        finally:
            line.close()
        form.answers.append((status, time.monotonic() - began))

    @contextmanager
    def coming_in(self, many: int) -> Iterator[list[Form]]:
        """Inside, a person sends form after form, each until it is taken; afterwards each has been taken once."""
        forms = self.forms(many)
        person = threading.Thread(target=self._insist_on, args=[forms])
        person.start()
        try:
            yield forms
        finally:
            self.stand.until(lambda: not person.is_alive(), "all forms are taken")
        assert self.taken_once(forms) == []

    def _insist_on(self, forms: Sequence[Form]) -> None:
        end = time.monotonic() + PATIENCE
        for form in forms:
            while not form.was_taken and time.monotonic() < end:
                self.send(form)
                if not form.was_taken:
                    time.sleep(0.2)

    def send_all(self, forms: Sequence[Form], *, people: int = 4) -> None:
        with ThreadPoolExecutor(people) as pool:
            list(pool.map(self.send, forms))

    def taken_once(self, forms: Sequence[Form]) -> list[str]:
        """What is wrong with what became of the forms: each must have made one submission."""
        keys = [str(form.draft) for form in forms]
        made = list(Submission.objects.filter(idempotency_key__in=keys).values_list("idempotency_key", flat=True))
        return [f"form {key} made {made.count(key)} submissions" for key in keys if made.count(key) != 1]


def things(many: int) -> tuple[Ask, ...]:
    return tuple(Ask(right=Right.DELETE, topic=f"thing {n}", facts={"residency": "US-NV"}) for n in range(many))


def _proof(draft: UUID, expires: dt.datetime) -> str:
    """The solution of a puzzle whose solution is known: finding it is not what is tested here."""
    options = ChallengeOptions(
        algorithm="SHA-256", hmac_key=spam._key(), expires=expires, params={"draft": draft.hex}, number=1
    )
    puzzle = create_challenge(options)
    fields = {
        "algorithm": puzzle.algorithm,
        "challenge": puzzle.challenge,
        "number": 1,
        "salt": puzzle.salt,
        "signature": puzzle.signature,
    }
    return b64encode(json.dumps(fields).encode()).decode().replace("+", "%2B").replace("=", "%3D")
