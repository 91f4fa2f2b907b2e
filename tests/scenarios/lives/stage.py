"""A story lived through services and database: each step by its person, at its own moment."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from policies.domain.terms import Right, Role, Scope
from records.models import Event
from requests_app.domain.arriving import Channel, Source
from requests_app.domain.lifecycle import Action
from requests_app.models import PrivacyRequest, Submission
from requests_app.services import complaints, contact_change, intake
from requests_app.services.arrival import (
    Arrival,
    Ask,
    ContactBy,
    RepresentativeDetails,
    RequesterDetails,
    SafeContact,
    SubjectDetails,
)
from requests_app.services.contact_change import NewContact
from requests_app.services.receipt import correct_receipt
from requests_app.services.transition import transition_one
from tests.requests_app.steps import verified

from .deeds import DEEDS, details_of
from .life import ASKED, Step, Telling, moment
from .office import open_for_business
from .page import Block, UnclearPage

FIRST: Final = "the request"
ALONE: Final = (Role.SELF, Role.REPORTER)
REACHED_BY: Final = {
    Channel.WEB: ContactBy.EMAIL,
    Channel.EMAIL: ContactBy.EMAIL,
    Channel.PHONE: ContactBy.PHONE,
    Channel.TTY: ContactBy.PHONE,
}
"""The others are written to by mail."""


class Stage:
    """Where a telling is lived. `requests`: by the names that the page gives them; `items`: by what they are."""

    def __init__(self, telling: Telling) -> None:
        self.telling = telling
        self.organization, self.people = open_for_business(telling.page["organization"], telling.office)
        self.requests: dict[str, UUID] = {}
        self.items: dict[str, str] = {}
        self.arrivals = 0
        for step in telling.steps:
            if step.actor:
                self.people[step.actor]  # hired before anything is tried, so that a refusal leaves no trace
        self.receive(telling.asked, FIRST)

    def request(self, name: str, where: str) -> PrivacyRequest:
        """The request that a page calls so, as it is now: by a name given to it, or by why it was opened."""
        rows = PrivacyRequest.objects.select_related("submission", "data_key", "organization")
        if name in self.requests:
            return rows.get(pk=self.requests[name])
        found = rows.filter(organization=self.organization, link=name).order_by("-position").first()
        if found is None:
            raise UnclearPage(f"{where}: no request is called “{name}”, and none was opened so.")
        return found

    def take(self, step: Step) -> tuple[str, ...]:
        """Do what the step says; what is to be known of it. Raises Refused as the services do."""
        where = step.said.at(step.actor)
        if step.deed in DEEDS:
            details = details_of(DEEDS[step.deed], step.details, where)
            return self._act(step, DEEDS[step.deed].action, details)
        if step.deed not in self.LONGER:
            known = ", ".join(sorted([*DEEDS, *self.LONGER]))
            raise UnclearPage(f"{where}: “{step.deed}” is nothing that anybody does here. Known: {known}.")
        deed, words = self.LONGER[step.deed]
        Block.only(step.said, (*words, *_EVERY))
        return deed(self, step) or ()

    def about(self, step: Step) -> PrivacyRequest:
        return self.request(step.said.get("about", FIRST), step.said.at("about"))

    def receive(self, asked: Block, called: str) -> None:
        """Take in what the person asks, by the way they chose."""
        self.arrivals += 1
        at = moment(asked, "on")
        channel = Channel(asked.get("through", "web"))
        by_hand = channel is not Channel.WEB
        asks = [_ask(asked), *(_ask(more) for more in asked.get("and", []))]
        role = Role(asked.get("as", "self"))
        arrival = Arrival(
            organization=self.organization,
            source=Source.STAFF if by_hand else Source.PUBLIC_FORM,
            channel=channel,
            idempotency_key=f"arrival {self.arrivals}",
            received_at=at,
            requester=_requester(asked, role),
            safe_contact=SafeContact(preferred=REACHED_BY.get(channel, ContactBy.MAIL)),
            asks=tuple(asks),
            data_subject=_subject(asked),
            representative=None if role in ALONE else RepresentativeDetails(kind=role),
            received_where="the post room" if by_hand else "",
            entered_by=UUID(self.people["hana"].id) if by_hand else None,
            policy=self._pack(),
        )
        now = moment(asked, "entered on") if "entered on" in asked else at
        submission = intake.receive(arrival, now=now)
        names = [called, *(more["called"] for more in asked.get("and", []))]
        rows = submission.requests.order_by("position").values_list("id", flat=True)
        self.requests |= dict(zip(names, rows, strict=True))

    def _pack(self) -> str:
        slugs = {"prospect-medical": "privacy-policy", "kaiser-permanente": "privacy-statement"}
        slug = self.organization.slug
        return f"{slug}/{slugs.get(slug, 'privacy-requests')}"

    def _act(self, step: Step, action: Action, details: Mapping[str, Any]) -> tuple[str, ...]:
        by, request = self.people[step.actor], self.about(step)
        return transition_one(request.pk, action, by=by, at=step.at, now=step.now, details=details).notes

    # deeds that take more than one act of the lifecycle, or name something else of the story

    def _ask_again(self, step: Step) -> None:
        asked = Block.over(step.said, {word: self.telling.asked[word] for word in _SAME if word in self.telling.asked})
        asked.need("right", "called")
        self.receive(asked, step.said["called"])

    def _identity_established(self, step: Step) -> tuple[str, ...]:
        """Every step of the version taken, the answer's way known before: for stories about something else."""
        same = step.said.get("same person as")
        person = self.request(same, step.said.at("same person as")).submission.person_id if same else None
        more = {"person": str(person)} if person else {}
        return self._act(step, Action.VERIFY_IDENTITY, verified(self.about(step).pk, **more))

    def _find(self, step: Step) -> None:
        for fact, value in step.said["facts"].items():
            said = {"fact": fact, "value": value, "evidence": step.said.get("evidence", "")}
            self._act(step, Action.FIND_FACT, said)

    def _list_item(self, step: Step) -> None:
        said = {"note": step.said["item"], "records_class": step.said.get("class", "")}
        self._act(step, Action.ADD_ITEM, said)
        item = self.about(step).items.order_by("-position").first()
        assert item is not None, step.said.at()
        self.items[step.said["item"]] = str(item.pk)

    def _decide_item(self, step: Step) -> tuple[str, ...]:
        said = {word: value for word, value in step.details.items() if word not in ("item", "decision")}
        details = details_of(DEEDS["denies"], said, step.said.at())
        item = self.items.get(step.said["item"], "")
        return self._act(step, Action.DECIDE_ITEM, {**details, "item": item, "decision": step.said["decision"]})

    def _approve(self, step: Step) -> tuple[str, ...]:
        """What was proposed last."""
        proposed = Event.objects.filter(subject_id=self.about(step).pk, type="decision_proposed").order_by("-seq")
        last = proposed.first()
        return self._act(step, Action.APPROVE_DECISION, {"of": str(last.pk) if last else ""})

    def _merge(self, step: Step) -> tuple[str, ...]:
        into = self.request(step.said["into"], step.said.at("into"))
        return self._act(step, Action.MERGE, {"into": into.reference})

    def _assign(self, step: Step) -> tuple[str, ...]:
        return self._act(step, Action.ASSIGN, {"assignee": self.people[step.said["to"]].id})

    def _complain(self, step: Step) -> None:
        request = self.about(step)
        by = self.people[step.actor]
        made = complaints.complain(request, step.said["words"], by=by, received_at=step.at, now=step.now)
        self.requests["the complaint"] = made.requests.get().pk

    def _change_contact(self, step: Step) -> None:
        contact = NewContact(safe_contact=SafeContact(preferred=ContactBy.EMAIL), email=step.said["e-mail"])
        contact_change.change(self.about(step).submission, contact, by=self.people[step.actor], now=step.now)

    def _correct_receipt(self, step: Step) -> None:
        submission: Submission = self.about(step).submission
        true = moment(step.said, "received on")
        by, reason = self.people[step.actor], step.said["reason"]
        for result in correct_receipt(submission.pk, true, by=by, reason=reason, now=step.now):
            if result.refusal is not None:
                raise result.refusal

    LONGER: Final[Mapping[str, tuple[Callable[["Stage", Step], tuple[str, ...] | None], tuple[str, ...]]]] = {
        "asks again": (_ask_again, (*ASKED,)),
        "identity established": (_identity_established, ("same person as",)),
        "finds": (_find, ("facts", "evidence")),
        "lists an item": (_list_item, ("item", "class")),
        "decides an item": (_decide_item, ("item", "decision", "ground", "reason", "law", "professional")),
        "approves": (_approve, ()),
        "merges": (_merge, ("into",)),
        "gives the case": (_assign, ("to",)),
        "complains": (_complain, ("words",)),
        "changes the address": (_change_contact, ("e-mail",)),
        "corrects the day of receipt": (_correct_receipt, ("received on", "reason")),
    }


_EVERY: Final = ("on", "written down", "about", "refused", "because", "expect", "hana", "ned", "sam", "olga", "person")
_SAME: Final = ("by", "as", "for", "lives in", "age", "deceased")
"""What the same person need not say again."""


def _ask(said: Block) -> Ask:
    return Ask(
        right=Right(said["right"]),
        scope=Scope(said.get("scope", "site_data")),
        details=said.get("says", ""),
        facts=said.get("facts", {}),
    )


def _requester(asked: Block, role: Role) -> RequesterDetails:
    name = asked["by"]
    address = f"{name.split()[0].lower()}@example.org"
    place = "1 Example Way, Fresno"
    return RequesterDetails(name=name, role=role, email=address, phone="(213) 555-0148", postal_address=place)


def _subject(asked: Block) -> SubjectDetails:
    """Whose data it is; the requester's own, unless the page says for whom."""
    return SubjectDetails(
        name=asked.get("for", ""),
        residency=asked.get("lives in", ""),
        age=asked.get("age"),
        deceased=asked.get("deceased"),
    )
