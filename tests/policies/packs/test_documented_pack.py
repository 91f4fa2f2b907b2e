"""docs/policy-packs.md shows a whole pack and what its author is told: both are true."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from policies.domain.soundness import faults
from policies.loader import PackRefused, load_library, load_version, shipped_library

from .test_broken_packs import BROKEN, EXPECTED

DOCUMENT = (Path(settings.BASE_DIR) / "docs" / "policy-packs.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"```yaml\n# (\S+\.yaml)\n(.*?)```", DOCUMENT, flags=re.DOTALL))


def test_the_example_is_a_sound_library(tmp_path: Path) -> None:
    for name, text in EXAMPLES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    library = load_library(tmp_path)
    (rules,) = library.versions["northwind/privacy-requests"]
    assert faults(rules, shipped_library().laws) == ()
    assert library.organizations["northwind"].name == "Northwind Clinics"


def test_the_example_shows_every_section_of_a_version() -> None:
    shown = re.findall(r"^([a-z_]+):", EXAMPLES["northwind/privacy-requests/2026-01-01.yaml"], flags=re.MULTILINE)
    with pytest.raises(PackRefused) as refused:
        load_version(BROKEN / "unknown_key.yaml")
    known = refused.value.errors[0].message.partition("expected one of ")[2].split(", ")
    assert set(shown) == set(known) - {"look_backs", "frequency_caps"}


def test_the_messages_shown_are_those_that_are_told() -> None:
    shown = re.findall(r"\| `(\d+: .*?)` \|\n", DOCUMENT)
    told = {message for messages in EXPECTED.values() for message in messages}
    assert len(shown) == 9
    assert set(shown) <= told
