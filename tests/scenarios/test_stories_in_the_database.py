"""Every story again, through services and database: taken in at its moment, treated step by step, then read back."""

import re

import pytest

from organizations.models import Organization
from records import chain
from requests_app.domain.lifecycle import Action
from requests_app.domain.refusals import Refused
from requests_app.models import PrivacyRequest
from tests.requests_app import world

from .replay import Desk, assessed
from .stored import check_rows, check_same
from .story import Story, check, instant, stories


@pytest.mark.parametrize("story", stories(), ids=lambda story: story.title[:60])
@pytest.mark.django_db
def test_story(story: Story) -> None:
    world.publish_world()
    desk = Desk(Organization.objects.get(slug=story.policy.partition("/")[0]))
    request = desk.live(story)
    check_rows(story, request)
    check(story, assessed(request, as_of=instant(story.looked_at) if story.looked_at else None))
    check_same(request, assessed(request))
    for action, said, why in story.refusals:
        with pytest.raises(Refused, match=re.escape(why)):
            desk.attempt(request, Action(action), said)
    assert chain.verify(request) == []
    assert PrivacyRequest.objects.get(pk=request.pk).event_seq == request.event_seq, "what is refused leaves no trace"
