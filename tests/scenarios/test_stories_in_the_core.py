"""Every story through the pure core, from the packs on disk."""

import pytest

from policies.assess_lines.sources import PackVersions
from policies.domain.assessment import assess
from policies.domain.case import Case, CaseEvent, EarlierRequest
from policies.domain.facts import Fact
from policies.domain.terms import VERIFIED_BY_DEFAULT, EventType, Outcome, Right, Role, Scope
from policies.domain.versions import in_force
from policies.holidays_source import calendar_of

from .story import ZONE, check, instant, stories

SOURCE = PackVersions()


def event(data):
    more = {k: v for k, v in data.items() if k not in {"at", "what"}}
    return CaseEvent(type=EventType(data["what"]), at=instant(data["at"]), **more)


def earlier(number, data):
    outcome = Outcome(data["outcome"])
    return EarlierRequest(
        right=Right(data["right"]),
        received_on=data["received"],
        outcome=outcome,
        submission=f"S{number}",
        verified=outcome in VERIFIED_BY_DEFAULT,
    )


def case_of(story):
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
def test_story(story):
    case = case_of(story)
    rules = in_force(SOURCE.versions(story.policy), case.received_on).version
    found = {pack: in_force(SOURCE.versions(pack), case.received_on) for pack in rules.laws_named()}
    laws = {pack: law.version for pack, law in found.items() if law}
    check(story, assess(case, rules, laws, calendar_of("US")))
