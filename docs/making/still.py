"""Clock and chance made to stand still, so that a page shows the same each time it is written."""

from __future__ import annotations

import contextlib
import datetime as dt
import random
import secrets
from collections.abc import Iterator
from unittest import mock

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from detente.desk import SystemClock

NOW = dt.datetime(2026, 9, 1, 10)
PASSPHRASES = {
    "DETENTE_NODE": "node",
    "DETENTE_NODE_PASSPHRASE": "of this walk alone",
    "DETENTE_KEY_PASSPHRASE": "of this walk alone",
}


@contextlib.contextmanager
def still() -> Iterator[None]:
    """Let the clock stand, chance begin at one place, and passphrases be known."""
    chance = random.Random(0)

    def made() -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(chance.randbytes(32))

    with (
        mock.patch.object(SystemClock, "now", return_value=NOW),
        mock.patch.object(secrets, "token_bytes", lambda size=32: chance.randbytes(size)),
        mock.patch.object(secrets, "token_hex", lambda size=32: chance.randbytes(size).hex()),
        mock.patch.object(Ed25519PrivateKey, "generate", made),
        mock.patch.dict("os.environ", PASSPHRASES),
    ):
        yield
