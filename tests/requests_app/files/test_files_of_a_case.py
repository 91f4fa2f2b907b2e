"""Files follow the case: proofs go when they have served, answers open when they are sent."""

import pytest

from organizations.models import Organization
from policies.domain.terms import Right, Role
from records import chain
from records.chain import Actor
from records.models import Event
from requests_app.domain.lifecycle import Action
from requests_app.models import Attachment, Direction
from requests_app.services.arrival import RepresentativeDetails, RequesterDetails
from tests.requests_app.arrivals import at, one_request
from tests.requests_app.deeds import do
from tests.requests_app.files.storing import stored
from tests.requests_app.steps import verified

UNMATCHED = {"reason": "The date of birth is another one."}
SEEN = {"proof": "signed_permission", "evidence": "Signed 2 May."}


def erased(file: Attachment) -> bool:
    return Attachment.objects.get(pk=file.pk).erased_at is not None


@pytest.mark.parametrize("held", [True, False])
def test_a_picture_of_a_paper_goes_when_identity_is_decided(prospect: Organization, hana: Actor, held: bool) -> None:
    deletion = one_request(prospect, Right.DELETE)
    picture = stored(deletion, direction=Direction.PROOF)
    do(deletion, Action.REQUEST_IDENTITY, hana, written=True, channel="email")
    assert not erased(picture)
    if held:
        do(deletion, Action.VERIFY_IDENTITY, hana, **verified(deletion.pk))
    else:
        do(deletion, Action.FAIL_VERIFICATION, hana, **UNMATCHED)
    assert erased(picture)
    told = Event.objects.get(subject_id=deletion.pk, type="file_erased")
    assert chain.read(told).body["file"] == str(picture.pk)
    deletion.refresh_from_db()
    assert chain.verify(deletion) == []


@pytest.mark.parametrize("authority_first", [True, False])
def test_an_agents_papers_stay_until_identity_and_authority_are_both_decided(
    prospect: Organization, hana: Actor, authority_first: bool
) -> None:
    agent = RequesterDetails(name="Quick Opt-Out", role=Role.AGENT, email="agent@quick.example")
    representative = RepresentativeDetails(kind=Role.AGENT)
    deletion = one_request(prospect, Right.DELETE, requester=agent, representative=representative)
    paper = stored(deletion, direction=Direction.PROOF)
    steps = [(Action.SEE_AUTHORITY, SEEN), (Action.VERIFY_IDENTITY, verified(deletion.pk))]
    first, second = steps if authority_first else reversed(steps)
    do(deletion, first[0], hana, **first[1])
    assert not erased(paper)
    do(deletion, second[0], hana, **second[1])
    assert erased(paper)


def test_whoever_takes_it_back_leaves_no_papers_behind(prospect: Organization, hana: Actor) -> None:
    deletion = one_request(prospect, Right.DELETE)
    paper = stored(deletion, direction=Direction.PROOF)
    do(deletion, Action.WITHDRAW, hana)
    assert erased(paper)


def test_the_files_of_an_answer_open_when_it_is_sent(prospect: Organization, hana: Actor) -> None:
    optout = one_request(prospect, Right.OPT_OUT_SALE)
    confirmation = stored(optout, direction=Direction.TO_PERSON)
    do(optout, Action.FULFILL, hana)
    confirmation.refresh_from_db()
    assert confirmation.available_from == at("2026-05-20")
    assert confirmation.expires_at == at("2026-08-18"), "90 days, unless the organization sets another number"
