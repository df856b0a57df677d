"""Packing a pouch and opening it: a log and sealed words on a disk, both ways, as often as needed.

Packing can break off at any byte: what is there then is no pouch, and packing again makes one.
Opening changes nothing by itself. It gives what is in the pouch beyond what the reader holds, so
that a pouch opened twice, or half, or after another one, brings each word once.
"""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from detente.exchange.check.log_file import LogShown, check_log, first_of, lines_of
from detente.exchange.check.notes import Checkpoint, read_checkpoint
from detente.exchange.check.pouch import (
    CHECKPOINTS,
    LOG,
    MANIFEST,
    OUTGOING,
    TAGMANIFEST,
    Pouch,
)
from detente.exchange.check.reading import LIMIT, json_of
from detente.exchange.check.refusal import ProofError, RecordError
from detente.exchange.check.sealed import Entry, Opening, Sealed, read_entry, read_opening
from detente.exchange.taking import sealed_of

__all__ = ["Brought", "begins", "bring", "pack"]

_BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def pack(
    path: Path,
    *,
    origin: str,
    log: Iterable[bytes] = (),
    outgoing: Iterable[Sealed] = (),
    checkpoints: Iterable[str] = (),
) -> None:
    """Pack a pouch: a .zip where the path ends so, else a folder.

    It is made beside the path and moved there when it is whole; the manifest that vouches for all
    the rest is written last.

    Args:
        path: where it will be. What a broken-off packing left beside it is removed.
        origin: the name of the log.
        log: the lines of a part of the log (`log_files`); empty to carry none.
        outgoing: sealed words that are not in the log yet, in the order in which they shall enter.
        checkpoints: checkpoints with the signatures of witnesses.

    Raises:
        RecordError: there is something at the path already; it is left as it is.
    """
    if path.exists():
        raise RecordError(f"{path}: is there already; name a place that is free")
    begun = path.with_name(path.name + ".part")
    if begun.is_dir() and not begun.is_symlink():
        shutil.rmtree(begun)
    begun.unlink(missing_ok=True)
    files = _files(log, outgoing, checkpoints)
    if path.suffix == ".zip":
        with zipfile.ZipFile(begun, "x", zipfile.ZIP_DEFLATED) as archive:
            _write(origin, files, _ZipFolder(archive, path.stem))
        _to_disk(begun)
    else:
        begun.mkdir()
        _write(origin, files, _Folder(begun))
    begun.rename(path)
    _to_disk(path.parent)


class _Folder:
    """Where the files of a pouch are written: a folder."""

    def __init__(self, path: Path) -> None:
        """Take an empty folder."""
        self.path = path

    def put(self, name: str, parts: Iterable[bytes]) -> str:
        """Write a file to the disk; its hash comes back."""
        at = self.path / name
        at.parent.mkdir(parents=True, exist_ok=True)
        found = sha256()
        with at.open("xb") as file:
            for part in parts:
                found.update(part)
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        _to_disk(at.parent)
        return found.hexdigest()


class _ZipFolder:
    """Where the files of a pouch are written: a folder in a .zip."""

    def __init__(self, archive: zipfile.ZipFile, top: str) -> None:
        """Take an empty archive."""
        self.archive, self.top = archive, top

    def put(self, name: str, parts: Iterable[bytes]) -> str:
        """Write a file; its hash comes back."""
        found = sha256()
        info = zipfile.ZipInfo(f"{self.top}/{name}")
        info.compress_type = zipfile.ZIP_DEFLATED
        with self.archive.open(info, "w", force_zip64=True) as file:
            for part in parts:
                found.update(part)
                file.write(part)
        return found.hexdigest()


Files = Iterator[tuple[str, Iterable[bytes]]]


def _files(log: Iterable[bytes], outgoing: Iterable[Sealed], checkpoints: Iterable[str]) -> Files:
    """What a pouch carries, by name."""
    lines = iter(log)
    if (head := next(lines, None)) is not None:
        yield LOG, _chain(head, lines)
    for nth, sealed in enumerate(outgoing):
        statement = sha256(sealed.content()).hexdigest()
        yield f"{OUTGOING}{nth:06}-{statement}.json", [sealed.canonical()]
    for note in dict.fromkeys(checkpoints):
        data = note.encode()
        yield f"{CHECKPOINTS}{sha256(data).hexdigest()}.txt", [data]


def _chain(head: bytes, lines: Iterator[bytes]) -> Iterator[bytes]:
    """Put the first line before the others."""
    yield head
    yield from lines


