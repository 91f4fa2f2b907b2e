"""A story: a situation in plain words and what is expected of it. Read from YAML, held against an assessment."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from policies.domain.assessment import Assessment
from policies.domain.deadlines import DeadlineFinding
from policies.domain.terms import Act, AuthorityKind

ZONE = ZoneInfo("America/Los_Angeles")
FOLDER = Path(__file__).parent
SITUATION = {
    "story",
    "policy",
    "right",
    "scope",
    "received",
    "known",
    "found",
    "who",
    "happens",
    "earlier",
    "looked_at",
    "expect",
}
EXPECTED = {
    *{"eligible", "respond", "acknowledge", "target", "questions", "warnings", "no_warnings", "must_grant"},
    *{"denial_needs", "cap", "fee", "look_back", "refused"},
}


@dataclass(frozen=True)
class Story:
    data: dict[str, Any]

    def __post_init__(self) -> None:
        unknown = (set(self.data) - SITUATION) | (set(self.data["expect"]) - EXPECTED)
        assert not unknown, f"a story has no such word: {unknown}"

    def __getattr__(self, name: str) -> Any:
        return self.data.get(name)

    @property
    def title(self) -> str:
        return str(self.data["story"])

    @property
    def refusals(self) -> list[tuple[str, dict[str, Any], str]]:
        """What staff would be refused at the end of the story: the action, what they say with it, words of why."""
        told = self.data["expect"].get("refused", [])
        return [(t["what"], {k: v for k, v in t.items() if k not in ("what", "why")}, t["why"]) for t in told]

    @property
    def received_at(self) -> dt.datetime:
        return instant(self.data["received"])


def instant(words: Any) -> dt.datetime:
    """`2026-05-01` (noon) or `2026-05-01 10:00`, in Los Angeles; YAML may have read it as a date already."""
    day, _, clock = str(words).partition(" ")
    time = dt.time.fromisoformat(clock[:5]) if clock else dt.time(12)
    return dt.datetime.combine(dt.date.fromisoformat(day), time, tzinfo=ZONE)


def stories(*names: str) -> list[Story]:
    files = [FOLDER / f"{name}.yaml" for name in names] if names else sorted(FOLDER.glob("*.yaml"))
    return [Story(data) for path in files for data in yaml.safe_load(path.read_text())]


THREE_VALUED = {"unknown": None, "none": None}


def expected_value(value: Any) -> Any:
    return THREE_VALUED.get(value, value) if isinstance(value, str) else value


def check(story: Story, answer: Assessment) -> None:
    """Hold every expectation of the story against the assessment; the message names the story.

    What staff would be refused is no part of an assessment: whoever has the gates at hand checks `refused`.
    """
    for name, value in story.expect.items():
        if name != "refused":
            CHECKS[name](expected_value(value), answer, story.title)


def _eligible(value: Any, answer: Assessment, title: str) -> None:
    assert answer.eligible is value, title


def _deadline(act: Act) -> Any:
    def check_deadline(value: Any, answer: Assessment, title: str) -> None:
        found = answer.deadlines[act]
        if value is None:
            assert found is None, title
            return
        assert found is not None, title
        for key, wanted in value.items():
            assert deadline_value(found, key, wanted) == expected_value(wanted), f"{title} ({key})"

    return check_deadline


def deadline_value(found: DeadlineFinding, key: str, wanted: Any) -> Any:
    """What the finding says of one expectation; of texts only that they are said."""
    says = " ".join(step.why for step in found.arithmetic)
    sections = " ".join(c.section for c in found.because)
    return {
        "due": found.due_on,
        "act_by": found.act_by,
        "first_due": found.first_due_on,
        "latest": found.latest_possible_on,
        "under": found.authority,
        "extended": found.extended,
        "met": found.met,
        "unless": list(found.unless),
        "because": wanted if str(wanted) in sections else sections,
        "why": wanted if str(wanted) in says else says,
    }[key]


def _target(value: Any, answer: Assessment, title: str) -> None:
    assert [d.due_on for d in answer.other_deadlines if d.kind is AuthorityKind.TARGET] == [value], title


def _cap(value: Any, answer: Assessment, title: str) -> None:
    cap = answer.frequency_cap
    if value is None:
        assert cap is None, title
        return
    assert cap is not None, title
    names = {"may_ask_again": "next_eligible_on"}
    for key, wanted in value.items():
        assert getattr(cap, names.get(key, key)) == wanted, f"{title} ({key})"


def _fee(value: Any, answer: Assessment, title: str) -> None:
    for key, wanted in value.items():
        held = getattr(answer.fee, key)
        assert (list(held) if isinstance(held, tuple) else held) == wanted, f"{title} ({key})"


def _look_back(value: Any, answer: Assessment, title: str) -> None:
    assert answer.look_back is not None, title
    assert (answer.look_back.starts_on, answer.look_back.ends_on) == (value["from"], value["to"]), title


def _includes(value: Any, held: Any, title: str) -> None:
    assert set(value) <= {str(v) for v in held}, title


CHECKS: dict[str, Any] = {
    "eligible": _eligible,
    "respond": _deadline(Act.RESPOND),
    "acknowledge": _deadline(Act.ACKNOWLEDGE),
    "target": _target,
    "cap": _cap,
    "fee": _fee,
    "look_back": _look_back,
    "questions": lambda value, answer, title: _same(list(answer.questions), value, title),
    "must_grant": lambda value, answer, title: _same(answer.must_grant.holds, value, title),
    "warnings": lambda value, answer, title: _includes(value, answer.warnings, title),
    "no_warnings": lambda value, answer, title: _same(set(value) & set(answer.warnings), set(), title),
    "denial_needs": lambda value, answer, title: _includes(value, answer.denial_needs, title),
}


def _same(held: Any, wanted: Any, title: str) -> None:
    assert held == wanted, title
