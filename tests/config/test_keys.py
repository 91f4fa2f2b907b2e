"""Key files: made once, for their owner alone."""

from pathlib import Path

import pytest

from config import keys


def test_keys_are_made_for_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    made = keys.make(folder)
    assert [path.name for path in made] == ["secret_key", "master_keys", "lookup_key"]
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in made} == {0o600}


def test_a_file_that_is_there_is_never_touched(tmp_path: Path) -> None:
    keys.make(tmp_path)
    (tmp_path / "lookup_key").unlink()
    before = (tmp_path / "master_keys").read_text()
    assert [path.name for path in keys.make(tmp_path)] == ["lookup_key"]
    assert (tmp_path / "master_keys").read_text() == before


@pytest.mark.parametrize("name", ["DULY_MASTER_KEYS", "DULY_LOOKUP_KEY"])
def test_what_is_made_is_a_key_each_time_another(name: str) -> None:
    assert keys.is_key(keys.new_secret(name))
    assert keys.new_secret(name) != keys.new_secret(name)


def test_there_may_be_several_master_keys(tmp_path: Path) -> None:
    keys.make(tmp_path)
    path = tmp_path / "master_keys"
    path.write_text("new\n\n" + path.read_text())
    assert len(keys.read(tmp_path, "DULY_MASTER_KEYS")) == 2
    assert keys.read(tmp_path, "DULY_MASTER_KEYS")[0] == "new"


def test_a_file_that_others_can_read_is_refused_with_what_to_type(tmp_path: Path) -> None:
    keys.make(tmp_path)
    (tmp_path / "secret_key").chmod(0o640)
    with pytest.raises(keys.KeyFileError, match=r"DULY_SECRET_KEY: .* chmod 600 "):
        keys.read(tmp_path, "DULY_SECRET_KEY")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lookup_key"
    path.write_bytes(b"\xff\xfe")
    path.chmod(0o600)
    with pytest.raises(keys.KeyFileError, match="DULY_LOOKUP_KEY: cannot read"):
        keys.read(tmp_path, "DULY_LOOKUP_KEY")


def test_no_file_is_no_key(tmp_path: Path) -> None:
    assert keys.read(tmp_path, "DULY_SECRET_KEY") == []
