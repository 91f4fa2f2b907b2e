"""What an organization has in force today, read for its public pages."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404

from organizations.models import Organization
from policies.domain.rules import RuleSet
from policies.errors import NoVersionInForceError
from policies.selectors import business_calendar, laws_on, public_policy, rule_set
from requests_app.day_words import MONTHS, day

from .promises import Promises


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """Which version a page is built from, for its foot."""

    title: str
    version: str
    in_force: str


def organization_called(slug: str) -> Organization:
    """The organization at that address; 404 otherwise."""
    organization = Organization.objects.filter(slug=slug).first()
    if organization is None:
        raise Http404("No organization has this address.")
    return organization


def promises_of(organization: Organization, now: dt.datetime) -> Promises | None:
    """The version in force on the organization's own day; None when it has none."""
    zone = ZoneInfo(organization.timezone)
    today = now.astimezone(zone).date()
    try:
        version = public_policy(organization, today).version
    except NoVersionInForceError:
        return None
    rules = rule_set(version)
    return Promises(
        publisher=organization.name,
        rules=rules,
        laws={pack: rule_set(law) for pack, law in laws_on(rules, today).items()},
        calendar=business_calendar(organization),
        zone=zone,
        today=today,
    )


def policy_line(rules: RuleSet) -> PolicyLine:
    return PolicyLine(rules.title, rules.version, in_force_words(rules))


def in_force_words(rules: RuleSet) -> str:
    """`since Wed 1 January 2020`, or `since October 2021` where the text prints no day."""
    first = rules.effective_from.first_day
    if rules.effective_from.month_only:
        return f"since {MONTHS[first.month - 1]} {first.year}"
    return f"since {day(first)}"


def is_example(organization: Organization) -> bool:
    """Whether nobody has attested that this installation acts for the organization."""
    return organization.slug not in settings.DULY_ACTS_FOR
