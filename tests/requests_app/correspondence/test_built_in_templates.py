"""Every letter can be written for every right of every version, in both languages."""

import re
import tomllib

import pytest

from organizations.models import Organization
from policies.domain.terms import Right, Scope
from policies.selectors import rule_set
from requests_app import languages, wording, wording_es
from requests_app.domain.refusals import Blocked
from requests_app.models import LetterKind, PrivacyRequest
from requests_app.services.arrival import RequesterDetails
from requests_app.services.correspondence import templates
from requests_app.services.correspondence.kinds import KINDS, text_of
from requests_app.services.correspondence.pieces import FOLDER, help_lines
from tests.requests_app.arrivals import one_request

from .letters import answer_due, draft, words

PIECES = {language: tomllib.loads((FOLDER / f"{language}.toml").read_text()) for language in languages.SPOKEN}
PLACE = re.compile(r"\{\w+\}")
ANSWERS = [kind for kind in LetterKind if KINDS[kind].is_answer]
ON_THE_WAY = [kind for kind in LetterKind if not KINDS[kind].is_answer]


@pytest.mark.parametrize("language", languages.SPOKEN)
@pytest.mark.parametrize("kind", LetterKind)
def test_each_has_a_place_for_what_it_must_say_and_no_other(kind: LetterKind, language: str) -> None:
    found = templates.built_in(kind.value, language)
    assert templates.check_wording(KINDS[kind], found.subject, found.body) == {}


@pytest.mark.parametrize("language", languages.SPOKEN)
def test_so_has_the_letter_to_who_reported_a_child(language: str) -> None:
    key, kind = text_of(LetterKind.DENIED, Right.CHILD_REPORT)
    found = templates.built_in(key, language)
    assert templates.check_wording(kind, found.subject, found.body) == {}


def test_both_languages_have_the_same_sentences_with_the_same_places() -> None:
    english, spanish = (_places(PIECES[language]) for language in languages.SPOKEN)
    assert english == spanish


def _places(groups: dict[str, dict[str, str]]) -> dict[tuple[str, str], list[str]]:
    named = ((group, name, text) for group, texts in groups.items() for name, text in texts.items())
    return {(group, name): sorted(PLACE.findall(text)) for group, name, text in named}


def test_both_languages_have_the_same_letters_with_the_same_places() -> None:
    for key in templates.BUILT_IN:
        english, spanish = (templates.built_in(key, language) for language in languages.SPOKEN)
        assert PLACE.findall(english.body) == PLACE.findall(spanish.body), key
        assert english.body.count("\n# ") == spanish.body.count("\n# "), key


def test_every_word_of_the_closed_lists_is_said_in_spanish() -> None:
    for name in ("RIGHTS", "SCOPES", "OUTCOMES", "FEE_GROUNDS", "STEP_METHODS"):
        assert set(getattr(wording_es, name)) == set(getattr(wording, name)), name
    assert set(languages.STEPS) == set(wording_es.STEP_METHODS)
    assert set(languages.HEALTH) == set(wording_es.HEALTH)


def test_each_language_help_line_says_whom_to_call() -> None:
    for language, lines in help_lines().items():
        assert set(lines) == {"with", "without"}, language
        assert "{number}" in lines["with"], language
        assert "{" not in lines["without"], language


def all_requests(organization: Organization, language: str) -> list[PrivacyRequest]:
    """One for each right that the organization's version grants over each scope."""
    version = rule_set(organization.policies.get(is_main=True).versions.get())
    granted = {(rule.right, scope) for rule in version.rights for scope in rule.scopes}
    by = RequesterDetails(name="Rosa Reyes", email="rosa@reyes.example", language=language)
    return [
        one_request(organization, right, scope, requester=by, send_acknowledgement=False)
        for right, scope in sorted(granted)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("language", languages.SPOKEN)
def test_every_answer_can_be_given_to_every_right(prospect: Organization, kaiser: Organization, language: str) -> None:
    for request in (*all_requests(prospect, language), *all_requests(kaiser, language)):
        for kind in ANSWERS:
            text = words(draft(request, kind))
            whole = f"{text.subject}\n{text.body}"
            assert not set("{}") & set(whole), (request.right, kind)
            if request.right != Right.CHILD_REPORT:
                asked = languages.asked_for(Right(request.right), Scope(request.scope), language)
                assert asked in text.body, (request.right, kind)


@pytest.mark.django_db
@pytest.mark.parametrize("language", languages.SPOKEN)
def test_what_is_mailed_on_the_way_never_names_the_right(
    prospect: Organization, kaiser: Organization, language: str
) -> None:
    mailed = [kind for kind in ON_THE_WAY if kind is not LetterKind.EXTENSION]
    for request in (*all_requests(prospect, language), *all_requests(kaiser, language)):
        asked = languages.asked_for(Right(request.right), Scope(request.scope), language)
        telling = {asked, wording.RIGHTS[Right(request.right)].name, wording.RIGHTS[Right(request.right)].wish}
        for kind in mailed:
            text = words(draft(request, kind))
            whole = f"{text.subject}\n{text.body}".lower()
            assert not set("{}") & set(whole), (request.right, kind)
            assert not [each for each in telling if each.lower() in whole], (request.right, kind)
            assert not re.search(r"delet|borr|health record|expediente|rosa", whole), (request.right, kind)


@pytest.mark.django_db
@pytest.mark.parametrize("language", languages.SPOKEN)
def test_every_extension_that_can_be_sent_names_both_dates_and_never_the_right(
    prospect: Organization, kaiser: Organization, language: str
) -> None:
    sent = 0
    for request in (*all_requests(prospect, language), *all_requests(kaiser, language)):
        try:
            text = words(draft(request, LetterKind.EXTENSION))
        except Blocked:
            continue
        sent += 1
        assert languages.day(answer_due(request), language) in text.body
        assert languages.asked_for(Right(request.right), Scope(request.scope), language) not in text.body
        assert not re.search(r"delet|borr|health record|expediente|rosa", text.body.lower()), request.right
    assert sent >= 4
