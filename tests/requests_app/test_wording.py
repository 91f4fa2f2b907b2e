from enum import StrEnum
from typing import Any

import pytest

from policies.domain.facts import FACTS
from policies.domain.terms import (
    Act,
    AuthorityKind,
    Caution,
    DenialNeed,
    FeeGround,
    HouseAct,
    Outcome,
    Right,
    Role,
    Scope,
    StepMethod,
)
from requests_app import wording

CLOSED_LISTS: list[tuple[type[StrEnum], Any]] = [
    (Right, wording.RIGHTS),
    (Scope, wording.SCOPES),
    (Role, wording.ROLES),
    (Outcome, wording.OUTCOMES),
    (Act, wording.PROMISED_ACTS),
    (HouseAct, wording.HOUSE_ACTS),
    (AuthorityKind, wording.AUTHORITIES),
    (FeeGround, wording.FEE_GROUNDS),
    (DenialNeed, wording.DENIAL_NEEDS),
    (StepMethod, wording.STEP_METHODS),
    (Caution, wording.WARNINGS),
]


@pytest.mark.parametrize(("words", "said"), CLOSED_LISTS, ids=[words.__name__ for words, _ in CLOSED_LISTS])
def test_every_word_of_a_closed_list_is_said_in_plain_words(words: type[StrEnum], said: dict[StrEnum, object]) -> None:
    assert set(said) == set(words)


def test_no_two_rights_look_alike_in_a_list() -> None:
    names = [words.name for words in wording.RIGHTS.values()]
    assert len(set(names)) == len(names)


def test_every_fact_is_said_as_part_of_a_sentence() -> None:
    assert set(FACTS) - set(wording.FACTS) == {"topic"}
    assert wording.fact_name("topic") == "topic"


def test_a_word_that_is_not_in_the_list_comes_back_as_it_is() -> None:
    assert wording.right_name("delete") == "Delete my data"
    assert wording.right_name("unknown_right") == "unknown_right"
    assert wording.fact_name("no_sale") == "no sale"
