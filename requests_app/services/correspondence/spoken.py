"""In which language a person is written and spoken to, as they told us. It is for all that they asked for at once."""

import datetime as dt

from django.db import transaction

from records.chain import Actor

from ...domain.lifecycle import Action
from ...languages import NAMES, primary
from ...models import PrivacyRequest, Submission
from ..transition import transition_one


def record(request: PrivacyRequest, *, language: str, interpreter: str, by: Actor, now: dt.datetime) -> bool:
    """Keep it from now on, and note it in the case; whether that changed anything. Raises Refused.

    Letters begun before keep their language.
    """
    wanted, needs = primary(language), interpreter.strip()
    with transaction.atomic():
        submission = Submission.objects.select_for_update(no_key=True).get(pk=request.submission_id)
        if (primary(submission.language), submission.interpreter) == (wanted, needs):
            return False
        note = f"Prefers {NAMES.get(wanted, wanted)}." + (f" Needs an interpreter: {needs}." if needs else "")
        transition_one(request.pk, Action.ADD_NOTE, by=by, details={"note": note}, now=now)
        Submission.objects.filter(pk=submission.pk).update(language=wanted, interpreter=needs)
        return True
