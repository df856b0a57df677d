"""Signing checkpoints: as their host, and as a witness who has seen the log only grow."""

from __future__ import annotations

from collections.abc import Sequence

from detente.exchange.check.notes import (
    HOST,
    WITNESS,
    Checkpoint,
    note_key,
    read_checkpoint,
    witness_message,
)
from detente.exchange.check.reading import text64
from detente.exchange.check.refusal import ProofError
from detente.exchange.check.tree import EMPTY, check_consistency
from detente.exchange.keys import PrivateKey

__all__ = ["cosign", "gathered", "sign_checkpoint"]


def sign_checkpoint(size: int, root: bytes, key: PrivateKey) -> str:
    """Write what the log is, signed by its host.

    Args:
        size: how many entries it has.
        root: the root of its tree.
        key: the host's key; its owner's name is the name of the log.
    """
    text = f"{key.owner}\n{size}\n{text64(root)}\n"
    return f"{text}\n{_line(key, HOST, key.sign(text.encode()))}"


def cosign(
    note: str, *, host: bytes, key: PrivateKey, at: int, seen: str | None, path: Sequence[bytes]
) -> str:
    """Sign a checkpoint as a witness, and give it back with that line below.

    Whoever calls this keeps what comes back before handing it out, and hands it in as `seen` next
    time: a witness that forgets what it signed is none.

    Args:
        note: the checkpoint, as the host gives it.
        host: the public key of the host.
        key: the key of the witness.
        at: now, in seconds since 1970.
        seen: the checkpoint that this witness signed last; None for the first time.
        path: the proof that the log only grew since then; empty for the first time.

    Raises:
        ProofError: the host did not sign it, or it does not go on from what the witness has seen.
            Nobody may go on: show both checkpoints to the others.
        RecordError: a checkpoint cannot be read.
    """
    now = read_checkpoint(note)
    before = read_checkpoint(seen) if seen else Checkpoint(now.origin, 0, EMPTY, "", ())
    if before.origin != now.origin or not now.signed(now.origin, host):
        raise ProofError(f"checkpoint: not one that the host of {before.origin} signed")
    check_consistency(before.size, before.root, now.size, now.root, path)
    signature = key.sign(witness_message(at, now.text))
    line = _line(key, WITNESS, at.to_bytes(8, "big") + signature)
    return note + line


def gathered(notes: Sequence[str]) -> str:
    """Bring the signatures of copies of one checkpoint together, one line for each key.

    Where a key signed several times, its last line in the order given stays.

    Raises:
        ProofError: they are not copies of one checkpoint.
        RecordError: one cannot be read.
    """
    read = [read_checkpoint(note) for note in notes]
    if len({each.text for each in read}) != 1:
        raise ProofError("checkpoint: these are not copies of one")
    lines = {(name, key): text64(key + made) for each in read for name, key, made in each.lines}
    return read[0].text + "\n" + "".join(f"— {name} {line}\n" for (name, _), line in lines.items())


def _line(key: PrivateKey, kind: bytes, signature: bytes) -> str:
    """Write the line of a signature under a note."""
    return f"— {key.owner} {text64(note_key(key.owner, kind, key.public) + signature)}\n"
