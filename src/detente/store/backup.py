"""Backup while the node runs, and restore into an empty store of either engine."""

from __future__ import annotations

import contextlib
import itertools
import os
import sqlite3
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from detente.errors import BackupRefused, StoreDamaged, StoreUnusable
from detente.files.whole import whole
from detente.store.address import WRITES, engine_at, make_sure
from detente.store.archive import Manifest, read_manifest, read_rows, write_archive
from detente.store.checking import faults_of
from detente.store.opened import Store
from detente.store.refusals import telling, telling_of_files
from detente.store.schema import picture, stands_at, upgrade
from detente.store.steps import STEPS

__all__ = ["backup", "copy_file", "restore"]

MANY = 1000
"""Rows handed to the engine, or taken from it, at a time."""


def backup(store: Store, path: Path) -> Manifest:
    """Write everything that the store holds into one archive, as of one instant.

    Others go on reading and writing. The file is in place once all of it is on the disk; it holds
    whatever the node keeps, words that few may read included, and is readable by its owner only.

    Args:
        store: of either engine.
        path: the archive, such as ``node-2031-05-01.zip``; one that is there is replaced.

    Raises:
        KeeperError: there is no room, or the engine refused.
    """
    with telling_of_files(), whole(path) as part:
        part.touch(mode=0o600)
        with store.reading() as connection:
            step = stands_at(connection)
            rows = ((where, _rows(connection, where)) for where in _tables(step))
            manifest = write_archive(part, step, rows)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
    return manifest


def restore(path: Path, where: str | Path, *, secret: bytes = b"") -> Manifest:
    """Put back what an archive holds, and check all of it before it stands.

    An archive of an older Détente is put back as it was, and then brought up to date.

    Args:
        path: the archive.
        where: an empty place in either engine, as for `open_store`; it need not be the engine that
            the archive came from.
        secret: that of the store that was backed up.

    Raises:
        BackupRefused: the archive is not whole, or the place is not empty; nothing was restored.
        StoreDamaged: what was backed up was damaged already, or had another secret; nothing was
            restored.
    """
    with _opened(path) as archive:
        manifest = read_manifest(archive)
        _fits(manifest)
        engine = engine_at(where)
        try:
            with telling(), engine.execution_options(**{WRITES: True}).begin() as connection:
                make_sure(connection)
                _put_back(connection, archive, manifest)
                found = faults_of(connection, secret)
                if found:
                    raise StoreDamaged(found)
        finally:
            engine.dispose()
    return manifest


def _fits(manifest: Manifest) -> None:
    """See that the steps of an archive are known, and that it holds the tables of its step."""
    if not 0 < manifest.step <= len(STEPS):
        raise BackupRefused(f"step {manifest.step} of the schema is not known; use a newer Détente")
    odd = {where.name for where in _tables(manifest.step)} ^ set(manifest.tables)
    if odd:
        raise BackupRefused(f"not the tables of step {manifest.step}: {', '.join(sorted(odd))}")


def _put_back(connection: Connection, archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Fill the tables as they were at the step of the archive, then take the later steps."""
    if stands_at(connection):
        raise BackupRefused("a store stands there already. Name an empty file or database")
    upgrade(connection, to=manifest.step)
    for where in _tables(manifest.step):
        rows = read_rows(archive, where, manifest.tables[where.name])
        while some := list(itertools.islice(rows, MANY)):
            connection.execute(insert(where), some)
    upgrade(connection)


def copy_file(store: Store, path: Path) -> None:
    """Copy an SQLite store while it runs, page by page, into a file that can be opened as it is.

    Args:
        store: in SQLite.
        path: the copy; one that is there is replaced.

    Raises:
        StoreUnusable: the store is not in SQLite.
    """
    if store.engine.dialect.name != "sqlite":
        raise StoreUnusable("only a store in SQLite is one file; backup() takes either engine")
    with telling_of_files(), whole(path) as part:
        part.touch(mode=0o600)
        with contextlib.closing(sqlite3.connect(part)) as copy, store.reading() as connection:
            opened: Any = connection.connection.driver_connection
            opened.backup(copy)
        with part.open("rb+") as file:
            os.fsync(file.fileno())


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open an archive; whatever is wrong with its bytes is told as one error."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (OSError, EOFError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise BackupRefused(f"{path.name}: not a whole archive ({error})") from error
    except Exception as error:
        if type(error).__module__ != "zlib":
            raise
        raise BackupRefused(f"{path.name}: not a whole archive ({error})") from error


def _tables(step: int) -> list[Table]:
    """Give all tables as they were at a step, those that others refer to first."""
    return picture(STEPS[:step]).sorted_tables


def _rows(connection: Connection, where: Table) -> Iterator[Sequence[Any]]:
    """Give the rows of a table in the order of its key, few at a time."""
    asked = select(where).order_by(*where.primary_key)
    yield from connection.execute(asked, execution_options={"yield_per": MANY})
