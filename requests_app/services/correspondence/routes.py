"""What a person can do next: ask us to look again, and complain, to us and to whoever watches over us.

45 CFR 164.524(d)(2), 164.526(d)(1), 160.306; 11 CCR 7022(f)-(g), 7023(f), 7024; RULES PM-14 and 164.530(g).
"""

from collections.abc import Iterator, Mapping
from typing import Final

from policies.domain.rules import DenialGroundRule
from policies.domain.situation import Situation
from policies.domain.terms import ChannelKind, Right, Scope

from ..case_file import CaseFile
from .pieces import piece

CALIFORNIA: Final = "law/us-ca/"
DELETIONS: Final = (Right.DELETE, Right.DELETE_THIRD_PARTY_SOURCED)
CORRECTIONS: Final = (Right.CORRECT, Right.CORRECT_THIRD_PARTY_SOURCED)
_CALLS: Final[Mapping[ChannelKind, str]] = {
    ChannelKind.PHONE: "calls.phone",
    ChannelKind.TTY: "calls.tty",
    ChannelKind.WEB: "calls.web",
    ChannelKind.MAIL: "calls.mail",
}


def appeal(situation: Situation, ground: str, language: str) -> str:
    """How to have a refusal looked at again, and what else is open after it."""
    names = ["appeal.ours"]
    if _reviewable(situation, ground):
        names.insert(0, "appeal.reviewable")
    right, health = situation.case.right, situation.case.scope is Scope.HEALTH_RECORDS
    if health and right is Right.AMEND:
        names.append("appeal.statement")
    if not health and right in CORRECTIONS:
        names.append("appeal.contested")
    if right in DELETIONS and _california(situation):
        names.append("appeal.opt_out")
    return "\n\n".join(piece(name, language) for name in names)


def complaint(file: CaseFile, situation: Situation, language: str) -> str:
    """Where to complain: to us first, then to the authority that the case falls under."""
    contact = ", ".join(_contact(file))
    lines = [piece("complaint.organization", language, contact=contact)] if contact else []
    if situation.case.scope is Scope.HEALTH_RECORDS:
        lines.append(piece("complaint.hhs", language))
    elif _california(situation):
        lines.append(piece("complaint.california", language))
    else:
        lines.append(piece("complaint.state", language))
    return "\n\n".join(lines)


def calls(file: CaseFile, language: str) -> str:
    """How to reach us with a question: the ways this version names for anything, and the organization's own."""
    lines = [piece("calls.reference", language, reference=file.request.reference)]
    lines += [piece(name, language, value=value) for name, value in _ways(file)]
    return "\n".join(lines)


def number_to_call(file: CaseFile) -> str:
    """One telephone number; empty if there is none."""
    return next((value for name, value in _ways(file) if name == "calls.phone"), "")


def _ways(file: CaseFile) -> Iterator[tuple[str, str]]:
    held = [rule for rule in file.rules.channels if not rule.rights and rule.kind in _CALLS]
    for kind, name in _CALLS.items():
        yield from ((name, rule.value) for rule in held if rule.kind is kind)
    organization = file.request.organization
    kinds = {rule.kind for rule in held}
    if ChannelKind.PHONE not in kinds and organization.contact_phone:
        yield "calls.phone", organization.contact_phone
    if organization.contact_email:
        yield "calls.email", organization.contact_email


def _contact(file: CaseFile) -> Iterator[str]:
    """Where complaints go: the address that the version names for them, and whom to call or write to."""
    organization = file.request.organization
    named = [rule for rule in file.rules.channels if not rule.rights or Right.COMPLAINT in rule.rights]
    mail = next((rule.value for rule in named if rule.kind is ChannelKind.MAIL), "")
    if mail:
        yield mail
    else:
        yield organization.name
        yield organization.privacy_officer_title
        yield from (line for line in organization.postal_address.splitlines() if line.strip())
    phone = number_to_call(file)
    yield from (part for part in (phone, organization.contact_email) if part)


def _reviewable(situation: Situation, ground: str) -> bool:
    owners = (situation.rules, *situation.laws_bearing)
    rules: list[DenialGroundRule] = [rule for owner in owners for rule in situation.matching(owner.denial_grounds)]
    return any(rule.reviewable for rule in rules if rule.key == ground)


def _california(situation: Situation) -> bool:
    return any(law.pack.startswith(CALIFORNIA) for law in situation.laws_bearing)
