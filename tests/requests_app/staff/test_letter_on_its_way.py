"""While a letter is on its way, the case says so and nothing offers to do the same by hand."""

import pytest
from django.test import Client
from django.urls import reverse

from organizations.models import Organization, User
from policies.domain.terms import Right
from requests_app import clock_source
from requests_app.models import LetterKind, PrivacyRequest
from requests_app.services.correspondence import sending
from requests_app.services.delivery import deliver
from tests.mail import MailSink
from tests.requests_app.arrivals import one_request
from tests.requests_app.correspondence.letters import draft

from .pages import LIST, act_url, case_text, case_url, do, text

pytestmark = pytest.mark.django_db

SAYS = "A letter is on its way: “Answer: done”. Closes the request when it has left."


@pytest.fixture
def opt_out(desk: Client, prospect: Organization, handler: User) -> PrivacyRequest:
    """Ready to be answered."""
    request = one_request(prospect, Right.OPT_OUT_SALE, send_acknowledgement=False)
    do(desk, request, "assign", assignee=str(handler.pk))
    do(desk, request, "start-work")
    request.refresh_from_db()
    return request


def first(client: Client, request: PrivacyRequest) -> list[str]:
    return [action.label for action in client.get(case_url(request)).context["page"].first_actions]


def test_an_answer_is_written_before_one_is_recorded(desk: Client, opt_out: PrivacyRequest) -> None:
    page = desk.get(case_url(opt_out)).content.decode()

    assert "Write the answer" in first(desk, opt_out)
    assert "Record that the answer was sent" not in first(desk, opt_out)
    assert act_url(opt_out, "fulfill") in page
    assert reverse("staff:new-letter", args=[opt_out.pk]) in page


def test_nothing_doubles_an_answer_that_is_on_its_way(
    desk: Client, opt_out: PrivacyRequest, handler: User, mail_sink: MailSink
) -> None:
    letter = draft(opt_out, LetterKind.FULFILLED, by=handler)
    assert SAYS not in case_text(desk, opt_out)
    sending.send(letter, by=handler, now=clock_source.now())

    page = case_text(desk, opt_out)
    assert SAYS in page
    assert "A letter that brings this about is on its way." in page
    assert f"Next: {SAYS}" in text(desk.get(reverse(LIST)))
    assert "Write the answer" not in first(desk, opt_out)
    for act in ("fulfill", "deny"):
        assert act_url(opt_out, act) not in desk.get(case_url(opt_out)).content.decode()
        assert "This cannot be done now" in text(desk.get(act_url(opt_out, act)))
    offered = desk.get(reverse("staff:new-letter", args=[opt_out.pk])).context["possible"]
    assert not [line.offer.label for line in offered if line.offer.label.startswith("Answer")]

    deliver()
    assert SAYS not in case_text(desk, opt_out)
    assert "is on its way" not in case_text(desk, opt_out)


def test_a_letter_whose_act_a_rule_forbids_is_greyed_with_the_rule(desk: Client, deletion: PrivacyRequest) -> None:
    response = desk.get(reverse("staff:new-letter", args=[deletion.pk]))
    greyed = {line.offer.label: line for line in response.context["impossible"]}

    assert "identity has not been established" in greyed["Answer: done"].why_not
    assert greyed["Answer: done"].because
    assert reverse("staff:begin-letter", args=[deletion.pk, "fulfilled"]) not in response.content.decode()
    assert reverse("staff:begin-letter", args=[deletion.pk, "denied"]) in response.content.decode()
