from organizations.models import CalendarVersion, User
from organizations.services.organizations import create_organization
from records.access import log_view
from records.models import AccessLogEntry
from tests.records.conftest import NOW, SWEEP


def test_a_view_names_who_saw_which_part_of_what(handler: User) -> None:
    northwind = create_organization(slug="northwind", name="Northwind", timezone="UTC", by=SWEEP, at=NOW)
    seen = CalendarVersion.objects.get()
    log_view(handler, seen, "contact")
    entry = AccessLogEntry.objects.get()
    assert (entry.organization, entry.user, entry.what) == (northwind, handler, "contact")
    assert (entry.subject_kind, entry.subject_id) == ("organizations.calendarversion", seen.pk)
    assert str(entry) == f"contact of organizations.calendarversion {seen.pk}"
