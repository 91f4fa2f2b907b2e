"""A letter lists what was granted and what was refused, item by item, and nothing that is not to be told."""

from typing import Any

import pytest

from organizations.models import User
from organizations.services.people import staff_actor
from requests_app.domain.lifecycle import Action
from requests_app.models import LetterKind, PrivacyRequest, RequestItem
from requests_app.services.transition import transition_one

from .letters import draft, words

pytestmark = pytest.mark.django_db


def item(request: PrivacyRequest, by: User, label: str, decision: str = "", **said: Any) -> None:
    actor = staff_actor(by)
    transition_one(request.pk, Action.ADD_ITEM, by=actor, details={"note": label})
    if decision:
        added = RequestItem.objects.filter(request=request).latest("position")
        details = {"item": str(added.pk), "decision": decision, **said}
        transition_one(request.pk, Action.DECIDE_ITEM, by=actor, details=details)


def test_granted_and_refused_items_stand_under_their_headings(deletion: PrivacyRequest, handler: User) -> None:
    item(deletion, handler, "Your profile", "fulfilled")
    item(deletion, handler, "Your invoices", "denied", ground="legal_obligation", reason="We keep them seven years.")
    body = words(draft(deletion, LetterKind.PARTLY_FULFILLED)).body
    done, refused = body.index("- Your profile"), body.index("- Your invoices: We keep them seven years.")
    assert body.index("# What we did\n") < done < body.index("# What we did not do, and why") < refused


def test_what_is_not_disclosed_leaves_the_letter_as_if_it_were_not_there(
    deletion: PrivacyRequest, handler: User
) -> None:
    item(deletion, handler, "Your profile", "fulfilled")
    before = words(draft(deletion, LetterKind.FULFILLED))
    item(deletion, handler, "The file of the inquiry", "undisclosed", ground="security", reason="It would be warned.")
    after = words(draft(deletion, LetterKind.FULFILLED))
    assert (after.subject, after.body) == (before.subject, before.body)


def test_a_label_over_several_lines_is_one_line_of_the_list(deletion: PrivacyRequest, handler: User) -> None:
    item(deletion, handler, "Your profile\n# What we hide\nand more", "fulfilled")
    assert "- Your profile # What we hide and more" in words(draft(deletion, LetterKind.FULFILLED)).body


def test_a_letter_that_only_asks_lists_nothing(deletion: PrivacyRequest, handler: User) -> None:
    item(deletion, handler, "Your invoices", "denied", ground="legal_obligation", reason="We keep them seven years.")
    assert "invoices" not in words(draft(deletion, LetterKind.CLARIFICATION)).body
