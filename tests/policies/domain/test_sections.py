import dataclasses

import pytest

from policies.domain.sections import headings, sections_not_found
from tests.policies.examples import POLICY, policy

TEXT = """
YOUR   RIGHTS
You may ask us to delete.
How to reach us
"""


@pytest.mark.parametrize(
    ("section", "found"),
    [
        ("Your rights", True),
        ("4. Your rights", True),
        ("4.1 Your Rights: How to reach us", True),
        ("Your rights; Cookies", False),
        ("Your rights (no period)", True),
        ("(not in the text)", True),
        ("Cookies", False),
    ],
)
def test_a_section_is_looked_up_by_its_headings(section: str, found: bool) -> None:
    right = dataclasses.replace(POLICY.rights[0], section=section)
    rules = policy(rights=(right,), deadlines=(), frequency_caps=())
    assert (sections_not_found(rules, TEXT) == ()) is found


def test_what_is_not_found_is_named_once_and_targets_are_not_looked_up() -> None:
    rules = policy(rights=(POLICY.rights[0],) * 2, deadlines=(), frequency_caps=())
    right = dataclasses.replace(POLICY.rights[0], section="Cookies")
    assert sections_not_found(dataclasses.replace(rules, rights=(right, right)), TEXT) == ("Cookies",)


def test_a_number_alone_is_a_heading() -> None:
    assert headings("4.1") == ["4.1"]
    assert headings("11. Opt out: Mail (no period)") == ["Opt out", "Mail"]
