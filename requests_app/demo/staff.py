"""The invented staff of each organization: one for each role who can sign in, and a colleague who cannot."""

from dataclasses import dataclass, field
from typing import Final

from organizations.models import Membership, MembershipRole, Organization, User
from organizations.services.people import create_staff, generate_password, grant_role
from records.chain import Actor, ActorKind

DEMO: Final = Actor(kind=ActorKind.SYSTEM, label="demo")
NAMES: Final = {
    "prospect-medical": {
        MembershipRole.HANDLER: "Hana Ortiz",
        MembershipRole.SUPERVISOR: "Sam Delacroix",
        MembershipRole.PRIVACY_OFFICER: "Olivia Grant",
        MembershipRole.AUDITOR: "Arthur Keller",
    },
    "kaiser-permanente": {
        MembershipRole.HANDLER: "Hugo Stein",
        MembershipRole.SUPERVISOR: "Dina Marsh",
        MembershipRole.PRIVACY_OFFICER: "Marcus Webb",
        MembershipRole.AUDITOR: "Toni Abiola",
    },
}
COLLEAGUES: Final = {"prospect-medical": "Wes Tanaka", "kaiser-permanente": "Yara Nolan"}


@dataclass(frozen=True, slots=True)
class SignIn:
    """A password that has just been made; it is kept nowhere."""

    email: str
    role: MembershipRole
    password: str


@dataclass(slots=True)
class Office:
    """Who works there, and the sign-ins of those who are new."""

    by_role: dict[MembershipRole, User] = field(default_factory=dict)
    handlers: list[User] = field(default_factory=list)
    new: list[SignIn] = field(default_factory=list)


def hire(organization: Organization) -> Office:
    """The staff of the demonstration, made if they are not there yet."""
    office = Office()
    for role, name in NAMES[organization.slug].items():
        office.by_role[role] = _with_role(organization, name, role, office.new)
    colleague = _with_role(organization, COLLEAGUES[organization.slug], MembershipRole.HANDLER)
    office.handlers = [office.by_role[MembershipRole.HANDLER], colleague]
    return office


def _with_role(
    organization: Organization, name: str, role: MembershipRole, sign_ins: list[SignIn] | None = None
) -> User:
    """Somebody in `role`; with `sign_ins`, somebody new gets a password, which is added to them."""
    email = f"{name.lower().replace(' ', '.')}@{organization.slug}.example"
    user = User.objects.filter(email=email).first()
    if user is None:
        password = generate_password() if sign_ins is not None else None
        user = create_staff(email=email, name=name, password=password)
        if sign_ins is not None and password is not None:
            sign_ins.append(SignIn(email, role, password))
    if not Membership.objects.filter(user=user, organization=organization, role=role).exists():
        grant_role(user, organization, role, by=DEMO)
    return user
