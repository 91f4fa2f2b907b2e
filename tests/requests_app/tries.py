"""What may be said with each act when it is tried at random: good, wanting and wrong."""

import datetime as dt
from typing import Any, Final

from requests_app.domain.lifecycle import Action
from tests.requests_app.arrivals import NOW

ACTIONS: Final = sorted(set(Action) - {Action.MERGE, Action.ASSIGN})

DETAILS: dict[Action, list[dict[str, Any]]] = {
    Action.DISMISS: [{"reason": "Advertising."}],
    Action.SET_PRIORITY: [{"priority": "urgent"}, {"priority": "at once"}],
    Action.ADD_NOTE: [{"note": "Called back."}, {"note": ""}],
    Action.FIND_FACT: [
        {"fact": "residency", "value": "US-NV", "evidence": "Utility bill."},
        {"fact": "california_provider", "value": False, "evidence": "Licence."},
        {"fact": "residency", "value": 7, "evidence": "?"},
    ],
    Action.CHECK_STEP: [
        {"step": "delete_and_correct", "compared": ("name", "postal address"), "passed": True, "evidence": "Seen."},
        {"step": "delete_and_correct", "compared": ("name",), "passed": False},
        {"step": "health_identity", "passed": True, "evidence": "A passport."},
    ],
    Action.VERIFY_IDENTITY: [
        {"evidence": "Two details match."},
        {"evidence": "All match.", "channel_proof": "on_file", "proven_ways": ("email",), "steps": "all"},
    ],
    Action.REQUEST_AUTHORITY: [{"written": True}],
    Action.SEE_AUTHORITY: [{"proof": "signed_permission", "evidence": "Seen."}],
    Action.DECIDE_CAP: [{"decision": "refuse", "reason": "Often."}, {"decision": "answer", "reason": "Rarely."}],
    Action.ADD_ITEM: [{"note": "The account"}, {"note": "Notes", "records_class": "hiv"}],
    Action.DECIDE_ITEM: [{"item": "none", "decision": "fulfilled"}],
    Action.REVIEW_RELEASE: [{"evidence": "Read."}],
    Action.PROPOSE_DECISION: [
        {"decision": "fulfill", "reason": "All of it."},
        {"decision": "deny", "ground": "legal_obligation", "reason": "Kept seven years."},
    ],
    Action.WAIVE_FEE: [{"reason": "A gesture."}],
    Action.SPLIT: [{"right": "access", "scope": "health_records"}, {"right": "delete", "scope": "site_data"}],
    Action.SEND_MESSAGE: [{"note": "We are at it."}],
    Action.RECEIVE_MESSAGE: [{"note": "How far is it?"}],
    Action.COMPLAIN: [{"note": "Nobody answers."}],
    Action.NAME_NOTICE: [{"notice": "For applicants", "reason": "Given at the interview."}],
    Action.FAIL_VERIFICATION: [{"reason": "The date of birth differs."}],
    Action.REQUEST_CLARIFICATION: [{"reason": "Which site?"}],
    Action.SEND_EXTENSION_NOTICE: [{"written": True, "reason": "Four sites."}, {"written": False}, {"days": 10}],
    Action.FIND_FEE: [{"ground": "excessive", "evidence": "The list."}, {"ground": "greed", "evidence": "?"}],
    Action.SEND_FEE_REASON: [{"reason": "Five times."}],
    Action.SEND_FEE_ESTIMATE: [{"amount": "24.50"}],
    Action.DENY: [
        {"ground": "legal_obligation", "reason": "Kept seven years."},
        {"ground": "another_law", "reason": "Kept."},
        {"ground": "frequency_cap", "reason": "Too often."},
        {"reason": ""},
    ],
    Action.RECORD_BOUNCE: [{"of": "extension_notice"}],
    Action.DECIDE_APPEAL: [{"reason": "Upheld."}, {"reason": "Granted.", "outcome": "fulfilled"}],
    Action.CORRECT_RECEIPT: [{"reason": "Postmark.", "received_at": NOW - dt.timedelta(days=9)}],
}
GIVEN: Final = [{"reason": "As the letter says."}]


def details_of(action: Action, choice: int, *, steps: tuple[str, ...] = ()) -> dict[str, Any]:
    """One of the things that may be said with `action`. `steps`: those of the case, for who says all of them."""
    said = DETAILS.get(action, GIVEN)
    chosen = said[choice % len(said)]
    return {**chosen, "steps": steps} if chosen.get("steps") == "all" else {**chosen}
