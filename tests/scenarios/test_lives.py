"""How requests are treated from receipt to answer and appeal, as the pages in `lives` tell it, through the services.

Each telling is lived step by step, each step by its person at its moment. What a page says is refused leaves no trace.
"""

import pytest

from records import chain
from requests_app.domain.refusals import Blocked, Refused
from requests_app.models import PrivacyRequest, Submission
from tests.requests_app.soundness import sound

from .lives import hindsight
from .lives.life import Step, Telling, tellings
from .lives.stage import Stage
from .lives.trace import everything


@pytest.mark.parametrize("telling", tellings(), ids=lambda telling: telling.name)
@pytest.mark.django_db
def test_life(telling: Telling) -> None:
    stage = Stage(telling)
    for step in telling.steps:
        notes: tuple[str, ...] = ()
        if "refused" in step.said:
            try_in_vain(stage, step)
        elif step.deed:
            try:
                notes = stage.take(step)
            except Refused as refusal:
                pytest.fail(f"{step.said.at()}: refused. {refusal}")
        if "expect" in step.said:
            hindsight.check(stage, step, notes)
    for request in PrivacyRequest.objects.filter(organization=stage.organization):
        sound(request)
    for submission in Submission.objects.filter(organization=stage.organization):
        assert chain.verify(submission) == []


def try_in_vain(stage: Stage, step: Step) -> None:
    """Refused in the words of the page, by the rules it names, with nothing changed."""
    before = everything()
    try:
        stage.take(step)
    except Refused as found:
        refusal = found
    else:
        pytest.fail(f"{step.said.at()}: it was not refused")
    assert step.said["refused"] in str(refusal), f"{step.said.at('refused')}: {refusal}"
    if "because" in step.said:
        assert isinstance(refusal, Blocked), f"{step.said.at('because')}: no rule was named for {refusal}"
        named = {word for rule in refusal.because for word in (rule.key, rule.section)}
        assert any(step.said["because"] in word for word in named), f"{step.said.at('because')}: {sorted(named)}"
    assert everything() == before, f"{step.said.at()}: what was refused left a trace"
