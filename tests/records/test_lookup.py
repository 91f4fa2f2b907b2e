from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from config import keys
from records.lookup import LookupKind, keyed_hash, name_words, normalize

NORTHWIND, SOUTHWIND = UUID(int=1), UUID(int=2)
EMAIL, PHONE, NAME, CODE = LookupKind


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ana.Perez@Example.COM", "ana.perez@example.com"),
        ("  ana@example.com ", "ana@example.com"),
        ("ana+shop@example.com", "ana+shop@example.com"),
        ("ana@Bücher.example", "ana@xn--bcher-kva.example"),
        ("ana@xn--bcher-kva.example", "ana@xn--bcher-kva.example"),
        ("ana@straße.example", "ana@xn--strae-oqa.example"),
        ("ana@example.com.", "ana@example.com"),
        ("\uff21na@example.com", "ana@example.com"),  # a full-width A
        ("ana@not_a_domain", "ana@not_a_domain"),
        ("ana@localhost", "ana@localhost"),
        ("no address", "no address"),
        ("@", "@"),
    ],
)
def test_an_address_has_one_spelling(typed: str, kept: str) -> None:
    assert normalize(EMAIL, typed) == kept


def test_dots_and_plus_signs_make_another_address() -> None:
    assert normalize(EMAIL, "a.na@example.com") != normalize(EMAIL, "ana@example.com")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("(844) 763-8442", "+18447638442"),
        ("844.763.8442", "+18447638442"),
        ("1-844-763-8442", "+18447638442"),
        ("+1 844 763 8442", "+18447638442"),
        ("844-763-8442 ext. 12", "+18447638442"),
        ("844-763-8442 x12", "+18447638442"),
        ("+44 (0)20 7946 0958", "+442079460958"),
        ("011 44 20 7946 0958", "+442079460958"),
        ("\uff18\uff14\uff14 763 8442", "+18447638442"),  # full-width digits
        ("763-8442", "7638442"),
        ("none", "none"),
    ],
)
def test_a_number_has_one_spelling(typed: str, kept: str) -> None:
    assert normalize(PHONE, typed) == kept


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Ana María Pérez", ("ana", "maría", "pérez")),
        ("Seán O\u2019Brien-Smith", ("seán", "obrien", "smith")),
        ("PEREZ, ANA", ("perez", "ana")),
        ("Ana ana", ("ana",)),
        ("प्रिया", ("प्रिया",)),
        ("...", ()),
    ],
)
def test_a_name_is_found_by_its_whole_words(name: str, words: tuple[str, ...]) -> None:
    assert name_words(name) == words


def test_the_same_address_has_another_hash_in_another_organization() -> None:
    assert keyed_hash(NORTHWIND, EMAIL, "ana@example.com") != keyed_hash(SOUTHWIND, EMAIL, "ana@example.com")


def test_the_same_text_of_another_kind_has_another_hash() -> None:
    assert keyed_hash(NORTHWIND, EMAIL, "ana") != keyed_hash(NORTHWIND, NAME, "ana")


def test_spellings_of_one_address_share_a_hash() -> None:
    assert keyed_hash(NORTHWIND, EMAIL, "ANA@example.com") == keyed_hash(NORTHWIND, EMAIL, " ana@example.com")


def test_another_key_of_the_installation_gives_other_hashes(settings: Settings) -> None:
    before = keyed_hash(NORTHWIND, EMAIL, "ana@example.com")
    settings.DULY_LOOKUP_KEY = keys.new_secret("DULY_LOOKUP_KEY")
    assert keyed_hash(NORTHWIND, EMAIL, "ana@example.com") != before


@pytest.mark.parametrize("kind", LookupKind)
def test_nothing_is_not_looked_up_since_it_would_match_everybody(kind: LookupKind) -> None:
    with pytest.raises(ValueError, match="to look up"):
        keyed_hash(NORTHWIND, kind, "  ")


@given(kind=st.sampled_from(LookupKind), text=st.text())
def test_whatever_is_typed_normalizing_it_again_changes_nothing(kind: LookupKind, text: str) -> None:
    once = normalize(kind, text)
    assert normalize(kind, once) == once


@pytest.mark.parametrize("typed", ["7K3Q0X1A", "7k3q-0x1a", " 7K3Q OXLA ", "7k3qoxia"])
def test_a_code_is_the_same_however_it_is_typed(typed: str) -> None:
    assert normalize(CODE, typed) == "7K3Q0X1A"
