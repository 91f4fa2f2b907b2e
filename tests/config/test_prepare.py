"""`prepare` and the keys: made for an empty database only, refused when missing or another's."""

from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from pytest_django import Settings

from config import keys, mail_folder
from config.first_sign_in import first_sign_in
from config.start import missing_keys, require_keys
from organizations.models import Membership, Organization, User
from policies.models import PolicyVersion
from records.errors import KeySettingError


@pytest.fixture
def own_folders(settings: Settings, tmp_path: Path) -> Path:
    settings.DULY_DATA_DIR = tmp_path / "data"
    settings.DULY_MAIL_DIR = tmp_path / "data/mail"
    settings.DULY_BROKER_DIR = tmp_path / "data/broker"
    settings.DULY_KEY_DIR = tmp_path / "keys"
    settings.EMAIL_BACKEND = mail_folder.NAME
    return tmp_path


@pytest.fixture
def without_keys(settings: Settings) -> None:
    settings.DULY_SECRET_KEY = settings.DULY_LOOKUP_KEY = ""
    settings.DULY_MASTER_KEYS = []


def test_the_first_start_sets_everything_up_and_the_second_changes_nothing(
    transactional_db: None, own_folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("prepare")
    first = capsys.readouterr().out
    assert "Staff sign-in" in first
    assert {path.stat().st_mode & 0o777 for path in (own_folders / "data").iterdir()} == {0o700}
    held = (PolicyVersion.objects.count(), User.objects.count(), Membership.objects.count())
    assert min(held) > 0
    call_command("prepare")
    assert "Staff sign-in" not in capsys.readouterr().out
    assert (PolicyVersion.objects.count(), User.objects.count(), Membership.objects.count()) == held


def test_another_key_is_refused_at_the_next_start(
    transactional_db: None, own_folders: Path, settings: Settings
) -> None:
    call_command("prepare")
    settings.DULY_LOOKUP_KEY = keys.new_secret("DULY_LOOKUP_KEY")
    with pytest.raises(CommandError, match="DULY_LOOKUP_KEY is not the key"):
        call_command("prepare")
    with pytest.raises(KeySettingError, match="DULY_LOOKUP_KEY is not the key"):
        require_keys()


def test_missing_keys_of_a_database_in_use_are_not_made_anew(
    transactional_db: None, own_folders: Path, without_keys: None
) -> None:
    with pytest.raises(
        CommandError, match=r"DULY_SECRET_KEY, DULY_MASTER_KEYS, DULY_LOOKUP_KEY: missing, but .* in use"
    ):
        call_command("make_keys")
    assert not (own_folders / "keys").exists()


def test_a_web_process_without_keys_does_not_start(db: None, without_keys: None) -> None:
    with pytest.raises(ImproperlyConfigured, match="DULY_SECRET_KEY, DULY_MASTER_KEYS, DULY_LOOKUP_KEY: missing"):
        require_keys()
    assert len(missing_keys()) == 3


def test_the_first_sign_in_works_and_holds_the_roles_that_alerts_look_for(
    db: None, two_organizations: list[Organization]
) -> None:
    sign_in = first_sign_in()
    assert sign_in is not None
    user = authenticate(username=sign_in.email, password=sign_in.password)
    assert isinstance(user, User)
    assert user.is_superuser
    roles = Membership.objects.filter(user=user).values_list("organization__slug", "role")
    assert sorted(roles) == [
        (slug, role) for slug in ("northwind", "southwind") for role in ("privacy_officer", "supervisor")
    ]


def test_there_is_a_first_sign_in_once(db: None) -> None:
    assert first_sign_in() is not None
    assert first_sign_in() is None


def test_production_prints_no_password(db: None, settings: Settings) -> None:
    settings.DULY_PRODUCTION = True
    assert first_sign_in() is None


def test_a_person_is_made_on_the_command_line(
    db: None, two_organizations: list[Organization], capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("create_staff", "ana@example.com", name="Ana", organization=["southwind"], role=["handler"])
    assert capsys.readouterr().out.startswith("ana@example.com  password: ")
    (membership,) = Membership.objects.all()
    assert (membership.user.name, membership.organization.slug, membership.role) == ("Ana", "southwind", "handler")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"organization": ["southwind"]}, "belong together"),
        ({"organization": ["eastwind"], "role": ["handler"]}, "No organization is called 'eastwind'"),
        ({"email": "nobody"}, "valid email address"),
    ],
)
def test_a_person_made_wrongly_is_refused_whole(
    db: None, two_organizations: list[Organization], options: dict[str, object], expected: str
) -> None:
    email = options.pop("email", "ana@example.com")
    with pytest.raises(CommandError, match=expected):
        call_command("create_staff", email, name="Ana", **options)
    assert not User.objects.exists()