def _write(origin: str, files: Files, place: _Folder | _ZipFolder) -> None:
    """Write all files, what vouches for them, and last what vouches for that."""
    hashes = {name: place.put(name, parts) for name, parts in files}
    info = f"External-Identifier: {origin}\nBag-Software-Agent: Detente\n".encode()
    tags = {"bagit.txt": _BAGIT, "bag-info.txt": info, MANIFEST: _manifest(hashes)}
    vouched = {name: place.put(name, [data]) for name, data in tags.items()}
    place.put(TAGMANIFEST, [_manifest(vouched)])


def _manifest(hashes: dict[str, str]) -> bytes:
    """Write a manifest as BagIt has it."""
    return "".join(f"{found}  {name}\n" for name, found in sorted(hashes.items())).encode()


def _to_disk(path: Path) -> None:
    """Have the disk keep a file, or the names in a folder, before going on."""
    if os.name != "posix" and path.is_dir():
        return
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


@dataclass(frozen=True)
class Brought:
    """What a pouch brings beyond what its reader holds.

    Attributes:
        pouch: the pouch.
        log: what the log in it proves; None where it carries none.
        size: how many entries the reader holds.
        outgoing: sealed words that are to go into the log, in the order of their author. Some may
            be there already: their statement's id tells.
        checkpoints: what witnesses signed.
    """

    pouch: Pouch
    log: LogShown | None
    size: int
    outgoing: list[Sealed]
    checkpoints: list[Checkpoint]

    def entries(self) -> Iterator[tuple[int, Entry, Opening | None]]:
        """Give each new entry: where it stands, and its opening where the word is shown.

        They are read from the disk again. Whoever takes them in compares the root that they give
        with `log.frontier.root()` before keeping any.
        """
        if self.log is None:
            return
        with self.pouch.file(LOG) as file:
            rows = (json_of(line, "log", 4 * LIMIT) for line in lines_of(file))
            entries = (row for row in rows if "entry" in row)
            for index, row in enumerate(entries, start=self.log.first):
                if index >= self.size:
                    entry = read_entry(row["entry"])
                    opening = read_opening(row["opening"]) if "opening" in row else None
                    if opening is not None:
                        opening.of(entry)
                    yield index, entry, opening


def begins(pouch: Pouch) -> int | None:
    """Tell at which entry the log in a pouch begins, so that the reader can say what it holds.

    None where it carries no log.

    Raises:
        RecordError: its first line does not say so.
    """
    if LOG not in pouch.names:
        return None
    with pouch.file(LOG) as file:
        return first_of(file.readline(1 << 16))


def bring(
    pouch: Pouch,
    *,
    origin: str,
    before: LogShown | None,
    size: int,
    root: bytes,
    workers: int = 1,
) -> Brought:
    """Check what a pouch carries, and give what is new in it.

    Args:
        pouch: as opened.
        origin: the name of the log.
        before: what the reader holds of the log at the entry at which the pouch begins
            (`begins`, `log_files.held`); None where it begins at 0 or carries no log.
        size: how many entries the reader holds.
        root: the root of the reader's log at that size.
        workers: how many processes check seals.

    Raises:
        RecordError: it cannot be read, or begins after what the reader holds. The carrier acts.
        ProofError: it does not hold, or is another log than the reader holds. Nothing is to be
            taken from it; every fault is in the message.
    """
    outgoing = [sealed_of(data) for data in pouch.outgoing()]
    checkpoints = [read_checkpoint(data) for data in pouch.checkpoints()]
    if (first := begins(pouch)) is None:
        return Brought(pouch, None, size, outgoing, checkpoints)
    if first > size:
        raise RecordError(
            f"pouch: begins at entry {first:,}; bring the one that begins at {size:,}"
        )
    if first and before is None:
        raise ValueError(f"hand in what is held at entry {first}")
    mine = Checkpoint(origin, size, root, "", ())
    with pouch.file(LOG) as file:
        log = check_log(lines_of(file), after=before, against=[*checkpoints, mine], workers=workers)
    if log.origin != origin:
        raise RecordError(f"pouch: is of the log {log.origin}, and not of {origin}")
    faults = list(log.faults)
    faults += [f"at {each.size:,} entries it is another log" for each in log.differs]
    if not log.checkpoints or log.checkpoints[-1].size != log.frontier.size:
        faults.append("no checkpoint vouches for its last entries")
    if faults:
        raise ProofError("pouch: " + "; ".join(faults))
    return Brought(pouch, log, size, outgoing, checkpoints)
