"""What is refused before a line is read, what is checked between files, and what the command says."""

import itertools
import shutil
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.loader import PACKS, PackRefused, check_files, load_library, load_organization, load_version

HERE = Path(__file__).parent
SOUND = (HERE / "sound.yaml").read_text(encoding="utf-8")
ORGANIZATION = (PACKS / "prospect-medical" / "organization.yaml").read_text(encoding="utf-8")
NORTHWIND = ORGANIZATION.replace("slug: prospect-medical", "slug: northwind")


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """A library of one invented policy beside the shipped laws."""
    shutil.copytree(PACKS / "law", tmp_path / "law")
    folder = tmp_path / "northwind" / "privacy-requests"
    folder.mkdir(parents=True)
    (folder / "2026-01-01.yaml").write_text(SOUND, encoding="utf-8")
    (tmp_path / "northwind" / "organization.yaml").write_text(NORTHWIND, encoding="utf-8")
    return tmp_path


def _told(root: Path) -> list[str]:
    with pytest.raises(PackRefused) as refused:
        load_library(root)
    return [str(error).replace(f"{root}/", "") for error in refused.value.errors]


def test_a_sound_library_loads_whole(packs: Path) -> None:
    library = load_library(packs)
    assert [rules.version for rules in library.versions["northwind/privacy-requests"]] == ["2026-01-01"]
    assert [rules.version for rules in library.laws["law/us-ca/ccpa"]] == ["2020-01-01", "2023-01-01", "2026-01-01"]
    assert library.organizations["northwind"].alert_email.endswith(".example")


def test_one_broken_file_and_nothing_is_loaded(packs: Path) -> None:
    file = packs / "law/us/hipaa/2013-09-23.yaml"
    file.write_text(file.read_text().replace("within: 60 calendar days", "within: sixty days", 1), encoding="utf-8")
    (told,) = _told(packs)
    assert told.startswith("law/us/hipaa/2013-09-23.yaml:")
    assert "deadlines.amend.within" in told


@pytest.mark.parametrize(
    ("first_day", "clashes"), [("2026-01-01", True), ("2026-01", True), ("2025-12", False), ("2026-01-02", False)]
)
def test_two_versions_may_not_begin_together(packs: Path, first_day: str, clashes: bool) -> None:
    other = SOUND.replace("effective_from: 2026-01-01", f"effective_from: {first_day}").replace('"2026-01-01"', '"2"')
    (packs / "northwind/privacy-requests/2.yaml").write_text(other, encoding="utf-8")
    if clashes:
        assert ["overlaps with" in message for message in _told(packs)] == [True]
    else:
        assert len(load_library(packs).versions["northwind/privacy-requests"]) == 2


def test_two_versions_may_not_share_a_label(packs: Path) -> None:
    other = packs / "northwind/privacy-requests/2.yaml"
    other.write_text(SOUND.replace("effective_from: 2026-01-01", "effective_from: 2027-01-01"), encoding="utf-8")
    (told,) = _told(packs)
    assert told == "northwind/privacy-requests/2.yaml:3: version: expected '2', the name of the file, not '2026-01-01'"
    found = check_files([packs / "northwind/privacy-requests/2026-01-01.yaml", other])[1]
    assert ["is also in" in error.message for error in found] == [True]


def test_a_version_lies_where_it_says_it_belongs(packs: Path) -> None:
    (packs / "northwind" / "privacy-requests").rename(packs / "northwind" / "cookies")
    (told,) = _told(packs)
    assert told.startswith(
        "northwind/cookies/2026-01-01.yaml:2: policy: expected 'northwind/cookies', where the file lies"
    )


def test_a_policy_needs_its_publisher(packs: Path) -> None:
    (packs / "northwind" / "organization.yaml").unlink()
    (told,) = _told(packs)
    assert told.startswith("northwind/privacy-requests/2026-01-01.yaml:2: policy: expected northwind/organization.yaml")


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [
        ("slug: northwind", "slug: North Wind", "slug: expected small letters, digits and hyphens, such as northwind"),
        (
            "slug: northwind",
            "slug: southwind",
            "2: slug: expected 'northwind', the name of the folder",
        ),
        ("America/Los_Angeles", "Pacific", "timezone: expected a time zone such as America/Los_Angeles, not 'Pacific'"),
        ("privacy-alerts@prospect-medical.example", "us", "alert_email: expected an address such as"),
        ('"#1d5c4d"', "#1d5c4d", "accent_color: expected a colour in quotes"),
        ("language: en", "lang: en", "unknown key 'lang'"),
    ],
)
def test_an_organization_is_refused_with_what_was_expected(packs: Path, good: str, bad: str, told: str) -> None:
    (packs / "northwind" / "organization.yaml").write_text(NORTHWIND.replace(good, bad), encoding="utf-8")
    (message,) = _told(packs)
    assert told in message


