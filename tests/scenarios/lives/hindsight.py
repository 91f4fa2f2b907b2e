"""How things stand after a step, as a page expects it: read from the rows, or from the rules for what has no row."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from policies.domain.assessment import Assessment
from policies.domain.terms import Act, AuthorityKind
from records import chain
from records.models import Event
from requests_app.domain.clock_states import DeadlineState
from requests_app.models import Alert, AlertState, Deadline, Message, PrivacyRequest
from requests_app.public.opened import shown_requests
from requests_app.services import case_file, envelope

from .life import Step
from .page import Block, UnclearPage
from .stage import Stage

MET: Final = {DeadlineState.MET: True, DeadlineState.MISSED: False}
DEADLINE: Final = (
    "due",
    "act by",
    "first due",
    "latest",
    "under",
    "section",
    "why",
    "extended",
    "met",
    "paused",
    "unless",
)
LINKED: Final = ("right", "scope", "opened as", "received", "due", "receipt confirmed", "state", "from")
NONE: Final = "none"


def check(stage: Stage, step: Step, notes: tuple[str, ...]) -> None:
    """Every expectation of the step; the first that fails names file, line and what is so instead."""
    expected: Block = step.said["expect"]
    expected.only(CHECKS)
    look = Look(stage, stage.about(step), step.now, notes)
    for word, wanted in expected.items():
        CHECKS[word](look, wanted, expected.at(word))


class Look:
    """One request at one moment."""

    def __init__(self, stage: Stage, request: PrivacyRequest, now: dt.datetime, notes: tuple[str, ...]) -> None:
        self.stage, self.request, self.now, self.notes = stage, request, now, notes

    @property
    def assessment(self) -> Assessment:
        [file] = case_file.gather([self.request])
        return file.assess(as_of=self.now)

    @property
    def owed(self) -> list[Deadline]:
        return list(Deadline.objects.filter(request=self.request).exclude(state=DeadlineState.CLOSED))

    def events(self, **of: Any) -> list[Event]:
        kind = PrivacyRequest._meta.label_lower
        return list(Event.objects.filter(subject_kind=kind, subject_id=self.request.pk, **of).order_by("seq"))


Check = Callable[[Look, Any, str], None]


def _same(held: object, wanted: object, where: str) -> None:
    assert _plain(held) == _plain(wanted), f"{where}: it is {_plain(held)!r}, not {_plain(wanted)!r}"


def _plain(value: object) -> object:
    if value is None:
        return NONE
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value if isinstance(value, bool | int) else str(value)


def _column(name: str) -> Check:
    return lambda look, wanted, where: _same(getattr(look.request, name) or NONE, wanted, where)


def _deadline(act: Act) -> Check:
    def check(look: Look, wanted: Any, where: str) -> None:
        row = next((row for row in look.owed if row.binding and row.act == act), None)
        if wanted == NONE:
            assert row is None, f"{where}: it is due on {row.due_on} under {row.authority}" if row else ""
            return
        assert row is not None, f"{where}: there is no such deadline"
        held = _said_of(row)
        wanted.only(held)
        for word, value in wanted.items():
            if word in ("section", "why"):
                assert value in str(held[word]), f"{wanted.at(word)}: it is {held[word]!r}"
            else:
                _same(held[word], value, wanted.at(word))

    return check


def _said_of(row: Deadline) -> dict[str, object]:
    return {
        "due": row.due_on,
        "act by": row.act_by,
        "first due": row.first_due_on,
        "latest": row.latest_possible_on,
        "under": row.authority,
        "section": " ".join(rule["section"] for rule in row.because),
        "why": " ".join(step["why"] for step in row.arithmetic),
        "extended": row.extended,
        "met": MET.get(DeadlineState(row.state)),
        "paused": row.paused,
        "unless": row.unless,
    }


def _target(look: Look, wanted: Any, where: str) -> None:
    _same([row.due_on for row in look.owed if row.kind == AuthorityKind.TARGET], [wanted], where)


def _limit(look: Look, wanted: Any, where: str) -> None:
    over = next((warning for warning in look.request.warnings if warning["code"] == "over_cap"), None)
    if wanted == "not reached":
        assert over is None, f"{where}: {over}"
        return
    wanted.only(("counted", "refusal", "may ask again"))
    assert over is not None, f"{where}: the limit is not reached"
    names = {"may ask again": "next_eligible_on"}
    for word, value in wanted.items():
        _same(over[names.get(word, word)], value, wanted.at(word))


def _fee(look: Look, wanted: Any, where: str) -> None:
    missing = [name.removeprefix("fee_").replace("_", " ") for name in look.assessment.fee.missing]
    _same(missing or NONE, wanted, where)


def _linked(look: Look, wanted: Any, where: str) -> None:
    rows = list(PrivacyRequest.objects.filter(linked_to=look.request).order_by("received_at", "position"))
    if wanted == NONE:
        assert not rows, f"{where}: {[row.right for row in rows]} was opened"
        return
    assert len(rows) == len(wanted), f"{where}: there are {len(rows)}"
    for row, said in zip(rows, wanted, strict=True):
        said.only(LINKED)
        held = {
            "right": row.right,
            "scope": row.scope,
            "opened as": row.link,
            "received": row.received_on,
            "due": row.binding_due_on,
            "state": row.state,
            "receipt confirmed": row.deadlines.filter(act=Act.ACKNOWLEDGE, state=DeadlineState.MET).exists(),
        }
        for word, value in said.items():
            _same(held[word], value, said.at(word))


def _nothing_live(look: Look, wanted: Any, where: str) -> None:
    live = [str(row) for row in look.owed if row.state == DeadlineState.LIVE]
    live += [str(row) for row in Alert.objects.filter(request=look.request, state=AlertState.PENDING)]
    assert bool(live) is not wanted, f"{where}: {live}"


def _seen(voice: str, *, is_there: bool) -> Check:
    def check(look: Look, wanted: Any, where: str) -> None:
        of = {"voice": voice} if voice else {}
        there = {event.type.replace("_", " ") for event in look.events(**of)}
        for name in wanted:
            assert (name in there) is is_there, f"{where}: {name}; there are {', '.join(sorted(there))}"

    return check


def _rests_on(look: Look, wanted: Any, where: str) -> None:
    """Rules that some act of this request cites, by key."""
    cited = {rule["key"] for event in look.events() for rule in _because(event)}
    assert set(wanted) <= cited, f"{where}: cited are {', '.join(sorted(cited))}"


def _because(event: Event) -> tuple[Mapping[str, Any], ...]:
    return chain.read(event).because


def _moved_nothing(look: Look, wanted: Any, where: str) -> None:
    said = " ".join(look.notes)
    assert wanted in said, f"{where}: what was said is {said!r}"


def _merged_into(look: Look, wanted: Any, where: str) -> None:
    into = look.request.merged_into_id
    _same(into or NONE, NONE if wanted == NONE else look.stage.request(wanted, where).pk, where)


def _on_the_page(look: Look, wanted: Any, where: str) -> None:
    shown = shown_requests([look.request.submission]).filter(pk=look.request.pk).exists()
    _same(shown, wanted, where)


def _items(look: Look, wanted: Any, where: str) -> None:
    held = {str(row.pk): row.decision for row in look.request.items.all()}
    for name, decision in wanted.items():
        if name not in look.stage.items:
            raise UnclearPage(f"{where}: no item is called “{name}”.")
        _same(held[look.stage.items[name]], decision, where)


def _mails(look: Look, wanted: Any, where: str) -> None:
    kinds = {kind.replace("_", " ") for kind in look.request.submission.messages.values_list("kind", flat=True)}
    assert set(wanted) <= kinds, f"{where}: there are {', '.join(sorted(kinds))} of {Message.objects.count()}"


def _laws(look: Look, wanted: Any, where: str) -> None:
    for pack, label in wanted.items():
        _same(look.request.laws.get(pack=pack).version.label, label, where)


CHECKS: Final[Mapping[str, Check]] = {
    "state": _column("state"),
    "outcome": _column("outcome"),
    "received": _column("received_on"),
    "notice": lambda look, wanted, where: _same(envelope.open_notice(look.request) or NONE, wanted, where),
    "due": _column("binding_due_on"),
    "respond": _deadline(Act.RESPOND),
    "acknowledge": _deadline(Act.ACKNOWLEDGE),
    "decide appeal": _deadline(Act.DECIDE_APPEAL),
    "our own target": _target,
    "covered": lambda look, wanted, where: _same(look.request.eligible, wanted, where),
    "limit": _limit,
    "fee missing": _fee,
    "fee lawful": lambda look, wanted, where: _same(look.assessment.fee.chargeable_by_law, wanted, where),
    "must be granted": lambda look, wanted, where: _same(look.assessment.must_grant.holds, wanted, where),
    "questions": lambda look, wanted, where: _same(look.assessment.questions, wanted, where),
    "linked": _linked,
    "nothing live": _nothing_live,
    "person sees": _seen("public", is_there=True),
    "person does not see": _seen("public", is_there=False),
    "recorded": _seen("", is_there=True),
    "not recorded": _seen("", is_there=False),
    "rests on": _rests_on,
    "moved nothing": _moved_nothing,
    "merged into": _merged_into,
    "on the person's page": _on_the_page,
    "items": _items,
    "mails": _mails,
    "version of": _laws,
}
