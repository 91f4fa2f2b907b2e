"""The organizations of the stories, with the four people who work there."""

from typing import Final

from organizations.models import MembershipRole, Organization
from policies.domain.periods import Period
from policies.domain.rules import DeadlineRule
from policies.domain.terms import Act, Right, RuleKind
from policies.models import PolicyVersion
from policies.services.beside import decide_restriction
from records.chain import Actor, ActorKind
from tests.policies.examples import POLICY, policy
from tests.requests_app import world
from tests.requests_app.office import open_office

from .page import Block, UnclearPage

NORTHWIND: Final = "northwind"
"""An invented organization, whose policy stops the clock while it waits and gives appeals a clock."""

ROLES: Final = {
    "hana": MembershipRole.HANDLER,
    "ned": MembershipRole.HANDLER,
    "sam": MembershipRole.SUPERVISOR,
    "olga": MembershipRole.PRIVACY_OFFICER,
}
APPEALS: Final = DeadlineRule(
    key="appeal",
    section="7",
    says="An appeal is decided within 20 days.",
    act=Act.DECIDE_APPEAL,
    rights=(Right.DELETE,),
    within=Period.parse("20 calendar days"),
)
SETTINGS: Final = {"deletions": "second_person_for_deletions", "denials": "second_person_for_denials"}


class People(dict[str, Actor]):
    """Those who act in a story, by name. Somebody is hired when they first appear."""

    def __init__(self, organization: Organization) -> None:
        super().__init__(person=Actor(kind=ActorKind.REQUESTER), mail=Actor(kind=ActorKind.SYSTEM, label="mail"))
        self.organization = organization

    def __missing__(self, name: str) -> Actor:
        user = world.hire(self.organization, f"{name.title()}-of-the-story", ROLES[name])
        return self.setdefault(name, world.acting(user))


def open_for_business(slug: str, told: Block | None) -> tuple[Organization, People]:
    """The organization with its policy in force, and those who act in its stories."""
    world.publish_world()
    if slug == NORTHWIND:
        rules = policy(pack=f"{NORTHWIND}/privacy-requests", deadlines=(*POLICY.deadlines, APPEALS))
        organization = open_office(NORTHWIND, rules=rules).organization
    else:
        organization = Organization.objects.get(slug=slug)
    people = People(organization)
    if told is not None:
        _arrange(people, told)
    return organization, people


def _arrange(people: People, told: Block) -> None:
    organization = people.organization
    for word in told.get("second person for", []):
        if word not in SETTINGS:
            raise UnclearPage(f"{told.at('second person for')}: “{word}” is not one of {', '.join(SETTINGS)}.")
        setattr(organization, SETTINGS[word], True)
    organization.save(update_fields=list(SETTINGS.values()))
    version = PolicyVersion.objects.get(policy__organization=organization, policy__is_main=True)
    for said in told.get("decided at publication", []):
        said.only(("kind", "rule", "applied", "reason")).need("kind", "rule", "applied", "reason")
        decide_restriction(
            version,
            rule_kind=RuleKind(said["kind"]),
            rule_key=said["rule"],
            applied=said["applied"],
            reason=said["reason"],
            by=people["olga"],
            at=world.PUBLISHED_AT,
        )
