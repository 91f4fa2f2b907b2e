"""What may be done with a case now, and for the rest which rule, role or state forbids it."""

from dataclasses import dataclass, field
from typing import Final

from django.urls import reverse

from policies.domain.terms import Act as DeadlineAct

from ..domain import lifecycle
from ..domain.clock_states import DeadlineState
from ..domain.lifecycle import Action, State
from ..domain.record import Decision
from ..domain.refusals import Blocked, NotAllowed, Refused
from ..models import PrivacyRequest
from .acts import ACTS, BY_ACTION, Act, ActGroup
from .citations import Cite, Titles, cited
from .weighing import Weighed


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


def action_groups(weighed: Weighed, titles: Titles) -> list[ActionGroup]:
    """What the state lets one do, by heading; what a rule or a role forbids stands there greyed."""
    groups: dict[ActGroup, list[ActionLine]] = {}
    for act in ACTS:
        refused = weighed.refusal(act.action)
        if not isinstance(refused, NotAllowed):
            groups.setdefault(act.group, []).append(_line(act, weighed.file.request, refused, titles))
    return [ActionGroup(g.value, groups[g], open=g is ActGroup.ANSWER) for g in ActGroup if g in groups]


def first_actions(weighed: Weighed) -> list[ActionLine]:
    """What most likely comes next, at most three, the likeliest first."""
    request = weighed.file.request
    if request.lifecycle_state is State.QUARANTINED:
        return [ActionLine("Look at it: genuine or spam?", "", reverse("staff:quarantine"))]
    likely = [BY_ACTION[action] for action in _likely(weighed) if action in BY_ACTION]
    possible = [act for act in likely if weighed.refusal(act.action) is None]
    return [_first(act, request) for act in possible[:MOST_FIRST]]


def _first(act: Act, request: PrivacyRequest) -> ActionLine:
    """An answer is written as a letter; that one went another way is recorded from the menu."""
    if act.action is Action.FULFILL:
        return ActionLine("Write the answer", "", reverse("staff:new-letter", args=[request.pk]))
    return ActionLine(act.label, act.explains, act_url(request, act))


def _likely(weighed: Weighed) -> list[Action]:
    """In the order in which a case goes."""
    file, request = weighed.file, weighed.file.request
    if request.lifecycle_state in AFTER:
        return AFTER[request.lifecycle_state]
    owed = [row.act for row in file.deadlines if row.state == DeadlineState.LIVE]
    first = [Action.ACKNOWLEDGE] if DeadlineAct.ACKNOWLEDGE in owed else []
    first = [*_for_others(weighed), *first]
    first += [Action.ASSIGN] if request.assignee_id is None else []
    first += [SENDS[name] for name in weighed.assessment.fee.missing if name in SENDS]
    identity = [] if request.verified_at else [Action.REQUEST_IDENTITY, Action.VERIFY_IDENTITY]
    return [*first, Action.START_WORK, Action.FULFILL, *identity, Action.ADD_NOTE]


def _for_others(weighed: Weighed) -> list[Action]:
    """What waits for a second person, or for a supervisor; who may not do it is not offered it."""
    record, cap = weighed.file.record, weighed.assessment.frequency_cap
    proposal = record.proposal
    approved = proposal and record.approval_of(
        Decision(proposal.says["decision"]), str(proposal.says.get("ground", ""))
    )
    found = [Action.APPROVE_DECISION] if proposal and not approved else []
    over = cap is not None and not cap.allowed and not record.cap_decision
    return [*found, Action.DECIDE_CAP] if over else found


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
