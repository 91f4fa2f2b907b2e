"""Letters that were sent and have not left yet: what they will do must not be done a second time by hand."""

from collections.abc import Iterable
from typing import Final

from ...domain.lifecycle import Action
from ...models import Letter, LetterKind, LetterState, PrivacyRequest
from ...services.correspondence.kinds import KINDS

ANSWERING: Final = frozenset(action for kind in KINDS.values() if kind.is_answer for action in kind.actions)
"""One answer closes a request: while one is on its way, no other is begun."""


def on_their_way(request: PrivacyRequest) -> list[Letter]:
    """The oldest first; their words stay sealed."""
    queued = Letter.objects.filter(request=request, state=LetterState.QUEUED)
    return list(queued.defer("sealed").order_by("composed_at", "id"))


def doubled_by(letters: Iterable[Letter]) -> frozenset[Action]:
    """The acts that would repeat, or contradict, what these letters bring about when they have left."""
    kinds = [KINDS[LetterKind(letter.kind)] for letter in letters]
    own = frozenset(action for kind in kinds for action in kind.actions)
    return own | ANSWERING if any(kind.is_answer for kind in kinds) else own
