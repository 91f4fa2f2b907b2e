"""One version on one page: what it promises, grouped by kind of rule, and what was recorded beside it."""

from collections.abc import Set
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import capfirst

from policies.domain.rules import Reading
from policies.domain.sections import sections_not_found
from policies.models import (
    PARTS,
    LadderRung,
    PolicyVersion,
    RestrictionDecision,
    RuleRow,
    SourceText,
    VersionNotice,
    VersionPart,
)
from policies.projection import read_rows, rows_of, value_of
from policies.selectors import rule_set
from policies.services.beside import decidable

from .wording import day, local, values_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule as it is shown. The addresses are empty where nothing may be changed."""

    name: str
    section: str
    says: str
    values: list[tuple[str, str]]
    reading: str
    is_rule: bool
    reviewed: str
    decision: str
    decide_url: str = ""
    edit_url: str = ""
    remove_url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """All rules of one kind. `slug` is the kind's name in addresses."""

    title: str
    slug: str
    entries: list[Entry]
    add_url: str = ""

    @property
    def unreviewed(self) -> int:
        return sum(1 for entry in self.entries if entry.is_rule and not entry.reviewed)


@dataclass(frozen=True, slots=True)
class VersionPage:
    version: PolicyVersion
    starts: str
    published: str
    laws: list[tuple[str, str]]
    groups: list[Group]
    beside: list[tuple[str, str]]
    may_manage: bool

    @property
    def unreviewed(self) -> int:
        return sum(group.unreviewed for group in self.groups)

    @property
    def rules(self) -> int:
        return sum(1 for group in self.groups for entry in group.entries if entry.is_rule)


def version_page(version: PolicyVersion, *, may_manage: bool) -> VersionPage:
    """What is published is shown from its document; a draft from its rows, with the doors to change them."""
    editable = may_manage and not version.is_published
    rows = rows_of(version, rule_set(version)) if version.is_published else read_rows(version)
    decisions = {
        (d.rule_kind, d.rule_key): d for d in version.restrictiondecision_set.select_related("by", "organization")
    }
    open_decisions = decidable(version) - decisions.keys() if may_manage and version.is_published else set()
    groups = []
    for part in PARTS:
        entries = [_entry(row, decisions, open_decisions, editable=editable) for row in rows.get(part, [])]
        add = version_url(version, "rule-add", part_slug(part)) if editable else ""
        if entries or add:
            groups.append(Group(capfirst(str(part._meta.verbose_name_plural)), part_slug(part), entries, add))
    return VersionPage(
        version=version,
        starts=_starts(version),
        published=_published(version),
        laws=_laws(version),
        groups=groups,
        beside=_beside(version),
        may_manage=may_manage,
    )


def part_slug(part: type[VersionPart]) -> str:
    return str(part._meta.model_name)


def version_url(version: PolicyVersion, act: str, *more: object) -> str:
    return reverse(f"staff:policies-version-{act}", args=[version.pk, *more])


def page_url(version: PolicyVersion) -> str:
    return reverse("staff:policies_policyversion_change", args=[version.pk])


def _entry(
    row: VersionPart,
    decisions: dict[tuple[str, str], RestrictionDecision],
    open_decisions: Set[tuple[str, str]],
    *,
    editable: bool,
) -> Entry:
    rule = row if isinstance(row, RuleRow) else None
    named = (str(row.rule_kind), rule.key) if rule else ("", "")
    slug = part_slug(type(row))
    return Entry(
        name=value_of(row).name if isinstance(row, LadderRung) else str(row),
        section=rule.section if rule else "",
        says=rule.says if rule else "",
        values=values_of(row),
        reading=_reading(value_of(row).reading) if rule else "",
        is_rule=rule is not None,
        reviewed=day(rule.reviewed) if rule and rule.reviewed else "",
        decision=_decision(decisions[named]) if named in decisions else "",
        decide_url=version_url(row.version, "decide", *named) if named in open_decisions else "",
        edit_url=version_url(row.version, "rule-edit", slug, row.pk) if editable else "",
        remove_url=version_url(row.version, "rule-remove", slug, row.pk) if editable else "",
    )


def _reading(reading: Reading | None) -> str:
    return f"{reading.text} ({reading.by}, {day(reading.on)})" if reading else ""


def _decision(decision: RestrictionDecision) -> str:
    verdict = "Applied" if decision.applied else "Not applied"
    on = local(decision.recorded_at, decision.organization).date()
    return f"{verdict}: {decision.reason} ({decision.by}, {day(on)})"


def _starts(version: PolicyVersion) -> str:
    if version.month_only:
        return f"{version.effective_from:%B %Y} (the text prints no day)"
    return day(version.effective_from)


def _published(version: PolicyVersion) -> str:
    if version.published_at is None:
        return ""
    at = local(version.published_at, version.organization)
    return f"{day(at.date())} at {at:%H:%M} ({at.tzinfo}) by {version.published_by or 'the packs'}"


def _laws(version: PolicyVersion) -> list[tuple[str, str]]:
    """Pack and how the version leans on it."""
    rules = rule_set(version)
    beside = {entry.law for entry in rules.also_under}
    compared = {entry.law for entry in rules.not_laxer_than}
    ways = {"applies beside": beside, "compared with": compared}
    named = [(law, ", ".join(way for way, laws in ways.items() if law in laws)) for law in rules.laws_named()]
    return [(law, way or "fills a silence") for law, way in named]


def _beside(version: PolicyVersion) -> list[tuple[str, str]]:
    """(what, detail) of what was recorded after publication."""
    return [
        *(("Withdrawn", f"from {day(one.from_day)}: {one.reason}") for one in version.versionwithdrawal_set.all()),
        *((_notice(one), f"{day(one.posted_on)}, {one.where}") for one in version.versionnotice_set.all()),
        *(("Text attached", _text(version, one)) for one in version.sourcetext_set.all()),
    ]


def _text(version: PolicyVersion, source: SourceText) -> str:
    missing = sections_not_found(rule_set(version), source.text)
    found = f"not found in it: {', '.join(missing)}" if missing else "each section that a rule names is found in it"
    return f"read on {day(source.retrieved_on)}, SHA-256 {source.sha256[:12]}; {found}"


def _notice(notice: VersionNotice) -> str:
    return f"Notice: {notice.get_kind_display()}"
