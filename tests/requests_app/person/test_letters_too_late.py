"""A letter that left when something else had happened already is not on the page: it says what is no longer so."""

from django.utils import timezone

from organizations.models import User
from requests_app.domain.lifecycle import Action
from requests_app.models import LetterKind, LetterState, Message
from requests_app.services import access_codes
from requests_app.services.correspondence import sending
from tests.requests_app.correspondence.letters import draft
from tests.requests_app.public.visitor import Visitor

from .desk import asks, opens, page_of, staff


def test_a_letter_that_left_over_a_withdrawal_is_not_on_the_page(pat: Visitor, handler: User) -> None:
    request = asks(pat.organization, send_acknowledgement=False)
    opens(pat, request.submission)
    now = timezone.now()
    letter = sending.send(draft(request, LetterKind.CLARIFICATION, by=handler, now=now), by=handler, now=now)
    staff(request, Action.WITHDRAW, access_codes.PERSON)
    sending.left(Message.objects.get(letter=letter), now=timezone.now())
    letter.refresh_from_db()
    assert (letter.state, letter.idle_because) == (LetterState.SENT, sending.AFTER_CHANGE)
    assert f"/letters/{letter.pk}/" not in page_of(pat, request).page
    assert pat.get(f"/prospect-medical/status/{request.pk}/letters/{letter.pk}/").status == 404
