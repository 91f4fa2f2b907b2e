import re

from requests_app.demo import kaiser_permanente, prospect_medical
from requests_app.demo.arriving import key_of
from requests_app.demo.cast import CAST

TALES = (*prospect_medical.TALES, *kaiser_permanente.TALES)


def test_everybody_in_a_tale_is_in_the_cast_and_everybody_in_the_cast_has_a_tale() -> None:
    assert {tale.who for tale in TALES} == set(CAST)


def test_no_two_share_a_number_of_the_range_kept_for_fiction() -> None:
    numbers = [player.phone[-8:] for player in CAST.values()]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"555-01\d\d", number) for number in numbers)


def test_no_two_tales_of_an_organization_have_the_same_key() -> None:
    for tales in (prospect_medical.TALES, kaiser_permanente.TALES):
        keys = [key_of(tale) for tale in tales]
        assert len(set(keys)) == len(keys)
