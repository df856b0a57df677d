"""Keys: made, kept under a passphrase, and spoken of in the log."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from detente.exchange.check.notes import verifier
from detente.exchange.check.reading import text64
from detente.exchange.check.refusal import RecordError
from detente.exchange.check.sealed import Sealed, key_id, possession, protected

__all__ = ["PrivateKey", "admitting", "keep", "load", "new_key", "revoking", "rotating"]

_SHORTEST = 8


class PrivateKey:
    """A key with its private half, which this room never shows or writes in the clear.

    Attributes:
        owner: whose it is: a delegation, or the log's name for its host.
        public: the 32 bytes of the public half.
        id: the name by which a seal refers to it.
    """

    def __init__(self, owner: str, private: Ed25519PrivateKey) -> None:
        """Take a key for an owner."""
        self.owner = owner
        self.public = private.public_key().public_bytes_raw()
        self.id = key_id(owner, self.public)
        self._private = private

    def __repr__(self) -> str:
        """Show the name of the key alone."""
        return f"PrivateKey({self.id!r})"

    def sign(self, message: bytes) -> bytes:
        """Sign bytes (RFC 8032); 64 bytes come back."""
        return self._private.sign(message)

    def seal(self, payload: bytes) -> Sealed:
        """Seal the bytes of a statement."""
        header = text64(protected(self.id), url=True)
        body = text64(payload, url=True)
        signature = self.sign(f"{header}.{body}".encode("ascii"))
        return Sealed(body, header, text64(signature, url=True))

    def verifier(self) -> str:
        """Write the host's public half as it is given out (c2sp.org/signed-note)."""
        return verifier(self.owner, self.public)

    def pem(self, passphrase: str) -> bytes:
        """Write it as PKCS #8, encrypted under a passphrase.

        Raises:
            RecordError: the passphrase is shorter than eight characters. The key's holder acts.
        """
        if len(passphrase) < _SHORTEST:
            raise RecordError(f"key: a passphrase has at least {_SHORTEST} characters")
        secret = BestAvailableEncryption(passphrase.encode())
        return self._private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, secret)


def new_key(owner: str) -> PrivateKey:
    """Make a key by chance."""
    return PrivateKey(owner, Ed25519PrivateKey.generate())


def keep(key: PrivateKey, path: Path, passphrase: str) -> None:
    """Write a key to a new file that its owner alone can read (mode 0600).

    Raises:
        RecordError: there is a file already, which is left as it is, or the passphrase is too
            short. The key's holder acts.
    """
    data = f"{key.id}\n".encode() + key.pem(passphrase)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise RecordError(f"{path}: is there already; a key is never written over") from None
    with os.fdopen(file, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def load(owner: str, path: Path, passphrase: str) -> PrivateKey:
    """Read a key from its file.

    Raises:
        RecordError: the file is not there, others may read it, it holds no such key, or the
            passphrase is another. The key's holder acts.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RecordError(f"{path}: cannot be read: {error.strerror}") from None
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise RecordError(f"{path}: others may read it; chmod 600, and think of a new key")
    return from_pem(owner, data, passphrase, str(path))


def from_pem(owner: str, data: bytes, passphrase: str, where: str = "key") -> PrivateKey:
    """Read a key from PKCS #8 under a passphrase.

    Raises:
        RecordError: it holds no Ed25519 key, is not encrypted, or the passphrase is another; or it
            holds another key than the one that it names above, for what encrypts it would not show
            that it was altered.
    """
    try:
        private = load_pem_private_key(data, passphrase.encode())
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise RecordError(f"{where}: no key that this passphrase opens") from None
    if not isinstance(private, Ed25519PrivateKey):
        raise RecordError(f"{where}: not an Ed25519 key")
    key = PrivateKey(owner, private)
    named = data.partition(b"-----")[0].decode("utf-8", "replace").strip()
    if named and named != key.id:
        raise RecordError(
            f"{where}: holds {key.id}, and says that it holds {named}. It is another's, or was "
            "altered: take the file as it was made."
        )
    return key


def admitting(log: str, key: PrivateKey, *, use: str = "seal") -> dict[str, Any]:
    """Say in the log that a key is a delegation's: the content of a statement of kind ``keys``.

    Args:
        log: the name of the log.
        key: the new key; its holder signs to show that it holds it.
        use: ``seal`` for words, ``witness`` for signing checkpoints.
    """
    act = "open" if key.owner == log and use == "seal" else "admit"
    return {"act": act, "delegation": key.owner, "key": _brought(log, key, use)}


def rotating(log: str, old: str, key: PrivateKey, *, use: str = "seal") -> dict[str, Any]:
    """Say that a key takes the place of another: content of a statement of kind ``keys``."""
    brought = _brought(log, key, use)
    return {"act": "rotate", "delegation": key.owner, "ends": old, "key": brought}


def revoking(owner: str, old: str, reason: str) -> dict[str, Any]:
    """Say that a key counts no more: content of a statement of kind ``keys``."""
    return {"act": "revoke", "delegation": owner, "ends": old, "reason": reason}


def _brought(log: str, key: PrivateKey, use: str) -> dict[str, str]:
    """Write a new key, with what shows that its private half is held."""
    proof = key.sign(possession(log, key.owner, use, key.public))
    return {"public": key.public.hex(), "use": use, "proof": text64(proof, url=True)}
