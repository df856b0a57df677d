"""A party's word sealed, fixed in a log that everybody can check, and carried.

This room never reads what it carries. It holds no clock, no database and no connection: the time,
the chance and the reader of kept nodes are handed in. What is verified, `exchange/check` verifies,
here as on the machine of somebody who has nothing else of Détente.
"""

from __future__ import annotations

from detente.exchange.access import Access, may_read, read_access
from detente.exchange.check.keyring import Keyring
from detente.exchange.keys import PrivateKey, new_key
from detente.exchange.notes import cosign, sign_checkpoint
from detente.exchange.receipts import write_receipt
from detente.exchange.statement import compose
from detente.exchange.taking import sealed_of, take

__all__ = [
    "Access",
    "Keyring",
    "PrivateKey",
    "compose",
    "cosign",
    "may_read",
    "new_key",
    "read_access",
    "sealed_of",
    "sign_checkpoint",
    "take",
    "write_receipt",
]
