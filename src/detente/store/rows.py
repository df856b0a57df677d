"""Rows as they are written: chained where a table only grows, versioned where it changes."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Insert,
    Select,
    Table,
    Update,
    and_,
    bindparam,
    insert,
    select,
    update,
)
from sqlalchemy import delete as deletion

from detente.errors import Outdated, StoreDamaged, StoreUnusable
from detente.exchange.check.tree import EMPTY
from detente.store.schema import CHANGING, RECORDS, table
from detente.store.tail import Tail, load_tail

__all__ = ["Head", "Writing", "append", "change", "hash_of", "head_of", "put_head", "remove"]

ONLY_HEAD = "node"
NOTHING = bytes(32)


@dataclass(slots=True)
class Head:
    """Where the log and the records stand.

    Attributes:
        size: entries in the log.
        keys: how many of them are statements about keys.
        root: the hash of its tree, 32 bytes (RFC 9162, section 2.1.1).
        received: when its last entry was received; None while it is empty.
        records: rows in the tables of records, all together.
        chain: the chain up to the last of them, 32 bytes.
        version: of the row that keeps this; 0 while none does.
    """

    size: int = 0
    keys: int = 0
    root: bytes = EMPTY
    received: datetime | None = None
    records: int = 0
    chain: bytes = NOTHING
    version: int = 0


@dataclass(slots=True)
class Writing:
    """A transaction that writes: the only one at a time.

    Attributes:
        connection: to read by, as the transaction sees it.
        head: where log and records stand, what this transaction appended included.
        secret: keys the hashes of rows.
        log: the name of the log.
        known: an end of the log that an earlier transaction has seen; None where none has.
        tail: the end of the log, to grow on; None until it is needed.
        careful: whether a word is looked for before it is filed; otherwise the engine refuses one
            that stands already, and the act is done once more, carefully.
        due: rows of the log not yet handed to the engine, table by table.
    """

    connection: Connection
    head: Head
    secret: bytes
    log: str = ""
    known: Tail | None = None
    tail: Tail | None = None
    careful: bool = False
    due: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def end(self) -> Tail:
        """Give the end of the log, to grow on.

        Raises:
            StoreUnusable: the store was opened without the key of the host.
            StoreDamaged: what is kept of it does not fit its root, or the keys their number.
        """
        if not self.log:
            raise StoreUnusable("the store was opened without the key that signs checkpoints")
        if self.tail is None:
            known, head = self.known, self.head
            if known and known.size > head.size:
                known = None  # another database stands in the place of the one that was known
            if known and known.size == head.size:
                self.tail = known.copy()
            else:
                self.tail = load_tail(self.connection, self.log, head.size, known)
            if (self.tail.root(), len(self.tail.ring.places)) != (head.root, head.keys):
                raise StoreDamaged(["the end of the log does not fit the head; look at all of it"])
        return self.tail

    def flush(self) -> None:
        """Hand all rows that are due to the engine."""
        while self.due:
            name, rows = self.due.popitem()
            if rows:
                self.connection.execute(_inserting(name), rows)


def plain(value: Any) -> Any:
    """Give a value of a row as JSON has it; an engine and an archive give the same."""
    if isinstance(value, (bytes, memoryview)):
        return {"octets": bytes(value).hex()}
    return {"instant": value.isoformat()} if isinstance(value, datetime) else value


def hash_of(secret: bytes, where: Table, row: Mapping[str, Any], before: bytes = b"") -> bytes:
    """Hash what a row says, keyed, so that a hand that does not know the key cannot redo it.

    Args:
        secret: the key; empty: the hash shows accidents only.
        where: the table.
        row: all its columns; the hash itself is left out.
        before: the chain up to the row before.
    """
    said = [where.name, *(plain(row.get(c.name)) for c in where.c if c.name not in _HASHES)]
    octets = json.dumps(said, separators=(",", ":"), allow_nan=False).encode()
    return hmac.digest(secret, before + octets, "sha256")


_HASHES = {"chain", "row_hash"}


def head_of(connection: Connection, secret: bytes, *, lock: bool = False) -> Head:
    """Read where log and records stand.

    Args:
        connection: in a transaction.
        secret: keys the hash of the row.
        lock: hold the row until the transaction ends, so that no other one writes.

    Raises:
        StoreDamaged: the row is not as it was written.
    """
    row = connection.execute(_asking_for_head(lock=lock)).mappings().first()
    if row is None:
        return Head()
    if not hmac.compare_digest(row["row_hash"], hash_of(secret, table("heads"), dict(row))):
        raise StoreDamaged([_changed_head()])
    return Head(**{name: row[name] for name in Head.__slots__})


def _changed_head() -> str:
    """Say what it means that the head does not fit its hash."""
    return (
        "heads: the row was not written by this node, or the key that the store was opened with "
        "is another one"
    )


def append(writing: Writing, name: str, /, **values: Any) -> int:
    """Append a row to a table of records; answers its number among all records.

    Args:
        writing: the transaction.
        name: one of the tables of records, such as ``acts``.
        values: its columns, but for `number` and `chain`.

    Raises:
        KeyError: the table is none of records.
    """
    if name not in RECORDS:
        raise KeyError(f"{name} is no table of records; those are {', '.join(RECORDS)}")
    where, head = table(name), writing.head
    row = {c.name: values.pop(c.name, None) for c in where.c} | {"number": head.records}
    if values:
        raise KeyError(f"{name} has no column {', '.join(values)}")
    head.chain = hash_of(writing.secret, where, row, head.chain)
    head.records += 1
    writing.connection.execute(_inserting(name), row | {"chain": head.chain})
    return head.records - 1


def change(
    writing: Writing, name: str, key: Sequence[Any] | str, /, seen: int | None = None, **values: Any
) -> int:
    """Put a row into a table whose rows change; answers its version.

    Args:
        writing: the transaction.
        name: one of the tables whose rows change, such as ``drafts``.
        key: the key of the row; a sequence where it has several columns.
        seen: the version that whoever acts has seen, 0 for a row that is new; None: whichever
            stands.
        values: the columns to set; the others stay as they are.

    Raises:
        Outdated: another version stands.
        KeyError: the table only grows, or has no such column.
    """
    where = _changing(name, values)
    keys = _keyed(where, key)
    stands = writing.connection.execute(select(where).where(_same(where, keys))).mappings().first()
    version = stands["version"] if stands else 0
    if seen is not None and seen != version:
        raise Outdated(f"{name} {'/'.join(map(str, keys.values()))}", seen, version)
    row = {**dict.fromkeys(where.c.keys()), **(stands or {}), **keys, **values}
    row["version"] = version + 1
    row["row_hash"] = hash_of(writing.secret, where, row)
    if stands:
        named = {f"key_{column}": value for column, value in keys.items()}
        writing.connection.execute(_updating(name), row | named)
    else:
        writing.connection.execute(_inserting(name), row)
    return version + 1


def remove(writing: Writing, name: str, key: Sequence[Any] | str) -> bool:
    """Take a row out of a table whose rows change; answers whether there was one.

    Args:
        writing: the transaction.
        name: one of the tables whose rows change, such as ``sessions``.
        key: the key of the row; a sequence where it has several columns.
    """
    where = _changing(name, {})
    gone = writing.connection.execute(deletion(where).where(_same(where, _keyed(where, key))))
    return gone.rowcount > 0


def put_head(writing: Writing) -> None:
    """Keep where log and records now stand."""
    head = writing.head
    values = {name: getattr(head, name) for name in Head.__slots__}
    row = {**values, "name": ONLY_HEAD, "version": head.version + 1}
    row["row_hash"] = hash_of(writing.secret, table("heads"), row)
    if head.version:
        writing.connection.execute(_updating("heads"), row | {"key_name": ONLY_HEAD})
    else:
        writing.connection.execute(_inserting("heads"), row)
    head.version += 1


@cache
def _inserting(name: str) -> Insert:
    """Give the statement that puts rows into a table: made once, since to make it takes longer."""
    return insert(table(name))


@cache
def _updating(name: str) -> Update:
    """Give the statement that sets all columns of a row, whose key is told as ``key_`` columns."""
    where = table(name)
    keyed = (column == bindparam(f"key_{column.name}") for column in where.primary_key)
    return update(where).where(and_(*keyed)).values({c.name: bindparam(c.name) for c in where.c})


@cache
def _asking_for_head(*, lock: bool) -> Select[Any]:
    """Give the statement that asks where log and records stand."""
    heads = table("heads")
    asked = select(heads).where(heads.c.name == ONLY_HEAD)
    return asked.with_for_update() if lock else asked


def _changing(name: str, values: Mapping[str, Any]) -> Table:
    """Give a table whose rows change."""
    if name not in CHANGING:
        raise KeyError(f"{name} only grows; the tables that change are {', '.join(CHANGING)}")
    where = table(name)
    if unknown := set(values) - set(where.c.keys()):
        raise KeyError(f"{name} has no column {', '.join(sorted(unknown))}")
    return where


def _keyed(where: Table, key: Sequence[Any] | str) -> dict[str, Any]:
    """Give the columns of a key with their values."""
    parts = [key] if isinstance(key, str) else list(key)
    return dict(zip((c.name for c in where.primary_key), parts, strict=True))


def _same(where: Table, keys: Mapping[str, Any]) -> ColumnElement[bool]:
    """Ask for the row with a key."""
    return and_(*(where.c[name] == value for name, value in keys.items()))
