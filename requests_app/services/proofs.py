"""Files that were sent in as proof of who asks: erased once what they were for is decided."""

from collections.abc import Iterable

from ..domain.events import EventName
from ..domain.lifecycle import Action, State
from . import attachments, case_record, history
from .act import Act
from .case_file import CaseFile
from .history import Happening


def erase(wanted: Act, done: Iterable[CaseFile]) -> None:
    """With an event for each, on the chain of its request. `done`: what the act was done with; their locks are held."""
    files = {file.request.id: file for file in done if _needs_no_more(wanted, file)}
    if not files:
        return
    erased = attachments.erase_proofs(files, at=wanted.now)
    gone = [(files[file.request_id].request, {"file": file.pk}) for file in erased]
    history.write(
        [Happening(subject=request, name=EventName.FILE_ERASED, body=body) for request, body in gone], now=wanted.now
    )


def _needs_no_more(wanted: Act, file: CaseFile) -> bool:
    """What was sent in as proof goes once what it was for is decided: who asks, and whether they may for another."""
    if wanted.line.target is State.CLOSED:
        return True
    for_another = file.request.submission.requester_role not in case_record.NO_REPRESENTATIVE
    if wanted.action in (Action.VERIFY_IDENTITY, Action.FAIL_VERIFICATION):
        return not for_another or file.record.authority.seen
    return wanted.action is Action.SEE_AUTHORITY and file.request.verified_at is not None
