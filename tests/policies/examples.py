"""The standing cast: an invented organization's policy and an invented law, as small as the rules allow."""

import dataclasses
import datetime as dt
from typing import Any

from policies.domain.facts import Condition
from policies.domain.periods import Period
from policies.domain.rules import (
    AlsoUnder,
    Comparison,
    DeadlineRule,
    ExtensionRule,
    FactQuestion,
    FrequencyCapRule,
    LawRef,
    PartialDate,
    PauseRule,
    Reading,
    RightRule,
    RuleSet,
    Rung,
    TargetRule,
)
from policies.domain.terms import Act, PauseCount, Recipient, Right

LAW = RuleSet(
    pack="law/us-zz/example",
    version="2020-01-01",
    title="An invented privacy act",
    effective_from=PartialDate(dt.date(2020, 1, 1)),
    jurisdiction="US",
    rights=(RightRule(key="delete", section="1", says="Residents may ask for deletion.", right=Right.DELETE),),
    deadlines=(
        DeadlineRule(
            key="acknowledge",
            section="2",
            says="Receipt is confirmed within 10 business days.",
            act=Act.ACKNOWLEDGE,
            rights=(Right.DELETE,),
            within=Period.parse("10 business days"),
        ),
    ),
)

POLICY = RuleSet(
    pack="northwind/privacy-requests",
    version="2026-01-01",
    title="Privacy requests",
    effective_from=PartialDate(dt.date(2026, 1, 1)),
    jurisdiction="US",
    also_under=(AlsoUnder(law=LAW.pack, when=Condition((("residency", ("US-CA",)),))),),
    not_laxer_than=(Comparison(law=LAW.pack),),
    facts=(
        FactQuestion(name="residency", ask="Where do you live?", options=(("US-CA", "California"), ("other", "Else"))),
    ),
    rights=(
        RightRule(
            key="delete",
            section="4",
            says="People may ask for deletion.",
            right=Right.DELETE,
            eligible=Condition((("residency", ("US-CA", "US-NV")),)),
            ask=("residency",),
        ),
        RightRule(key="complain", section="9", says="Anybody may complain.", right=Right.COMPLAINT),
    ),
    deadlines=(
        DeadlineRule(
            key="respond",
            section="4.1",
            says="Answered within 45 days.",
            reading=Reading("The day of receipt is day zero.", "Privacy Office", dt.date(2025, 12, 20)),
            reviewed=dt.date(2025, 12, 21),
            act=Act.RESPOND,
            rights=(Right.DELETE,),
            within=Period.parse("45 calendar days"),
            extension=ExtensionRule(
                key="respond.extension", section="4.2", says="45 days more.", by=Period.parse("45 calendar days")
            ),
            pauses=(
                PauseRule(
                    key="respond.clarification",
                    section="4.3",
                    says="The clock stops while we wait for the person.",
                    begins="clarification_requested",
                    ends="clarification_received",
                    counts=PauseCount.WHOLE,
                ),
            ),
        ),
        DeadlineRule(
            key="acknowledge",
            section="4.1",
            says="The text is silent.",
            act=Act.ACKNOWLEDGE,
            rights=(Right.DELETE,),
            from_law=LawRef(LAW.pack, "acknowledge"),
        ),
    ),
    frequency_caps=(
        FrequencyCapRule(
            key="twice",
            section="5",
            says="Twice in twelve months.",
            counts=(Right.DELETE,),
            at_most=2,
            within=Period.parse("12 months"),
        ),
    ),
    targets=(
        TargetRule(
            key="complaints",
            section="internal",
            says="Complaints in ten business days.",
            rights=(Right.COMPLAINT,),
            within=Period.parse("10 business days"),
        ),
    ),
    ladder=(
        Rung(anchor="percent", percent=50, to=Recipient.ASSIGNEE),
        Rung(anchor="before", before=Period.parse("3 business days"), to=Recipient.SUPERVISOR),
        Rung(anchor="overdue", to=Recipient.PRIVACY_OFFICER, repeat=Period.parse("1 business day")),
    ),
)


def policy(**changes: Any) -> RuleSet:
    """The invented policy with some fields replaced."""
    return dataclasses.replace(POLICY, **changes)


def law(**changes: Any) -> RuleSet:
    return dataclasses.replace(LAW, **changes)
