r"""A log, or its next part, as a file of lines: every entry, and each word that may be shown.

The first line names the log and says where the part begins. Each further line is an entry, with
its opening where the reader may read the word, or a checkpoint of the log as it is at that line::

    {"log":1,"origin":"forum.example/log","first":0,"frontier":[]}
    {"entry":{…},"opening":{…}}
    {"checkpoint":"forum.example/log\n1\n…"}
"""

from __future__ import annotations

import multiprocessing
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import IO, Any

from detente.exchange.check.keyring import Keyring
from detente.exchange.check.notes import Checkpoint, read_checkpoint
from detente.exchange.check.reading import LIMIT, NAME, Found, count_of, fields, json_of, text_of
from detente.exchange.check.receipt import host_of, path_of, take_keys, witnesses_of
from detente.exchange.check.refusal import ProofError, RecordError
from detente.exchange.check.sealed import Entry, read_entry, read_opening
from detente.exchange.check.tree import Frontier, leaf_hash

_SOME = 2_048
_MOST = 4 * LIMIT
_TOLD = 20

Job = tuple[int, Entry, Found]
"""A word that is shown: where it stands, its entry, its opening as written."""


@dataclass
class LogShown:
    """What a log file proves.

    Attributes:
        origin: the name of the log.
        first: the entry at which the file begins.
        frontier: the complete subtrees at its end; its size is that of the log.
        ring: the keys at its end; None where the file begins later and nothing came before.
        checkpoints: those that the host signed and the entries give, in order.
        witnesses: who else signed the last of them, and when (seconds since 1970).
        shown: how many words are shown, and hold.
        clock_back: how often an entry says that it came before the one that stands before it.
        faults: what does not hold, in words; empty when all does. The first twenty are kept.
        differs: checkpoints from elsewhere that are of another log than this one.
        last: the last entry; None where there is none, or nothing came before a later part.
    """

    origin: str
    first: int
    frontier: Frontier
    ring: Keyring | None
    checkpoints: list[Checkpoint] = field(default_factory=list)
    witnesses: dict[str, int] = field(default_factory=dict)
    shown: int = 0
    clock_back: int = 0
    faults: list[str] = field(default_factory=list)
    differs: list[Checkpoint] = field(default_factory=list)
    last: Entry | None = None

    def fault(self, told: object) -> None:
        """Keep what does not hold."""
        if len(self.faults) < _TOLD:
            self.faults.append(str(told))


def check_log(
    lines: Iterable[bytes],
    *,
    after: LogShown | None = None,
    against: Sequence[Checkpoint] = (),
    workers: int = 1,
    seals: bool = True,
) -> LogShown:
    """Check a log from its lines: the tree, the checkpoints, the keys, and every word shown.

    Args:
        lines: the lines of the file.
        after: what the part before it proved; None where the file begins at entry 0, or alone.
        against: checkpoints from elsewhere, to be told which of them are of another log.
        workers: how many processes check seals; more than one on Linux only.
        seals: whether words are opened; statements about keys always are.

    Raises:
        RecordError: it is no log file, or not the next part. Whoever made it acts.
    """
    rows = _rows(lines)
    log = _begun(next(rows, None), after)
    wanted: dict[int, list[Checkpoint]] = {}
    for each in against:
        wanted.setdefault(each.size, []).append(each)
    jobs = _walked(log, rows, wanted, seals)
    for found in _checked(log, jobs, workers):
        if isinstance(found, str):
            log.fault(found)
        else:
            log.shown += 1
    return log


def lines_of(file: IO[bytes]) -> Iterator[bytes]:
    """Give the lines of a file, none of them longer than one of a log may be."""
    return iter(lambda: file.readline(_MOST + 1), b"")


def first_of(line: bytes) -> int:
    """Tell at which entry a log file begins, from its first line.

    Raises:
        RecordError: it does not say so.
    """
    head = json_of(line, "log: line 1")
    return count_of(head.get("first") if isinstance(head, dict) else None, "log: line 1: first")


def _rows(lines: Iterable[bytes]) -> Iterator[Found]:
    """Read each line by itself."""
    for number, line in enumerate(lines, start=1):
        if not line.endswith(b"\n"):
            raise RecordError(
                f"log: line {number:,} breaks off; the file was not copied to its end"
            )
        row = json_of(line, f"log: line {number:,}", _MOST)
        if not isinstance(row, dict):
            raise RecordError(f"log: line {number:,}: not an object")
        yield row


