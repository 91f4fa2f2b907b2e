"""Each file in broken/ has one fault and is otherwise the same small pack; messages.txt is what its author is told."""

import re
from pathlib import Path

import pytest

from policies.loader import PackRefused, load_version

BROKEN = Path(__file__).parent / "broken"


def _expected() -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for line in (BROKEN / "messages.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, message = line.split(maxsplit=1)
            told.setdefault(name, []).append(message)
    return told


EXPECTED = _expected()


@pytest.mark.parametrize("name", EXPECTED)
def test_a_broken_pack_is_refused_with_line_and_what_was_expected(name: str) -> None:
    file = BROKEN / f"{name}.yaml"
    with pytest.raises(PackRefused) as refused:
        load_version(file)
    told = [f"{error.line}: {error.message}" for error in refused.value.errors]
    assert len(told) == len(EXPECTED[name]), told
    for message, expected in zip(told, EXPECTED[name], strict=True):
        assert re.fullmatch(re.escape(expected).replace(re.escape("..."), ".*"), message), message
    assert all(error.file == str(file) for error in refused.value.errors)


def test_every_broken_pack_stands_in_the_table() -> None:
    assert {file.stem for file in BROKEN.glob("*.yaml")} == set(EXPECTED)
