"""A pouch: a folder or a .zip that somebody carries, in the layout of BagIt (RFC 8493).

``data/log.jsonl`` is a part of the log, ``data/outgoing`` holds sealed words that are not in the
log yet, ``data/checkpoints`` what witnesses signed. ``tagmanifest-sha256.txt`` is written last and
vouches for ``manifest-sha256.txt``, which vouches for all of data. So a pouch that is only half
there is noticed, and so is any changed byte. Nothing is unpacked: files are read where they are.
"""

from __future__ import annotations

import os
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO

from detente.exchange.check.refusal import ProofError, RecordError

TAGMANIFEST, MANIFEST = "tagmanifest-sha256.txt", "manifest-sha256.txt"
LOG, OUTGOING, CHECKPOINTS = "data/log.jsonl", "data/outgoing/", "data/checkpoints/"

_NAME = re.compile(
    r"(?:bagit|bag-info|manifest-sha256|tagmanifest-sha256)\.txt"
    r"|data/log\.jsonl|data/outgoing/[0-9]{6}-[0-9a-f]{64}\.json|data/checkpoints/[0-9a-f]{64}\.txt"
)
_LINE = re.compile(r"([0-9a-f]{64})  (\S+)")
_MOST_FILES = 100_000
_MOST_BYTES = 16 << 30
_SMALL = 16 << 20
_DENSEST = 120
"""How many times a file in a .zip may be larger than what it takes there."""


class Pouch:
    """A pouch whose every byte is the one that was packed.

    Attributes:
        path: the folder or the .zip.
        names: the files in it, sorted.
    """

    def __init__(self, path: Path) -> None:
        """Read the manifests and check every file against them.

        Raises:
            RecordError: it is no pouch, a part of it is missing, or it holds what none holds.
                Whoever carries it copies it again.
            ProofError: a file is not the one that was packed.
        """
        self.path = path
        self._open = _in_folder(path) if path.is_dir() else _in_zip(path)
        self.names = sorted(self._open)
        tags = self._manifest(TAGMANIFEST)
        if not {"bagit.txt", MANIFEST} <= tags.keys():
            raise RecordError(f"pouch: {TAGMANIFEST} breaks off; copy the pouch again")
        self._all_there(tags)
        files = self._manifest(MANIFEST)
        self._all_there(files)
        if beyond := set(self.names) - tags.keys() - files.keys() - {TAGMANIFEST}:
            raise RecordError(f"pouch: {min(beyond)} is in it, and no manifest vouches for it")

    def file(self, name: str) -> IO[bytes]:
        """Open a file of the pouch."""
        if name not in self._open:
            raise RecordError(f"pouch: {name} is missing; the pouch is not whole, copy it again")
        return self._open[name]()

    def read(self, name: str) -> bytes:
        """Read a small file of the pouch."""
        data = b""
        with self.file(name) as file:
            while part := _next_part(file, name):
                data += part
                if len(data) > _SMALL:
                    raise RecordError(f"pouch: {name} is longer than {_SMALL:,} bytes")
        return data

    def outgoing(self) -> Iterator[bytes]:
        """Give the sealed words that are not in the log yet, in the order of their author."""
        return (self.read(name) for name in self.names if name.startswith(OUTGOING))

    def checkpoints(self) -> Iterator[bytes]:
        """Give the checkpoints that witnesses signed."""
        return (self.read(name) for name in self.names if name.startswith(CHECKPOINTS))

    def _manifest(self, name: str) -> dict[str, str]:
        """Read the hashes of a manifest, by file."""
        try:
            lines = self.read(name).decode("utf-8").split("\n")
        except UnicodeDecodeError:
            raise RecordError(f"pouch: {name} is not UTF-8") from None
        found = [_LINE.fullmatch(line) for line in lines[:-1]]
        if lines[-1] or not all(found):
            raise RecordError(f"pouch: {name} breaks off or is no manifest; copy the pouch again")
        return {each[2]: each[1] for each in found if each}

    def _all_there(self, manifest: dict[str, str]) -> None:
        """Check that the files of a manifest are there, and are the ones that were packed."""
        if missing := sorted(manifest.keys() - self._open.keys()):
            more = f" and {len(missing) - 1:,} more" if len(missing) > 1 else ""
            raise RecordError(
                f"pouch: {missing[0]}{more} missing; the pouch is not whole, copy it again"
            )
        for name, expected in manifest.items():
            with self.file(name) as file:
                found = sha256()
                while data := _next_part(file, name):
                    found.update(data)
            if found.hexdigest() != expected:
                raise ProofError(f"pouch: {name} is not the file that was packed; copy it again")


def _next_part(file: IO[bytes], name: str) -> bytes:
    """Read on in a file; a damaged .zip shows itself here."""
    try:
        return file.read(1 << 20)
    except (OSError, zipfile.BadZipFile, EOFError, ValueError, zlib.error) as error:
        raise RecordError(f"pouch: {name} cannot be read to its end: {error}") from None


Openers = dict[str, Callable[[], IO[bytes]]]


def _in_folder(path: Path) -> Openers:
    """The files of a folder; links and whatever else is no plain file are refused."""
    found: Openers = {}
    for folder, folders, files in os.walk(path):
        for each in (*folders, *files):
            at = Path(folder, each)
            mode = at.lstat().st_mode
            if not (stat.S_ISDIR(mode) if each in folders else stat.S_ISREG(mode)):
                raise RecordError(
                    f"pouch: {str(at.relative_to(path))[:80]!r} is a link or no plain file"
                )
            if stat.S_ISREG(mode):
                name = _name(at.relative_to(path).as_posix(), len(found))
                found[name] = _opener(at.name, at.open, "rb")
    return found


def _opener(name: str, opens: Callable[..., IO[bytes]], given: object) -> Callable[[], IO[bytes]]:
    """Open a file when it is asked for."""

    def opened() -> IO[bytes]:
        try:
            return opens(given)
        except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise RecordError(f"pouch: {name} cannot be opened: {error}") from None

    return opened


def _in_zip(path: Path) -> Openers:
    """The files of a .zip, which may all stand in one folder; nothing is unpacked."""
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise RecordError(f"pouch: {path.name} is no folder and no whole .zip: {error}") from None
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if sum(info.file_size for info in infos) > _MOST_BYTES:
        raise RecordError(f"pouch: it unpacks to more than {_MOST_BYTES:,} bytes")
    tops = {info.filename.partition("/")[0] for info in infos}
    inside = len(tops) == 1 and all("/" in info.filename for info in infos)
    found: Openers = {}
    for info in infos:
        name = _name(info.filename.partition("/")[2] if inside else info.filename, len(found))
        linked = stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG)
        if name in found or linked or info.flag_bits & 1:
            raise RecordError(f"pouch: {name} stands twice, is a link or is encrypted")
        if info.file_size > _SMALL and info.file_size > _DENSEST * info.compress_size:
            raise RecordError(f"pouch: {name} is packed more densely than any log is")
        found[name] = _opener(info.filename, archive.open, info)
    return found


def _name(name: str, before: int) -> str:
    """Take the name of a file that a pouch may hold, and no other: no way leads out of it."""
    if not _NAME.fullmatch(name):
        raise RecordError(f"pouch: no pouch holds a file called {name[:80]!r}")
    if before >= _MOST_FILES:
        raise RecordError(f"pouch: more than {_MOST_FILES:,} files")
    return name
