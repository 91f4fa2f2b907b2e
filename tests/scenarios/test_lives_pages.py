"""A page that says something nobody knows is refused, in words that name its file and line."""

from pathlib import Path

import pytest

from .lives.deeds import DEEDS, details_of
from .lives.life import FOLDER, told
from .lives.page import UnclearPage

PAGE = """\
title: Somebody asks.
because: {rule: They may., section: "1"}
organization: prospect-medical
asked: {right: delete, by: Rosa Reyes, on: 2026-05-01}
tellings:
  - told: It is done.
    steps:
      - {on: 2026-05-04, hana: answers in full, expect: {state: closed}}
"""


def tell(folder: Path, text: str) -> str:
    """What is wrong with such a page."""
    path = folder / "page.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnclearPage) as found:
        list(told(path))
    return str(found.value)


def test_a_whole_page_is_read(tmp_path: Path) -> None:
    path = tmp_path / "page.yaml"
    path.write_text(PAGE, encoding="utf-8")
    [telling] = told(path)
    assert (telling.name, telling.steps[0].actor, telling.steps[0].deed) == (
        "page: It is done.",
        "hana",
        "answers in full",
    )


@pytest.mark.parametrize(
    ("was", "is_now", "words"),
    [
        ("organization:", "organisation:", "page.yaml, line 3: “organisation” means nothing here"),
        ("title: Somebody asks.", "title: A\ntitle: B", "page.yaml, line 2: “title” is said twice."),
        ("by: Rosa Reyes, ", "", "page.yaml, line 4: “by” is missing."),
        ("by: Rosa Reyes", "by: Rosa Reyes, by: Leo", "page.yaml, line 4: “by” is said twice."),
        ('section: "1"', "chapter: 1", "page.yaml, line 2: “chapter” means nothing here"),
        ("hana: answers", "hana: denies, ned: answers", "page.yaml, line 8: a step is taken by one person"),
        ("hana: answers in full, expect: {state: closed}", "words: A", "page.yaml, line 8: nobody does anything here"),
        ("on: 2026-05-04, ", "", "page.yaml, line 8: “on” is missing."),
        ("steps:", "stories:", "page.yaml, line 7: “stories” means nothing here"),
    ],
)
def test_an_unclear_page_is_refused(tmp_path: Path, was: str, is_now: str, words: str) -> None:
    assert words in tell(tmp_path, PAGE.replace(was, is_now, 1))


def test_a_day_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.yaml"
    path.write_text(PAGE.replace("on: 2026-05-04", "on: 2026-02-30"), encoding="utf-8")
    [telling] = told(path)
    with pytest.raises(UnclearPage, match=r"page\.yaml, line 8: “2026-02-30” is no day"):
        _ = telling.steps[0].at


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"colour": "red"}, "here: “colour” cannot be said of this. Known: amount, in writing, through."),
        ({"amount": "24 dollars", "reason": "Work"}, "here: “reason” cannot be said of this."),
    ],
)
def test_a_word_that_the_deed_does_not_know_is_refused(said: dict[str, str], words: str) -> None:
    with pytest.raises(UnclearPage) as found:
        details_of(DEEDS["sends a cost estimate"], said, "here")
    assert words in str(found.value)


def test_a_value_that_cannot_be_is_refused() -> None:
    with pytest.raises(UnclearPage, match="here: “soon” is no value for “new date”"):
        details_of(DEEDS["says that more time is needed"], {"new date": "soon"}, "here")


@pytest.mark.parametrize("organization", ["prospect-medical", "kaiser-permanente"])
def test_both_organizations_are_told_of(organization: str) -> None:
    assert len(list((FOLDER / organization).glob("*.yaml"))) >= 14
