"""What a second person approved of a denial, to begin its form or its letter with: only these very words are sent."""

from uuid import UUID

from organizations.models import User

from ..domain.record import Decision
from ..services.case_file import CaseFile
from .sealed import words_of_events


def approved_refusal(file: CaseFile, user: User) -> dict[str, str]:
    """Ground, reason and law, by name; empty when no denial was approved. That `user` reads it is put on record."""
    proposal = file.record.proposal
    if proposal is None or file.record.approval_of(Decision.DENY, None) is None:
        return {}
    words = words_of_events(user, file.request).get(UUID(proposal.id), {})
    said = {"ground": str(proposal.says.get("ground", "")), **words}
    return {name: said[name] for name in ("ground", "reason", "citation") if said.get(name)}
