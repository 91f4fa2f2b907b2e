"""What a version promises, read for the public: every line with its source, nothing that is meant for staff."""

import datetime as dt
from zoneinfo import ZoneInfo

from policies.domain.rules import RuleSet
from policies.domain.terms import NoteTopic, Role
from policies.legal_calendar import calendar_of
from policies.loader import load_library
from requests_app.public.promises import Promises, period_words

from .northwind import LAW, RULES

TODAY = dt.date(2026, 4, 16)


def promises(rules: RuleSet = RULES, *laws: RuleSet, today: dt.date = TODAY) -> Promises:
    held = {law.pack: law for law in laws or (LAW,)}
    return Promises("Northwind", rules, held, calendar_of("US"), ZoneInfo("America/Los_Angeles"), today)


def test_each_period_is_said_once_with_what_it_is_for_and_the_date_it_gives_today() -> None:
    times = {time.within: time for time in promises().answer_times()}
    assert times["45 days"].day == "Sun 31 May 2026"
    assert "Delete information" in times["45 days"].labels
    assert times["15 business days"].day == "Thu 7 May 2026"


def test_what_has_no_date_comes_last_and_says_so() -> None:
    last = promises().answer_times()[-1]
    assert (last.within, last.date) == ("", None)
    assert "Complain about privacy" in last.labels


def test_an_earlier_date_that_hangs_on_a_fact_stands_beside_the_sure_one() -> None:
    (line,) = (time for time in promises().answer_times() if "Show or copy health records" in time.labels)
    assert line.within == "30 days"
    (term,) = line.sooner
    assert (term.label, term.within, term.source.title) == ("Show or copy health records", "5 business days", LAW.title)


def test_who_may_ask_is_said_in_words() -> None:
    who = dict(promises().who_may_ask())
    assert "Delete information" in who["People who live in California"]
    assert "Stop emails" in who["Anyone"]


def test_every_source_names_the_policy_its_version_and_the_place() -> None:
    (line, *_) = promises().limits()
    assert line.source.place == "Northwind, Northwind privacy policy (2026-01-01): 9"


def test_notes_for_staff_and_readings_are_nowhere() -> None:
    told = promises()
    shown = repr(
        (told.offers(), told.answer_times(), told.limits(), told.fees(), told.needed(), told.notes(*NoteTopic))
    )
    assert "stale" not in shown
    assert "not for the public" not in shown


def test_only_what_holds_for_a_role_is_asked_of_it() -> None:
    assert [step.key for step in promises().authority(Role.AGENT)] == ["agent"]
    assert promises().authority(Role.EXECUTOR) == ()


def test_calendar_days_are_called_days_and_business_days_by_their_name() -> None:
    (deadline, *_) = (rule for rule in RULES.deadlines if rule.key == "respond")
    assert period_words(deadline.within) == "45 days"
    (sale,) = (rule for rule in RULES.deadlines if rule.key == "stop_sale")
    assert period_words(sale.within) == "15 business days"
    assert period_words(None) == ""


def test_the_shipped_policies_can_be_read_for_the_public() -> None:
    library = load_library()
    laws = [versions[-1] for pack, versions in library.versions.items() if pack.startswith("law/")]
    for pack in ("prospect-medical/privacy-policy", "kaiser-permanente/privacy-statement"):
        told = promises(library.versions[pack][-1], *laws)
        assert told.answer_times()[0].date is not None
        assert told.needed()
        assert told.channels()


def test_prospect_medicals_answer_is_due_after_45_days() -> None:
    told = promises(load_library().versions["prospect-medical/privacy-policy"][-1], today=dt.date(2026, 5, 1))
    (line,) = (time for time in told.answer_times() if "Delete information" in time.labels)
    assert (line.within, line.day) == ("45 days", "Mon 15 June 2026")
