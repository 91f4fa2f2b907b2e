"""Registers the staff desk; everything else is in `staff`."""

from organizations.staff_site import staff_site

from .staff.request_admin import register
from .staff.urls import desk_urls

register()
staff_site.extra_urls = desk_urls
