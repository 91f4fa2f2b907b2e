"""The codes of an event's body in words; what has no words here is left to the export."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from organizations.models import User
from policies.domain.terms import AuthorityKind, Outcome, Scope
from records.chain import ActorKind, Content
from records.models import Event

from .. import day_words
from ..domain.events import EventName
from ..domain.linking import Link
from ..domain.record import AnswerWay, ChannelProof, Decision
from ..models import ItemDecision, PrivacyRequest, RequestItem
from ..services.case_file import CaseFile
from ..wording import ACTS, FEE_GROUNDS, OUTCOMES, SCOPES, fact_name, right_name
from .authority import proof_words
from .citations import Titles
from .identity import ANSWER_WAYS, CHANNEL_PROOFS, listed
from .items import DECISIONS
from .second_person_forms import OVER_THE_LIMIT, PROPOSED

LINKS: Final = {
    Link.SPLIT: "Split off from",
    Link.CATEGORIES: "Goes on, for categories only, from",
    Link.CHILD_DELETION: "Opened by the finding in",
    Link.COMPLAINT: "A complaint about",
}
CHANNELS: Final = {
    "email": "By e-mail.",
    "mail": "By letter.",
    "portal": "On the status page.",
    "phone": "By telephone.",
    "in_person": "In person.",
    "counter": "In person.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the events of one case speak of, by the ids and keys that stand in them."""

    titles: Titles
    people: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, str] = field(default_factory=dict)
    """What each step of verification says."""
    items: Mapping[str, int] = field(default_factory=dict)
    """The number of each item."""
    requests: Mapping[str, str] = field(default_factory=dict)
    """The reference of each request that is named."""
    files: Mapping[str, str] = field(default_factory=dict)
    """The name of each file."""


def around(file: CaseFile, titles: Titles, contents: Iterable[Content], files: Mapping[str, str]) -> Around:
    """Everything named in `contents`, in at most three statements."""
    users, requests, has_items = set(), set(), False
    for content in contents:
        body = content.body
        users |= {content.actor.id} if content.actor.kind is ActorKind.STAFF else set()
        users |= {str(body["assignee"])} if body.get("assignee") else set()
        requests |= {str(body[name]) for name in ("into", "from") if body.get(name)}
        has_items = has_items or "item" in body
    organization = file.request.organization_id
    named = PrivacyRequest.objects.filter(pk__in=requests, organization=organization) if requests else ()
    items = RequestItem.objects.filter(request=file.request).only("position") if has_items else ()
    return Around(
        titles=titles,
        people={str(user.pk): user.name for user in User.objects.filter(pk__in=users)},
        steps={step.key: step.says for step in file.rules.verification},
        items={str(item.pk): item.position for item in items},
        requests={str(request.pk): request.reference for request in named},
        files=files,
    )


def codes(event: Event, body: Mapping[str, Any], known: Around) -> Iterator[str]:
    """One short sentence per code."""
    if body.get("act") in ACTS:
        yield _date(event, body, known)
    yield from _told(body, known)
    yield from _identity(body, known)
    yield from _decided(event, body, known)
    yield from _named(body, known)


def _told(body: Mapping[str, Any], known: Around) -> Iterator[str]:
    """How something was said to the person, or came from them."""
    if body.get("written") is not None:
        yield "In writing." if body["written"] else "Spoken."
    elif body.get("channel") in CHANNELS:
        yield CHANNELS[body["channel"]]
    if body.get("days"):
        yield f"{body['days']} days more."
    for note in body.get("moved_nothing", ()):
        yield f"It moved nothing: {_moved_nothing(note, known.titles)}."
    if body.get("amount"):
        yield f"Amount: ${body['amount']}."
    if body.get("tell_by_phone"):
        yield "Call the number they gave before, and tell them of the change."


def _moved_nothing(note: str, titles: Titles) -> str:
    """`respond under somewhere/policy: why`, as `act.judged` writes it, with the words for each."""
    codes, colon, why = note.partition(": ")
    act, under, authority = codes.partition(" under ")
    if not (colon and under and act in ACTS):
        return note.rstrip(".")
    words = ACTS[act]
    return f"{words[0].lower()}{words[1:]}, by {titles.get(authority, 'another rule')}: {why.rstrip('.')}"


