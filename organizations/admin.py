"""Registers the screens on organizations and people; they are in `staff`."""

from .models import BusinessCalendar, Organization, User
from .staff.calendar_admin import BusinessCalendarAdmin
from .staff.organization_admin import OrganizationAdmin
from .staff.people_admin import UserAdmin
from .staff_site import staff_site

staff_site.register(Organization, OrganizationAdmin)
staff_site.register(BusinessCalendar, BusinessCalendarAdmin)
staff_site.register(User, UserAdmin)
