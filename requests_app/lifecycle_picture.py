"""The life of a request as a picture and a table, drawn from the table of transitions itself.

`bin/manage draw_lifecycle` writes both into `docs/`; a test compares them with what stands there.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from html import escape
from typing import Final, NamedTuple

from policies.domain.terms import EventType

from .domain.events import CLOCK_EVENTS
from .domain.lifecycle import BEFORE_ANSWER, STATE_WORDS, TRANSITIONS, Action, Goes, State, Transition, Waits, leads_to


class Box(NamedTuple):
    """A rectangle: left, top, width, height."""

    x: int
    y: int
    width: int
    height: int


OPEN: Final = "open"
"""All states before the answer, drawn as one frame."""

Place = State | str

BOXES: Final[dict[Place, Box]] = {
    State.QUARANTINED: Box(20, 20, 290, 56),
    OPEN: Box(20, 150, 745, 330),
    State.RECEIVED: Box(50, 200, 200, 56),
    State.IN_PROGRESS: Box(50, 370, 200, 56),
    State.VERIFYING: Box(450, 200, 295, 56),
    State.NEEDS_DETAIL: Box(450, 370, 295, 56),
    State.CLOSED: Box(1000, 288, 150, 56),
    State.APPEALED: Box(1000, 470, 150, 56),
}

ARROWS: Final[dict[tuple[Place, Place], tuple[str, int, int]]] = {
    (State.QUARANTINED, State.RECEIVED): ("M100 76 V196", 108, 120),
    (State.QUARANTINED, State.CLOSED): ("M310 48 H1075 V284", 905, 100),
    (State.RECEIVED, State.IN_PROGRESS): ("M150 256 V366", 158, 316),
    (OPEN, State.VERIFYING): ("M310 228 H446", 310, 218),
    (OPEN, State.NEEDS_DETAIL): ("M310 386 H446", 310, 376),
    (OPEN, State.IN_PROGRESS): ("M440 410 H254", 272, 430),
    (OPEN, State.CLOSED): ("M765 308 H996", 777, 178),
    (State.CLOSED, OPEN): ("M1000 326 H769", 777, 348),
    (State.CLOSED, State.APPEALED): ("M1100 344 V466", 1108, 410),
    (State.APPEALED, State.CLOSED): ("M1050 470 V348", 950, 410),
}
"""How each arrow runs, and where its words begin. An arrow that is not here stops the drawing."""

LINE: Final = 17


def words(action: Action) -> str:
    return action.value.replace("_", " ")


def arrows() -> dict[tuple[Place, Place], list[str]]:
    """What leads from where to where: actions that change the state, by their words."""
    found: dict[tuple[Place, Place], list[str]] = defaultdict(list)
    for action, line in TRANSITIONS.items():
        for source, target in _ways(line):
            found[source, target].append(_said(action, line))
    return {way: sorted(set(said)) for way, said in found.items()}


def _said(action: Action, line: Transition) -> str:
    """The action, with the outcome if that says something else."""
    outcome = (line.outcome.value if line.outcome else "").replace("_", " ")
    begun = words(action).split()[-1][:3]
    told = outcome and begun not in outcome and words(action)[:3] not in outcome
    return f"{words(action)} ({outcome})" if told else words(action)


def staying() -> list[str]:
    """Actions that change no state."""
    return sorted(words(action) for action, line in TRANSITIONS.items() if line.target is Goes.STAYS)


def _ways(line: Transition) -> Iterator[tuple[Place, Place]]:
    if line.target is Goes.STAYS:
        return
    for source in _places(line.sources):
        for target in _targets(line):
            stays = source is State.APPEALED and line.target is Goes.ON
            if source != target and not stays:
                yield source, target


def _places(sources: Iterable[State]) -> set[Place]:
    """Several states before the answer stand together as the frame."""
    found = set(sources)
    inside = found & BEFORE_ANSWER
    frame: set[Place] = {OPEN} if len(inside) > 1 else set(inside)
    return frame | (found - BEFORE_ANSWER)


def _targets(line: Transition) -> set[Place]:
    if isinstance(line.target, State):
        return {line.target}
    if line.sources == {State.CLOSED}:
        return {OPEN}
    if line.event not in CLOCK_EVENTS:
        return {leads_to(line, State.IN_PROGRESS, Waits())}
    asked = {EventType.IDENTITY_REQUESTED: Waits(identity=True), EventType.CLARIFICATION_REQUESTED: Waits(detail=True)}
    return {leads_to(line, State.IN_PROGRESS, asked.get(EventType(line.event.value), Waits()))}


def picture() -> str:
    """The drawing, as SVG that needs nothing else and reads in the dark."""
    parts = [_HEAD]
    for place, box in BOXES.items():
        parts.append(_box(place, box))
    for way, said in arrows().items():
        path, x, y = ARROWS[way]
        parts.append(f'<path class="way" d="{path}"/>')
        parts += [f'<text class="act" x="{x}" y="{y + LINE * n}">{escape(line)}</text>' for n, line in enumerate(said)]
    return "\n".join([*parts, "</svg>", ""])


def _box(place: Place, box: Box) -> str:
    frame = place == OPEN
    label = "Before the answer" if frame else STATE_WORDS[State(place)]
    x, y = (box.x + box.width - 140, box.y + 26) if frame else (box.x + 12, box.y + 33)
    kind = "frame" if frame else "state"
    return (
        f'<rect class="{kind}" x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="8"/>'
        f'<text class="{kind}-name" x="{x}" y="{y}">{escape(label)}</text>'
    )


def table() -> str:
    """Every action: from where, to where, by whom, what must be said with it."""
    lines = ["| action | possible while | leads to | by | must be said | recorded as |", "|---|---|---|---|---|---|"]
    for action, line in TRANSITIONS.items():
        target = line.target.value if isinstance(line.target, State) else _GOES[line.target]
        ended = f"{target} ({line.outcome.value})" if line.outcome else target
        by = ", ".join(sorted(doer.value for doer in line.by)) + (" (supervisor)" if line.supervisor else "")
        cells = (words(action), _sources(line), ended, by, ", ".join(line.needs) or "-", line.event.value)
        lines.append("| " + " | ".join(cell.replace("_", " ") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _sources(line: Transition) -> str:
    if line.sources == BEFORE_ANSWER:
        return "before the answer"
    if line.sources == frozenset(State):
        return "always"
    if line.sources == frozenset(State) - {State.QUARANTINED}:
        return "once not held for review"
    return ", ".join(state.value for state in State if state in line.sources)


def document() -> str:
    """The page `docs/life-of-a-request.md`."""
    return _PAGE.format(staying=", ".join(staying()), table=table())


_GOES: Final = {Goes.STAYS: "stays", Goes.ON: "what is still waited for, else in progress"}
_HEAD: Final = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1220 550" role="img"
  aria-label="The states of a request and what leads from one to another; the table below says the same">
<style>
text { font: 14px system-ui, sans-serif; fill: #1b1b1b }
.state { fill: #e8f0f8; stroke: #1f4e79 } .frame { fill: none; stroke: #5a6b7b; stroke-dasharray: 6 4 }
.state-name { font-weight: 600 } .frame-name { fill: #43525f } .act { font-size: 13px }
.way { fill: none; stroke: #1b1b1b; marker-end: url(#tip) } .tip { fill: #1b1b1b }
@media (prefers-color-scheme: dark) {
  svg { background: #14181c } text, .tip { fill: #e6e6e6 } .frame-name { fill: #b9c4ce }
  .state { fill: #1d2c3b; stroke: #8ab4e0 } .way { stroke: #e6e6e6 } .frame { stroke: #93a1ae }
}
</style>
<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">
<path class="tip" d="M0 0 10 5 0 10z"/></marker></defs>"""
_PAGE: Final = """# The life of a request

![The states of a request and what leads from one to another](images/lifecycle.svg)

Drawn from the table of transitions by `bin/manage draw_lifecycle`; a test compares it with the code. One function
carries out every one of these actions: it locks, checks this table and the rules that block, derives the dates anew,
and writes events, deadlines, alerts and answers together. Overdue is not a state: it is computed from a deadline and a
moment.

What changes no state: {staying}.

Whatever the table allows, a rule may still block it, and then it says which one: completing before a cost estimate was
sent, denying what must be granted, releasing to somebody whose identity is not established, answering before a second
person has reviewed protected records.

{table}"""
