"""Beginning a letter, editing and discarding it. Nothing of this reaches the person or moves a date."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID, uuid4, uuid5

from django.db import IntegrityError, transaction

from organizations.models import User
from policies.domain.terms import Right

from ...domain.lifecycle import Action
from ...domain.refusals import Blocked, Incomplete, Refused
from ...models import Letter, LetterKind, LetterState, PrivacyRequest
from .. import case_file, envelope
from ..details import Details
from . import barriers, filling, sealed_text, templates, wording_check
from .content import Content
from .kinds import KINDS, Kind, text_of
from .sealed_text import Text

DISCARDED: Final = "discarded"

NEEDS: Final[Mapping[LetterKind, Mapping[str, str]]] = {
    LetterKind.CLARIFICATION: {"reason": "Write the question."},
    LetterKind.EXTENSION: {"reason": "Write why more time is needed. Most rules count no notice without it."},
    LetterKind.FEE_NOTICE: {"reason": "Write why there is a fee.", "amount": "Enter the estimated cost."},
    LetterKind.PARTLY_FULFILLED: {"reason": "Write why not all was done."},
    LetterKind.DENIED: {"reason": "Write the reason. A denial cannot be sent without one."},
    LetterKind.UNVERIFIED: {"reason": "Write what was missing."},
    LetterKind.NOT_ELIGIBLE: {"reason": "Write the reason. The person has a right to it."},
    LetterKind.APPEAL_DECISION: {"reason": "Write the reason of the decision."},
}
"""What must be said before there is a letter at all."""


def compose(
    request: PrivacyRequest,
    kind: LetterKind,
    *,
    by: User | None,
    now: dt.datetime,
    details: Mapping[str, Any],
    language: str | None = None,
    to: str = "",
    envelope: str = "",
    plain_envelope: bool = False,
    mark: str = "",
) -> Letter:
    """A draft from the template of `kind`, in `language` or else the one the person prefers.

    `details`: what is said with the act, as for `transition`; `written`, `channel` and `letter` are added when it has
    left. `mark`: of the form that was sent; sent again, it gives the draft it made the first time. Raises Incomplete
    for what is missing, Blocked for a notice of more time that would move nothing, and for a request that nobody is
    told about. `to`, `envelope`, `plain_envelope`: see `Text`.
    """
    barriers.check_may_be_told(request)
    key = key_of(request, mark) if mark else uuid4()
    if mark and (made := Letter.objects.filter(pk=key).first()):
        return made
    name, says = text_of(kind, Right(request.right))
    wanted = language or request.submission.language
    template = templates.find_or_default(request.organization, name, wanted)
    text = _text(request, kind, says, template, now=now, details=details)
    text = replace(text, to=to, envelope=envelope, plain_envelope=plain_envelope)
    letter = Letter(
        id=key,
        organization_id=request.organization_id,
        request=request,
        kind=kind,
        language=template.language,
        template=template.name,
        action=first_action(kind),
        composed_by=by,
        composed_at=now,
    )
    sealed_text.seal(letter, text)
    try:
        with transaction.atomic():
            letter.save(force_insert=True)
    except IntegrityError:  # the second of two clicks, at the very same instant
        if not mark:
            raise
        return Letter.objects.get(pk=key)
    return letter


def begin_anew(letter: Letter, *, now: dt.datetime, details: Mapping[str, Any], language: str | None = None) -> Letter:
    """The draft's words from the template again, for other details. What was edited in them is gone."""
    with transaction.atomic():
        held = _draft(letter)
        key, says = text_of(LetterKind(held.kind), Right(held.request.right))
        template = templates.find_or_default(held.request.organization, key, language or held.language)
        barriers.check_may_be_told(held.request)
        was = sealed_text.read(held)
        text = _text(held.request, LetterKind(held.kind), says, template, now=now, details=details)
        text = replace(text, to=was.to, envelope=was.envelope, plain_envelope=was.plain_envelope)
        held.language, held.template = template.language, template.name
        sealed_text.seal(held, text)
        held.save(update_fields=["language", "template", "sealed"])
        return held


