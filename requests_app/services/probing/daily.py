"""The day's proof of one organization's form: filed once, by whichever worker comes first."""

import datetime as dt

from django.conf import settings

from config import egress
from config.egress.calling import INTERNET
from organizations.models import Organization

from ...models import Message, MessageKind
from .failure import NotProven
from .visitor import Wait, file_form, let_pass
from .ways import INSIDE, way_to


def file_for(organization: Organization, day: dt.date, *, way: egress.Way = INTERNET, wait: Wait = let_pass) -> None:
    """File the form of this local day, unless it was filed or the organization has none. Raises NotProven."""
    address = settings.DULY_PROBE_URL
    if not address or is_filed(organization, day):
        return
    base = settings.DULY_BASE_URL if address == INSIDE else address
    ask, email = way_to(address, way), settings.DULY_PROBE_EMAIL
    filed = file_form(organization, ask, base=base, email=email, day=day, wait=wait)
    if filed and not is_filed(organization, day):
        raise NotProven("taken_by_another_installation")


def is_filed(organization: Organization, day: dt.date) -> bool:
    return Message.objects.filter(organization=organization, kind=MessageKind.PROBE, key=str(day)).exists()
