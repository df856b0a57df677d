"""Where a database is, and that it keeps what it is given: engines and their settings."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    ExceptionContext,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.exc import ArgumentError, IntegrityError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from detente.errors import StoreUnusable
from detente.store.postgresql import connecting
from detente.store.refusals import REFUSED_ROW, state_of

__all__ = ["engine_at", "in_one_go", "make_sure"]

PATIENCE_MS = 30 * 1000
"""How long a writer waits for another one before it gives up."""

SQLITE = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "busy_timeout": str(PATIENCE_MS),
    "trusted_schema": "OFF",
    "cell_size_check": "ON",
}
"""What every connection to SQLite is set to. FULL: a commit is on the disk before it returns."""

FULL = 2
"""PRAGMA synchronous as SQLite reads it back: 2 is FULL, 3 is EXTRA."""

WRITES = "detente_writes"

DRIVER = "pg8000"
"""The driver for PostgreSQL where an address names none."""


def engine_at(where: str | Path) -> Engine:
    """Give the engine of a database; nothing is opened yet.

    Args:
        where: the path of an SQLite file, or an URL such as
            ``postgresql://officer@db.example/detente``; the driver is pg8000 unless it names one.

    Raises:
        StoreUnusable: there is no such kind of database, or its driver is not installed.
    """
    url = _url(where)
    try:
        return _sqlite(url) if url.get_backend_name() == "sqlite" else _postgresql(url)
    except NoSuchModuleError as error:
        known = "Write the path of an SQLite file, or postgresql://…"
        raise StoreUnusable(f"{url.drivername}: no such kind of database. {known}") from error
    except ImportError as error:
        way_out = "Install detente[postgresql], or name a driver that is there."
        raise StoreUnusable(f"{url.drivername}: {error}. {way_out}") from error


def _url(where: str | Path) -> URL:
    """Read where a database is."""
    if "://" not in str(where):
        return URL.create("sqlite+pysqlite", database=str(where))
    try:
        url = make_url(str(where))
    except ArgumentError as error:
        raise StoreUnusable("the address of the database cannot be read as an URL") from error
    if url.drivername in ("postgresql", "postgres"):
        return url.set(drivername=f"postgresql+{DRIVER}")
    return url


def _sqlite(url: URL) -> Engine:
    """Give an engine of SQLite, durable, with transactions begun by us."""
    engine = create_engine(url)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(opened: Any, _: ConnectionPoolEntry) -> None:
    """Set a new connection; Python's own beginning of transactions is switched off."""
    opened.isolation_level = None
    cursor = opened.cursor()
    for name, value in SQLITE.items():
        cursor.execute(f"PRAGMA {name} = {value}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Begin: a writer takes its turn at once, so that it never has to give up half-way."""
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql(url: URL) -> Engine:
    """Give an engine of PostgreSQL, or of what speaks as it does.

    READ COMMITTED with the head locked first: each writer sees all that was written before it.
    """
    told: dict[str, Any] = {"isolation_level": "READ COMMITTED"}
    if url.get_driver_name() == DRIVER:
        engine = create_engine(url.set(query={}), connect_args=connecting(url), **told)
        engine.dialect.use_insertmanyvalues_wo_returning = True  # many rows travel together
        event.listen(engine, "do_connect", _connect)
        event.listen(engine, "handle_error", _name_refused_row)
    else:
        engine = create_engine(url, **told)
    event.listen(engine, "connect", _set_up_postgresql)
    return engine


def _connect(_dialect: object, _entry: object, _args: object, told: dict[str, Any]) -> Any:
    """Open a connection to PostgreSQL."""
    from detente.store.one_trip import OneTrip  # where the extra for PostgreSQL is there

    return OneTrip(**told)


def _name_refused_row(met: ExceptionContext) -> None:
    """Call every refusal of a row so; the driver does where a key stands twice, and only there."""
    if state_of(met.original_exception).startswith(REFUSED_ROW):
        raise IntegrityError(met.statement, None, met.original_exception)


def _set_up_postgresql(opened: Any, _: ConnectionPoolEntry) -> None:
    """Set a new connection: a commit waits for the disk, also where the server would not."""
    cursor = opened.cursor()
    cursor.execute("SELECT current_setting('synchronous_commit', true)")
    if cursor.fetchone()[0] == "off":
        cursor.execute("SET synchronous_commit TO on")
    cursor.execute(f"SET lock_timeout TO {PATIENCE_MS}")
    opened.commit()
    cursor.close()


@contextlib.contextmanager
def in_one_go(connection: Connection) -> Iterator[None]:
    """Let statements that need no answer travel together with the commit, where the driver can.

    What one of them is refused for is raised by the commit at the latest, and the connection is
    given up. Nothing can be asked meanwhile, not even how many rows were changed.
    """
    pipeline = getattr(connection.connection.driver_connection, "pipeline", None)
    if pipeline is None:
        yield
        return
    try:
        with pipeline():
            yield
    except BaseException:
        connection.invalidate()
        raise


def make_sure(connection: Connection) -> None:
    """Check that what is committed here survives a loss of power.

    Raises:
        StoreUnusable: it might not, with what to set.
    """
    if connection.dialect.name == "sqlite":
        journal = connection.scalar(text("PRAGMA journal_mode"))
        full = connection.scalar(text("PRAGMA synchronous"))
        if journal != "wal" or full < FULL:
            raise StoreUnusable(
                f"SQLite keeps journal_mode = {journal} and synchronous = {full}; wal and 2 are "
                "needed. Keep the file on a local disk: WAL does not work on network drives."
            )
        return
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        if connection.scalar(text(f"SELECT current_setting('{name}', true)")) == "off":
            raise StoreUnusable(
                f"the server runs with {name} = off: what it acknowledges could be lost"
            )
