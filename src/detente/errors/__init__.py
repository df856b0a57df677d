"""The errors of Détente, by who must act.

::

    DetenteError
    ├── LibraryError          the author of a library entry must mend the file
    ├── ProofError            nobody may build on a record that does not hold
    ├── SenderError           whoever sent the input must mend it
    │   ├── ActivityFileError     a file of activities (all its faults together)
    │   ├── RedLineFileError      a file of red lines (all its faults together)
    │   ├── ConflictFileError     a file of a conflict (all its faults together)
    │   ├── NoticeFileError       files of public notices, or a list of named areas (all faults)
    │   ├── WordFileError         a party's formal word (all its faults together)
    │   ├── ConsultationFileError a file of consultations (all its faults together)
    │   ├── ContactFileError      a file of contacts and channels (all its faults together)
    │   ├── TalksFileError        a file of talks (all its faults together)
    │   ├── AreaError             an area or place that can be read in no way, or in two
    │   ├── RecordError           a sealed word, key, receipt, log or pouch that cannot be read
    │   ├── FrameError            a frame whose columns or types do not fit
    │   └── UnknownName           a name that nothing in the library bears
    ├── KeeperError           whoever keeps the node must act; nothing was written
    │   ├── StoreUnusable         a database that cannot be opened, or must not be relied upon
    │   ├── StoreFull             no room is left on the disk
    │   ├── StoreBusy             others wrote all the time; the same act may be tried again
    │   ├── StoreDamaged          what is kept is not what was written (all faults together)
    │   ├── OutcomeUnknown        the connection broke while an act was being made durable
    │   ├── ClockBehind           the clock stands before the last entry of the log
    │   └── BackupRefused         an archive that is not whole, or a store that is not empty
    └── ActRefused            an officer must act otherwise, or later
        ├── NotPermitted          an act that is not for this officer
        ├── OutOfOrder            an act that cannot be done as things stand
        └── Outdated              an officer acted on a picture that has changed since

An error is a broken promise about input. A legal answer ("cannot be told") is a value, never an
error. Every leaf has a stable ``code``, and ``docs/errors.md`` has a section for each.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from detente.errors.faults import SHOWN, Fault, FileFaults, told

__all__ = [
    "ActRefused",
    "ActivityFileError",
    "AreaError",
    "BackupRefused",
    "ClockBehind",
    "ConflictFileError",
    "ConsultationFileError",
    "ContactFileError",
    "DetenteError",
    "Fault",
    "FrameError",
    "KeeperError",
    "LibraryError",
    "NotPermitted",
    "NoticeFileError",
    "OutOfOrder",
    "OutcomeUnknown",
    "Outdated",
    "ProofError",
    "RecordError",
    "RedLineFileError",
    "SenderError",
    "StoreBusy",
    "StoreDamaged",
    "StoreFull",
    "StoreUnusable",
    "TalksFileError",
    "UnknownName",
    "WordFileError",
    "near_miss",
    "told",
]


class DetenteError(Exception):
    """Anything that Détente refuses on purpose; ``code`` is stable across versions."""

    code = "detente"


class LibraryError(DetenteError):
    """A library file says something that cannot be read; its author must act.

    Args:
        file: the file, as a path below the library.
        key: where in the file, as a dotted key; empty when the whole file is meant.
        problem: what is wrong and how to put it right, one sentence.
    """

    code = "library-invalid"

    def __init__(self, file: str, key: str, problem: str) -> None:
        """Keep the parts and compose the message."""
        self.file, self.key, self.problem = file, key, problem
        super().__init__(f"{file}: {key}: {problem}" if key else f"{file}: {problem}")


class ProofError(DetenteError):
    """A record can be read and does not hold; nobody may build on it.

    It was altered, was sealed with a key that does not count, or is shown differently to others.
    Keep it, and ask whoever handed it over.
    """

    code = "proof-fails"


class SenderError(DetenteError):
    """What was sent cannot be taken as it is; its sender must act."""

    code = "input-refused"


class ActivityFileError(FileFaults, SenderError):
    """A file of activities has faults; all of them are in `faults`, in file order."""

    code = "activities-invalid"


class RedLineFileError(FileFaults, SenderError):
    """A file of red lines has faults; all of them are in `faults`, in file order."""

    code = "redlines-invalid"


class ConflictFileError(FileFaults, SenderError):
    """A file of a conflict has faults; all of them are in `faults`, in file order."""

    code = "conflict-invalid"


class NoticeFileError(FileFaults, SenderError):
    """Files of public notices, or a list of named areas, cannot be read; all of it in `faults`."""

    code = "notices-invalid"


class WordFileError(FileFaults, SenderError):
    """A party's formal word has faults; all of them are in `faults`, in file order."""

    code = "word-invalid"


class ConsultationFileError(FileFaults, SenderError):
    """A file of consultations has faults; all of them are in `faults`, in file order."""

    code = "consultations-invalid"


class ContactFileError(FileFaults, SenderError):
    """A file of contacts and channels has faults; all of them are in `faults`, in file order."""

    code = "contacts-invalid"


class TalksFileError(FileFaults, SenderError):
    """A file of talks has faults; all of them are in `faults`, in file order."""

    code = "talks-invalid"


class AreaError(SenderError):
    """An area or a place is refused: it can be read in no way, or in more than one.

    Args:
        problem: what is wrong with it, and where.
        remedy: what to write instead, one sentence.
    """

    code = "area-refused"

    def __init__(self, problem: str, remedy: str = "") -> None:
        """Keep the parts and compose the message."""
        self.problem, self.remedy = problem, remedy
        super().__init__(f"{problem}. {remedy}".rstrip())


