"""What staff must know beside the dates of a case, in sentences."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from policies.domain.assessment import Assessment
from policies.domain.findings import Citation
from policies.domain.terms import Caution

from .. import day_words
from ..wording import WARNINGS, fact_name
from .citations import Cite, Titles, cited

NOT_ELIGIBLE: Final = "The policy does not give this person this right. A person decides and answers."


def warning_lines(warnings: Iterable[Mapping[str, Any]]) -> list[str]:
    """One sentence per warning, each once."""
    return list(dict.fromkeys(line for warning in warnings if (line := _line(warning))))


def beyond_law(assessment: Assessment, titles: Titles) -> list[Cite]:
    """The printed rules that restrict more than the law lets them, where the assessment says that some do."""
    if Caution.PRINTED_BEYOND_LAW not in assessment.warnings:
        return []
    cap, fee, back = assessment.frequency_cap, assessment.fee, assessment.look_back
    found: list[Citation] = []
    if cap is not None and not cap.allowed and cap.allowed_by_law:
        found += cap.because
    if fee.chargeable and not fee.chargeable_by_law:
        found += fee.because
    if back is not None and back.starts_on and back.starts_on_by_law and back.starts_on_by_law < back.starts_on:
        found += back.because
    return cited(found, titles)


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
