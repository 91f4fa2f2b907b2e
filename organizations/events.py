"""What can happen to an organization: the closed list of its chain."""

from enum import StrEnum


class OrganizationEvent(StrEnum):
    """Past tense, one sentence each. Bodies name people by id only."""

    ORGANIZATION_CREATED = "organization_created"  # it was set up, by a pack or an operator
    SETTINGS_CHANGED = "settings_changed"  # a name, an address, the alert hour or the like was set
    ROLE_GRANTED = "role_granted"  # a person got a role
    ROLE_REVOKED = "role_revoked"  # a person lost a role
    MEMBER_SWITCHED_OFF = "member_switched_off"  # somebody who holds a role can no longer sign in
    MEMBER_SWITCHED_ON = "member_switched_on"  # they can again
    PASSWORD_DRAWN = "password_drawn"  # noqa: S105 - an operator gave a member a new password
    ABSENCE_SET = "absence_set"  # somebody will be away, and another stands in
    ABSENCE_ENDED = "absence_ended"  # they are back, or do not go
    TEAM_SET = "team_set"  # a team for alerts was made, or its members changed
    TEAM_REMOVED = "team_removed"  # alerts for it go to the next role up
    ADDRESS_SET = "address_set"  # a further address for alerts was given
    ADDRESS_REMOVED = "address_removed"  # alerts for it go to the next role up
    CALENDAR_CREATED = "calendar_created"  # its first calendar version was made
    CALENDAR_EXTENDED = "calendar_extended"  # years were added at the end
    HOLIDAY_ADDED = "holiday_added"  # a public holiday or closed day was added
    HOLIDAY_REMOVED = "holiday_removed"  # one entered by mistake was taken out
