"""Which answer lies ready to be read on the page."""

from requests_app.domain.lifecycle import State
from requests_app.models import Letter, LetterState, PrivacyRequest
from requests_app.services.correspondence.kinds import ANSWERS

from . import papers
from .sight import Sight


def to_read(request: PrivacyRequest, sight: Sight) -> str:
    """The id of the latest letter that answers it, if it is finished and the letter may be read now; else empty."""
    if request.state != State.CLOSED or request.data_key.erased_at is not None:
        return ""
    sent = Letter.objects.filter(request=request, state=LetterState.SENT, kind__in=ANSWERS).order_by("-sent_at")
    return next((str(letter.pk) for letter in sent if not papers.first_for(letter, sight)), "")
