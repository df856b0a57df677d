"""A receipt: one file that proves, offline, that a word stands in the log, and who sealed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from detente.exchange.check.keyring import Keyring
from detente.exchange.check.notes import Checkpoint, read_checkpoint
from detente.exchange.check.reading import bytes_of, count_of, fields, json_of
from detente.exchange.check.refusal import ProofError, RecordError
from detente.exchange.check.sealed import Entry, Opening, Statement, read_entry, read_opening
from detente.exchange.check.tree import check_inclusion, leaf_hash

LIMIT = 16 << 20
FIRST_LINE = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class Place:
    """An entry, where it stands, and the way from it to the root.

    Attributes:
        entry: the entry.
        index: where it stands, the first is 0.
        path: the hashes beside the way to the root, lowest first.
        opening: what shows the word; None where the reader may not read it.
    """

    entry: Entry
    index: int
    path: tuple[bytes, ...]
    opening: Opening | None

    def check(self, checkpoint: Checkpoint) -> None:
        """Check that the entry stands there in the log as it was at a checkpoint.

        Raises:
            ProofError: it does not, or the word shown is not the one it fixes.
        """
        leaf = leaf_hash(self.entry.canonical())
        check_inclusion(leaf, self.index, checkpoint.size, self.path, checkpoint.root)
        if self.opening is not None:
            self.opening.of(self.entry)


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt as read; nothing of it is checked by that.

    Attributes:
        place: the entry and its place in the log.
        checkpoint: what the log was when the receipt was made.
        keys: every statement about keys up to the entry, in order; empty where it shows none.
    """

    place: Place
    checkpoint: Checkpoint
    keys: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a receipt proves.

    Attributes:
        statement: the word; None where it is not shown, or its keys are not.
        ring: the keys, up to the entry; None where the receipt does not show them.
        witnesses: who else signed the checkpoint, and when (seconds since 1970).
        host: the public key that signed the checkpoint; the reader compares it.
    """

    statement: Statement | None
    ring: Keyring | None
    witnesses: dict[str, int]
    host: bytes | None


def read_receipt(data: bytes) -> Receipt:
    """Read a receipt.

    Raises:
        RecordError: it is none.
    """
    value = json_of(data, "receipt", LIMIT)
    found = fields(value, "receipt", {"receipt", "entry", "proof"}, {"opening", "keys"})
    if found["receipt"] != 1 or found["receipt"] is True:
        raise RecordError("receipt: this checker reads receipts of form 1")
    index, path, checkpoint = _proof(found["proof"])
    opening = read_opening(found["opening"]) if "opening" in found else None
    keys = found.get("keys", [])
    if not isinstance(keys, list):
        raise RecordError("receipt: keys is a list")
    place = Place(read_entry(found["entry"]), index, path, opening)
    return Receipt(place, checkpoint, tuple(_key_place(each) for each in keys))


def _proof(text: Any) -> tuple[int, tuple[bytes, ...], Checkpoint]:
    """Read a proof in the form of c2sp.org/tlog-proof."""
    if not isinstance(text, str):
        raise RecordError("receipt: proof is a text")
    above, _, note = text.partition("\n\n")
    lines = above.split("\n")
    word, _, number = lines[1].partition(" ") if len(lines) > 1 else ("", "", "")
    if lines[0] != FIRST_LINE or word != "index" or not number.isascii() or not number.isdigit():
        raise RecordError(f"receipt: its proof does not begin with {FIRST_LINE} and an index")
    if len(number) > 16 or str(int(number)) != number:
        raise RecordError("receipt: its index is not written as a number")
    return int(number), path_of(lines[2:]), read_checkpoint(note)


def path_of(value: Any) -> tuple[bytes, ...]:
    """Take the hashes of a proof, each 32 bytes in base64.

    Raises:
        RecordError: they are none.
    """
    if not isinstance(value, list) or len(value) > 64:
        raise RecordError("proof: not a list of at most 64 hashes")
    path = tuple(bytes_of(each, "proof") for each in value)
    if any(len(each) != 32 for each in path):
        raise RecordError("proof: a hash is 32 bytes")
    return path


def _key_place(value: Any) -> Place:
    """Read one statement about keys, as a receipt shows it."""
    found = fields(value, "receipt: keys", {"entry", "index", "path", "opening"})
    index = count_of(found["index"], "receipt: keys: index")
    entry, opening = read_entry(found["entry"]), read_opening(found["opening"])
    return Place(entry, index, path_of(found["path"]), opening)


def check_receipt(receipt: Receipt, ring: Keyring | None = None) -> Shown:
    """Check all that a receipt claims.

    Args:
        receipt: as read.
        ring: the keys as the reader knows them from the log, up to the entry at least; None to
            use those that the receipt itself shows.

    Returns:
        What it proves. Whose log it is, the reader knows from comparing the host's key.

    Raises:
        ProofError: something in it does not hold.
        RecordError: something in it cannot be read.
    """
    place, checkpoint = receipt.place, receipt.checkpoint
    place.check(checkpoint)
    if ring is not None and ring.log != checkpoint.origin:
        raise ProofError(f"receipt: is of the log {checkpoint.origin}, and not of {ring.log}")
    if ring is None and receipt.keys:
        ring = _shown_keys(receipt)
    if ring is None:
        return Shown(None, None, {}, None)
    statement = None
    if place.opening is not None:
        statement = ring.opened(place.index, place.opening.of(place.entry))
    return Shown(statement, ring, witnesses_of(checkpoint, ring), host_of(checkpoint, ring))


def _shown_keys(receipt: Receipt) -> Keyring:
    """Compute the keys from the statements that a receipt shows; none up to the entry may lack."""
    ring = Keyring(receipt.checkpoint.origin)
    before = -1
    for nth, place in enumerate(receipt.keys, start=1):
        if place.index <= before or place.entry.keys != nth:
            raise ProofError(f"receipt: of the statements about keys, number {nth} is not shown")
        before = place.index
        place.check(receipt.checkpoint)
        take_keys(ring, place.index, place.opening)
    shown = sum(each.index <= receipt.place.index for each in receipt.keys)
    if receipt.place.entry.keys != shown:
        raise ProofError(
            f"receipt: {receipt.place.entry.keys} statements about keys came up to this entry,"
            f" and {shown} are shown"
        )
    return ring


def take_keys(ring: Keyring, index: int, opening: Opening | None) -> None:
    """Check the seal of a statement about keys, and take it in.

    Raises:
        ProofError: its seal does not count, or it may not say what it says.
        RecordError: it is no statement about keys.
    """
    if opening is None:
        raise ProofError(f"entry {index:,}: a statement about keys is not shown")
    ring.take(index, ring.opened(index, opening.sealed), opening.sealed.key())


def host_of(checkpoint: Checkpoint, ring: Keyring) -> bytes:
    """Give the host's key that signed a checkpoint.

    Raises:
        ProofError: none of the host's keys that are known did.
    """
    for key in ring.keys.values():
        mine = key.owner == ring.log and key.use == "seal" and key.signs(checkpoint.size)
        if mine and checkpoint.signed(ring.log, key.public):
            return key.public
    raise ProofError(
        f"checkpoint of {checkpoint.size:,}: no key of {ring.log} that counts there signed it"
    )


def witnesses_of(checkpoint: Checkpoint, ring: Keyring) -> dict[str, int]:
    """Give the witnesses whose keys are known and who signed a checkpoint, and when they did.

    Raises:
        ProofError: a line of one of them does not hold.
    """
    keys = [
        key for key in ring.keys.values() if key.use == "witness" and key.signs(checkpoint.size)
    ]
    times = [(key.owner, checkpoint.witnessed(key.owner, key.public)) for key in keys]
    return {name: at for name, at in times if at is not None}
