import pytest
from django.core.exceptions import ValidationError

from organizations.models import BusinessCalendar, Organization
from organizations.services.organizations import apply_organization_pack, change_settings
from organizations.validators import contrast_with_white
from records import chain
from records.models import Event
from tests.organizations.conftest import SETUP


def apply(**changed: str) -> Organization:
    settings = {"slug": "northwind", "name": "Northwind", "timezone": "America/Los_Angeles", **changed}
    return apply_organization_pack(**settings, by=SETUP)


def test_a_pack_makes_an_organization_with_a_calendar(db: None) -> None:
    northwind = apply(alert_email="alerts@northwind.example", jurisdiction="US-CA")
    assert northwind.alert_email == "alerts@northwind.example"
    assert northwind.calendar.jurisdiction == "US-CA"


def test_a_pack_is_applied_once_then_the_database_wins(db: None) -> None:
    apply()
    again = apply(name="Northwind Traders", timezone="America/New_York")
    assert (again.name, again.timezone) == ("Northwind", "America/Los_Angeles")
    assert BusinessCalendar.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("slug", "North Wind", "small letters, digits and single hyphens"),
        ("slug", "staff", "none of: staff, static"),
        ("timezone", "Pacific", "Write it like America/Los_Angeles"),
        ("jurisdiction", "ZZ", "No public holidays are known for 'ZZ'. Use a country"),
        ("alert_email", "nobody", "valid email"),
        ("accent_color", "blue", "Write it like #1f4e79"),
        ("accent_color", "#ffd700", "contrast with white 1.4, needed 4.5"),
    ],
)
def test_a_bad_value_is_refused_at_its_field_and_nothing_is_made(
    db: None, field: str, value: str, message: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        apply(**{field: value})
    assert message in refusal.value.message_dict[field][0]
    assert not Organization.objects.exists()


def test_contrast_is_counted_as_wcag_says() -> None:
    assert contrast_with_white("#000000") == pytest.approx(21)
    assert contrast_with_white("#ffffff") == pytest.approx(1)
    # The grays on both sides of 4.5 : 1.
    assert contrast_with_white("#767676") > 4.5 > contrast_with_white("#777777")


def test_a_changed_setting_is_in_the_chain_by_name_only(northwind: Organization) -> None:
    change_settings(northwind, {"name": "Northwind", "alert_email": "olga@northwind.example"}, by=SETUP)
    event = Event.objects.latest("seq")
    assert chain.read(event).body == {"changed": ["alert_email"]}
    assert "olga" not in event.body
    northwind.refresh_from_db()
    assert northwind.alert_email == "olga@northwind.example"
    assert chain.verify(northwind) == []


def test_saving_the_same_settings_writes_nothing(northwind: Organization) -> None:
    before = Event.objects.count()
    change_settings(northwind, {"name": northwind.name}, by=SETUP)
    assert Event.objects.count() == before


@pytest.mark.parametrize("field", ["slug", "timezone", "jurisdiction", "event_seq"])
def test_what_dates_and_addresses_rest_on_cannot_be_changed(northwind: Organization, field: str) -> None:
    with pytest.raises(ValidationError, match=f"fixed once an organization is set up: {field}"):
        change_settings(northwind, {field: "anything"}, by=SETUP)
