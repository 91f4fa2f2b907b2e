"""What may be done with a case now, and for the rest which rule, role or state forbids it."""

from dataclasses import dataclass, field

from django.urls import reverse

from ..domain import lifecycle
from ..domain.lifecycle import State
from ..domain.refusals import Blocked, NotAllowed, NotPermitted, Refused
from ..models import PrivacyRequest
from ..services.case_file import CaseFile
from .access import Standing
from .acts import ACTS, Act, ActGroup
from .citations import Cite, Titles, cited


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One line of the menu; `why_not` greys it."""

    label: str
    explains: str
    url: str
    why_not: str = ""
    because: list[Cite] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ActionGroup:
    title: str
    actions: list[ActionLine]


def refusal_of(file: CaseFile, act: Act, standing: Standing) -> Refused | None:
    """Why `act` would be refused whatever is filled in; None when it is worth trying."""
    request = file.request
    try:
        lifecycle.check(act.action, State(request.state), request.outcome or None, reference=request.reference)
    except NotAllowed as refused:
        return refused
    if act.supervisor and not standing.may_supervise:
        return NotPermitted(request.reference, "supervisor")
    return None


def action_groups(file: CaseFile, standing: Standing, titles: Titles) -> list[ActionGroup]:
    """What the state lets one do, by heading; what a rule or a role forbids stands there greyed."""
    groups: dict[ActGroup, list[ActionLine]] = {}
    for act in ACTS:
        refused = refusal_of(file, act, standing)
        if not isinstance(refused, NotAllowed):
            groups.setdefault(act.group, []).append(_line(act, file.request, refused, titles))
    return [ActionGroup(group.value, groups[group]) for group in ActGroup if group in groups]


def impossible(request: PrivacyRequest) -> list[ActionLine]:
    """What the state alone rules out."""
    lines = []
    for act in ACTS:
        try:
            lifecycle.check(act.action, State(request.state), request.outcome or None)
        except NotAllowed:
            lines.append(ActionLine(act.label, "", "", why_not=_possible_when(act)))
    return lines


def act_url(request: PrivacyRequest, act: Act) -> str:
    return reverse("staff:act", args=[request.pk, act.slug])


def _line(act: Act, request: PrivacyRequest, refused: Refused | None, titles: Titles) -> ActionLine:
    if refused is None:
        return ActionLine(act.label, act.explains, act_url(request, act))
    because = cited(refused.because, titles) if isinstance(refused, Blocked) else []
    return ActionLine(act.label, act.explains, "", why_not=f"{refused.why} {refused.next_step}", because=because)


def _possible_when(act: Act) -> str:
    """The states in which it can be done, in words."""
    words = [lifecycle.STATE_WORDS[state] for state in State if state in lifecycle.TRANSITIONS[act.action].sources]
    return f"Possible when it is: {'; '.join(words)}."
