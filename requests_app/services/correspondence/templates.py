"""Which wording a letter is begun with: the organization's own latest one, else the built-in one."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.db import transaction

from organizations.models import Organization, User

from ... import clock_source
from ...languages import ENGLISH, SPOKEN, primary
from ...models import LetterKind, LetterTemplate
from . import filling
from .filling import WrongTemplate
from .kinds import CHILD_REPORT, KINDS, Kind

FOLDER: Final = Path(__file__).resolve().parents[2] / "correspondence" / "templates"
SUBJECT: Final = "Subject: "
IN_SUBJECT: Final = ("organization", "reference")
"""What a subject may say: others see it too."""

LONGEST_SUBJECT: Final = 200


@dataclass(frozen=True, slots=True)
class Template:
    """One wording. `name`: the key and version that a letter keeps. `own`: the organization wrote it."""

    name: str
    language: str
    subject: str
    body: str
    own: bool = False


def find(organization: Organization, key: str, language: str) -> Template | None:
    """The wording of `key` (a kind of letter, or `child_report`) in `language`; None if there is none in it."""
    wanted = primary(language)
    rows = LetterTemplate.objects.filter(organization=organization, kind=key, language=wanted)
    row = rows.order_by("-version").first()
    if row is not None:
        return Template(f"own/{wanted}/{key}/{row.version}", wanted, row.subject, row.body, own=True)
    return built_in(key, wanted) if wanted in SPOKEN else None


def find_or_default(organization: Organization, key: str, language: str) -> Template:
    """As `find`; where there is none, in the organization's language, in the end in English."""
    for wanted in (language, organization.language, ENGLISH):
        if found := find(organization, key, wanted):
            return found
    raise FileNotFoundError(f"no letter {key} in {ENGLISH}")


def languages(organization: Organization, key: str) -> list[str]:
    """The languages there is a wording in, Duly's own first."""
    own = LetterTemplate.objects.filter(organization=organization, kind=key).values_list("language", flat=True)
    return [*SPOKEN, *sorted(set(own) - set(SPOKEN))]


@lru_cache(maxsize=64)
def built_in(key: str, language: str) -> Template:
    """The wording that comes with Duly."""
    text = (FOLDER / language / f"{key}.txt").read_text(encoding="utf-8")
    first, _, body = text.partition("\n")
    if not first.startswith(SUBJECT):
        raise WrongTemplate(f"{language}/{key}.txt does not begin with its subject.")
    return Template(f"built-in/{language}/{key}", language, first.removeprefix(SUBJECT).strip(), body.strip())


def check_wording(kind: Kind, subject: str, body: str) -> dict[str, str]:
    """What is wrong with a wording, by field; empty: it can be used."""
    problems = {}
    if "\n" in subject or len(subject) > LONGEST_SUBJECT:
        problems["subject"] = f"Keep the subject on one line of at most {LONGEST_SUBJECT} characters."
    try:
        filling.check(subject, known=IN_SUBJECT, needed=("reference",))
    except WrongTemplate as error:
        problems["subject"] = str(error)
    try:
        filling.check(body, known=kind.places, needed=kind.says)
    except WrongTemplate as error:
        problems["body"] = str(error)
    return problems


@transaction.atomic
def add_version(
    organization: Organization, kind: LetterKind, language: str, *, subject: str, body: str, by: User
) -> LetterTemplate:
    """The organization's own wording from now on; letters begun before keep theirs. Raises WrongTemplate."""
    if problems := check_wording(KINDS[kind], subject, body):
        raise WrongTemplate(" ".join(problems.values()))
    wanted = primary(language)
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    rows = LetterTemplate.objects.filter(organization=organization, kind=kind, language=wanted)
    latest = rows.order_by("-version").values_list("version", flat=True).first() or 0
    return LetterTemplate.objects.create(
        organization=organization,
        kind=kind,
        language=wanted,
        version=latest + 1,
        subject=subject.strip(),
        body=body.replace("\r\n", "\n").strip(),
        created_by=by,
        created_at=clock_source.now(),
    )


BUILT_IN: Final = (*(kind.value for kind in LetterKind), CHILD_REPORT)
"""The wordings there are."""
