"""What files prove when they are looked at together, in words and as an exit code."""

from __future__ import annotations

import argparse
import datetime as dt
import io
import json
import os
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import IO

from detente.exchange.check.keyring import Keyring
from detente.exchange.check.log_file import LogShown, check_log, first_of, lines_of
from detente.exchange.check.notes import Checkpoint, read_checkpoint, read_verifier, verifier
from detente.exchange.check.pouch import LOG, Pouch
from detente.exchange.check.reading import count_of, fields, json_of
from detente.exchange.check.receipt import (
    LIMIT,
    Receipt,
    check_receipt,
    host_of,
    path_of,
    read_receipt,
    witnesses_of,
)
from detente.exchange.check.refusal import ProofError, RecordError
from detente.exchange.check.sealed import Statement
from detente.exchange.check.tree import check_consistency

BOM = b"\xef\xbb\xbf"
"""What some editors put before the first letter; it says nothing."""

HOLDS, FAILS, UNREAD, OPEN = range(4)
"""Exit codes: all holds; something does not; something cannot be read; something is left open."""

Growth = tuple[int, int, tuple[bytes, ...]]
"""A proof that a log only grew: from which size, to which, and the hashes."""


class Table:
    """What was handed in, laid side by side.

    Attributes:
        lines: what is told, in order.
        code: the exit code as it stands.
        ring: the keys, from the log where one was handed in.
        seen: every checkpoint that came up, with the file in which it did.
    """

    def __init__(self, workers: int = 1, *, whole: bool = False) -> None:
        """Begin with nothing; seals are checked by so many processes."""
        self.host: tuple[str, bytes] | None = None
        self.workers, self.whole = workers, whole
        self.lines: list[str] = []
        self.code = HOLDS
        self.ring: Keyring | None = None
        self.logs: list[LogShown] = []
        self.seen: list[tuple[str, Checkpoint]] = []
        self.growths: list[Growth] = []
        self.receipts: dict[str, Receipt] = {}
        self.files: dict[str, tuple[int, Callable[[], IO[bytes]]]] = {}
        self._asked = False

    def say(self, text: str, code: int = HOLDS) -> None:
        """Tell something; what does not hold outweighs the unreadable, and both what is open."""
        self.lines.append(text)
        order = (HOLDS, OPEN, UNREAD, FAILS)
        self.code = max(self.code, code, key=order.index)

    def trust(self, given: str) -> None:
        """Take the host's key as it was given out: the text itself, or a file with it."""
        self.host = host_in(given)

    def lay(self, names: Sequence[str]) -> None:
        """Look at every file, and then at all checkpoints side by side."""
        files = [(name, self._kind(name)) for name in names]
        looks = (
            ("growth", self._growth),
            ("checkpoint", self._checkpoint),
            ("receipt", self._receipt),
            ("pouch", self._pouch),
            ("log", self._log),
        )
        for kind, look in looks:
            for name in (name for name, found in files if found == kind):
                self.tried(name, look)
        for name in sorted(self.files, key=lambda name: self.files[name][0]):
            self.tried(name, self._read_through)
        for name in self.receipts:
            self.tried(name, self._proved)
        self._side_by_side()

    def tried(self, name: str, look: Callable[[str], None]) -> None:
        """Look at a file, and tell where it cannot be read or does not hold."""
        try:
            look(name)
        except (RecordError, OSError, UnicodeDecodeError) as error:
            self.say(f"{name}: CANNOT BE READ: {error}", UNREAD)
        except ProofError as error:
            self.say(f"{name}: DOES NOT HOLD: {error}", FAILS)

    def _kind(self, name: str) -> str:
        """What a file is, by how it begins."""
        path = Path(name)
        if path.is_dir() or (path.is_file() and zipfile.is_zipfile(path)):
            return "pouch"
        try:
            with path.open("rb") as file:
                head = file.read(64).removeprefix(BOM).lstrip()
        except OSError as error:
            self.say(f"{name}: CANNOT BE READ: {error.strerror}", UNREAD)
            return ""
        marks = {b'{"log"': "log", b'{"consistency"': "growth", b"{": "receipt"}
        return next((kind for mark, kind in marks.items() if head.startswith(mark)), "checkpoint")

    def _growth(self, name: str) -> None:
        """Read a proof that the log only grew."""
        data = json_of(_small(name), "consistency")
        found = fields(data, "consistency", {"consistency", "old", "new", "path"})
        old, new = (count_of(found[each], each) for each in ("old", "new"))
        self.growths.append((old, new, path_of(found["path"])))

    def _checkpoint(self, name: str) -> None:
        """Read a checkpoint; it is looked at beside the others."""
        self.seen.append((name, read_checkpoint(_small(name))))

    def _log(self, name: str, opened: Callable[[], IO[bytes]] | None = None) -> None:
        """Note the checkpoints of a log file, so that other logs are held against them too."""
        path = Path(name)
        opened = opened or (lambda: path.open("rb"))
        with opened() as file:
            self.files[name] = first_of(file.readline(1 << 16)), opened
            for line in lines_of(file):
                if line.startswith(b'{"checkpoint"'):
                    found = fields(json_of(line, "log"), "log", {"checkpoint"})
                    self.seen.append((name, read_checkpoint(found["checkpoint"])))

    def _pouch(self, name: str) -> None:
        """Check a pouch, and the log in it."""
        pouch = Pouch(Path(name))
        waiting = sum(1 for _ in pouch.outgoing())
        self.say(f"{name}: whole; every file in it is the one that was packed.")
        if waiting:
            self.say(f"{name}: {waiting:,} sealed words are on their way to the log.")
        self.seen += [(name, read_checkpoint(each)) for each in pouch.checkpoints()]
        if LOG in pouch.names:
            self._log(name, lambda: pouch.file(LOG))

    def _read_through(self, name: str) -> None:
        """Check a log, as the part after one that came before it or by itself, and tell of it."""
        against = [each for _, each in self.seen]
        begins, opened = self.files[name]
        after = [log for log in self.logs if begins and log.frontier.size == begins]
        with opened() as file:
            log = check_log(
                lines_of(file), after=next(iter(after), None), against=against, workers=self.workers
            )
        for fault in log.faults:
            self.say(f"{name}: DOES NOT HOLD: {fault}", FAILS)
        self.logs.append(log)
        if log.ring is not None and (self.ring is None or not log.faults):
            self.ring = max(self.ring or log.ring, log.ring, key=lambda ring: len(ring.places))
        last = log.frontier.size
        self.say(f"{name}: entries {log.first:,} to {last - 1:,} of {log.origin}, read in order.")
        if not log.checkpoints or log.checkpoints[-1].size < last:
            self.say(f"{name}: no checkpoint vouches for its last entries.", OPEN)
        if log.ring is None:
            self.say(f"{name}: it begins later; hand in the part before it to check seals.", OPEN)
        elif not log.faults:
            hidden = last - log.first - log.shown
            self.say(
                f"{name}: {log.shown:,} words shown, each sealed with a key that counted there."
            )
            self.say(f"{name}: {hidden:,} entries whose words are not shown to you.")
            self._people(name, log.witnesses)
        if log.clock_back:
            self.say(f"{name}: the host's clock went back {log.clock_back:,} times.")

    def _receipt(self, name: str) -> None:
        """Read a receipt; what it proves is told when the logs are known."""
        self.receipts[name] = read_receipt(_small(name))
        self.seen.append((name, self.receipts[name].checkpoint))

    def _proved(self, name: str) -> None:
        """Tell what a receipt proves."""
        receipt = self.receipts[name]
        known = self.ring if self._covers(receipt) else None
        shown = check_receipt(receipt, known)
        place, origin = receipt.place, receipt.checkpoint.origin
        self.say(
            f"{name}: entry {place.index:,} stands in the log {origin}"
            f" of {receipt.checkpoint.size:,} entries; received {place.entry.received}."
        )
        if shown.statement is not None:
            for line in described(shown.statement, whole=self.whole):
                self.say(f"{name}: {line}")
        elif place.opening is None:
            self.say(f"{name}: the word itself is not shown.")
        if shown.ring is None or shown.host is None:
            self.say(f"{name}: no keys are shown; hand in the log to check the seal.", OPEN)
            return
        if self.ring is None or len(shown.ring.places) > len(self.ring.places):
            self.ring = shown.ring
        self._people(name, shown.witnesses)

    def _covers(self, receipt: Receipt) -> bool:
        """Whether the log that was handed in reaches as far as a receipt."""
        origin, size = receipt.checkpoint.origin, receipt.checkpoint.size
        return any(log.origin == origin and log.frontier.size >= size for log in self.logs)

    def _people(self, name: str, witnesses: dict[str, int]) -> None:
        """Tell who else signed a checkpoint."""
        for witness, at in sorted(witnesses.items()):
            when = dt.datetime.fromtimestamp(at, dt.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
            self.say(f"{name}: {witness} has seen the same log ({when}).")
        if not witnesses:
            self.say(f"{name}: no witness signed it: compare your checkpoint with other members.")

    def _side_by_side(self) -> None:
        """Check who signed the checkpoints, and that they are of one log that only grew."""
        ours: list[tuple[str, Checkpoint]] = []
        for name, each in self.seen:
            try:
                if self._signed(name, each):
                    ours.append((name, each))
            except (ProofError, RecordError) as error:
                self.say(f"{name}: DOES NOT HOLD: {error}", FAILS)
        ours.sort(key=lambda pair: (pair[1].origin, pair[1].size))
        for one, two in pairwise(ours):
            if one[1].origin == two[1].origin and one[1].text != two[1].text:
                self._pair(one, two)

    def _signed(self, name: str, checkpoint: Checkpoint) -> bool:
        """Whether the host signed a checkpoint, as far as its key is known."""
        origin, ring = checkpoint.origin, self.ring
        if ring is None or ring.log != origin:
            signed = self.host is not None and checkpoint.signed(*self.host)
            if not signed:
                self.say(f"{name}: who signed it cannot be told; hand in --host or the log.", OPEN)
            return signed
        public, opened = host_of(checkpoint, ring), next(iter(ring.keys.values())).public
        if self.host is None and not self._asked:
            self._asked = True
            self.say(
                f"WHOSE LOG IS IT? It was opened with the key {verifier(origin, opened)} ; compare"
                f" that with what the host of {origin} has given out, or hand it in with --host.",
                OPEN,
            )
        if self.host is not None and self.host not in ((origin, opened), (origin, public)):
            raise ProofError(f"the host's key is another than the one of {self.host[0]} handed in")
        for log in self.logs:
            vouched = log.checkpoints[-1].size if log.checkpoints and not log.faults else -1
            if checkpoint in log.differs and vouched >= checkpoint.size:
                how = f"at {checkpoint.size:,} entries they differ"
                self._split(name, "the log handed in", how)
                self.tried(name, partial(self._whose, seen=checkpoint))
            elif checkpoint in log.differs and not log.faults:
                raise ProofError("it is of another log than the one handed in, whoever made that")
        return True

    def _split(self, one: str, two: str, how: str) -> None:
        """Tell that a host signed two logs that are not one."""
        self.say(
            f"{one} and {two}: SPLIT VIEW: {how}. The host signed two logs that are not one."
            " Keep both files, and show them to the other members.",
            FAILS,
        )

    def _whose(self, name: str, seen: Checkpoint) -> None:
        """Tell of what size a checkpoint is that others were shown otherwise, and who signed it."""
        who = [seen.origin, *witnesses_of(seen, self.ring or Keyring(seen.origin))]
        told = f"{seen.size:,} entries, root {seen.root.hex()[:16]}…"
        self.say(f"{name}: {told}, signed by {' and '.join(who)}.")

    def _pair(self, one: tuple[str, Checkpoint], two: tuple[str, Checkpoint]) -> None:
        """Check that the log of one checkpoint is how the log of the other begins."""
        (first, old), (second, new) = one, two
        known = [path for was, now, path in self.growths if (was, now) == (old.size, new.size)]
        if not known and old.size != new.size:
            if not any(_spans(log, old, new) for log in self.logs):
                self.say(
                    f"{first} and {second}: whether the log only grew from {old.size:,} to"
                    f" {new.size:,} cannot be told; hand in the log or a proof of consistency.",
                    OPEN,
                )
            return
        try:
            check_consistency(old.size, old.root, new.size, new.root, known[0] if known else ())
            self.say(f"{first} and {second}: one log, which only grew.")
        except ProofError as error:
            self._split(first, second, str(error))
            for name, seen in (one, two):
                self.tried(name, partial(self._whose, seen=seen))


def _spans(log: LogShown, old: Checkpoint, new: Checkpoint) -> bool:
    """Whether a log that holds was held against both checkpoints."""
    there = log.origin == old.origin and log.first <= old.size and new.size <= log.frontier.size
    return there and not log.faults


def described(statement: Statement, *, whole: bool = False) -> Iterator[str]:
    """Tell what a word says of itself and, if asked, its content as it stands."""
    yield f"{statement.kind} by {statement.by}, made {statement.made}, marked {statement.marker}."
    yield f"statement {statement.id}, for {statement.access['mark']}; its seal counts."
    for other in statement.refers:
        yield f"it refers to {other}."
    if whole:
        content = json.dumps(statement.content, ensure_ascii=False, indent=1)
        # letters that move the cursor or turn the line round are shown by their number
        yield "".join(c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in content)


def host_in(given: str) -> tuple[str, bytes]:
    """Read the host's key as it was given out: the text itself, or a file with it.

    Raises:
        RecordError: there is no such file, and it is no key; or the file holds none.
    """
    path = Path(given)
    if path.is_file():
        given = path.read_bytes().removeprefix(BOM).decode("utf-8", "replace")
    elif "+" not in given:
        raise RecordError("there is no such file, and it is no key of a host")
    return read_verifier(given)


def _small(name: str) -> bytes:
    """Read a file that is no log; of one that is too long, as much as its reader refuses."""
    with Path(name).open("rb") as file:
        return file.read(LIMIT + 1).removeprefix(BOM)


def main(arguments: Sequence[str]) -> int:
    """Check files, print what they prove, and give the exit code."""
    parser = argparse.ArgumentParser(
        prog="check",
        description="Check receipts, logs, checkpoints and pouches together, offline.",
        epilog="Exit codes: 0 all holds, 1 something does not hold, 2 something cannot be read,"
        " 3 nothing is wrong but something is left open, and it is said what.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument(
        "--host", metavar="KEY", help="the host's key as it was given out, or a file"
    )
    parser.add_argument("--word", action="store_true", help="show the words of receipts as a whole")
    given = parser.parse_args(arguments)
    table = Table(os.cpu_count() or 1, whole=given.word)
    if given.host:
        table.tried(given.host, table.trust)
    table.lay(given.files)
    told = ("All holds.", "IT DOES NOT HOLD.", "NOT ALL OF IT CAN BE READ.", "Something is open.")
    if isinstance(sys.stdout, io.TextIOWrapper):  # a letter that the terminal lacks stops nothing
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.stdout.write("\n".join([*table.lines, told[table.code], ""]))
    return table.code
