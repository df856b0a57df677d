"""Words by whom they may be read, from whom, of what kind, about which."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    exists,
    or_,
    select,
    tuple_,
)

from detente.store.filing import PARTICIPANTS, PUBLIC
from detente.store.schema import table

__all__ = ["Sought", "Word", "appeared", "readable", "spoken", "word", "words"]


@dataclass(frozen=True, slots=True)
class Word:
    """What can be told of a word without showing it: nothing for whom may not read it.

    Attributes:
        leaf_index: where it stands in the log.
        id: of the statement.
        author: the delegation that speaks.
        kind: what kind of word it is.
        marker: real, exercise or test.
        mark: who may read it.
        made: when the author says it was made.
        received: when the host received it.
    """

    leaf_index: int
    id: str
    author: str
    kind: str
    marker: str
    mark: str
    made: datetime
    received: datetime


@dataclass(frozen=True, slots=True)
class Sought:
    """Which words are looked for, among those that may be read.

    Attributes:
        after: those that stand after this index.
        before: those that stand before this index; None for no end.
        newest: whether the last come first.
        limit: at most so many; None for all.
        kinds: these kinds; none for all.
        authors: from these; none for all.
        refers_to: about the statement with this id; empty for all.
        ids: these statements; none for all.
        about: about any of these statements; none for all.
    """

    after: int = -1
    before: int | None = None
    newest: bool = False
    limit: int | None = 100
    kinds: Collection[str] = ()
    authors: Collection[str] = ()
    refers_to: str = ""
    ids: Collection[str] = ()
    about: Collection[str] = ()


def words(
    connection: Connection,
    sought: Sought = Sought(),  # frozen: it cannot change between calls
    *,
    reader: str,
    participant: bool,
    at: datetime,
) -> Iterator[Word]:
    """Give the words that a reader may read, in the order of the log.

    Args:
        connection: in a transaction.
        sought: which of them.
        reader: a delegation; empty for somebody who belongs to none.
        participant: whether the log has admitted that delegation, and it still counts.
        at: now; what is released later is not yet there.
    """
    asked = _sought(_asked(), sought, readable(reader, participant=participant, at=at))
    for row in connection.execute(asked):
        yield Word(*row)


def spoken(
    connection: Connection, sought: Sought, *, reader: str, participant: bool, at: datetime
) -> Iterator[tuple[str, bytes]]:
    """Give the words that a reader may read, whole: the id of each, and its sealed bytes.

    The arguments are those of `words`.
    """
    said = table("statements")
    may = readable(reader, participant=participant, at=at)
    asked = _sought(select(said.c.id, said.c.sealed), sought, may)
    for row in connection.execute(asked):
        yield row.id, bytes(row.sealed)


def _sought(asked: Select[Any], sought: Sought, may: ColumnElement[bool]) -> Select[Any]:
    """Narrow a question to the words that are looked for, in their order."""
    said, about = table("statements"), table("refers")
    asked = asked.where(may, said.c.leaf_index > sought.after)
    if sought.before is not None:
        asked = asked.where(said.c.leaf_index < sought.before)
    if sought.kinds:
        asked = asked.where(said.c.kind.in_(sorted(sought.kinds)))
    if sought.authors:
        asked = asked.where(said.c.author.in_(sorted(sought.authors)))
    if sought.ids:
        asked = asked.where(said.c.id.in_(sorted(sought.ids)))
    if named := {*sought.about, *([sought.refers_to] if sought.refers_to else [])}:
        those = select(about.c.leaf_index).where(about.c.refers_to.in_(sorted(named)))
        asked = asked.where(said.c.leaf_index.in_(those))
    order = said.c.leaf_index.desc() if sought.newest else said.c.leaf_index
    return asked.order_by(order).limit(sought.limit)


def appeared(
    connection: Connection,
    past: tuple[datetime, int] | None,
    limit: int,
    *,
    reader: str,
    participant: bool,
    at: datetime,
) -> Iterator[tuple[datetime, Word, bytes]]:
    """Give words in the order in which a reader could first read them: none is ever skipped.

    A word that is released later stands earlier in the log than others that were read before it;
    whoever goes on from the last one that was given here meets it all the same. Where the clock
    goes back, words wait here until it has caught up: otherwise one could be passed by.

    Args:
        connection: in a transaction.
        past: when the last one that was given appeared, and where it stands; those after it follow.
            None: the newest, which come last all the same.
        limit: at most so many.
        reader: a delegation; empty for somebody who belongs to none.
        participant: whether the log has admitted that delegation, and it still counts.
        at: now.

    Yields:
        When it appeared, the word, and its sealed bytes.
    """
    said, may, other = table("statements"), table("readers"), table("readers").alias("other")
    as_whom = _as_whom(reader, participant=participant)
    earlier = (other.c.leaf_index == may.c.leaf_index) & other.c.reader.in_(as_whom)
    earlier &= tuple_(other.c.from_at, other.c.reader) < tuple_(may.c.from_at, may.c.reader)
    order = (may.c.from_at, may.c.leaf_index)
    first = select(may.c.leaf_index, may.c.from_at).where(
        may.c.reader.in_(as_whom), may.c.from_at <= at, ~exists().where(earlier)
    )
    if past is None:
        first = first.order_by(*(column.desc() for column in order))
    else:
        same = and_(may.c.from_at == past[0], may.c.leaf_index > past[1])
        first = first.where(may.c.from_at >= past[0], or_(may.c.from_at > past[0], same))
        first = first.order_by(*order)
    some = first.limit(limit).subquery()
    asked = _asked().add_columns(some.c.from_at, said.c.sealed)
    asked = asked.join(some, some.c.leaf_index == said.c.leaf_index)
    asked = asked.order_by(some.c.from_at, some.c.leaf_index)
    for *told, from_at, sealed in connection.execute(asked):
        yield from_at, Word(*told), bytes(sealed)


def word(
    connection: Connection, identity: str, *, reader: str, participant: bool, at: datetime
) -> Word | None:
    """Give one word by the id of its statement; None where there is none that the reader may read.

    Args:
        connection: in a transaction.
        identity: the id of the statement.
        reader: a delegation; empty for somebody who belongs to none.
        participant: whether the log has admitted that delegation, and it still counts.
        at: now.
    """
    said = table("statements")
    asked = _asked().where(said.c.id == identity)
    asked = asked.where(readable(reader, participant=participant, at=at))
    row = connection.execute(asked).first()
    return None if row is None else Word(*row)


def readable(reader: str, *, participant: bool, at: datetime) -> ColumnElement[bool]:
    """Ask for the statements that a reader may read: the one place where that is put in SQL.

    Whoever could read a word when it was received still can where the clock goes back.
    """
    said, may, leaves = table("statements"), table("readers"), table("entries").alias()
    received = select(leaves.c.received).where(leaves.c.leaf_index == may.c.leaf_index)
    at_once = may.c.from_at == received.correlate(may).scalar_subquery()
    since = or_(may.c.from_at <= at, at_once)
    as_whom = _as_whom(reader, participant=participant)
    return exists().where(may.c.reader.in_(as_whom), may.c.leaf_index == said.c.leaf_index, since)


def _as_whom(reader: str, *, participant: bool) -> list[str]:
    """Tell as whom a reader reads."""
    return [PUBLIC, *([reader] if reader else []), *([PARTICIPANTS] if participant else [])]


def _asked() -> Select[Any]:
    """Ask for what is told of words, in the order in which `Word` has it."""
    said, leaves = table("statements"), table("entries")
    columns = [said.c[each.name] for each in fields(Word)[:-1]]
    here = said.c.leaf_index == leaves.c.leaf_index
    return select(*columns, leaves.c.received).join_from(said, leaves, here)
