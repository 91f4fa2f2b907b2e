import base64
import datetime as dt
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from organizations.models import Organization
from records import chain, sealing
from records.errors import ErasedKeyError, KeySettingError, MissingMasterKeyError, UnsealError
from records.models import DataKey, KeyPurpose
from tests.records.conftest import NOW, SWEEP

CONTACT = {"name": "Ana Pérez", "email": "ana@example.com"}


@pytest.fixture
def key(northwind: Organization) -> DataKey:
    key = sealing.new_key(northwind.pk, KeyPurpose.CONTACT)
    key.save()
    return DataKey.objects.get(pk=key.pk)


def fresh_master_key() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def test_what_was_sealed_is_read_back(key: DataKey) -> None:
    assert sealing.unseal(sealing.seal(CONTACT, key, "a/1/contact"), key, "a/1/contact") == CONTACT


def test_bytes_are_read_back_as_bytes(key: DataKey) -> None:
    assert sealing.unseal_bytes(sealing.seal(b"\0\xff", key, "a/1/file"), key, "a/1/file") == b"\0\xff"


def test_a_key_seals_before_it_is_saved(northwind: Organization) -> None:
    key = sealing.new_key(northwind.pk, KeyPurpose.CONTENT)
    sealed = sealing.seal(CONTACT, key, "a")
    key.save()
    assert sealing.unseal(sealed, DataKey.objects.get(), "a") == CONTACT


def test_nothing_of_it_stands_in_the_sealed_bytes(key: DataKey) -> None:
    sealed = sealing.seal(CONTACT, key, "a")
    assert b"Ana" not in sealed
    assert b"example" not in sealed


def test_sealing_the_same_twice_gives_different_bytes(key: DataKey) -> None:
    assert sealing.seal(CONTACT, key, "a") != sealing.seal(CONTACT, key, "a")


def test_a_sealed_part_cannot_be_moved_to_another_place(key: DataKey) -> None:
    sealed = sealing.seal(CONTACT, key, "submission/1/requester")
    with pytest.raises(UnsealError, match="submission/2/requester was changed or moved"):
        sealing.unseal(sealed, key, "submission/2/requester")


def test_a_place_names_table_record_and_field(northwind: Organization) -> None:
    assert sealing.place(northwind, "note") == f"organizations_organization/{northwind.pk}/note"


def test_another_key_does_not_open_it(key: DataKey, northwind: Organization) -> None:
    other = sealing.new_key(northwind.pk, KeyPurpose.CONTACT)
    with pytest.raises(UnsealError, match="not sealed with data key"):
        sealing.unseal(sealing.seal(CONTACT, key, "a"), other, "a")


@pytest.mark.parametrize("position", [0, 1, 16, 17, 28, 29, -1])
def test_any_changed_byte_is_noticed(key: DataKey, position: int) -> None:
    sealed = bytearray(sealing.seal(CONTACT, key, "a"))
    sealed[position] ^= 1
    with pytest.raises(UnsealError):
        sealing.unseal(bytes(sealed), key, "a")


@pytest.mark.parametrize("length", [0, 1, 17, 29, 44])
def test_a_part_cut_short_is_noticed(key: DataKey, length: int) -> None:
    with pytest.raises(UnsealError):
        sealing.unseal(sealing.seal(CONTACT, key, "a")[:length], key, "a")


def test_a_data_key_put_under_another_organization_does_not_open(key: DataKey, southwind: Organization) -> None:
    sealed = sealing.seal(CONTACT, key, "a")
    key.organization_id = southwind.pk
    with pytest.raises(UnsealError, match="was changed since it was made"):
        sealing.unseal(sealed, key, "a")


def test_erasing_the_key_erases_what_was_sealed(key: DataKey) -> None:
    sealed = sealing.seal(CONTACT, key, "a")
    sealing.erase(key, at=NOW)
    for held in (key, DataKey.objects.get()):
        assert (held.wrapped, held.erased_at) == (None, NOW)
        with pytest.raises(ErasedKeyError, match="was erased at 2026-03-02"):
            sealing.unseal(sealed, held, "a")


def test_erasing_again_keeps_the_first_time(key: DataKey) -> None:
    copy = DataKey.objects.get()
    sealing.erase(key, at=NOW)
    sealing.erase(copy, at=NOW + dt.timedelta(days=1))
    assert copy.erased_at == NOW
    assert copy.wrapped is None


def test_the_chain_still_verifies_after_its_sealed_part_was_erased(northwind: Organization, key: DataKey) -> None:
    sealed = sealing.seal(CONTACT, key, "a")
    chain.append(subject=northwind, type="told", actor=SWEEP, at=NOW, body={}, sealed_digest=sealing.digest(sealed))
    sealing.erase(key)
    assert chain.verify(northwind) == []


def test_a_new_master_key_in_front_leaves_old_parts_readable(key: DataKey, settings: Settings) -> None:
    sealed = sealing.seal(CONTACT, key, "a")
    settings.DULY_MASTER_KEYS = [fresh_master_key(), *settings.DULY_MASTER_KEYS]
    assert sealing.unseal(sealed, key, "a") == CONTACT


def test_a_new_data_key_is_wrapped_by_the_first_master_key(northwind: Organization, settings: Settings) -> None:
    old = sealing.new_key(northwind.pk, KeyPurpose.CONTACT)
    settings.DULY_MASTER_KEYS = [fresh_master_key(), *settings.DULY_MASTER_KEYS]
    assert sealing.new_key(northwind.pk, KeyPurpose.CONTACT).master_id != old.master_id


def test_a_missing_master_key_is_named(key: DataKey, settings: Settings) -> None:
    sealed = sealing.seal(CONTACT, key, "a")
    settings.DULY_MASTER_KEYS = [fresh_master_key()]
    with pytest.raises(MissingMasterKeyError, match=f"needs the master key {key.master_id}"):
        sealing.unseal(sealed, key, "a")


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ([], "is empty"),
        (["###"], "not base64url"),
        (["AAAA"], "a key of 3 bytes"),
        (["A" * 43, "A" * 43 + "="], "the same key twice"),
    ],
)
def test_a_bad_list_of_master_keys_says_what_is_wrong(
    settings: Settings, northwind: Organization, keys: list[str], message: str
) -> None:
    settings.DULY_MASTER_KEYS = keys
    with pytest.raises(KeySettingError, match=message):
        sealing.new_key(northwind.pk, KeyPurpose.CONTACT)


@given(data=st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers() | st.booleans()))
def test_whatever_is_sealed_comes_back(data: dict[str, object]) -> None:
    key = sealing.new_key(DataKey().id, KeyPurpose.CONTENT)
    assert sealing.unseal(sealing.seal(data, key, "a"), key, "a") == data