def edit(letter: Letter, *, subject: str, body: str) -> Letter:
    """Other words for a draft. Raises Incomplete, at `subject` or `body`, for what they must hold and must not."""
    with transaction.atomic():
        held = _draft(letter)
        text = sealed_text.read(held)
        plain = body.replace("\r\n", "\n").strip()
        if problems := wording_check.problems(subject, plain, text.must_say):
            raise Incomplete(held.request.reference, problems)
        sealed_text.seal(held, replace(text, subject=subject.strip(), body=plain))
        held.save(update_fields=["sealed"])
        return held


def discard(letter: Letter) -> None:
    """A draft, or a letter that still waits to be posted, is not sent after all. Its row stays, as idle."""
    with transaction.atomic():
        waiting = (LetterState.DRAFT, LetterState.TO_POST)
        done = Letter.objects.filter(pk=letter.pk, state__in=waiting).update(
            state=LetterState.IDLE, idle_because=DISCARDED
        )
        if not done and not Letter.objects.filter(pk=letter.pk, state=LetterState.IDLE).exists():
            raise Refused(letter.request.reference, "This letter has left, or is leaving.", "It cannot be taken back.")


def key_of(request: PrivacyRequest, mark: str) -> UUID:
    """The id of the letter that is made with `mark`."""
    return uuid5(request.pk, mark)


def first_action(kind: LetterKind) -> str:
    """The act that a letter stands for; empty: none."""
    actions = KINDS[kind].actions
    return actions[0].value if actions else ""


def actions_of(letter: Letter) -> tuple[Action, ...]:
    """Everything that happens when it has left, in this order."""
    return KINDS[LetterKind(letter.kind)].actions


def locked(letter: Letter) -> Letter:
    """The letter as it is now, held until the transaction ends, with what it takes to read it."""
    rows = Letter.objects.select_for_update(of=("self",), no_key=True)
    related = ("request", "request__data_key", "request__submission", "request__submission__data_key")
    return rows.select_related(*related, "request__organization").get(pk=letter.pk)


def _draft(letter: Letter) -> Letter:
    held = locked(letter)
    if held.state != LetterState.DRAFT:
        why = "This letter is no draft any more."
        raise Refused(held.request.reference, why, "Begin a new one if something else is to be said.")
    return held


def _text(
    request: PrivacyRequest,
    kind: LetterKind,
    says: Kind,
    template: templates.Template,
    *,
    now: dt.datetime,
    details: Mapping[str, Any],
) -> Text:
    said = Details.of_mapping(details, reference=request.reference)
    _check_said(request, kind, said)
    [file] = case_file.gather([request])
    contact = envelope.open_contact(request.submission)
    content = Content(file, kind, says, said, contact, template.language, now)
    kept = dict(details)
    if kind is LetterKind.EXTENSION:
        kept |= _promised(content)
    values = content.values()
    must_say = {name: values[name] for name in says.says if name in wording_check.NAMES and values[name]}
    return Text(
        subject=filling.fill(template.subject, values),
        body=filling.fill(template.body, values),
        details=kept,
        must_say=must_say,
    )


def _check_said(request: PrivacyRequest, kind: LetterKind, said: Details) -> None:
    problems = {
        name: message for name, message in NEEDS.get(kind, {}).items() if not str(getattr(said, name) or "").strip()
    }
    if problems:
        raise Incomplete(request.reference, problems)


def _promised(content: Content) -> dict[str, str]:
    """The date that the notice names, so that it is what binds. Raises Blocked when it would move nothing."""
    extension = content.extension
    if extension.new_date is None:
        next_step = "Answer by the date that stands."
        raise Blocked(content.file.request.reference, extension.why_not, next_step, extension.because)
    return {"new_date": extension.new_date.isoformat()}
