"""What a visitor may see of a request now. Until their identity stands, nothing that depends on what staff found.

Dates are then computed from what was stated, and from what happened, alone: a found fact may show whether we know the
person. (The date that was told is no way round that: it is told anew whenever a fact moves it.) What a right asks no
proof for is shown the same way for good.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from policies.domain.assessment import Assessment, assess
from policies.domain.case import Case
from policies.domain.facts import Fact
from policies.domain.rules import VerificationRule
from policies.domain.situation import Situation
from requests_app.domain import gates
from requests_app.domain.events import EventName
from requests_app.domain.gates.identity import established, identity_stands
from requests_app.domain.lifecycle import BEFORE_ANSWER, Action
from requests_app.domain.record import AnswerWay
from requests_app.models import PrivacyRequest, RequestFact
from requests_app.services import case_file, contact_change, envelope
from requests_app.services.case_file import CaseFile
from requests_app.services.details import Details


class Missing(StrEnum):
    """What must come first before answers and files are given out."""

    NOTHING = ""
    IDENTITY = "identity"
    AUTHORITY = "authority"
    CHANNEL = "channel"
    LINK = "link"
    MAILED = "mailed"
    CALLED = "called"
    POSTED = "posted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """`case`: as its person stated it; `stated`: the rules held against that. `known`: identity stands.

    `steps`, `papers`: what the version asks of the person, and of who acts for them, as far as was stated. `held_up`: a
    rule holds up an answer not given yet, and so its files. `hidden_to`: what was written up to this event of the chain
    is shown again once identity stands; 0: nothing is hidden.
    """

    file: CaseFile
    case: Case
    stated: Assessment
    known: bool
    missing: Missing
    held_up: bool
    steps: tuple[VerificationRule, ...]
    papers: tuple[VerificationRule, ...]
    hidden_to: int

    @property
    def gives_answers(self) -> bool:
        """Whether the content of answers, and files, may be given out."""
        return self.missing is Missing.NOTHING and not self.held_up


def sights(requests: Sequence[PrivacyRequest], now: dt.datetime, *, ways: frozenset[AnswerWay]) -> dict[UUID, Sight]:
    """By request. Submissions and data keys were loaded with them.

    `ways`: by which the links and codes that the visitor used reached them; none: they only sent the form.
    """
    stated = _stated([request.pk for request in requests])
    files = case_file.gather(requests)
    return {file.request.pk: _sight(file, stated.get(file.request.pk, {}), now, ways=ways) for file in files}


def _sight(file: CaseFile, stated: Mapping[str, Fact], now: dt.datetime, *, ways: frozenset[AnswerWay]) -> Sight:
    case = replace(file.case, facts=stated, earlier_requests=(), as_of=now)
    situation = Situation.of(case, file.rules, file.laws, file.calendar)
    real = Situation.of(replace(file.case, as_of=now), file.rules, file.laws, file.calendar)
    attempt = gates.Attempt(
        action=Action.FULFILL,
        situation=real,
        assessment=file.assess(as_of=now),
        said=Details(),
        record=file.record,
    )
    stands = file.request.verified_at is not None and identity_stands(attempt)
    asked = bool(gates.identity_steps(situation) or gates.identity_steps(real))
    return Sight(
        file=file,
        case=case,
        stated=assess(case, file.rules, file.laws, file.calendar),
        known=stands,
        missing=_missing(attempt, asked=asked, stands=stands, ways=ways),
        held_up=file.request.lifecycle_state in BEFORE_ANSWER and gates.block(attempt) is not None,
        steps=tuple(gates.identity_steps(situation)),
        papers=tuple(gates.authority_steps(situation)),
        hidden_to=_hidden_to(file) if asked and not stands else 0,
    )


def _missing(attempt: gates.Attempt, *, asked: bool, stands: bool, ways: frozenset[AnswerWay]) -> Missing:
    """The gate that holds up the answer holds up its content too."""
    if asked and not stands:
        return Missing.IDENTITY
    if asked and not ways:
        return Missing.LINK
    if next(established(attempt), None) is None:
        return _other_way(attempt, ways) if gates.asks_for_way(attempt.situation) else Missing.NOTHING
    authority = attempt.record.authority
    held = authority.seen and (authority.until is None or authority.until >= attempt.today)
    return Missing.CHANNEL if held or not gates.authority_steps(attempt.situation) else Missing.AUTHORITY


def _other_way(attempt: gates.Attempt, ways: frozenset[AnswerWay]) -> Missing:
    """Specific pieces and health records open only for who was reached by a way on file or proven, not by any other."""
    shown = attempt.record.ways
    if shown & ways:
        return Missing.NOTHING
    others = {
        AnswerWay.EMAIL: Missing.MAILED,
        AnswerWay.PHONE: Missing.CALLED,
        AnswerWay.MAIL: Missing.POSTED,
        AnswerWay.OTHER: Missing.CHANNEL,
    }
    return next(missing for way, missing in others.items() if way in shown)


def _hidden_to(file: CaseFile) -> int:
    """Who is reached in a new way sees nothing from before, until we know that it is the same person."""
    if file.record.last(EventName.CONTACT_CHANGED) is None:
        return 0
    event = contact_change.changed_event(file.request)
    return event.seq if event else 0


def _stated(ids: Iterable[UUID]) -> dict[UUID, dict[str, Fact]]:
    """What the person said, by request, less what has been forgotten."""
    rows = RequestFact.objects.filter(request__in=list(ids), found_by=None, request__data_key__erased_at=None)
    facts: dict[UUID, dict[str, Fact]] = {}
    for row in rows.select_related("request__data_key").order_by("at", "id"):
        facts.setdefault(row.request_id, {})[row.name] = Fact(envelope.open_fact(row))
    return facts
