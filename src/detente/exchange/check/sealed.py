"""A sealed word, what it says of itself, and the entry that fixes it in the log."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from detente.exchange.check.reading import (
    KIND,
    NAME,
    Found,
    bytes_of,
    count_of,
    fields,
    hash_of,
    instant_of,
    json_of,
    text64,
    text_of,
)
from detente.exchange.check.refusal import ProofError, RecordError

MARKERS = ("real", "exercise", "test")
MARKS = ("nation", "named", "participants", "public")
"""Who may read, the fewest first."""

_MARKER = re.compile("|".join(MARKERS))
_MARK = re.compile("|".join(MARKS))


_WEAK = {
    bytes.fromhex(each)
    for each in (
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    )
}
"""Points of small order, all but their sign: under such a key one signature fits many messages, so
that whoever sealed with it could deny every word. No honest key is one of them."""


def verifies(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether an Ed25519 signature (RFC 8032) holds: the one thing this folder does not do itself.

    Args:
        public: the 32 bytes of the public key.
        signature: 64 bytes.
        message: exactly what was signed.
    """
    if (int.from_bytes(public, "little") & (2**255 - 1)).to_bytes(32, "little") in _WEAK:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def key_id(name: str, public: bytes) -> str:
    """Name a key: whose it is, and how the SHA-256 of its 32 bytes begins."""
    return f"{name}/{sha256(public).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a delegation seals.

    Attributes:
        id: lower-case hex of the SHA-256 of the bytes that were sealed.
        log: the log for which it is meant; in another it counts for nothing.
        by: the delegation that speaks; the log's own name where its host does.
        made: when the author says it was made, as text in UTC.
        kind: what kind of word it is. Only ``keys`` and ``received`` mean something here.
        marker: ``real``, ``exercise`` or ``test``.
        access: who may read it, as written.
        refers: ids of the statements it is about.
        content: the word itself, which nothing here reads.
    """

    id: str
    log: str
    by: str
    made: str
    kind: str
    marker: str
    access: Found
    refers: tuple[str, ...]
    content: Found


_STATEMENT = {"statement", "log", "by", "made", "kind", "marker", "access", "refers", "content"}


def read_statement(payload: bytes) -> Statement:
    """Read the bytes that were sealed.

    Raises:
        RecordError: they are no statement. Its author acts.
    """
    found = fields(json_of(payload, "statement"), "statement", _STATEMENT)
    if found["statement"] != 1 or found["statement"] is True:
        raise RecordError("statement: this checker reads statements of form 1")
    refers = found["refers"]
    if not isinstance(refers, list) or not isinstance(found["content"], dict):
        raise RecordError("statement: refers is a list, and content an object")
    fields(found["access"], "access", {"mark"}, {"to", "later"})
    text_of(found["access"]["mark"], "access", _MARK)
    return Statement(
        id=sha256(payload).hexdigest(),
        log=text_of(found["log"], "log", NAME),
        by=text_of(found["by"], "by", NAME),
        made=instant_of(found["made"], "made"),
        kind=text_of(found["kind"], "kind", KIND),
        marker=text_of(found["marker"], "marker", _MARKER),
        access=found["access"],
        refers=tuple(hash_of(each, "refers").hex() for each in refers),
        content=found["content"],
    )


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed word: a JSON Web Signature in flattened form (RFC 7515, 7.2.2), each part base64url.

    Attributes:
        payload: the bytes of the statement.
        protected: the header: the algorithm, the key, the type.
        signature: the seal.
    """

    payload: str
    protected: str
    signature: str

    def canonical(self) -> bytes:
        """The bytes that an entry commits to, as RFC 8785 writes them."""
        return (
            f'{{"payload":"{self.payload}","protected":"{self.protected}",'
            f'"signature":"{self.signature}"}}'
        ).encode("ascii")

    def key(self) -> str:
        """The name of the key that is said to have sealed it.

        Raises:
            RecordError: the header is not the one that a seal has.
        """
        header = bytes_of(self.protected, "seal", url=True)
        found = fields(json_of(header, "seal"), "seal", {"alg", "kid", "typ"})
        kid = text_of(found["kid"], "seal", NAME)
        if header != protected(kid):
            raise RecordError("seal: its header is not that of an Ed25519 seal")
        return kid

    def opened(self, public: bytes) -> bytes:
        """Give the bytes of the statement, if this key sealed them.

        Raises:
            ProofError: it did not.
        """
        message = f"{self.protected}.{self.payload}".encode("ascii")
        if not verifies(public, bytes_of(self.signature, "seal", url=True), message):
            raise ProofError("the seal does not hold: altered, or sealed with another key")
        return self.content()

    def content(self) -> bytes:
        """The bytes of the statement, whoever sealed them."""
        return bytes_of(self.payload, "payload", url=True)


