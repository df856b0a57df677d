"""Red lines beside what was told of before them: what comes near because a line is new here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from detente.activities import ReadResult
from detente.desk.declared import declared, is_line
from detente.desk.errands import Errand, errand
from detente.desk.officers import delegation_of
from detente.desk.picture import near_many, taken
from detente.desk.spoken import Reader, plain_word
from detente.desk.workbench import Workbench
from detente.errors import DetenteError, UnknownName
from detente.exchange.check.sealed import Statement
from detente.redlines import RedLine
from detente.store import table
from detente.store.words import Sought

__all__ = ["of_file", "of_word", "unseen"]

Found = list[tuple[str, str, dict[str, Any]]]


def unseen(bench: Workbench, now: dt.datetime) -> Errand | None:
    """Give the errand of looking at the red lines of the node's files; None where it is done.

    One for each state in which the files were: lines that were added or changed are looked at
    against all that was told of before.
    """
    if not bench.redlines:
        return None
    state = sha256(repr(sorted(map(repr, bench.redlines))).encode()).hexdigest()
    identity, outbox = f"lines-{state}", table("outbox")
    with bench.store.reading() as connection:
        row = connection.execute(outbox.select().where(outbox.c.id == identity)).first()
    if row is None:
        bench.store.write(lambda writing: errand(writing, identity, "lines", now, state))
    elif row.state != "waits":
        return None
    return Errand(identity, now, state)


def near_anew(
    bench: Workbench,
    reader: Reader,
    lines: Sequence[RedLine],
    *,
    authors: Collection[str] = (),
    marker: str = "",
) -> list[tuple[str, str, dict[str, Any]]]:
    """Give what comes near to red lines among the activities of which a delegation may read.

    Args:
        bench: the workbench.
        reader: who is told; an activity that is surely over for it is not looked at.
        lines: the lines; it may read each of them.
        authors: only of what these have said; empty: of all.
        marker: only of what is so marked; empty: of all.

    Returns:
        Alerts, each with the word that it is about and the delegation that is told.
    """
    told = {
        statement.id: (statement, read)
        for statement, read in _told(bench, reader, authors)
        if marker in ("", statement.marker)
    }
    reads = {identity: read for identity, (_, read) in told.items()}
    return [
        (identity, reader.id, {"kind": "red line", **pair, "marker": told[identity][0].marker})
        for identity, pairs in near_many(bench, reads, lines).items()
        for pair in pairs
    ]


def of_file(bench: Workbench, connection: Connection, now: dt.datetime) -> Found:
    """Give what comes near to the lines of the node's files, for their holders."""
    found: Found = []
    for holder in sorted({line.holder for line in bench.redlines}):
        try:
            who = delegation_of(connection, holder)
        except UnknownName:
            continue  # whoever holds it takes no part here
        if who.receives:
            own = [line for line in bench.redlines if line.holder == holder]
            found += near_anew(bench, Reader(holder, True, now, connection), own)
    return found


def of_word(bench: Workbench, statement: Statement, looking: Sequence[Reader]) -> Found:
    """Give what comes near to a line that a word has declared or modified, for whom it concerns.

    Its holder is told of all that it may read; whoever else may read the line is told of activities
    of its own.

    Args:
        bench: the workbench.
        statement: the word.
        looking: the delegations that may read it.
    """
    found: Found = []
    for reader in looking if is_line(plain_word(statement)) else ():
        mine = reader.id == statement.by
        lines = [
            each.line
            for each in declared(bench, reader, statement.marker)
            if each.line and each.last.id == statement.id
        ]
        authors = () if mine else (reader.id,)
        found += near_anew(bench, reader, lines, authors=authors, marker=statement.marker)
    return found


def _told(
    bench: Workbench, reader: Reader, authors: Collection[str]
) -> Iterator[tuple[Statement, ReadResult]]:
    """Go through the words of an activity that is neither surely over nor cancelled."""
    for statement in reader.statements(Sought(authors=authors, limit=None)):
        try:
            read = taken(bench, statement.content.get("activity"), statement.id)
        except DetenteError:
            continue  # it was told when it came
        if read is None or _over(read, reader.at) or reader.cancelled(statement):
            continue
        yield statement, read


def _over(read: ReadResult, now: dt.datetime) -> bool:
    """Tell whether an activity is surely over."""
    row = read.frame.row(0, named=True)
    last = row.get("ends_latest") or row.get("ends")
    return last is not None and last <= now
