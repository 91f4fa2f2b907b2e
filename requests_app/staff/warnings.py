"""What staff must know beside the dates of a case, in sentences."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from policies.domain.terms import Caution

from .. import day_words
from ..wording import WARNINGS, fact_name

NOT_ELIGIBLE: Final = "The policy does not give this person this right. A person decides and answers."


def warning_lines(warnings: Iterable[Mapping[str, Any]]) -> list[str]:
    """One sentence per warning, each once."""
    return list(dict.fromkeys(line for warning in warnings if (line := _line(warning))))


def _line(warning: Mapping[str, Any]) -> str:
    code = warning["code"]
    match code:
        case "not_eligible":
            return NOT_ELIGIBLE
        case "eligibility_unknown":
            return "Whether the policy gives this person this right is not known yet. Its dates run as if it did."
        case "facts_unknown":
            names = ", ".join(fact_name(name) for name in warning["facts"])
            return f"Still unknown, and it matters: {names}."
        case "over_cap":
            return _over_cap(warning)
    return WARNINGS[Caution(code)] if code in WARNINGS else fact_name(code)


def _over_cap(warning: Mapping[str, Any]) -> str:
    said = f"Over the policy's printed limit: {warning['counted']} earlier submissions count."
    if warning.get("next_eligible_on"):
        said += f" The person may ask again from {day_words.day(dt.date.fromisoformat(warning['next_eligible_on']))}."
    if warning.get("refusal") == "blocked":
        return f"{said} The law does not support that limit here, so it cannot be refused for it."
    return f"{said} A supervisor may decide to refuse it for that; nothing refuses it by itself."
