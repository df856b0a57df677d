"""The archive in which a store travels: a zip of one JSON line for each row, for all engines alike.

::

    manifest.json      the step of the schema; for each table its rows and the hash of its lines
    acts.jsonl         one row a line, as an array, in the order of the columns of the step
    …

Bytes are hexadecimal and instants are texts, so that a person can read what is there.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import LargeBinary, Table

from detente.errors import BackupRefused
from detente.store.columns import Instant

__all__ = ["Manifest", "read_manifest", "read_rows", "write_archive"]

FORM = "detente-backup"
FORM_VERSION = 1
MANIFEST = "manifest.json"
LONGEST_LINE = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds.

    Attributes:
        step: of the schema that the rows fit.
        tables: for each table how many rows, and the SHA-256 of its lines in hexadecimal.
    """

    step: int
    tables: dict[str, tuple[int, str]]


def write_archive(path: Path, step: int, tables: Iterable[tuple[Table, Iterable[Any]]]) -> Manifest:
    """Write an archive; whoever calls puts it in place once it is whole.

    Args:
        path: the file to write.
        step: of the schema that the rows fit.
        tables: each table with its rows, in an order that never changes.
    """
    counts: dict[str, tuple[int, str]] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for where, rows in tables:
            with archive.open(f"{where.name}.jsonl", "w", force_zip64=True) as file:
                counts[where.name] = _write_rows(file, rows)
        told = {name: {"rows": rows, "sha256": hashed} for name, (rows, hashed) in counts.items()}
        manifest = {FORM: FORM_VERSION, "step": step, "tables": told}
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
    return Manifest(step, counts)


def _write_rows(file: IO[bytes], rows: Iterable[Any]) -> tuple[int, str]:
    """Write rows as lines; answers how many, and their hash."""
    seen, count = hashlib.sha256(), 0
    for row in rows:
        line = (
            json.dumps([_written(value) for value in row], separators=(",", ":")).encode() + b"\n"
        )
        seen.update(line)
        file.write(line)
        count += 1
    return count, seen.hexdigest()


def _written(value: Any) -> Any:
    """Write one value as JSON has it."""
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    return value.isoformat() if isinstance(value, datetime) else value


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """Read what an archive says that it holds.

    Raises:
        BackupRefused: it is no archive of a store, or of a form that is not known.
    """
    try:
        told = json.loads(archive.read(MANIFEST))
        form, step = told[FORM], int(told["step"])
        tables = {
            name: (int(each["rows"]), str(each["sha256"])) for name, each in told["tables"].items()
        }
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise BackupRefused(f"{MANIFEST} is not that of a backup of a store ({error!r})") from error
    if form != FORM_VERSION:
        raise BackupRefused(f"the archive has form {form}, and this Détente reads {FORM_VERSION}")
    return Manifest(step, tables)


def read_rows(
    archive: zipfile.ZipFile, where: Table, told: tuple[int, str]
) -> Iterator[dict[str, Any]]:
    """Read the rows of one table; the last is given only once all are as the manifest says.

    Args:
        archive: where they are.
        where: the table, as it was at the step of the archive.
        told: how many rows, and their hash.

    Raises:
        BackupRefused: they are not what was written.
    """
    seen, count, name = hashlib.sha256(), 0, f"{where.name}.jsonl"
    readers = [(column.name, _reader(column.type)) for column in where.c]
    held: dict[str, Any] | None = None
    if name not in archive.namelist():
        raise BackupRefused(f"not a whole archive: {name} is not in it")
    with archive.open(name) as file:
        while line := file.readline(LONGEST_LINE):
            if held is not None:
                yield held
            seen.update(line)
            count += 1
            held = _read_row(line, readers, f"{name}, line {count}")
    if (count, seen.hexdigest()) != told:
        raise BackupRefused(f"{name}: not the {told[0]:,} rows that were written")
    if held is not None:
        yield held


def _read_row(line: bytes, readers: Sequence[Any], place: str) -> dict[str, Any]:
    """Read one row."""
    try:
        values = json.loads(line)
        pairs = zip(readers, values, strict=True)
        return {name: value if value is None else read(value) for (name, read), value in pairs}
    except (ValueError, TypeError) as error:
        raise BackupRefused(f"{place}: {error}") from error


def _reader(kind: Any) -> Any:
    """Give what turns JSON into a value of a column."""
    if isinstance(kind, LargeBinary):
        return bytes.fromhex
    return datetime.fromisoformat if isinstance(kind, Instant) else _as_it_is


def _as_it_is(value: Any) -> Any:
    """Take a text or a number as it is."""
    return value
