"""Why an act would be refused whatever is filled in: by the state, by a role, by a rule, or for want of a choice."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from policies.domain.assessment import Assessment
from policies.domain.situation import Situation
from policies.domain.terms import NoteTopic, Outcome

from ..domain import gates, lifecycle
from ..domain.gates.identity import NO_PROOF_ASKED
from ..domain.lifecycle import Action
from ..domain.record import OVER_CAP, PROPOSABLE
from ..domain.refusals import Blocked, NotAllowed, NotPermitted, Refused
from ..models import Letter
from ..services.case_file import CaseFile
from ..services.details import Details
from .access import Standing
from .act_frame import fee_grounds, parts_to_split
from .letters.on_its_way import doubled_by, on_their_way

ON_ITS_WAY: Final = "A letter that brings this about is on its way."
THEN: Final = "It is recorded when the letter has left; if it comes back, you are told."


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A case held against its rules once, for all the acts that its page offers to one member."""

    file: CaseFile
    standing: Standing
    situation: Situation
    assessment: Assessment
    on_their_way: tuple[Letter, ...] = ()
    """Letters that were sent and have not left yet."""

    @classmethod
    def of(cls, file: CaseFile, standing: Standing, *, now: dt.datetime) -> "Weighed":
        situation = Situation.of(replace(file.case, as_of=now), file.rules, file.laws, file.calendar)
        letters = tuple(on_their_way(file.request))
        assessed = file.assess(as_of=now)
        return cls(file=file, standing=standing, situation=situation, assessment=assessed, on_their_way=letters)

    def refusal(self, action: Action) -> Refused | None:
        """None when it is worth trying."""
        request = self.file.request
        try:
            line = lifecycle.check(
                action, request.lifecycle_state, request.lifecycle_outcome, reference=request.reference
            )
        except NotAllowed as refused:
            return refused
        if line.supervisor and not self.standing.may_supervise:
            return NotPermitted(request.reference, "supervisor")
        if action in doubled_by(self.on_their_way):
            return Blocked(request.reference, ON_ITS_WAY, THEN)
        found = self._pointless(action) or self._blocked(action)
        return Blocked(request.reference, found.why, found.next_step, found.because) if found else None

    def _blocked(self, action: Action) -> gates.Block | None:
        """The rule that forbids it, if one does whatever would be said with it."""
        found = [gates.block(self._attempt(action, said)) for said in self._sayings(action)]
        return next((block for block in found if block), None) if all(found) else None

    def _attempt(self, action: Action, said: Details) -> gates.Attempt:
        return gates.Attempt(
            action=action,
            situation=self.situation,
            assessment=self.assessment,
            said=said,
            record=self.file.record,
            by=str(self.standing.user.pk),
        )

    def _pointless(self, action: Action) -> gates.Block | None:
        """An act whose form would have nothing to choose from, or that nothing in this case calls for."""
        file = self.file
        match action:
            case Action.FIND_FEE if not fee_grounds(file):
                why = "No rule of this case lets a fee be charged."
                return gates.Block(why, "Answer without one.", self.assessment.fee.because)
            case Action.CHECK_STEP if not gates.identity_steps(self.situation):
                return NO_PROOF_ASKED
            case Action.DECIDE_ITEM if not file.record.items:
                return gates.Block("No item is listed.", "List the items first, or answer the request as a whole.")
            case Action.REVIEW_RELEASE if not gates.needs_review(self.situation, file.record.items):
                return gates.Block("Nothing in this case asks for a second look before release.", "Answer the request.")
            case Action.NAME_NOTICE if not any(n.topic is NoteTopic.SPECIFIC_NOTICE for n in file.rules.notes):
                return gates.Block("This version does not say that another notice may govern.", "The policy governs.")
            case Action.SPLIT if not parts_to_split(file):
                why = "The submission asks for everything that this version grants."
                return gates.Block(why, "Look at the other requests of this submission.")
        return None

    def _sayings(self, action: Action) -> list[Details]:
        """What may be said with it that gates look at."""
        steps = gates.identity_steps(self.situation)
        match action:
            case Action.DECIDE_APPEAL:
                outcomes = ("", Outcome.FULFILLED.value)
                return [Details(outcome=outcome, professional="somebody") for outcome in outcomes]
            case Action.DENY:
                return [Details(ground=ground) for ground in self._grounds()] or [Details()]
            case Action.FIND_FEE:
                return [Details(ground=ground) for ground, _ in fee_grounds(self.file)]
            case Action.VERIFY_IDENTITY:
                return [Details(steps=tuple(step.key for step in steps))]
            case Action.CHECK_STEP:
                return [Details(step=step.key) for step in steps]
            case Action.FULFILL | Action.FULFILL_PARTLY:
                return [Details(), Details(channel="in_person")]
            case Action.DECIDE_CAP:
                return [Details(decision=decision.value) for decision in OVER_CAP]
            case Action.APPROVE_DECISION if self.file.record.proposal:
                return [Details(of=self.file.record.proposal.id)]
            case Action.PROPOSE_DECISION:
                return [Details(decision=decision.value) for decision in PROPOSABLE]
        return [Details()]

    def _grounds(self) -> list[str]:
        """On which a denial could rest, the printed limit among them."""
        grounds = [rule.key for rule, _ in self.assessment.denial.grounds]
        cap = self.assessment.frequency_cap
        return [*grounds, gates.OVER_THE_CAP] if cap is not None and not cap.allowed else grounds
