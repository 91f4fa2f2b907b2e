"""Puts policies on the staff site."""

from organizations.staff_site import staff_site

from .models import Policy, PolicyVersion
from .staff.policy_admin import PolicyAdmin
from .staff.version_admin import PolicyVersionAdmin

staff_site.register(Policy, PolicyAdmin)
staff_site.register(PolicyVersion, PolicyVersionAdmin)
