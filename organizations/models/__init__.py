"""Organizations, the people who work for them, and their calendars."""

from .absence import Absence
from .calendar import BusinessCalendar, CalendarVersion, Holiday, HolidayKind
from .membership import Membership, MembershipRole
from .organization import Organization
from .sign_in_failure import SignInFailure
from .team import AlertAddress, Team, TeamMember
from .user import User, UserManager, normalize_email

__all__ = [
    "Absence",
    "AlertAddress",
    "BusinessCalendar",
    "CalendarVersion",
    "Holiday",
    "HolidayKind",
    "Membership",
    "MembershipRole",
    "Organization",
    "SignInFailure",
    "Team",
    "TeamMember",
    "User",
    "UserManager",
    "normalize_email",
]