def test_ten_megabytes_are_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "huge.yaml"
    file.write_bytes(b"a: [" + b"0," * 5_000_000 + b"0]")
    started = time.monotonic()
    with pytest.raises(PackRefused, match=r"huge\.yaml:1: expected a file of at most 256 KB, not 10,000,006 bytes"):
        load_version(file)
    assert time.monotonic() - started < 1


def test_a_file_of_nothing_but_faults_is_given_up_at_the_hundredth(tmp_path: Path) -> None:
    file = tmp_path / "pack.yaml"
    file.write_text(SOUND + "".join(f"key_{number}: x\n" for number in range(15_000)), encoding="utf-8")
    with pytest.raises(PackRefused) as refused:
        load_version(file)
    assert len(refused.value.errors) == 100


def test_an_alias_bomb_is_refused_at_its_first_anchor(tmp_path: Path) -> None:
    file = tmp_path / "bomb.yaml"
    file.write_text("a: &a [x, x]\n" + "".join(f"{k}: &{k} [*{j}, *{j}]\n" for j, k in itertools.pairwise("abcdefghi")))
    with pytest.raises(PackRefused, match="anchors"):
        load_version(file)


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(PackRefused, match="expected a YAML file; there is none"):
        load_organization(tmp_path / "organization.yaml")


def test_words_of_yaml_1_1_mean_what_they_look_like(tmp_path: Path) -> None:
    """Norway is a place, a label keeps its zero, and `on` is a key."""
    file = tmp_path / "pack.yaml"
    text = SOUND.replace("US-CA", "NO").replace('version: "2026-01-01"', "version: 1.10")
    reading = "reading: {text: Day zero., by: Privacy Office, on: 2026-01-01}, within: 45 calendar days"
    file.write_text(text.replace("within: 45 calendar days", reading), encoding="utf-8")
    rules = load_version(file)
    assert rules.version == "1.10"
    assert rules.rights[0].eligible.terms == (("residency", ("NO",)),)
    assert [str(rule.reading.on) for rule in rules.deadlines if rule.reading] == ["2026-01-01"]


LINES = (PACKS / "kaiser-permanente/privacy-statement/1.8.yaml").read_text(encoding="utf-8").splitlines()
JUNK = ("", "null", "- x", "{}", "[]", "a: b", "no", "01", "[[]]", "? x", "*a", "'", "{a: {b: c}}", "\t", "é: ü")


@settings(max_examples=150, deadline=None)
@given(at=st.integers(0, len(LINES) - 1), cut=st.integers(0, 120), junk=st.sampled_from(JUNK))
def test_a_damaged_pack_loads_or_is_refused_and_never_raises_otherwise(
    tmp_path_factory: pytest.TempPathFactory, at: int, cut: int, junk: str
) -> None:
    file = tmp_path_factory.mktemp("damaged") / "pack.yaml"
    file.write_text("\n".join([*LINES[:at], LINES[at][:cut] + junk, *LINES[at + 1 :]]), encoding="utf-8")
    _, errors = check_files([file])
    assert all(error.line >= 1 and error.message for error in errors)


def _run(*paths: Path) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("check_packs", *map(str, paths), stdout=out, stderr=err)
    except SystemExit as stopped:
        return int(stopped.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_check_packs_says_ok_and_how_many_rules() -> None:
    file = HERE / "sound.yaml"
    assert _run(file) == (0, f"ok {file}: 2 rules\n", "")


def test_check_packs_names_every_fault_and_fails() -> None:
    status, out, err = _run(HERE / "sound.yaml", HERE / "broken" / "several_faults.yaml")
    assert status == 1
    assert out.startswith("ok ")
    assert [line.split(":")[1] for line in err.splitlines()] == ["1", "2", "8", "10"]


def test_check_packs_takes_folders() -> None:
    status, out, err = _run(PACKS)
    assert (status, err) == (0, "")
    assert len(out.splitlines()) == len(list(PACKS.rglob("*.yaml")))
