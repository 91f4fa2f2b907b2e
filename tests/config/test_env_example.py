"""`.env.example` is the list of all variables."""

import re

from config.environment import PROJECT

from .loading import settings_of

LINES = (PROJECT / ".env.example").read_text().splitlines()
VARIABLE = re.compile(r"# ([A-Z][A-Z_]+)=")


def test_it_lists_exactly_the_variables_that_are_read() -> None:
    listed = [match[1] for line in LINES if (match := VARIABLE.match(line))]
    assert len(listed) == len(set(listed))
    assert set(listed) == settings_of({})["env"].names


def test_each_variable_stands_below_a_comment() -> None:
    for number, line in enumerate(LINES):
        if VARIABLE.match(line):
            above = next(earlier for earlier in reversed(LINES[:number]) if not VARIABLE.match(earlier))
            assert above.startswith("# "), f"{line}: says nothing above it"


def test_copied_as_it_is_it_changes_nothing() -> None:
    example = {"DULY_ENV_FILE": str(PROJECT / ".env.example")}
    assert settings_of(example)["DATABASES"] == settings_of({})["DATABASES"]