def _begun(head: Found | None, after: LogShown | None) -> LogShown:
    """Read the first line, and go on from what came before."""
    found = fields(head, "log: line 1", {"log", "origin", "first", "frontier"})
    if found["log"] != 1 or found["log"] is True:
        raise RecordError("log: this checker reads log files of form 1")
    origin = text_of(found["origin"], "log: origin", NAME)
    first, hashes = count_of(found["first"], "log: first"), list(path_of(found["frontier"]))
    if after is None:
        return LogShown(origin, first, Frontier(first, hashes), None if first else Keyring(origin))
    if (origin, first) != (after.origin, after.frontier.size):
        raise RecordError(
            f"log: this part begins at {first:,} of {origin};"
            f" hand in the one that begins at {after.frontier.size:,} of {after.origin}"
        )
    if hashes != after.frontier.hashes:
        raise ProofError(f"log: the part from {first:,} does not go on from the part before it")
    ring = after.ring.copy() if after.ring else None
    return LogShown(origin, first, Frontier(first, hashes), ring, last=after.last)


def _walked(
    log: LogShown, rows: Iterator[Found], wanted: Mapping[int, list[Checkpoint]], seals: bool
) -> Iterator[Job]:
    """Grow the tree line by line, take in the keys, and give each word that is shown."""
    _compare(log, wanted)
    for row in rows:
        try:
            if "checkpoint" in row:
                _checkpoint(log, row)
                continue
            entry = read_entry(fields(row, "log", {"entry"}, {"opening"})["entry"])
            index = log.frontier.size
            log.frontier.add(leaf_hash(entry.canonical()))
            _compare(log, wanted)
            about_keys = _counted(log, index, entry)
            if about_keys and log.ring is not None:
                opening = read_opening(row["opening"]) if "opening" in row else None
                take_keys(log.ring, index, opening)
            if seals and "opening" in row:
                yield index, entry, row["opening"]
        except ProofError as error:
            log.fault(error)


def _counted(log: LogShown, index: int, entry: Entry) -> bool:
    """Whether an entry is about keys, which its count says; and look at the host's clock."""
    last, log.last = log.last, entry
    before = last.keys if last else 0
    log.clock_back += last is not None and entry.received < last.received
    if last is None and log.first:
        return False
    if entry.keys not in (before, before + 1):
        raise ProofError(
            f"entry {index:,}: counts {entry.keys} statements about keys after {before}"
        )
    return entry.keys > before


def _checkpoint(log: LogShown, row: Found) -> None:
    """Check a checkpoint that stands in the file."""
    found = read_checkpoint(fields(row, "log", {"checkpoint"})["checkpoint"])
    if found.origin != log.origin or found.size != log.frontier.size:
        raise RecordError(
            f"log: a checkpoint of {found.size:,} stands after {log.frontier.size:,} entries"
        )
    if found.root != log.frontier.root():
        raise ProofError(f"checkpoint of {found.size:,}: the entries do not give its root")
    if log.ring is not None:
        host_of(found, log.ring)
        log.witnesses = witnesses_of(found, log.ring)
    log.checkpoints.append(found)


def _compare(log: LogShown, wanted: Mapping[int, list[Checkpoint]]) -> None:
    """Hold the log as it is at this size against checkpoints from elsewhere."""
    for other in wanted.get(log.frontier.size, ()):
        if other.origin == log.origin and other.root != log.frontier.root():
            log.differs.append(other)


def _checked(log: LogShown, jobs: Iterator[Job], workers: int) -> Iterator[str | None]:
    """Check the words that are shown, in this process or in several; give each one's fault."""
    if workers < 2 or sys.platform != "linux":
        for some in _chunks(log, jobs):
            yield from check_words(some)
        return
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        waiting: deque[Any] = deque()
        for some in _chunks(log, jobs):
            waiting.append(pool.apply_async(check_words, (some,)))
            if len(waiting) > 2 * workers:
                yield from waiting.popleft().get()
        for found in waiting:
            yield from found.get()


def _chunks(log: LogShown, jobs: Iterator[Job]) -> Iterator[tuple[Keyring | None, list[Job]]]:
    """Words by the thousand, with the keys as they are known after the last of them.

    A key counts by the index at which it was admitted and ended, so that later keys change nothing.
    """
    while some := list(islice(jobs, _SOME)):
        yield log.ring.copy() if log.ring else None, some


def check_words(some: tuple[Keyring | None, list[Job]]) -> list[str | None]:
    """Check words: each fits its entry, its seal counts, and it is counted as what it is."""
    ring, jobs = some
    return [_fault(ring, *job) for job in jobs]


def _fault(ring: Keyring | None, index: int, entry: Entry, opening: Any) -> str | None:
    """What is wrong with one word; None where nothing is."""
    try:
        sealed = read_opening(opening).of(entry)
        if ring is None:
            return None
        statement = ring.opened(index, sealed)
        if (statement.kind == "keys") != (index in ring.places):
            return f"entry {index:,}: a statement about keys is not counted as one"
    except (ProofError, RecordError) as error:
        told = str(error)
        return told if told.startswith("entry ") else f"entry {index:,}: {told}"
    return None
