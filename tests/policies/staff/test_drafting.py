from typing import Any

import pytest
from django.test import Client

from organizations.models import Organization
from policies.domain.rules import PartialDate
from policies.models import (
    Extension,
    FactQuestion,
    Pause,
    PolicyVersion,
    ResponseDeadline,
    RestrictionDecision,
    RightGranted,
    SourceText,
    VersionNotice,
    VersionWithdrawal,
)
from policies.projection import read_rules
from policies.selectors import rule_set
from policies.services.drafts import copy_to_draft, save_draft
from policies.staff.version_page import page_url, part_slug, version_url
from tests.policies.conftest import NOW, SYSTEM
from tests.policies.examples import policy

DEADLINE = part_slug(ResponseDeadline)


@pytest.fixture
def successor(published: PolicyVersion) -> PolicyVersion:
    start = PartialDate.parse("2026-07-01")
    return copy_to_draft(published, label="2", effective_from=start, by=SYSTEM, at=NOW)


def sent(row: Any, **changes: Any) -> dict[str, Any]:
    """What the browser sends for a deadline with some fields typed over."""
    kept = {
        "key": row.key,
        "section": row.section,
        "says": row.says,
        "reading_text": row.reading_text,
        "reading_by": row.reading_by,
        "reading_on": row.reading_on or "",
        "rights": row.rights,
        "scopes": row.scopes,
        "within": row.within,
        "roll": row.roll,
        "when": "",
    }
    return {**kept, **changes}


def test_a_published_version_is_copied_to_a_draft(officer_client: Client, published: PolicyVersion) -> None:
    response = officer_client.post(version_url(published, "copy"), {"label": "2", "effective_from": "2026-07"})
    assert response.status_code == 302
    draft = PolicyVersion.objects.get(label="2")
    assert not draft.is_published
    assert draft.month_only
    assert rule_set(draft).rights == rule_set(published).rights


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"label": "2026-01-01", "effective_from": "2026-07-01"}, "There is a version 2026-01-01 already"),
        ({"label": "2", "effective_from": "soon"}, "Expected a date such as"),
        ({"label": "", "effective_from": "2026-07-01"}, "This field is required."),
    ],
)
def test_a_copy_that_cannot_be_is_explained_and_nothing_typed_is_lost(
    officer_client: Client, published: PolicyVersion, typed: dict[str, str], said: str
) -> None:
    page = officer_client.post(version_url(published, "copy"), typed).content.decode()
    assert said in page
    assert f'value="{typed["effective_from"]}"' in page


def test_a_deadline_is_changed_in_the_draft_and_not_in_what_is_published(
    officer_client: Client, published: PolicyVersion, successor: PolicyVersion
) -> None:
    row = ResponseDeadline.objects.get(version=successor)
    address = version_url(successor, "rule-edit", DEADLINE, row.pk)
    response = officer_client.post(address, sent(row, within="30 calendar days", when="age: 17\nin_writing: true"))
    assert response["Location"] == page_url(successor)
    changed = read_rules(successor).deadlines[0]
    assert str(changed.within) == "30 calendar days"
    assert changed.when.terms == (("age", (17,)), ("in_writing", (True,)))
    assert str(rule_set(published).deadlines[0].within) == "45 calendar days"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"within": "30 days"}, "Expected a quantity such as"),
        ({"from_law": "ccpa"}, "Expected a rule of a law such as"),
        ({"within": "", "from_law": ""}, "Give a period, or the law that fills the silence."),
        ({"reading_by": ""}, "A reading needs its words, who read them so and the day, or none of them."),
        ({"when": "age"}, "Expected a line such as"),
        ({"when": "age: old"}, "Expected a whole number for age, not"),
        ({"rights": []}, "This field is required."),
        ({"rights": ["dance"]}, "Select a valid choice."),
    ],
)
def test_a_wrong_value_is_explained_at_its_field(
    officer_client: Client, successor: PolicyVersion, changes: dict[str, Any], said: str
) -> None:
    row = ResponseDeadline.objects.get(version=successor)
    page = officer_client.post(version_url(successor, "rule-edit", DEADLINE, row.pk), sent(row, **changes))
    assert page.status_code == 200
    assert said in page.content.decode()
    assert ResponseDeadline.objects.get(pk=row.pk).within == "45 calendar days"


def test_a_key_is_not_given_twice(officer_client: Client, successor: PolicyVersion) -> None:
    row = ResponseDeadline.objects.get(version=successor)
    page = officer_client.post(version_url(successor, "rule-add", DEADLINE), sent(row))
    assert "Another rule of this kind has this key." in page.content.decode()


def test_a_rule_is_added_at_the_end(officer_client: Client, successor: PolicyVersion) -> None:
    row = ResponseDeadline.objects.get(version=successor)
    officer_client.post(version_url(successor, "rule-add", DEADLINE), sent(row, key="complaints", rights=["complaint"]))
    assert [rule.key for rule in read_rules(successor).deadlines] == ["respond", "acknowledge", "complaints"]


