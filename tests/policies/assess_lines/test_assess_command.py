import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

GOOD = {"id": "a", "policy": "prospect-medical/privacy-policy", "right": "delete", "received_at": "2026-05-01"}


@pytest.fixture
def lines_file(tmp_path: Any) -> Any:
    def write(*lines: Any) -> Any:
        path = tmp_path / "cases.jsonl"
        path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
        return str(path)

    return write


def test_each_line_is_answered_in_order(lines_file: Any) -> None:
    out = StringIO()
    call_command("assess", lines_file(GOOD, "", {**GOOD, "id": "b"}), stdout=out)
    assert [json.loads(line)["id"] for line in out.getvalue().splitlines()] == ["a", "b"]


def test_a_bad_line_is_answered_the_others_too_and_the_exit_status_is_1(lines_file: Any) -> None:
    out = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("assess", lines_file(GOOD, {**GOOD, "id": "b", "right": "x"}, {**GOOD, "id": "c"}), stdout=out)
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert stopped.value.code == 1
    assert [(a["id"], "error" in a) for a in answers] == [("a", False), ("b", True), ("c", False)]
