"""Whatever is sent to a question page, it is answered with a message or kept: it never raises."""

import datetime as dt
import json
from typing import Any
from uuid import uuid4

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from organizations.models import Organization
from policies.domain.facts import check_value
from requests_app.public.arriving_form import arrival_of
from requests_app.public.expected import expected
from requests_app.public.forms import form_class
from requests_app.public.journey import SHAPE, Journey
from requests_app.public.summary import rows
from requests_app.public.wishes import WISH_BY_KEY, offered
from requests_app.services.arrival_check import problems

from .northwind import RULES
from .test_promises import promises

NOW = dt.datetime(2026, 4, 16, 18, tzinfo=dt.UTC)
PLACE = Organization(slug="northwind", name="Northwind", timezone="America/Los_Angeles")
TOLD = promises()

WORDS = st.sampled_from(
    ["self", "agent", "executor", "site", "both", "email", "phone", "mail", "none", "yes", "no", "unsure", "US-CA",
     "signed_permission", "pat@mail.example", "555-010-4477", "9", "-1", "inspect", "all", "en", "es", "other", ""]
)  # fmt: skip
VALUES = st.one_of(WORDS, st.text(max_size=40))
NAMES = st.sampled_from(
    ["scope", "role", "proof", "name", "age", "preferred", "email", "phone", "voicemail", "postal_address", "value",
     "text", "post", "identifier", "known_by", "plain_envelope", "note", "language", "other_language", "interpreter"]
)  # fmt: skip
WISHES = st.lists(st.sampled_from([wish.key for wish in offered(RULES)]), min_size=1, max_size=4, unique=True)
SENT = st.lists(st.dictionaries(NAMES, VALUES, max_size=8), min_size=1, max_size=12)


def posted(data: dict[str, str]) -> QueryDict:
    sent = QueryDict(mutable=True)
    sent.update(data)
    return sent


@given(wishes=WISHES, pages=SENT)
def test_any_answers_are_refused_with_words_or_kept_as_plain_json(
    wishes: list[str], pages: list[dict[str, str]]
) -> None:
    answers: dict[str, dict[str, Any]] = {"want": {"wishes": wishes}}
    for data in pages:
        journey = Journey(RULES, answers)
        step = journey.missing
        if step is None:
            break
        form = form_class(step)(journey, step=step, data=posted(data))
        if form.is_valid():
            answers[step] = json.loads(json.dumps(form.answer()))
            assert Journey(RULES, answers).is_answered(step)
        else:
            assert all(str(message).strip() for messages in form.errors.values() for message in messages)


@given(
    wishes=WISHES,
    role=st.sampled_from(["self", "minor_self", "agent", "attorney_in_fact", "parent_or_guardian", "executor"]),
    scope=st.sampled_from(["site", "health", "both"]),
    preferred=st.sampled_from(["email", "phone", "mail", "none"]),
    residency=st.sampled_from(["US-CA", "other", None]),
    language=st.sampled_from(["", "en", "es", "other"]),
    named=st.text(max_size=60),
)
def test_every_complete_journey_makes_an_arrival_that_can_be_taken_in(
    wishes: list[str], role: str, scope: str, preferred: str, residency: str | None, language: str, named: str
) -> None:
    answers: dict[str, dict[str, Any]] = {
        "want": {"wishes": wishes},
        "records": {"scope": scope},
        "role": {"role": role},
        "person": {"name": "Ana", "age": 9},
        "safe": {"preferred": preferred},
        "contact": {
            "name": "Pat",
            "email": "pat@mail.example",
            "language": language,
            "other_language": named,
            "interpreter": named,
        },
        "fact-residency": {"value": residency},
    }
    journey = Journey(RULES, answers)
    arrival = arrival_of(journey, organization=PLACE, draft_id=uuid4(), at=NOW, suspicions=())
    assert problems(arrival, now=NOW) == {}
    assert len(arrival.asks) == len(journey.asked) >= len(wishes)
    for ask in arrival.asks:
        for name, value in ask.facts.items():
            check_value(name, value)
    for row in rows(journey):
        assert row.name
        assert row.said
    for each in expected(journey, TOLD):
        assert each.answer is None or each.answer.due_on >= TOLD.today
        assert each.answer is not None or each.note


@given(
    st.dictionaries(
        st.sampled_from(["want", "role", "safe", "contact", "person", "records"]), st.dictionaries(NAMES, VALUES)
    )
)
def test_a_journey_of_any_answers_has_questions_and_an_end(answers: dict[str, dict[str, Any]]) -> None:
    journey = Journey(RULES, {**answers, "want": {"wishes": list(WISH_BY_KEY)[:3], SHAPE: ""}})
    assert len(set(journey.steps)) == len(journey.steps)
    assert journey.steps[0] == "want"
    assert journey.after(journey.steps[-1]) is None
