"""An invented health company that grants nearly everything, and an invented law: enough to walk every question."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from policies.domain.facts import Condition
from policies.domain.periods import Period
from policies.domain.rules import (
    AlsoUnder,
    ChannelRule,
    DeadlineRule,
    FactQuestion,
    FeeRule,
    FrequencyCapRule,
    LookBackRule,
    NoteRule,
    PartialDate,
    Reading,
    RightRule,
    RuleSet,
    TargetRule,
    VerificationRule,
)
from policies.domain.terms import Act, ChannelKind, FeeGround, NoteTopic, Right, Scope, StepMethod
from requests_app.public.journey import Journey

SITE, HEALTH = Scope.SITE_DATA, Scope.HEALTH_RECORDS
CALIFORNIA = Condition((("residency", ("US-CA",)),))
SEE_OR_CHANGE = (Right.KNOW_CATEGORIES, Right.KNOW_SPECIFIC, Right.DELETE, Right.CORRECT)
HEALTH_RIGHTS = (Right.ACCESS, Right.AMEND, Right.ACCOUNTING)


def granted(right: Right, *scopes: Scope, **more: Any) -> RightRule:
    return RightRule(
        key=right.value, section="2", says=f"People may ask: {right}.", right=right, scopes=scopes or (SITE,), **more
    )


LAW = RuleSet(
    pack="law/us-zz/records",
    version="2020-01-01",
    title="An invented records act",
    effective_from=PartialDate(dt.date(2020, 1, 1)),
    facts=(FactQuestion(name="california_provider", ask="Was the care given in California?", stated_by="staff"),),
    rights=(granted(Right.ACCESS, HEALTH),),
    deadlines=(
        DeadlineRule(
            key="inspect",
            section="R1",
            says="Records are shown within five business days.",
            act=Act.RESPOND,
            rights=(Right.ACCESS,),
            scopes=(HEALTH,),
            within=Period.parse("5 business days"),
        ),
    ),
)

RULES = RuleSet(
    pack="northwind/privacy",
    version="2026-01-01",
    title="Northwind privacy policy",
    effective_from=PartialDate(dt.date(2026, 1, 1)),
    also_under=(AlsoUnder(law=LAW.pack, when=Condition((("california_provider", (True,)),))),),
    facts=(
        FactQuestion(
            name="residency", ask="Where do you live?", options=(("US-CA", "California"), ("other", "Elsewhere"))
        ),
        FactQuestion(name="wants", ask="What would you like?", options=(("inspect", "To look"), ("copies", "Copies"))),
        FactQuestion(name="topic", ask="Which messages?", options=(("all", "All"), ("newsletter", "The newsletter"))),
        FactQuestion(name="paid_in_full", ask="Was it paid in full?", stated_by="staff"),
    ),
    rights=(
        *(granted(right, eligible=CALIFORNIA, ask=("residency",)) for right in SEE_OR_CHANGE),
        granted(Right.ACCESS, HEALTH, ask=("wants",)),
        granted(Right.AMEND, HEALTH),
        granted(Right.ACCOUNTING, HEALTH),
        granted(Right.LIMIT_DISCLOSURE, HEALTH, ask=("paid_in_full",)),
        granted(Right.CONFIDENTIAL_COMMUNICATIONS, HEALTH),
        granted(Right.OPT_OUT_SALE),
        granted(Right.OPT_OUT_EMAIL, ask=("topic",)),
        granted(Right.OPT_OUT_TEXT),
        granted(Right.OPT_OUT_CALLS),
        granted(Right.OPT_OUT_MAIL),
        granted(Right.CHILD_REPORT),
        granted(Right.CHILD_DELETION),
        granted(Right.COMPLAINT),
        granted(Right.POLICY_QUESTION),
    ),
    deadlines=(
        DeadlineRule(
            key="respond",
            section="4",
            says="We answer within 45 days of receiving a request.",
            reading=Reading("Day of receipt is day zero; not for the public.", "Privacy Office", dt.date(2026, 1, 1)),
            act=Act.RESPOND,
            rights=SEE_OR_CHANGE,
            scopes=(SITE,),
            within=Period.parse("45 calendar days"),
        ),
        DeadlineRule(
            key="acknowledge",
            section="4",
            says="We confirm a request within 10 business days.",
            act=Act.ACKNOWLEDGE,
            rights=SEE_OR_CHANGE,
            within=Period.parse("10 business days"),
        ),
        DeadlineRule(
            key="records",
            section="5",
            says="Health records are shown within 30 days.",
            act=Act.RESPOND,
            rights=HEALTH_RIGHTS,
            scopes=(HEALTH,),
            within=Period.parse("30 calendar days"),
        ),
        DeadlineRule(
            key="stop_sale",
            section="6",
            says="We stop selling within 15 business days.",
            act=Act.RESPOND,
            rights=(Right.OPT_OUT_SALE,),
            within=Period.parse("15 business days"),
        ),
    ),
    verification=(
        VerificationRule(
            key="match",
            section="7",
            says="We compare what you tell us with what we hold.",
            rights=SEE_OR_CHANGE,
            method=StepMethod.MATCH_TWO,
        ),
        VerificationRule(
            key="agent",
            section="8",
            says="An agent shows a signed permission.",
            rights=SEE_OR_CHANGE,
            method=StepMethod.AUTHORITY_CHECK,
            when=Condition((("requester_role", ("agent",)),)),
            accepts=("A permission signed by the person",),
        ),
    ),
    frequency_caps=(
        FrequencyCapRule(
            key="twice",
            section="9",
            says="Twice in any 12 months.",
            counts=SEE_OR_CHANGE,
            at_most=2,
            within=Period.parse("12 months"),
        ),
    ),
    look_backs=(
        LookBackRule(
            key="year",
            section="9",
            says="The answer covers the last 12 months.",
            rights=SEE_OR_CHANGE,
            back=Period.parse("12 months"),
        ),
    ),
    fees=(
        FeeRule(
            key="fee",
            section="10",
            says="Free, unless a request is excessive.",
            rights=SEE_OR_CHANGE,
            chargeable_if=(FeeGround.EXCESSIVE,),
        ),
    ),
    channels=(
        ChannelRule(key="phone", section="11", says="Call us.", kind=ChannelKind.PHONE, value="555-0100"),
        ChannelRule(key="tty", section="11", says="Use TTY.", kind=ChannelKind.TTY, value="711"),
        ChannelRule(key="mail", section="11", says="Write to us.", kind=ChannelKind.MAIL, value="1 Main St\nReno, NV"),
    ),
    notes=(
        NoteRule(key="agents", section="8", says="Agents may ask.", topic=NoteTopic.AGENTS, public=True),
        NoteRule(key="flag", section="1", says="The policy is stale.", topic=NoteTopic.COMPLIANCE_FLAG),
        NoteRule(
            key="safer", section="12", says="A call is more private.", topic=NoteTopic.SECURE_CHANNELS, public=True
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
)


def journey(wishes: str, **answers: Mapping[str, Any]) -> Journey:
    """A journey for wishes written as words: `journey("delete see", records={"scope": "both"})`."""
    return Journey(RULES, {"want": {"wishes": wishes.split()}, **answers})
