"""The receipt of a submission: released from review, or moved to its true day."""

from ...domain.refusals import Incomplete
from ..act import Act
from ..case_file import CaseFile
from ..rebinding import laws_of, rebound
from .rows import Effects


def release(act: Act, file: CaseFile, effects: Effects) -> None:
    submission = file.request.submission
    submission.released_at = submission.released_at or act.now
    effects.submissions[submission.id] = submission


def correct_receipt(act: Act, file: CaseFile, effects: Effects) -> CaseFile:
    request, received_at = file.request, act.details.received_at
    if received_at is None:
        raise Incomplete(request.reference, {"received_at": "Give the moment of receipt."})
    was, version_was = request.received_at, file.rules.version
    anew, binding = rebound(file, received_at, now=act.now)
    effects.laws += laws_of(anew, binding)
    effects.submissions[request.submission_id] = request.submission
    effects.said[request.id] = {
        "was": was,
        "received_at": received_at,
        "version_was": version_was,
        "version": anew.rules.version,
    }
    return anew