def protected(kid: str) -> bytes:
    """The header of a seal, which is the same but for the key (algorithm: RFC 9864)."""
    return f'{{"alg":"Ed25519","kid":"{kid}","typ":"detente-statement+json"}}'.encode("ascii")


def read_sealed(value: Any) -> Sealed:
    """Take a sealed word from JSON.

    Raises:
        RecordError: it is none.
    """
    found = fields(value, "sealed", {"payload", "protected", "signature"})
    for name, part in found.items():
        if bytes_of(part, name, url=True) == b"":
            raise RecordError(f"sealed: {name} is empty")
    return Sealed(**found)


@dataclass(frozen=True, slots=True)
class Entry:
    """One leaf of the log: the same shape for every word, so that a hidden one looks like any.

    Attributes:
        commitment: hex of SHA-256 over the salt and the sealed word: binds and hides.
        received: when the host says that it came, as text in UTC.
        keys: how many statements about keys the log holds up to this entry, itself counted. So
            nobody can be shown a log from which one of them is left out.
    """

    commitment: str
    received: str
    keys: int

    def canonical(self) -> bytes:
        """The bytes of the leaf, as RFC 8785 writes them."""
        return (
            f'{{"commitment":"{self.commitment}","entry":1,"keys":{self.keys},'
            f'"received":"{self.received}"}}'
        ).encode("ascii")


def read_entry(value: Any) -> Entry:
    """Take an entry from JSON.

    Raises:
        RecordError: it is none.
    """
    found = fields(value, "entry", {"entry", "commitment", "received", "keys"})
    if found["entry"] != 1 or found["entry"] is True:
        raise RecordError("entry: this checker reads entries of form 1")
    commitment = hash_of(found["commitment"], "commitment").hex()
    keys = count_of(found["keys"], "keys")
    return Entry(commitment, instant_of(found["received"], "received"), keys)


@dataclass(frozen=True, slots=True)
class Opening:
    """What shows the word behind an entry: handed only to those who may read it.

    Attributes:
        salt: 32 bytes of chance, without which nobody can try out what the word may be.
        sealed: the word.
    """

    salt: bytes
    sealed: Sealed

    def commitment(self) -> str:
        """The commitment that the entry of this word must have."""
        return sha256(self.salt + self.sealed.canonical()).hexdigest()

    def of(self, entry: Entry) -> Sealed:
        """Give the word, if it is the one that the entry fixes.

        Raises:
            ProofError: it is another one.
        """
        if self.commitment() != entry.commitment:
            raise ProofError("the word shown is not the one that the log holds")
        return self.sealed

    def plain(self) -> Found:
        """Write the opening as JSON has it."""
        parts = {name: getattr(self.sealed, name) for name in Sealed.__slots__}
        return {"salt": self.salt.hex(), "sealed": parts}


def read_opening(value: Any) -> Opening:
    """Take an opening from JSON.

    Raises:
        RecordError: it is none.
    """
    found = fields(value, "opening", {"salt", "sealed"})
    return Opening(hash_of(found["salt"], "salt"), read_sealed(found["sealed"]))


def possession(log: str, delegation: str, use: str, public: bytes) -> bytes:
    """What a new key signs, to show that whoever hands it over holds its private half."""
    return f"detente-key/v1\n{log}\n{delegation}\n{use}\n{text64(public)}\n".encode()
