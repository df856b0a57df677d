"""Whether what the store holds is what was written: every row of every table is looked at.

The log is proven by its tree, its seals and the checkpoints that others hold. Everything else is
kept together by hashes that are keyed with the secret of the node: they show an accident, and the
hand of whoever can write to the database without knowing the secret. Whoever knows it, or puts an
older copy of the whole database in place, is shown by the witnesses of the log alone.
"""

from __future__ import annotations

import contextlib
import heapq
import hmac
import operator
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, RowMapping, Text, create_engine, select, text, type_coerce
from sqlalchemy.exc import SQLAlchemyError

from detente.errors import DetenteError, StoreDamaged
from detente.store.checking_log import faults_of_log
from detente.store.columns import Instant
from detente.store.opened import Store
from detente.store.rows import NOTHING, Head, hash_of, head_of
from detente.store.schema import CHANGING, LOG, RECORDS, stands_at, table, taken, upgrade
from detente.store.steps import STEPS

__all__ = ["check", "faults_of"]

MANY = 1000


def check(store: Store, *, seals: bool = True) -> Head:
    """Look at everything that the store holds; answers where log and records stand.

    Args:
        store: of either engine; others go on reading and writing.
        seals: whether the seal of each word is checked too, which takes most of the time.

    Raises:
        StoreDamaged: something is not as it was written; all of it is in `faults`.
    """
    try:
        with store.reading() as connection:
            found = faults_of(connection, store.secret, seals=seals)
            if not found:
                return head_of(connection, store.secret)
    except StoreDamaged as damage:
        found = list(damage.faults)
    raise StoreDamaged(found)


def faults_of(connection: Connection, secret: bytes, *, seals: bool = True) -> list[str]:
    """Give what is not as it was written, as sentences that name table and row.

    Args:
        connection: in a transaction that sees one picture.
        secret: that of the node.
        seals: whether the seal of each word is checked too.
    """
    found: list[str] = []
    with _noting(found, "the database"):
        found += _of_engine(connection)
    with _noting(found, "steps"):
        found += _of_steps(connection)
    for name in CHANGING:
        with _noting(found, name):
            found += _of_changing(connection, secret, name)
    head = Head()
    with _noting(found, "heads"):
        head = head_of(connection, secret)
    with _noting(found, "the records"):
        found += _of_records(connection, secret, head)
    with _noting(found, "the log"):
        found += faults_of_log(connection, head, seals=seals)
    if any(": cannot be read: " in each for each in found):
        with _noting(found, "instants"):
            found += _of_instants(connection)
    return list(dict.fromkeys(found))


@contextlib.contextmanager
def _noting(found: list[str], what: str) -> Iterator[None]:
    """Note what cannot even be read, and go on with the rest."""
    try:
        yield
    except StoreDamaged as damage:
        found += damage.faults
    except (SQLAlchemyError, DetenteError, ValueError, TypeError, ArithmeticError) as error:
        found.append(f"{what}: cannot be read: {error}")


def _of_engine(connection: Connection) -> Iterator[str]:
    """Ask the engine itself, and compare its tables with those of a new store."""
    if connection.dialect.name != "sqlite":
        return
    for line in connection.scalars(text("PRAGMA integrity_check")):
        if line != "ok":
            yield f"the file: {line}"
    for line in connection.execute(text("PRAGMA foreign_key_check")):
        yield f"{line[0]}: a row refers to one of {line[2]} that is not there"
    stands = set(map(tuple, connection.execute(text(MADE_OF))))
    for kind, name, *_ in sorted(stands ^ _made_new(), key=str):
        yield f"the {kind} {name} is not as Détente makes it"


MADE_OF = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'"


def _made_new() -> set[Any]:
    """Give what SQLite says that a new store is made of."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        upgrade(connection)
        made = set(map(tuple, connection.execute(text(MADE_OF))))
    engine.dispose()
    return made


def _of_steps(connection: Connection) -> Iterator[str]:
    """Look at the steps that the schema has taken."""
    stands_at(connection)
    names = {step.number: step.name for step in STEPS}
    for row in connection.execute(select(taken)):
        if names.get(row.number) != row.name:
            yield f"steps: step {row.number} is not called {row.name!r}"


def _of_instants(connection: Connection) -> Iterator[str]:
    """Name the rows in which an instant cannot be read: none of their table could be, otherwise."""
    for name in (*LOG, *RECORDS, *CHANGING):
        where = table(name)
        for column, kind in ((each, each.type) for each in where.c):
            if not isinstance(kind, Instant):
                continue
            asked = select(*where.primary_key, type_coerce(column, Text).label("as_it_is"))
            for *key, said in connection.execute(asked.where(column.is_not(None))):
                try:
                    kind.process_result_value(said, connection.dialect)
                except (ValueError, TypeError):
                    row = "/".join(map(str, key))
                    yield f"{name} {row}: {column.name} is no instant: {str(said)[:40]!r}"


def _of_changing(connection: Connection, secret: bytes, name: str) -> Iterator[str]:
    """Hash each row of a table whose rows change again."""
    where = table(name)
    for row in _read(connection, name):
        if not hmac.compare_digest(row["row_hash"], hash_of(secret, where, dict(row))):
            key = "/".join(str(row[each.name]) for each in where.primary_key)
            yield f"{name} {key}: not as it was written"


def _of_records(connection: Connection, secret: bytes, head: Head) -> Iterator[str]:
    """Walk the chain of all records, in the order in which they were written."""
    chain, count = NOTHING, 0
    tables = (_numbered(connection, name) for name in RECORDS)
    for number, name, row in heapq.merge(*tables, key=operator.itemgetter(0)):
        if number != count:
            yield f"{name} {number}: record {count} should stand there"
            return
        chain, count = hash_of(secret, table(name), dict(row), chain), count + 1
        if not hmac.compare_digest(row["chain"], chain):
            yield f"{name} {number}: not as it was written"
            chain = row["chain"]
    if count != head.records:
        yield f"the records: {head.records:,} were written, and {count:,} stand in the chain"
    elif chain != head.chain:
        yield "heads: the chain of the records does not end as it was written"


def _numbered(connection: Connection, name: str) -> Iterator[tuple[int, str, RowMapping]]:
    """Read the rows of a table of records, each with its number and its table."""
    for row in _read(connection, name):
        yield row["number"], name, row


def _read(connection: Connection, name: str) -> Iterator[RowMapping]:
    """Read the rows of a table in the order of its key, few at a time."""
    where = table(name)
    asked = select(where).order_by(*where.primary_key)
    yield from connection.execute(asked, execution_options={"yield_per": MANY}).mappings()