def _identity(body: Mapping[str, Any], known: Around) -> Iterator[str]:
    """Steps, the kinds of details compared, and papers seen. The details themselves are nowhere."""
    if body.get("step"):
        yield known.steps.get(body["step"], fact_name(body["step"]))
    if body.get("compared"):
        yield f"Compared: {', '.join(body['compared'])}."
    if body.get("passed") is not None:
        yield "It matched." if body["passed"] else "It did not match."
    for key in body.get("steps", ()):
        yield f"Step: {known.steps.get(key, fact_name(key))}"
    if body.get("channel_proof") in list(ChannelProof):
        ways = [ANSWER_WAYS[AnswerWay(way)] for way in body.get("proven_ways", ())]
        yield f"{CHANNEL_PROOFS[ChannelProof(body['channel_proof'])]}{f': {listed(ways)}' if ways else ''}."
    if body.get("proof"):
        yield f"Seen: {proof_words(body['proof'])}."
    if body.get("expires_on"):
        yield f"It holds until {_day(body['expires_on'])}."


def _decided(event: Event, body: Mapping[str, Any], known: Around) -> Iterator[str]:
    if body.get("item"):
        number = known.items.get(str(body["item"]))
        yield f"Item {number}." if number else "An item."
    if body.get("decision"):
        yield f"{_decision(body['decision'])}."
    if body.get("ground"):
        yield f"Ground: {FEE_GROUNDS.get(body['ground'], fact_name(body['ground']))}."
    if event.type == EventName.APPEAL_DECIDED and body.get("outcome"):
        yield f"It now ends: {OUTCOMES[Outcome(body['outcome'])]}."


def _decision(word: str) -> str:
    if word in OVER_THE_LIMIT:
        return OVER_THE_LIMIT[Decision(word)]
    if word in PROPOSED:
        return PROPOSED[Decision(word)]
    return DECISIONS[ItemDecision(word)] if word in DECISIONS else fact_name(word)


def _named(body: Mapping[str, Any], known: Around) -> Iterator[str]:
    """Files, facts, colleagues and other requests."""
    if body.get("file") in known.files:
        yield f"The file: {known.files[body['file']]}"
    if body.get("fact"):
        yield f"About {fact_name(body['fact'])}."
    if "assignee" in body:
        yield f"To {known.people.get(str(body['assignee']), 'a colleague')}." if body["assignee"] else "To nobody."
    if body.get("priority"):
        yield f"{body['priority'].capitalize()}."
    if body.get("rung"):
        yield f"By the ladder, at the rung “{body['rung']}”."
    if body.get("link") in list(Link) and body.get("from"):
        yield f"{LINKS[Link(body['link'])]} {known.requests.get(str(body['from']), 'another request')}."
    if body.get("into"):
        yield f"The other request: {known.requests.get(str(body['into']), 'of the same organization')}."
    if body.get("right") and body.get("scope") and "link" not in body and "into" in body:
        yield f"It asks for: {right_name(body['right'])} ({SCOPES[Scope(body['scope'])]})."
    if body.get("notice"):  # as it stood in the open before it was sealed
        yield f"The notice: {body['notice']}."


def _date(event: Event, body: Mapping[str, Any], known: Around) -> str:
    authority = known.titles.get(body.get("authority", ""), "")
    if body.get("kind") == AuthorityKind.TARGET:
        authority = "internal target"
    act = f"{ACTS[body['act']]}{f' ({authority})' if authority else ''}"
    if "due_on" not in body:
        return f"{act}."
    if body["due_on"] is None:
        return f"{act}: no date while the clock stands still."
    if event.type == EventName.DUE_DATE_CHANGED and body.get("was"):
        return f"{act}: {_day(body['due_on'])}, before {_day(body['was'])}."
    return f"{act}: {_day(body['due_on'])}."


def _day(iso: str) -> str:
    return day_words.day(dt.date.fromisoformat(iso))
