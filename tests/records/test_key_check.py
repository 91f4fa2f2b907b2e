import pytest
from pytest_django import Settings

from config.keys import new_secret
from organizations.models import User
from records import sealing
from records.errors import KeySettingError
from records.key_check import ensure_keys, verify_keys
from records.models import DataKey, KeyCheck, KeyPurpose
from tests.records.conftest import make_organization


@pytest.fixture
def sealed_with_old_key(db: None) -> DataKey:
    """A database with data, made with the keys of the settings."""
    ensure_keys()
    key = sealing.new_key(make_organization().pk, KeyPurpose.CONTACT)
    key.save()
    return key


def test_an_empty_database_accepts_the_keys_and_remembers_them(db: None) -> None:
    ensure_keys()
    assert KeyCheck.objects.count() == 2
    verify_keys()


def test_ensuring_again_changes_nothing(db: None) -> None:
    ensure_keys()
    before = set(KeyCheck.objects.values_list("name", "value"))
    ensure_keys()
    assert set(KeyCheck.objects.values_list("name", "value")) == before


def test_nothing_of_a_key_can_be_read_from_its_check_value(db: None, settings: Settings) -> None:
    ensure_keys()
    text = " ".join(f"{row.name} {row.value}" for row in KeyCheck.objects.all())
    assert settings.DULY_LOOKUP_KEY not in text
    assert settings.DULY_MASTER_KEYS[0] not in text


def test_a_database_with_data_but_no_record_of_its_keys_is_refused(db: None) -> None:
    User.objects.create_user("hana@northwind.example", name="Hana")
    with pytest.raises(KeySettingError, match="holds data but no record of the keys"):
        ensure_keys()


def test_a_web_process_does_not_start_on_a_database_that_is_not_set_up(db: None) -> None:
    with pytest.raises(KeySettingError, match="not set up yet"):
        verify_keys()


@pytest.mark.parametrize("start", [ensure_keys, verify_keys])
def test_another_master_key_is_refused(sealed_with_old_key: DataKey, settings: Settings, start: object) -> None:
    settings.DULY_MASTER_KEYS = [new_secret("DULY_MASTER_KEYS")]
    with pytest.raises(KeySettingError, match=r"None of DULY_MASTER_KEYS is a key .* Put back the key files"):
        start()  # type: ignore[operator]


@pytest.mark.parametrize("start", [ensure_keys, verify_keys])
def test_another_lookup_key_is_refused(sealed_with_old_key: DataKey, settings: Settings, start: object) -> None:
    settings.DULY_LOOKUP_KEY = new_secret("DULY_LOOKUP_KEY")
    with pytest.raises(KeySettingError, match="DULY_LOOKUP_KEY is not the key"):
        start()  # type: ignore[operator]


def test_a_missing_key_is_refused(sealed_with_old_key: DataKey, settings: Settings) -> None:
    settings.DULY_MASTER_KEYS = []
    with pytest.raises(KeySettingError, match="DULY_MASTER_KEYS is empty"):
        verify_keys()


def test_a_new_master_key_may_be_put_in_front_of_the_old(sealed_with_old_key: DataKey, settings: Settings) -> None:
    settings.DULY_MASTER_KEYS = [new_secret("DULY_MASTER_KEYS"), *settings.DULY_MASTER_KEYS]
    ensure_keys()
    assert KeyCheck.objects.count() == 3
    verify_keys()


def test_an_old_key_that_data_still_needs_may_not_leave_the_list(
    sealed_with_old_key: DataKey, settings: Settings
) -> None:
    settings.DULY_MASTER_KEYS = [new_secret("DULY_MASTER_KEYS"), *settings.DULY_MASTER_KEYS]
    ensure_keys()
    settings.DULY_MASTER_KEYS = settings.DULY_MASTER_KEYS[:1]
    with pytest.raises(KeySettingError, match=f"lacks {sealed_with_old_key.master_id}"):
        verify_keys()


def test_an_old_key_may_leave_the_list_once_all_it_wrapped_is_erased(
    sealed_with_old_key: DataKey, settings: Settings
) -> None:
    settings.DULY_MASTER_KEYS = [new_secret("DULY_MASTER_KEYS"), *settings.DULY_MASTER_KEYS]
    ensure_keys()
    sealing.erase(sealed_with_old_key)
    settings.DULY_MASTER_KEYS = settings.DULY_MASTER_KEYS[:1]
    verify_keys()
