"""Requests that follow from others: with the same receipt and the same versions, under a right of their own. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from policies.domain.facts import FactValue
from policies.domain.terms import Right, Scope


class Link(StrEnum):
    """Why a request was opened from another one."""

    SPLIT = "split"
    CATEGORIES = "categories"
    CHILD_DELETION = "child_deletion"
    COMPLAINT = "complaint"


HIDDEN: Final = frozenset({Link.CHILD_DELETION})
"""Who reported a child is told nothing about the child: such a request is not on their page."""

CHILD_FOUND: Final = "child_under_13_online"


@dataclass(frozen=True, slots=True)
class Follow:
    """What is to be opened, if the version grants it and the submission does not ask for it already."""

    right: Right
    scope: Scope
    link: Link


def after_fact(right: Right, fact: str, value: FactValue) -> Follow | None:
    """A finding that data of a child were collected opens their deletion."""
    if right is Right.CHILD_REPORT and fact == CHILD_FOUND and value is True:
        return Follow(Right.CHILD_DELETION, Scope.SITE_DATA, Link.CHILD_DELETION)
    return None


def after_unverified(right: Right, scope: Scope) -> Follow | None:
    """Specific pieces are not given to somebody unknown; categories may be (11 CCR 7024(a))."""
    if right is Right.KNOW_SPECIFIC:
        return Follow(Right.KNOW_CATEGORIES, scope, Link.CATEGORIES)
    return None


def split_into(right: Right, scope: Scope) -> Follow:
    """Part of one letter, as another right or over other data."""
    return Follow(right, scope, Link.SPLIT)
