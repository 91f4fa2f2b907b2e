"""Every story through the pure core, from the packs on disk."""

from typing import Any

import pytest

from policies.assess_lines.sources import PackVersions
from policies.domain.assessment import assess
from policies.domain.case import Case, CaseEvent, EarlierRequest
from policies.domain.facts import Fact
from policies.domain.situation import Situation
from policies.domain.terms import VERIFIED_BY_DEFAULT, EventType, Outcome, Right, Role, Scope
from policies.domain.versions import in_force
from policies.legal_calendar import calendar_of
from requests_app.domain.gates import Attempt, block
from requests_app.domain.lifecycle import Action
from requests_app.services.details import Details

from .story import ZONE, Story, check, instant, stories

SOURCE = PackVersions()


def event(data: dict[str, Any]) -> CaseEvent:
    more = {k: v for k, v in data.items() if k not in {"at", "what"}}
    return CaseEvent(type=EventType(data["what"]), at=instant(data["at"]), **more)


def earlier(number: int, data: dict[str, Any]) -> EarlierRequest:
    outcome = Outcome(data["outcome"])
    return EarlierRequest(
        right=Right(data["right"]),
        received_on=data["received"],
        outcome=outcome,
        submission=f"S{number}",
        verified=outcome in VERIFIED_BY_DEFAULT,
    )


def case_of(story: Story) -> Case:
    facts = {name: Fact(value) for name, value in (story.known or {}).items()}
    facts |= {name: Fact(value, "R. Ito", "Seen on file") for name, value in (story.found or {}).items()}
    return Case(
        right=Right(story.right),
        scope=Scope(story.scope or "site_data"),
        received_on=story.received_at.date(),
        zone=ZONE,
        requester_role=Role(story.who or "self"),
        facts=facts,
        events=tuple(event(data) for data in story.happens or ()),
        earlier_requests=tuple(earlier(n, data) for n, data in enumerate(story.earlier or ())),
        as_of=instant(story.looked_at) if story.looked_at else None,
    )


@pytest.mark.parametrize("story", stories(), ids=lambda story: story.title[:60])
def test_story(story: Story) -> None:
    case = case_of(story)
    governing = in_force(SOURCE.versions(story.policy), case.received_on)
    assert governing is not None, story.title
    rules = governing.version
    at_hand = {pack: in_force(SOURCE.versions(pack), case.received_on) for pack in rules.laws_named()}
    laws = {pack: law.version for pack, law in at_hand.items() if law}
    answer = assess(case, rules, laws, calendar_of("US"))
    check(story, answer)
    situation = Situation.of(case, rules, laws, calendar_of("US"))
    for action, said, why in story.refusals:
        found = block(Attempt(action=Action(action), situation=situation, assessment=answer, said=Details(**said)))
        assert found is not None, f"{story.title} ({action})"
        assert why in found.why, f"{story.title} ({action})"