def test_a_question_is_typed_with_its_answers(officer_client: Client, successor: PolicyVersion) -> None:
    typed = {
        "name": "wants",
        "ask": "What do you want?",
        "stated_by": "staff",
        "options": "inspect: See\ncopies: Copies",
    }
    officer_client.post(version_url(successor, "rule-add", part_slug(FactQuestion)), typed)
    assert read_rules(successor).facts[-1].options == (("inspect", "See"), ("copies", "Copies"))


def test_with_a_deadline_go_its_extension_and_pauses(officer_client: Client, successor: PolicyVersion) -> None:
    row = ResponseDeadline.objects.get(version=successor)
    officer_client.post(version_url(successor, "rule-remove", DEADLINE, row.pk), {"confirmed": "on"})
    for table in (ResponseDeadline, Extension, Pause):
        assert not table.objects.filter(version=successor).exists()


def test_a_row_of_another_version_is_not_found(
    officer_client: Client, published: PolicyVersion, successor: PolicyVersion
) -> None:
    row = RightGranted.objects.filter(version=published)[0]
    address = version_url(successor, "rule-edit", part_slug(RightGranted), row.pk)
    assert officer_client.get(address).status_code == 404


def test_label_title_and_first_day_of_a_draft_are_changed(officer_client: Client, successor: PolicyVersion) -> None:
    typed = {"label": "3", "title": "Better", "effective_from": "2026-08"}
    officer_client.post(version_url(successor, "details"), typed)
    successor.refresh_from_db()
    assert (successor.label, successor.title, str(successor.starts)) == ("3", "Better", "2026-08")


def test_a_draft_is_published_after_a_confirmation(officer_client: Client, successor: PolicyVersion) -> None:
    page = officer_client.get(version_url(successor, "publish")).content.decode()
    assert "8 rules, 7 of them not reviewed, govern requests received from Wed 1 July 2026 on" in page
    successor.refresh_from_db()
    assert not successor.is_published
    officer_client.post(version_url(successor, "publish"), {"confirmed": "on"})
    successor.refresh_from_db()
    assert successor.is_published
    assert successor.published_by is not None
    assert successor.published_by.name == "Olga Officer"


def test_what_is_in_the_way_of_publishing_is_told_and_nothing_happens(
    officer_client: Client, northwind: Organization, law: PolicyVersion
) -> None:
    draft = save_draft(policy(ladder=()), organization=northwind, by=SYSTEM, at=NOW)
    page = officer_client.post(version_url(draft, "publish"), {"confirmed": "on"}).content.decode()
    assert "The ladder has no last resort" in page
    draft.refresh_from_db()
    assert not draft.is_published


def test_a_draft_is_deleted_after_a_confirmation(officer_client: Client, successor: PolicyVersion) -> None:
    officer_client.get(version_url(successor, "discard"))
    assert PolicyVersion.objects.filter(pk=successor.pk).exists()
    officer_client.post(version_url(successor, "discard"), {"confirmed": "on"})
    assert not PolicyVersion.objects.filter(pk=successor.pk).exists()


def test_a_person_decides_whether_a_restriction_is_applied(officer_client: Client, published: PolicyVersion) -> None:
    address = version_url(published, "decide", "frequency_cap", "twice")
    assert "This field is required." in officer_client.post(address, {"applied": "", "reason": ""}).content.decode()
    officer_client.post(address, {"applied": "yes", "reason": "Counsel agreed."})
    decision = RestrictionDecision.objects.get(version=published)
    assert decision.applied
    assert decision.by is not None


def test_a_rule_that_restricts_nothing_is_not_decided(officer_client: Client, published: PolicyVersion) -> None:
    address = version_url(published, "decide", "deadline", "respond")
    page = officer_client.post(address, {"applied": "yes", "reason": "x"}).content.decode()
    assert "has no deadline &#x27;respond&#x27; that can be applied or not" in page


def test_a_kind_of_rule_that_does_not_exist_is_not_found(officer_client: Client, published: PolicyVersion) -> None:
    assert officer_client.get(version_url(published, "decide", "surprise", "respond")).status_code == 404


def test_withdrawal_notice_and_text_are_recorded(officer_client: Client, published: PolicyVersion) -> None:
    officer_client.post(version_url(published, "withdraw"), {"from_day": "2027-01-01", "reason": "The service ends."})
    officer_client.post(
        version_url(published, "notice"), {"kind": "new_owner", "posted_on": "2026-02-01", "where": "Home page"}
    )
    officer_client.post(version_url(published, "text"), {"text": "You may ask.", "retrieved_on": "2026-02-01"})
    assert VersionWithdrawal.objects.get(version=published).reason == "The service ends."
    assert VersionNotice.objects.get(version=published).where == "Home page"
    assert SourceText.objects.get(version=published).text == "You may ask."
    page = officer_client.get(page_url(published)).content.decode()
    assert "from Fri 1 January 2027: The service ends." in page
    assert "Notice: ownership changes" in page
    assert "not found in it: 4, 9, 4.1, 4.2, 4.3, 5" in page
