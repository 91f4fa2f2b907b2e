"""One case as staff see it: what was asked and who, what happened, what is owed and what may be done."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from policies.domain.facts import Fact
from policies.domain.terms import Scope

from .. import day_words
from ..domain.arriving import Channel
from ..domain.clock_states import DeadlineState
from ..models import Priority, PrivacyRequest
from ..public.conditions import answer_words
from ..public.places import place_name
from ..services.case_file import CaseFile
from ..wording import SCOPES, fact_name, right_name
from . import people
from .access import Standing
from .authority import authority_lines
from .case_actions import ActionGroup, ActionLine, action_groups, first_actions, impossible
from .case_links import Other, linked, siblings
from .case_links import case_url as case_url  # known by this address, too
from .citations import Cite
from .clocks import Clock, clocks
from .identity import IdentityPanel, identity_panel
from .items import ItemLine, item_lines
from .letters.panel import on_its_way_words
from .person_wrote import unanswered_lines
from .presentation import DueWords, Words, due_of, next_step, state_words
from .sealed import contact_for, details_for, notice_of, words_of_events
from .second_person import waiting_lines
from .seen_lines import seen_lines
from .timeline import Entry, events_of, timeline
from .warnings import beyond_law, warning_lines
from .weighing import Weighed

CHANNELS = {
    Channel.WEB: "on the website",
    Channel.PHONE: "by telephone",
    Channel.TTY: "by TTY",
    Channel.MAIL: "by letter",
    Channel.EMAIL: "by e-mail",
    Channel.COUNTER: "at the counter",
    Channel.HOTLINE: "through the hotline vendor",
}

KNOWN_FROM_ARRIVAL = frozenset({"asked_by", "in_writing"})
"""Facts that nobody stated or found: the way it came says them."""


@dataclass(frozen=True, slots=True)
class FactLine:
    name: str
    value: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """Everything the template prints."""

    id: str
    reference: str
    organization: str
    zone: str
    right: str
    scope: str
    state: Words
    due: DueWords | None
    no_date: str
    next_step: str
    assignee: str
    urgent: bool
    topic: str
    details: str
    received: str
    received_how: str
    entered: str
    external_reference: str
    policy: str
    eligible: str
    who: list[tuple[str, str]]
    safe_contact: list[str]
    facts: list[FactLine]
    notice: str
    authority: list[tuple[str, str]]
    identity: IdentityPanel
    items: list[ItemLine]
    siblings: list[Other]
    linked: list[Other]
    warnings: list[str]
    beyond_law: list[Cite]
    waiting: list[str]
    unanswered: list[str]
    clocks: list[Clock]
    done_clocks: list[Clock]
    timeline: list[Entry]
    action_groups: list[ActionGroup]
    impossible: list[ActionLine]
    first_actions: list[ActionLine]
    read_only: str = ""


def case_page(file: CaseFile, standing: Standing, files: Mapping[str, str], *, now: dt.datetime) -> CasePage:
    """Builds the page of an opened file; that its personal data is shown is put on record. `files`: names, by id."""
    request, user = file.request, standing.user
    submission, zone = request.submission, ZoneInfo(request.organization.timezone)
    titles = titles_of(file)
    weighed = Weighed.of(file, standing, now=now)
    shown = clocks(file.deadlines, titles, now=now, zone=zone, seen=seen_lines(file, standing, now=now))
    contact, details = contact_for(user, submission), details_for(user, request)
    live = [row for row in file.deadlines if row.state == DeadlineState.LIVE]
    return CasePage(
        id=str(request.pk),
        reference=request.reference,
        organization=request.organization.name,
        zone=day_words.zone_name(zone),
        right=right_name(request.right),
        scope=SCOPES[Scope(request.scope)],
        state=state_words(request.state, request.outcome),
        due=due_of(request, now=now),
        no_date=_no_date(shown),
        next_step=next_step(request, live, on_its_way_words(weighed.on_their_way)),
        assignee=str(request.assignee or ""),
        urgent=request.priority == Priority.URGENT,
        topic=(details or {}).get("topic", ""),
        details=(details or {"details": "This was erased."}).get("details", ""),
        received=day_words.moment(submission.received_at, zone),
        received_how=_how(request),
        entered=_entered(request, zone),
        external_reference=submission.external_reference,
        policy=f"{file.rules.title}, version {file.rules.version}",
        eligible=_eligible(request),
        who=people.who_lines(contact, submission),
        safe_contact=[*people.safe_contact_lines(contact), *people.former_phone_lines(submission)],
        facts=_facts(file),
        notice=notice_of(request),
        authority=authority_lines(submission, user, now=now),
        identity=identity_panel(file, zone),
        items=item_lines(user, request, zone),
        siblings=siblings(request),
        linked=linked(request),
        warnings=warning_lines(request.warnings),
        beyond_law=beyond_law(weighed.assessment, titles),
        waiting=waiting_lines(file, zone, now=now),
        unanswered=unanswered_lines(request, zone),
        clocks=[clock for clock in shown if clock.live],
        done_clocks=[clock for clock in shown if not clock.live],
        timeline=timeline(events_of(request), words_of_events(user, request), file, titles, files),
        action_groups=action_groups(weighed, titles) if standing.may_write else [],
        first_actions=first_actions(weighed) if standing.may_write else [],
        impossible=impossible(request) if standing.may_write else [],
        read_only="" if standing.may_write else "You may read this case. Changing it takes another role.",
    )


def _no_date(shown: list[Clock]) -> str:
    if any(clock.live and clock.binding for clock in shown):
        return "Paused"
    if any(clock.live for clock in shown):
        return "Internal targets only"
    return "Nothing owed any more" if shown else "None"


def _how(request: PrivacyRequest) -> str:
    submission = request.submission
    parts = [CHANNELS[Channel(submission.channel)], submission.received_where, submission.received_by]
    words = list(dict.fromkeys(part for part in parts if part))
    return f"{', '.join(words)}"


def _entered(request: PrivacyRequest, zone: ZoneInfo) -> str:
    """Said when staff entered it, since that may be days after receipt."""
    submission = request.submission
    if submission.entered_by_id is None:
        return ""
    return f"{day_words.moment(submission.entered_at, zone)}, by {submission.entered_by}"


def _eligible(request: PrivacyRequest) -> str:
    return {
        True: "It gives the person this right.",
        False: "It does not give the person this right.",
        None: "Whether it gives the person this right is not known yet.",
    }[request.eligible]


def _facts(file: CaseFile) -> list[FactLine]:
    return [_fact(file, name, fact) for name, fact in sorted(file.case.facts.items())]


def _fact(file: CaseFile, name: str, fact: Fact) -> FactLine:
    words = fact_name(name)
    value = place_name(str(fact.value)) if name == "residency" else answer_words(file.rules, name, fact.value)
    source = "found, with evidence" if fact.is_found else "stated by the person"
    if name in KNOWN_FROM_ARRIVAL and not fact.is_found:
        source = "from how it came"
    return FactLine(words[0].upper() + words[1:], value, source)


def titles_of(file: CaseFile) -> dict[str, str]:
    """The titles of the policy and the laws of a case, by pack."""
    return {file.rules.pack: file.rules.title} | {pack: law.title for pack, law in file.laws.items()}
