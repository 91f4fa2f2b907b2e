"""The one way by which Duly calls another machine by HTTP. Nothing else may import an HTTP client: a test looks.

Whoever names an address here decides nothing about where the call may go. The host stands on the operator's list
(`DULY_EGRESS_HOSTS`), and its name must lead to the public internet and nowhere else: not to this machine, not to the
network it stands in, not to a cloud's metadata service.
"""

from .addresses import is_public
from .calling import Answer, Failed, Way, call
from .targets import NotAllowed, Target, target_of

__all__ = ["Answer", "Failed", "NotAllowed", "Target", "Way", "call", "is_public", "target_of"]
