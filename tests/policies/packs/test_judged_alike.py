"""A pack judges a case the same before and after it became a document: nothing is lost in publishing."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from policies.assess_lines.sources import PackVersions
from policies.domain.assessment import assess
from policies.domain.case import Case
from policies.domain.document import from_document, to_document
from policies.domain.terms import Right, Role, Scope
from policies.domain.versions import in_force
from policies.legal_calendar import calendar_of

DAY = dt.date(2026, 5, 1)
SOURCE = PackVersions()


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("pack", SOURCE.packs())
def test_a_pack_and_its_document_give_the_same_answer_for_every_role(pack: str, role: Role) -> None:
    found = in_force(SOURCE.versions(pack), DAY)
    assert found is not None
    rules = found.version
    published = from_document(to_document(rules))
    laws = {law: held.version for law in rules.laws_named() if (held := in_force(SOURCE.versions(law), DAY))}
    for right in Right:
        for scope in Scope:
            case = Case(
                right=right, scope=scope, received_on=DAY, zone=ZoneInfo("America/Los_Angeles"), requester_role=role
            )
            before = assess(case, rules, laws, calendar_of("US"))
            after = assess(case, published, laws, calendar_of("US"))
            assert before == after, f"{right} over {scope}"
