"""Checkpoints: what the log was at a size, signed by its host and by witnesses.

The form is C2SP's: a signed note (c2sp.org/signed-note), in it a checkpoint
(c2sp.org/tlog-checkpoint), below it the host's line and those of witnesses
(c2sp.org/tlog-cosignature, Ed25519).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from detente.exchange.check.reading import LIMIT, NAME, bytes_of, text64
from detente.exchange.check.refusal import ProofError, RecordError
from detente.exchange.check.sealed import verifies

HOST, WITNESS = b"\x01", b"\x04"
"""The kinds of Ed25519 signature under a note: of the log itself, of a witness with its time."""

_SIZE = re.compile("0|[1-9][0-9]{0,15}")
_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_MOST_LINES = 256
_LAST = 253_402_300_799
"""The last second of the year 9999, in seconds since 1970."""


def note_key(name: str, kind: bytes, public: bytes) -> bytes:
    """The four bytes by which a line under a note says which key signed it."""
    return sha256(name.encode() + b"\n" + kind + public).digest()[:4]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What the log was at one size.

    Attributes:
        origin: the name of the log.
        size: how many entries it had.
        root: the root of its tree, 32 bytes.
        text: what was signed: the lines above the empty one.
        lines: who signed, the four bytes of the key, and the signature, in order.
    """

    origin: str
    size: int
    root: bytes
    text: str
    lines: tuple[tuple[str, bytes, bytes], ...]

    def of(self, name: str, kind: bytes, public: bytes) -> list[bytes]:
        """What stands in the lines of a key; it may have signed several times."""
        mine = name, note_key(name, kind, public)
        return [signature for *who, signature in self.lines if tuple(who) == mine]

    def signed(self, name: str, public: bytes) -> bool:
        """Whether the host signed it with this key.

        Raises:
            ProofError: a line says so, and its signature does not hold.
        """
        found = self.of(name, HOST, public)
        if not all(verifies(public, each, self.text.encode()) for each in found):
            raise ProofError(f"checkpoint of {self.size:,}: the signature of {name} does not hold")
        return bool(found)

    def witnessed(self, name: str, public: bytes) -> int | None:
        """When a witness last signed it with this key, in seconds since 1970; None where never.

        Raises:
            ProofError: a line says so, and its signature does not hold.
        """
        times = []
        for each in self.of(name, WITNESS, public):
            at = int.from_bytes(each[:8], "big")
            if at > _LAST:
                raise RecordError(f"checkpoint: {name} signed it after the year 9999")
            if not verifies(public, each[8:], witness_message(at, self.text)):
                raise ProofError(
                    f"checkpoint of {self.size:,}: the signature of {name} does not hold"
                )
            times.append(at)
        return max(times, default=None)


def witness_message(at: int, text: str) -> bytes:
    """What a witness signs: when, and the text of the checkpoint."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def read_checkpoint(note: Any) -> Checkpoint:
    """Read a checkpoint with its signatures, from bytes or text; none of them is checked by this.

    Raises:
        RecordError: it is none.
    """
    try:
        note = note if isinstance(note, bytes) else note.encode("utf-8")
        note = note.decode("utf-8")
    except (AttributeError, UnicodeError):
        raise RecordError("checkpoint: not a text in UTF-8") from None
    above, empty, below = note.rpartition("\n\n")
    if not empty or not below.endswith("\n") or len(note) > LIMIT or _CONTROL.search(note):
        raise RecordError("checkpoint: not a signed note, which ends in lines of signatures")
    head = above.split("\n")
    if (
        len(head) < 3
        or not all(head)
        or not NAME.fullmatch(head[0])
        or not _SIZE.fullmatch(head[1])
    ):
        raise RecordError("checkpoint: its first lines are not origin, size and root")
    root = bytes_of(head[2], "checkpoint: root")
    if len(root) != 32:
        raise RecordError("checkpoint: its root is not 32 bytes")
    lines = [_signature(line) for line in below[:-1].split("\n")]
    if len(lines) > _MOST_LINES:
        raise RecordError(f"checkpoint: more than {_MOST_LINES} signatures")
    return Checkpoint(head[0], int(head[1]), root, above + "\n", tuple(lines))


def _signature(line: str) -> tuple[str, bytes, bytes]:
    """Read one line under a note."""
    if not (found := _LINE.fullmatch(line)):
        raise RecordError(f"checkpoint: {line[:60]!r} is no line of a signature")
    data = bytes_of(found[2], "checkpoint: signature")
    if len(data) < 5:
        raise RecordError("checkpoint: a signature is too short")
    return found[1], data[:4], data[4:]


def verifier(name: str, public: bytes) -> str:
    """Write the key of a host as it is given out: ``name+hash+base64`` (c2sp.org/signed-note)."""
    return f"{name}+{note_key(name, HOST, public).hex()}+{text64(HOST + public)}"


def read_verifier(text: str) -> tuple[str, bytes]:
    """Read the key of a host from what `verifier` writes.

    Returns:
        The name, and the 32 bytes of the public key.

    Raises:
        RecordError: it is none.
    """
    name, _, rest = text.strip().partition("+")
    short, _, coded = rest.partition("+")
    data = bytes_of(coded, "key of the host")
    public = data[1:]
    fits = NAME.fullmatch(name) and data[:1] == HOST and len(public) == 32
    if not fits or note_key(name, HOST, public).hex() != short:
        raise RecordError("key of the host: its parts do not fit together; copy it whole")
    return name, public
