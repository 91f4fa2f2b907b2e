"""Wrong answers, form by form: a message at the field and in the summary, and what was typed still there."""

from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from requests_app.public.forms import form_class
from requests_app.public.journey import Journey

from .northwind import RULES
from .visitor import ANSWERS

PHONE = {"safe": {"preferred": "phone"}}
PARENT = {"records": {"scope": "health"}, "role": {"role": "parent_or_guardian"}}
MAIL = {"safe": {"preferred": "mail"}}

WRONG: dict[str, tuple[str, str, dict[str, Any], dict[str, Any], str]] = {
    "nothing wished for": ("delete", "want", {}, {}, "Choose at least one thing you would like us to do."),
    "a wish that is not there": ("delete", "want", {}, {"wishes": ["rule_the_world"]}, "Choose from the list."),
    "no records chosen": ("delete", "records", {}, {}, "Choose which records you mean."),
    "no role chosen": ("delete", "role", {}, {}, "Choose whose information this is about."),
    "a role that is none": ("delete", "role", {}, {"role": "king"}, "Choose whose information this is about."),
    "no proof chosen": (
        "delete",
        "authority",
        {"role": {"role": "agent"}},
        {},
        "Choose what you have from the person. If you have nothing yet, say so.",
    ),
    "no name of the person": (
        "delete",
        "person",
        {"role": {"role": "executor"}},
        {"name": "  "},
        "Enter the full name of the person the information is about.",
    ),
    "an age that is no child's": (
        "delete",
        "person",
        PARENT,
        {"name": "Kim", "age": "18"},
        "Enter an age of 17 or less. From 18 on, a person asks for themselves.",
    ),
    "an age that is no number": (
        "delete",
        "person",
        PARENT,
        {"name": "Kim", "age": "nine"},
        "Enter the child's age in years, like 9.",
    ),
    "no way to be reached": ("delete", "safe", {}, {}, "Choose how we may reach you."),
    "no answer wanted, though one is needed": (
        "delete",
        "safe",
        {},
        {"preferred": "none"},
        "Choose how we may reach you.",
    ),
    "no full name": ("delete", "contact", {}, {"email": "pat@mail.example"}, "Enter your full name."),
    "no email address": (
        "delete",
        "contact",
        {},
        {"name": "Pat"},
        "Enter the email address that is safe for us to use.",
    ),
    "a broken email address": (
        "delete",
        "contact",
        {},
        {"name": "Pat", "email": "pat at mail"},
        "Enter an email address like name@example.com.",
    ),
    "a broken phone number": (
        "delete",
        "contact",
        PHONE,
        {"name": "Pat", "phone": "call me", "voicemail": "no"},
        "Enter a phone number with its area code, like 555-010-4477.",
    ),
    "no word on voicemail": (
        "delete",
        "contact",
        PHONE,
        {"name": "Pat", "phone": "555-010-4477"},
        "Choose whether we may leave a message.",
    ),
    "no postal address": (
        "delete",
        "contact",
        MAIL,
        {"name": "Pat"},
        "Enter the address that is safe for us to write to.",
    ),
    "a name that is far too long": (
        "delete",
        "contact",
        {},
        {"name": "P" * 201, "email": "pat@mail.example"},
        "“Your full name” can be at most 200 characters long. Shorten it.",
    ),
    "no place chosen": (
        "delete",
        "fact-residency",
        {},
        {},
        "Choose an answer. If you are not sure, choose “I am not sure”.",
    ),
    "no text where one is needed": (
        "correct",
        "tell-correct",
        {},
        {"text": ""},
        "Tell us in a few words, so that we can do what you ask.",
    ),
    "a text that is far too long": (
        "delete",
        "tell-delete",
        {},
        {"text": "x" * 5001},
        "Your answer can be at most 5000 characters long. Shorten it.",
    ),
    "nowhere to apply it": (
        "opt_out_sale",
        "where",
        {},
        {},
        "Enter one thing we know you by, such as an email address.",
    ),
    "no address to stop": ("opt_out_mail", "where", {}, {}, "Enter the name and address that should get no more mail."),
}


@pytest.mark.parametrize(("wish", "step", "before", "typed", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_answer_gets_a_message_at_the_field_and_in_the_summary(
    wish: str, step: str, before: dict[str, Any], typed: dict[str, Any], message: str
) -> None:
    journey = Journey(RULES, {**ANSWERS, "want": {"wishes": [wish]}, **before})
    assert step in journey.steps
    form = form_class(step)(journey, step=step, data=posted(typed))
    assert not form.is_valid()
    (field,) = (bound for bound in form if message in bound.errors)
    summary = render_to_string("public/parts/problem.html", {"form": form})
    at_field = render_to_string("public/parts/field.html", {"field": field})
    said = message.replace("'", "&#x27;")
    first = f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label
    assert f'<a href="#{first}">{said}</a>' in summary
    assert said in at_field
    assert f'id="{first}"' in at_field
    assert f'{field.auto_id}_error"' in at_field
    for name, value in typed.items():
        if isinstance(value, str):
            assert form[name].value() == value


def posted(typed: dict[str, Any]) -> QueryDict:
    sent = QueryDict(mutable=True)
    for name, value in typed.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return sent
