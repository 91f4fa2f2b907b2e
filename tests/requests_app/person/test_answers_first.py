"""On the status page an answer that can be read now is a button, and comes first."""

from django.utils import timezone

from organizations.models import User
from policies.domain.terms import Right
from records.chain import Actor
from requests_app.models import Letter, LetterKind, PrivacyRequest
from requests_app.services import contact_change
from requests_app.services.arrival import ContactBy, RequesterDetails, SafeContact
from requests_app.services.contact_change import NewContact
from requests_app.services.correspondence import sending
from tests.requests_app.arrivals import received
from tests.requests_app.correspondence.letters import draft
from tests.requests_app.public.visitor import Visitor

from .desk import opens, verify

STATUS = "/prospect-medical/status/"
POST = SafeContact(preferred=ContactBy.MAIL)
ROSA = RequesterDetails(name="Rosa Reyes", postal_address="1 Main St, Culver City")


def answered(request: PrivacyRequest, by: User, actor: Actor) -> Letter:
    verify(request, actor)
    letter = draft(request, LetterKind.FULFILLED, by=by, now=timezone.now())
    sending.send(letter, by=by, now=timezone.now())
    return sending.posted(letter, timezone.now(), by=by, now=timezone.now())


def test_an_answer_that_can_be_read_comes_first_with_a_button(pat: Visitor, handler: User, hana: Actor) -> None:
    both = received(pat.organization, Right.KNOW_SPECIFIC, Right.DELETE, requester=ROSA, safe_contact=POST)
    second = both.requests.get(right=Right.DELETE)
    opens(pat, both)
    assert "Read our answer" not in pat.text
    letter = answered(second, handler, hana)
    pat.get(STATUS)
    assert pat.page.count("Read our answer") == 1
    assert f'href="{STATUS}{second.pk}/letters/{letter.pk}/"' in pat.page
    assert pat.text.index("Part 2: ") < pat.text.index("Part 1: ")


def test_an_answer_that_may_not_be_read_has_no_button(pat: Visitor, handler: User, hana: Actor) -> None:
    one = received(pat.organization, Right.DELETE, requester=ROSA, safe_contact=POST)
    answered(one.requests.get(), handler, hana)
    new = NewContact(safe_contact=SafeContact(preferred=ContactBy.EMAIL), email="mallory@mail.example")
    contact_change.change(one, new, by=hana, now=timezone.now())
    assert "Read our answer" not in opens(pat, one).text
