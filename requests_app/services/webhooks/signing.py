"""An endpoint's secret, and how a webhook is signed with it, after the Standard Webhooks specification.

The secret is derived from a master key by HKDF, so the database holds nothing by which a webhook could be forged.
"""

import base64
import datetime as dt
import hmac
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from records.errors import MissingMasterKeyError
from records.keys import master_keys

from ...models import WebhookEndpoint

PREFIX: Final = "whsec_"


def secret_of(endpoint: WebhookEndpoint) -> bytes:
    """The 32 bytes that sign now. Raises MissingMasterKeyError."""
    return _derived(endpoint, endpoint.master_id, endpoint.secret_number)


def as_text(secret: bytes) -> str:
    """A secret as it is handed to whoever runs the endpoint."""
    return PREFIX + base64.b64encode(secret).decode()


def signed_headers(endpoint: WebhookEndpoint, *, message_id: str, body: bytes, now: dt.datetime) -> dict[str, str]:
    """Id, time and signatures of a webhook: one signature, and for a day after a rotation one more."""
    timestamp = str(int(now.timestamp()))
    secrets = [secret_of(endpoint)]
    if endpoint.previous_until is not None and now < endpoint.previous_until:
        secrets.append(_derived(endpoint, endpoint.previous_master_id, endpoint.secret_number - 1))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(signature(secret, message_id, timestamp, body) for secret in secrets),
    }


def signature(secret: bytes, message_id: str, timestamp: str, body: bytes) -> str:
    """`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`."""
    content = b".".join((message_id.encode(), timestamp.encode(), body))
    return f"v1,{base64.b64encode(hmac.digest(secret, content, 'sha256')).decode()}"


def _derived(endpoint: WebhookEndpoint, master_id: str, number: int) -> bytes:
    master = next((each for each in master_keys() if each.id == master_id), None)
    if master is None:
        raise MissingMasterKeyError(
            f"{endpoint} needs the master key {master_id}. Add it to DULY_MASTER_KEYS, after the first, or rotate the"
            " endpoint's secret."
        )
    info = b"duly webhook 1 %s %d" % (endpoint.pk.bytes, number)
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(master.secret)
