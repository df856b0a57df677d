"""A log of many sealed words: written once, then checked, and asked for proofs."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from detente.exchange import Access, Keyring, PrivateKey, compose, sign_checkpoint, take
from detente.exchange.check.log_file import LogShown, check_log
from detente.exchange.check.reading import text64
from detente.exchange.check.sealed import Entry, Opening, read_statement
from detente.exchange.check.tree import check_inclusion, leaf_hash
from detente.exchange.keys import admitting
from detente.exchange.log_files import begun, ended, entered
from detente.exchange.tree import append, inclusion, root

LOG, NOON = "forum.example/log", "2026-03-01T12:00:00Z"
EVERY = 100_000


def key_of(owner: str) -> PrivateKey:
    """A key that is the same in each run."""
    seed = sha256(owner.encode()).digest()
    return PrivateKey(owner, Ed25519PrivateKey.from_private_bytes(seed))


class Grown:
    """The complete nodes of a tree, one row of bytes for each level."""

    def __init__(self) -> None:
        self.size = 0
        self.rows: list[bytearray] = []

    def node(self, level: int, index: int) -> bytes:
        return bytes(self.rows[level][32 * index : 32 * index + 32])

    def add(self, leaf: bytes) -> None:
        for level, _, found in append(self.size, leaf, self.node):
            if level == len(self.rows):
                self.rows.append(bytearray())
            self.rows[level] += found
        self.size += 1


def statement(by: str, nth: int) -> bytes:
    """A word of some 360 bytes."""
    return compose(
        log=LOG,
        by=by,
        made=NOON,
        kind="notification",
        marker="test",
        access=Access("participants"),
        content={"number": f"XX/26/{nth:07}", "troops": 9000, "text": "An exercise, made up"},
    )


def written(path: Path, n: int) -> Grown:
    """Write a log of n entries to a file, with a checkpoint after every hundred thousand."""
    tree, ring, host = Grown(), Keyring(LOG), key_of(LOG)
    keys = [key_of(f"S{nth:02}") for nth in range(57)]

    def entries(first: int, end: int) -> Iterator[tuple[Entry, Opening]]:
        for nth in range(first, end):
            if nth <= len(keys):
                who, about = host, admitting(LOG, keys[nth - 1] if nth else host)
                payload = compose(
                    log=LOG,
                    by=LOG,
                    made=NOON,
                    kind="keys",
                    marker="test",
                    access=Access("public"),
                    content=about,
                )
            else:
                who = keys[nth % len(keys)]
                payload = (b"%07d" % nth).join(parts(who.owner))
            sealed, salt = who.seal(payload), sha256(b"%d" % nth).digest()
            if nth <= len(keys):
                taken = take(ring, nth, sealed, received=NOON, salt=salt)
                entry, opening = taken.entry, taken.opening
            else:
                opening = Opening(salt, sealed)
                entry = Entry(opening.commitment(), NOON, len(keys) + 1)
            tree.add(leaf_hash(entry.canonical()))
            yield entry, opening

    def checkpoint() -> str:
        return sign_checkpoint(tree.size, root(tree.size, tree.node), host)

    with path.open("wb") as file:
        file.write(begun(LOG, 0, ()))
        for first in range(0, n, EVERY):
            file.writelines(entered(*each) for each in entries(first, min(first + EVERY, n)))
            file.write(ended(checkpoint()))
    return tree


@cache
def parts(by: str) -> tuple[bytes, bytes]:
    """What stands before and after the number in a word of `statement`."""
    before, _, after = statement(by, 0).partition(b"0000000")
    return before, after


def median(ask: Callable[[int], Any], times: int = 2_000) -> tuple[float, float]:
    """The median and the 99th of a hundred durations in seconds."""
    took = []
    for nth in range(times):
        start = time.perf_counter()
        ask(nth)
        took.append(time.perf_counter() - start)
    took.sort()
    return took[times // 2], took[times * 99 // 100]


def one() -> Iterator[dict[str, Any]]:
    """One seal made and checked, beside the bare signature and another library for JWS."""
    from joserfc import jws
    from joserfc.jwk import OKPKey

    bare = Ed25519PrivateKey.from_private_bytes(sha256(b"S00").digest())
    key, payload = PrivateKey("S00", bare), statement("S00", 7)
    sealed = key.seal(payload)
    message = f"{sealed.protected}.{sealed.payload}".encode()
    signature, public = key.sign(message), bare.public_key()
    other = OKPKey.import_key(
        {
            "kty": "OKP",
            "crv": "Ed25519",
            "x": text64(key.public, url=True),
            "d": text64(bare.private_bytes_raw(), url=True),
        }
    )
    parts = json.loads(sealed.canonical())
    member = {"protected": {"alg": "Ed25519", "kid": key.id}}
    ways = {
        "seal": (
            lambda _: key.seal(payload),
            lambda _: key.sign(message),
            lambda _: jws.serialize_json(member, payload, other, algorithms=["Ed25519"]),
        ),
        "check a seal and read the word": (
            lambda _: read_statement(sealed.opened(key.public)),
            lambda _: public.verify(signature, message),
            lambda _: jws.deserialize_json(parts, other, algorithms=["Ed25519"]),
        ),
    }
    for what, (ours, bare, theirs) in ways.items():
        seconds, least = median(ours)[0], median(bare)[0]
        yield {
            "what": f"{what}, {len(payload)} bytes",
            "seconds": seconds,
            "bare Ed25519": least,
            "joserfc": median(theirs)[0],
            "ratio": seconds / least,
        }


def checked(path: Path, n: int, **more: Any) -> tuple[dict[str, Any], LogShown]:
    """Check a log file; what it takes, and what it proves."""
    start, before = time.perf_counter(), sum(os.times()[:4])
    with path.open("rb") as file:
        log = check_log(file, **more)
    assert (log.faults, log.frontier.size) == ([], n)
    seconds, cpu = time.perf_counter() - start, sum(os.times()[:4]) - before
    return {"seconds": seconds, "CPU seconds": cpu, "per second": n / seconds}, log


def whole(folder: Path, n: int) -> Iterator[dict[str, Any]]:
    """A log of n entries checked, and asked for proofs."""
    path = folder / "log.jsonl"
    tree = written(path, n)
    share = n / 1_000_000
    told, log = checked(path, n, seals=False)
    what = f"tree and {len(log.checkpoints)} checkpoints of {n:,} entries"
    yield {"what": what, **told, "goal": f"under {20 * share:g}"}
    told, log = checked(path, n, workers=os.cpu_count() or 1)
    assert log.shown == n
    what = f"the same, with {n:,} seals, {os.cpu_count()} processes"
    yield {"what": what, **told, "goal": f"under {90 * share:g} on two cores"}
    top = root(n, tree.node)
    places = [int.from_bytes(sha256(b"%d" % nth).digest()[:8], "big") % n for nth in range(2_000)]
    middle, late = median(lambda nth: inclusion(places[nth], n, tree.node))
    yield {
        "what": f"one proof among {n:,} entries",
        "seconds": middle,
        "99 of 100": late,
        "goal": "under 0.005",
    }
    proofs = [inclusion(place, n, tree.node) for place in places]
    leaves = [tree.node(0, place) for place in places]
    middle, _ = median(lambda i: check_inclusion(leaves[i], places[i], n, proofs[i], top))
    yield {"what": f"that proof of {len(proofs[0])} hashes checked", "seconds": middle}
