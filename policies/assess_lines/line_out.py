"""One line out: its shape (also published as JSON Schema) and its making from an `Assessment`."""

import datetime as dt
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from policies.domain.assessment import Assessment
from policies.domain.deadlines import DeadlineFinding
from policies.domain.findings import Citation
from policies.domain.terms import Act


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class ReadingOut(Part):
    text: str
    by: str
    on: dt.date


class BecauseOut(Part):
    policy: str
    version: str
    section: str
    says: str
    reading: ReadingOut | None


class StepOut(Part):
    step: str
    date: dt.date
    why: str


class DeadlineOut(Part):
    """`due_on` null: the clock is paused. `late_from` is UTC."""

    authority: str
    due_on: dt.date | None
    act_by: dt.date | None
    late_from: str | None
    first_due_on: dt.date | None
    extended: bool | None
    latest_possible_on: dt.date | None
    met: bool | None
    unless: list[str]
    because: list[BecauseOut]
    arithmetic: list[StepOut]


class OtherDeadlineOut(DeadlineOut):
    act: str
    kind: str


class DeadlinesOut(Part):
    acknowledge: DeadlineOut | None
    respond: DeadlineOut | None
    decide_appeal: DeadlineOut | None


class LookBackOut(Part):
    """Both ends included; `from` null: everything held."""

    from_: dt.date | None = Field(alias="from")
    to: dt.date
    from_by_law: dt.date | None


class FrequencyCapOut(Part):
    allowed: bool
    allowed_by_law: bool
    counted: int
    next_eligible_on: dt.date | None
    refusal: str | None
    because: list[BecauseOut]


class FeeOut(Part):
    chargeable: bool
    chargeable_by_law: bool
    may_complete: bool
    missing: list[str]
    because: list[BecauseOut]


class LineOut(Part):
    """What the rules say of one case."""

    id: str
    policy_version: str | None
    law_versions: dict[str, str]
    received_on: dt.date
    eligible: bool | None
    deadlines: DeadlinesOut
    other_deadlines: list[OtherDeadlineOut]
    look_back: LookBackOut | None
    frequency_cap: FrequencyCapOut | None
    fee: FeeOut
    must_grant: bool | None
    denial_needs: list[str]
    questions: list[str]
    warnings: list[str]


class ErrorIn(Part):
    where: str
    expected: str


class ErrorOut(Part):
    """The answer to a line that could not be read."""

    id: str | None
    error: ErrorIn


def line_out(line_id: str, answer: Assessment) -> LineOut:
    """The assessment as ASSESS lines give it: binding deadlines by act, then the others."""
    return LineOut(
        id=line_id,
        policy_version=answer.policy_version,
        law_versions=dict(answer.law_versions),
        received_on=answer.received_on,
        eligible=answer.eligible,
        deadlines=_deadlines(answer),
        other_deadlines=[OtherDeadlineOut(act=d.act, kind=d.kind, **_fields(d)) for d in answer.other_deadlines],
        look_back=_look_back(answer),
        frequency_cap=_frequency_cap(answer),
        fee=_fee(answer),
        must_grant=answer.must_grant.holds,
        denial_needs=list(answer.denial_needs),
        questions=list(answer.questions),
        warnings=list(answer.warnings),
    )


def _deadlines(answer: Assessment) -> DeadlinesOut:
    binding = {act.value: d and DeadlineOut(**_fields(d)) for act, d in answer.deadlines.items()}
    return DeadlinesOut(**{act.value: binding.get(act.value) for act in Act})


def _fields(d: DeadlineFinding) -> dict[str, Any]:
    late_from = d.late_from.strftime("%Y-%m-%dT%H:%M:%SZ") if d.late_from else None
    return {
        "authority": d.authority,
        "due_on": d.due_on,
        "act_by": d.act_by,
        "late_from": late_from,
        "first_due_on": d.first_due_on,
        "extended": d.extended,
        "latest_possible_on": d.latest_possible_on,
        "met": d.met,
        "unless": list(d.unless),
        "because": _because(d.because),
        "arithmetic": [StepOut(step=s.step, date=s.date, why=s.why) for s in d.arithmetic],
    }


def _because(citations: tuple[Citation, ...]) -> list[BecauseOut]:
    return [
        BecauseOut(
            policy=c.policy,
            version=c.version,
            section=c.section,
            says=c.says,
            reading=c.reading and ReadingOut(text=c.reading.text, by=c.reading.by, on=c.reading.on),
        )
        for c in citations
    ]


def _look_back(answer: Assessment) -> LookBackOut | None:
    found = answer.look_back
    if found is None:
        return None
    return LookBackOut(from_=found.starts_on, to=found.ends_on, from_by_law=found.starts_on_by_law)


def _frequency_cap(answer: Assessment) -> FrequencyCapOut | None:
    cap = answer.frequency_cap
    if cap is None:
        return None
    return FrequencyCapOut(
        allowed=cap.allowed,
        allowed_by_law=cap.allowed_by_law,
        counted=cap.counted,
        next_eligible_on=cap.next_eligible_on,
        refusal=cap.refusal,
        because=_because(cap.because),
    )


def _fee(answer: Assessment) -> FeeOut:
    fee = answer.fee
    return FeeOut(
        chargeable=fee.chargeable,
        chargeable_by_law=fee.chargeable_by_law,
        may_complete=fee.may_complete,
        missing=list(fee.missing),
        because=_because(fee.because),
    )


def not_in_force(line_id: str, received_on: dt.date) -> LineOut:
    """The answer for a law that was not in force on the day of receipt: no deadline, and a warning."""
    nothing = FeeOut(chargeable=False, chargeable_by_law=False, may_complete=True, missing=[], because=[])
    return LineOut(
        id=line_id,
        policy_version=None,
        law_versions={},
        received_on=received_on,
        eligible=False,
        deadlines=DeadlinesOut(acknowledge=None, respond=None, decide_appeal=None),
        other_deadlines=[],
        look_back=None,
        frequency_cap=None,
        fee=nothing,
        must_grant=False,
        denial_needs=[],
        questions=[],
        warnings=["law_not_in_force"],
    )