class RecordError(SenderError):
    """Bytes of the exchange cannot be read as what they should be, in the one way there is.

    A sealed word, a key, a receipt, a log, a pouch. Nothing of it was taken.
    """

    code = "record-refused"


class FrameError(SenderError):
    """A frame handed over in Python lacks a column, or its types or what it holds do not fit."""

    code = "frame-invalid"


class UnknownName(SenderError):
    """A name was asked for that the library does not hold.

    Args:
        kind: what was looked for, such as ``instrument``.
        name: the name given.
        known: the names there are; the nearest ones are proposed, or some of them where none is
            near.
        remedy: what to write instead, one sentence, where that is plain; it is told in their place.
    """

    code = "name-unknown"

    def __init__(self, kind: str, name: str, known: Iterable[str], remedy: str = "") -> None:
        """Keep the parts and propose what may have been meant."""
        self.kind, self.name = kind, name
        there = sorted(set(known))
        way_out = f" {remedy}" if remedy else _holding(name, there) or near_miss(name, there)
        super().__init__(f"no {kind} is called {name!r}.{way_out or _some(there)}")


class KeeperError(DetenteError):
    """The node cannot do what was asked; whoever keeps it must act. Nothing was written."""

    code = "node"


class StoreUnusable(KeeperError):
    """The database cannot be opened, or is set up so that what it keeps could be lost."""

    code = "store-unusable"


class StoreFull(KeeperError):
    """The disk took nothing more: the whole act was undone, and nothing stands half-written."""

    code = "store-full"


class StoreBusy(KeeperError):
    """Others wrote all the time, and the act was given up; it may be tried again as it is."""

    code = "store-busy"


class StoreDamaged(KeeperError):
    """What the database holds is not what was written.

    Args:
        faults: every one found, as sentences that name table and row; never empty.
    """

    code = "store-damaged"

    def __init__(self, faults: Sequence[str]) -> None:
        """Keep the faults and compose the message, which shows the first hundred."""
        self.faults = tuple(faults)
        more = [f"… and {len(faults) - SHOWN:,} more"] if len(faults) > SHOWN else []
        head = f"{len(faults):,} fault{'s' if len(faults) != 1 else ''} in what the store holds."
        super().__init__("\n".join([head, *(f"  {line}" for line in [*faults[:SHOWN], *more])]))


class OutcomeUnknown(KeeperError):
    """The connection broke while an act was being made durable: it stands whole, or not at all.

    Asking again with the same key of the act tells which, and does it only if it does not stand.
    """

    code = "outcome-unknown"


class ClockBehind(KeeperError):
    """The clock stands so far before the last entry of the log that no time can be given."""

    code = "clock-behind"


class BackupRefused(KeeperError):
    """An archive is not whole or not of this kind, or the store to restore into is not empty."""

    code = "backup-refused"


class ActRefused(DetenteError):
    """An act of an officer cannot be done; nothing came of it but the record that it was tried."""

    code = "act"


class NotPermitted(ActRefused):
    """The act is not for this officer: another role, delegation, or a second person."""

    code = "not-permitted"


class OutOfOrder(ActRefused):
    """The act cannot be done as things stand; the message says what has to come first."""

    code = "out-of-order"


class Outdated(ActRefused):
    """Something has changed since the officer saw it; nothing was written over.

    Args:
        what: what was to be changed, such as ``draft d-1``.
        seen: the version that the officer saw.
        stands: the version that stands; 0 where there is none (any more).
    """

    code = "outdated"

    def __init__(self, what: str, seen: int, stands: int) -> None:
        """Keep the parts and compose the message."""
        self.what, self.seen, self.stands = what, seen, stands
        now = f"version {stands} stands" if stands else "it does not stand any more"
        super().__init__(f"{what}: you saw version {seen}, and {now}. Look at it, then act again.")


_MANY, _PROPOSED = 5, 3
_AS_NEAR = 0.15


def _some(known: Sequence[str]) -> str:
    """Name what there is, or the first of many, as a sentence; empty if there is nothing."""
    if len(known) > _MANY:
        return f" There are {len(known):,}, such as {', '.join(known[:_MANY])}."
    return f" Write {' or '.join(known)}." if known else ""


def _holding(name: str, known: Sequence[str]) -> str:
    """Propose the names that hold what was given, as a sentence; empty if none does, or many."""
    part = _plain(name)
    holding = [each for each in known if part and part in _plain(each)]
    return f" Did you mean {' or '.join(holding)}?" if 0 < len(holding) <= _PROPOSED else ""


def _plain(name: str) -> str:
    """Give the letters and digits of a name, however they are parted: ``VD 2011``, ``vd-2011``."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def near_miss(name: str, known: Iterable[str]) -> str:
    """Propose the known names nearest to a mistyped one, as a sentence; empty if none is near."""
    matcher = difflib.SequenceMatcher(b=name)
    close = difflib.get_close_matches(name, list(known), n=_PROPOSED, cutoff=0.5)
    if close:
        matcher.set_seq1(close[0])
        nearest = matcher.ratio() - _AS_NEAR
        close = difflib.get_close_matches(name, close, n=_PROPOSED, cutoff=max(0.5, nearest))
    return f" Did you mean {' or '.join(close)}?" if close else ""
