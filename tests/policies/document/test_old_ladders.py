"""What the ladder has learnt since changes nothing of what was published before."""

import json

import pytest

from policies.domain.document import from_document, to_document
from policies.domain.periods import Period
from policies.domain.rules import Rung
from policies.domain.terms import Recipient, RungDoes
from tests.policies.examples import policy

OLD = '{"anchor":"before","before":"3 business days","percent":null,"repeat":null,"to":"supervisor"}'
"""A rung as documents had it when they could say no more."""


def test_an_old_rung_loads_to_the_same_value() -> None:
    rung = Rung(anchor="before", before=Period.parse("3 business days"), to=Recipient.SUPERVISOR)
    outer = json.loads(to_document(policy()))
    outer["rules"]["ladder"] = [json.loads(OLD)]
    read = from_document(json.dumps(outer))
    assert read.ladder == (rung,)
    assert read.ladder[0].name == "3 business days before"
    assert read.ladder[0].do == (RungDoes.NOTIFY,)


@pytest.mark.parametrize("named", ["records_desk", ""])
def test_a_rung_for_a_team_reads_back(named: str) -> None:
    rung = Rung(anchor="due", to=Recipient.TEAM if named else Recipient.SUPERVISOR, named=named)
    assert from_document(to_document(policy(ladder=(rung,)))).ladder == (rung,)
