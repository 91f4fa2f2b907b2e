"""What may be done with a case now, and for the rest which rule, role or state forbids it."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Final

from django.urls import reverse

from policies.domain.assessment import Assessment
from policies.domain.situation import Situation
from policies.domain.terms import Act as DeadlineAct
from policies.domain.terms import NoteTopic, Outcome

from ..domain import gates, lifecycle
from ..domain.clock_states import DeadlineState
from ..domain.gates.identity import NO_PROOF_ASKED
from ..domain.lifecycle import Action, State
from ..domain.refusals import Blocked, NotAllowed, NotPermitted, Refused
from ..models import PrivacyRequest
from ..services.case_file import CaseFile
from ..services.details import Details
from .access import Standing
from .act_frame import fee_grounds, parts_to_split
from .acts import ACTS, BY_ACTION, Act, ActGroup
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
    """One heading of the menu. `open`: shown unfolded."""

    title: str
    actions: list[ActionLine]
    open: bool = False

    @property
    def count(self) -> str:
        """How many can be done now, of how many: `2 of 5`."""
        possible = sum(1 for action in self.actions if not action.why_not)
        return str(possible) if possible == len(self.actions) else f"{possible} of {len(self.actions)}"


MOST_FIRST: Final = 3
AFTER: Final = {
    State.VERIFYING: [Action.VERIFY_IDENTITY, Action.SEND_REMINDER, Action.FAIL_VERIFICATION],
    State.NEEDS_DETAIL: [Action.RECEIVE_CLARIFICATION, Action.SEND_REMINDER],
    State.APPEALED: [Action.DECIDE_APPEAL],
    State.CLOSED: [Action.ADD_NOTE, Action.REOPEN],
}
"""What comes next in states that leave little choice."""
ONLY_WHEN: Final = {
    Action.RECEIVE_APPEAL: "An appeal is against a refusal, whole or in part.",
    Action.UNDO_MERGE: "Only what was merged can be taken out again.",
}
SENDS: Final = {"fee_reason_sent": Action.SEND_FEE_REASON, "fee_estimate_sent": Action.SEND_FEE_ESTIMATE}
"""The act that brings about an event that is owed before completing."""


def refusal_of(file: CaseFile, act: Act, standing: Standing, *, now: dt.datetime) -> Refused | None:
    """Why `act` would be refused whatever is filled in; None when it is worth trying."""
    request = file.request
    try:
        line = lifecycle.check(
            act.action, request.lifecycle_state, request.lifecycle_outcome, reference=request.reference
        )
    except NotAllowed as refused:
        return refused
    if line.supervisor and not standing.may_supervise:
        return NotPermitted(request.reference, "supervisor")
    found = _blocked(file, act.action, standing, now)
    return Blocked(request.reference, found.why, found.next_step, found.because) if found else None


def _blocked(file: CaseFile, action: Action, standing: Standing, now: dt.datetime) -> gates.Block | None:
    """A rule that forbids it, whatever would be said with it."""
    situation = Situation.of(replace(file.case, as_of=now), file.rules, file.laws, file.calendar)
    assessment = file.assess(as_of=now)
    if pointless := _pointless(file, action, situation, assessment):
        return pointless
    found = [
        gates.block(
            gates.Attempt(
                action=action,
                situation=situation,
                assessment=assessment,
                said=said,
                record=file.record,
                by=str(standing.user.pk),
            )
        )
        for said in _sayings(action, file, situation, assessment)
    ]
    return next((block for block in found if block), None) if all(found) else None


def _pointless(file: CaseFile, action: Action, situation: Situation, assessment: Assessment) -> gates.Block | None:
    """Acts whose form would have nothing to choose from, or that nothing in this case calls for."""
    match action:
        case Action.FIND_FEE if not fee_grounds(file):
            why = "No rule of this case lets a fee be charged."
            return gates.Block(why, "Answer without one.", assessment.fee.because)
        case Action.CHECK_STEP if not gates.identity_steps(situation):
            return NO_PROOF_ASKED
        case Action.DECIDE_ITEM if not file.record.items:
            return gates.Block("No item is listed.", "List the items first, or answer the request as a whole.")
        case Action.REVIEW_RELEASE if not gates.needs_review(situation, file.record.items):
            return gates.Block("Nothing in this case asks for a second look before release.", "Answer the request.")
        case Action.NAME_NOTICE if not _names_notices(file):
            return gates.Block("This version does not say that another notice may govern.", "The policy governs.")
        case Action.SPLIT if not parts_to_split(file):
            why = "The submission asks for everything that this version grants."
            return gates.Block(why, "Look at the other requests of this submission.")
    return None


def _names_notices(file: CaseFile) -> bool:
    return any(note.topic is NoteTopic.SPECIFIC_NOTICE for note in file.rules.notes)


def _sayings(action: Action, file: CaseFile, situation: Situation, assessment: Assessment) -> list[Details]:
    """What may be said with it that gates look at."""
    steps = gates.identity_steps(situation)
    match action:
        case Action.DECIDE_APPEAL:
            outcomes = ("", Outcome.FULFILLED.value)
            return [Details(outcome=outcome, professional="somebody") for outcome in outcomes]
        case Action.DENY:
            return [Details(ground=rule.key) for rule, _ in assessment.denial.grounds] or [Details()]
        case Action.VERIFY_IDENTITY:
            return [Details(steps=tuple(step.key for step in steps))]
        case Action.CHECK_STEP:
            return [Details(step=step.key) for step in steps] or [Details()]
        case Action.FULFILL | Action.FULFILL_PARTLY:
            return [Details(), Details(channel="in_person")]
        case Action.DECIDE_CAP:
            return [Details(decision="answer"), Details(decision="refuse")]
        case Action.APPROVE_DECISION if file.record.proposal:
            return [Details(of=file.record.proposal.id)]
        case Action.PROPOSE_DECISION:
            return [Details(decision="fulfill"), Details(decision="deny")]
    return [Details()]


def action_groups(file: CaseFile, standing: Standing, titles: Titles, *, now: dt.datetime) -> list[ActionGroup]:
    """What the state lets one do, by heading; what a rule or a role forbids stands there greyed."""
    groups: dict[ActGroup, list[ActionLine]] = {}
    for act in ACTS:
        refused = refusal_of(file, act, standing, now=now)
        if not isinstance(refused, NotAllowed):
            groups.setdefault(act.group, []).append(_line(act, file.request, refused, titles))
    return [ActionGroup(g.value, groups[g], open=g is ActGroup.ANSWER) for g in ActGroup if g in groups]


def first_actions(file: CaseFile, standing: Standing, *, now: dt.datetime) -> list[ActionLine]:
    """What most likely comes next, at most three, the likeliest first."""
    if file.request.lifecycle_state is State.QUARANTINED:
        return [ActionLine("Look at it: genuine or spam?", "", reverse("staff:quarantine"))]
    likely = [BY_ACTION[action] for action in _likely(file, now) if action in BY_ACTION]
    possible = [act for act in likely if refusal_of(file, act, standing, now=now) is None]
    return [ActionLine(act.label, act.explains, act_url(file.request, act)) for act in possible[:MOST_FIRST]]


def _likely(file: CaseFile, now: dt.datetime) -> list[Action]:
    """In the order in which a case goes."""
    request = file.request
    if request.lifecycle_state in AFTER:
        return AFTER[request.lifecycle_state]
    owed = [row.act for row in file.deadlines if row.state == DeadlineState.LIVE]
    first = [Action.ACKNOWLEDGE] if DeadlineAct.ACKNOWLEDGE in owed else []
    first += [Action.ASSIGN] if request.assignee_id is None else []
    first += [SENDS[name] for name in file.assess(as_of=now).fee.missing if name in SENDS]
    identity = [] if request.verified_at else [Action.REQUEST_IDENTITY, Action.VERIFY_IDENTITY]
    return [*first, Action.START_WORK, Action.FULFILL, *identity, Action.ADD_NOTE]


def impossible(request: PrivacyRequest) -> list[ActionLine]:
    """What the state alone rules out."""
    state, outcome = request.lifecycle_state, request.lifecycle_outcome
    possible = lifecycle.allowed(state, outcome)
    return [ActionLine(act.label, "", "", why_not=_possible_when(act)) for act in ACTS if act.action not in possible]


def act_url(request: PrivacyRequest, act: Act) -> str:
    return reverse("staff:act", args=[request.pk, act.slug])


def _line(act: Act, request: PrivacyRequest, refused: Refused | None, titles: Titles) -> ActionLine:
    if refused is None:
        return ActionLine(act.label, act.explains, act_url(request, act))
    because = cited(refused.because, titles) if isinstance(refused, Blocked) else []
    return ActionLine(act.label, act.explains, "", why_not=f"{refused.why} {refused.next_step}", because=because)


def _possible_when(act: Act) -> str:
    """The states in which it can be done, in words."""
    if act.action in ONLY_WHEN:
        return ONLY_WHEN[act.action]
    words = [lifecycle.STATE_WORDS[state] for state in State if state in lifecycle.TRANSITIONS[act.action].sources]
    return f"Possible when it is: {'; '.join(words)}."
