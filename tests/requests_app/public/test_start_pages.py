"""The list of organizations and each one's start page: what the version in force promises, in plain words."""

import pytest
from django.template.loader import render_to_string
from pytest_django.fixtures import Settings

from organizations.models import Organization
from requests_app.public.promises import AnswerTime, Source, Term

from .visitor import Visitor


def test_the_first_page_lists_the_organizations_and_says_which_are_examples(pat: Visitor) -> None:
    pat.get("/")
    assert "Prospect Medical example" in pat.text
    assert "Kaiser Permanente example" in pat.text


def test_prospect_medicals_page_says_when_the_answer_comes_and_where_that_stands(pat: Visitor) -> None:
    pat.get("/prospect-medical/")
    assert "our answer is due by Mon 15 June 2026" in pat.text
    assert "Prospect Medical, Privacy Policy (2020-01-01): CALIFORNIA RESIDENTS: Consumer Rights" in pat.text


def test_prospect_medicals_page_says_who_may_ask_and_prints_limits_and_costs(pat: Visitor) -> None:
    pat.get("/prospect-medical/")
    assert "People who live in California can ask us to" in pat.text
    assert "at most two requests" in pat.text
    assert "Free, unless a request is excessive, repetitive or unfounded" in pat.text


def test_other_channels_are_named_with_phone_tty_and_address(pat: Visitor) -> None:
    assert "844.763.8442" in pat.get("/prospect-medical/").text
    kaiser = pat.get("/kaiser-permanente/").text
    assert "TTY: 711" in kaiser
    assert "4460 Hacienda Drive" in kaiser


@pytest.mark.parametrize("offered", [True, False])
def test_other_ways_and_opt_outs_are_told_of_where_there_are_any(pat: Visitor, offered: bool) -> None:
    channels = [("Phone", {"value": "555-0100"})] if offered else []
    context = {"organization": pat.organization, "channels": channels, "opt_outs": offered, "needed": ("x",)}
    page = render_to_string("public/start.html", context)
    assert ("Other ways to ask" in page) is offered
    assert ("sale or sharing" in page) is offered
    assert ("For the other requests" in page) is offered


def test_who_has_asked_already_finds_the_way_to_the_status_page(pat: Visitor) -> None:
    pat.get("/prospect-medical/")
    assert "Already asked? See where your request stands" in pat.text
    assert pat.page.count('href="/prospect-medical/status/"') == 2  # there and at the foot


def test_a_date_that_holds_in_some_cases_is_told_in_a_sentence(pat: Visitor) -> None:
    time = AnswerTime(
        "", None, ["Get a copy"], [], [Term("Get a copy", "15 days", None, Source("A", "1", "2", "Says."))]
    )
    page = render_to_string("public/start.html", {"organization": pat.organization, "times": [time]})
    assert "In some cases there is a date." in page
    assert "The policy names no date." not in page


def test_the_version_is_named_as_it_is_printed(pat: Visitor) -> None:
    assert "version 2020-01-01, in force since Wed 1 January 2020" in pat.get("/prospect-medical/").text
    assert "version 1.8, in force since October 2021" in pat.get("/kaiser-permanente/").text


def test_readings_and_flags_for_staff_are_not_on_the_page(pat: Visitor) -> None:
    for slug in ("prospect-medical", "kaiser-permanente"):
        page = pat.get(f"/{slug}/").page
        assert "Duly project" not in page
        assert "not reviewed" not in page.lower()
        assert "own target" not in page.lower()


def test_agents_are_told_what_they_may_be_asked_to_show(pat: Visitor) -> None:
    pat.get("/prospect-medical/for-someone-else/")
    assert "permission signed by the person" in pat.text
    assert "The person you act for is not asked to confirm it" in pat.text


def test_until_an_operator_attests_every_page_says_that_it_is_an_example(pat: Visitor) -> None:
    for path in ("", "for-someone-else/", "ask/"):
        pat.get(f"/prospect-medical/{path}")
        assert "not operated by or affiliated with Prospect Medical" in pat.text
        assert '<meta name="robots" content="noindex, nofollow">' in pat.page
        assert pat.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_once_attested_the_notice_is_gone_and_the_start_page_may_be_found(pat: Visitor, settings: Settings) -> None:
    settings.DULY_ACTS_FOR = ["prospect-medical"]
    pat.get("/prospect-medical/")
    assert "example" not in pat.page.lower().replace("for example", "")
    assert "X-Robots-Tag" not in pat.headers
    assert "example" in pat.get("/kaiser-permanente/").text


def test_the_form_itself_is_never_indexed_or_kept(pat: Visitor, settings: Settings) -> None:
    settings.DULY_ACTS_FOR = ["prospect-medical"]
    pat.begin()
    assert pat.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in pat.headers["Cache-Control"]


def test_nothing_inline_and_nothing_from_elsewhere_is_loaded(pat: Visitor) -> None:
    pat.get("/prospect-medical/")
    policy = pat.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "style=" not in pat.page
    assert "http://" not in pat.page.replace("http://www.w3.org", "")


def test_the_accent_is_a_stylesheet_of_its_own(pat: Visitor) -> None:
    pat.get("/prospect-medical/accent.css")
    assert pat.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "#1d5c4d" in pat.page


def test_an_unknown_organization_is_not_found(pat: Visitor) -> None:
    pat.get("/acme/")
    assert pat.status == 404
    assert "There is no page at this address." in pat.text


def test_an_organization_without_a_policy_in_force_says_so(pat: Visitor) -> None:
    Organization.objects.create(
        slug="acme",
        name="Acme",
        timezone="America/Los_Angeles",
        contact_phone="555-0100",
    )
    for path in ("", "for-someone-else/", "ask/"):
        pat.get(f"/acme/{path}")
        assert pat.status == 404
        assert "no privacy policy in force" in pat.text
        assert "555-0100" in pat.text


@pytest.mark.parametrize(
    "path", ["", "prospect-medical/", "prospect-medical/for-someone-else/", "prospect-medical/ask/"]
)
def test_every_page_has_a_language_a_title_a_skip_link_and_one_heading(pat: Visitor, path: str) -> None:
    pat.get(f"/{path}")
    assert '<html lang="en">' in pat.page
    assert pat.title
    assert pat.page.count("<h1") == 1
    assert 'class="skip" href="#main"' in pat.page
