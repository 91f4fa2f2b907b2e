"""The picture in the documentation shows what the table of transitions says today."""

from pathlib import Path
from xml.etree import ElementTree

from django.conf import settings

from requests_app.domain.lifecycle import STATE_WORDS, TRANSITIONS, Goes
from requests_app.lifecycle_picture import ARROWS, arrows, document, picture, words

DOCS = Path(settings.BASE_DIR) / "docs"


def test_the_documentation_is_current() -> None:
    hint = "draw it again: bin/manage draw_lifecycle"
    assert (DOCS / "images/lifecycle.svg").read_text() == picture(), hint
    assert (DOCS / "life-of-a-request.md").read_text() == document(), hint


def test_every_state_and_every_step_between_states_is_in_the_picture() -> None:
    drawn = " ".join(ElementTree.fromstring(picture()).itertext())  # noqa: S314 - our own
    assert all(state in drawn for state in STATE_WORDS.values())
    moving = [action for action, line in TRANSITIONS.items() if line.target is not Goes.STAYS]
    assert all(words(action) in drawn for action in moving)
    assert set(arrows()) == set(ARROWS)


def test_every_action_has_its_line_in_the_table() -> None:
    page = document()
    assert all(f"| {words(action)} |" in page for action in TRANSITIONS)
