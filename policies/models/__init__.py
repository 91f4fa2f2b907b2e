"""Policies, their versions, and one table for each kind of rule."""

from typing import Final

from .beside import BesideVersion, NoticeKind, RestrictionDecision, SourceText, VersionNotice, VersionWithdrawal
from .clocks import Acknowledgement, AppealDeadline, DeadlineRow, Extension, LookBack, Pause, ResponseDeadline
from .contact import Channel, Note
from .decisions import DenialGround, DenialRequirement, MustGrantCondition, VerificationStep
from .laws import AlsoUnderLaw, LawComparison
from .limits import FeeCondition, FrequencyCap
from .parts import RuleRow, VersionPart
from .policy import Policy, PolicyVersion, VersionStatus
from .rights import FactQuestion, RightGranted
from .service_levels import LadderRung, ServiceLevelTarget

PARTS: Final[tuple[type[VersionPart], ...]] = (
    RightGranted,
    ResponseDeadline,
    Acknowledgement,
    AppealDeadline,
    Extension,
    Pause,
    LookBack,
    FrequencyCap,
    FeeCondition,
    VerificationStep,
    DenialRequirement,
    DenialGround,
    MustGrantCondition,
    Channel,
    Note,
    ServiceLevelTarget,
    LadderRung,
    AlsoUnderLaw,
    LawComparison,
    FactQuestion,
)
"""The tables of a version's projection, in the order in which they are read."""

BESIDE: Final = (SourceText, VersionNotice, VersionWithdrawal, RestrictionDecision)

__all__ = [
    "BESIDE",
    "PARTS",
    "Acknowledgement",
    "AlsoUnderLaw",
    "AppealDeadline",
    "BesideVersion",
    "Channel",
    "DeadlineRow",
    "DenialGround",
    "DenialRequirement",
    "Extension",
    "FactQuestion",
    "FeeCondition",
    "FrequencyCap",
    "LadderRung",
    "LawComparison",
    "LookBack",
    "MustGrantCondition",
    "Note",
    "NoticeKind",
    "Pause",
    "Policy",
    "PolicyVersion",
    "ResponseDeadline",
    "RestrictionDecision",
    "RightGranted",
    "RuleRow",
    "ServiceLevelTarget",
    "SourceText",
    "VersionNotice",
    "VersionPart",
    "VersionStatus",
    "VersionWithdrawal",
]
