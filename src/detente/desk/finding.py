"""Words and records are found: filtered, a page at a time, from where one stopped."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, select

from detente.desk import asked
from detente.desk.reading import reader_of, told_of
from detente.desk.sitting import Sitting
from detente.errors import SenderError
from detente.exchange.check.sealed import Statement, read_statement
from detente.exchange.taking import sealed_of
from detente.store.words import Word, appeared

__all__ = ["Page", "found", "instant_of", "of_record", "page"]

AT_ONCE = 1024
"""Words looked at in one answer, whether they fit or not: no question holds the node up."""

BEGIN = dt.datetime(1, 1, 1)


@dataclass(frozen=True)
class Page:
    """Words that were found.

    Attributes:
        words: each as it is told, with what was sealed.
        next: the cursor to go on from, now or later; empty where there is nothing yet.
        more: whether there is more to look at already.
        earlier: whether there are older ones that were not looked at.
    """

    words: list[tuple[dict[str, Any], Statement]]
    next: str
    more: bool
    earlier: bool


def found(sitting: Sitting, wanted: asked.Found) -> dict[str, Any]:
    """Find words that one's delegation may read, in the order in which it could first read them.

    `next` is the cursor to go on from, now or later: what is released later comes later, and
    nothing is skipped. `more` tells whether there is more to look at already.

    Raises:
        SenderError: what is meant as an instant is none.
    """
    seen = page(sitting, wanted)
    return {"words": [told for told, _ in seen.words], "next": seen.next, "more": seen.more}


def page(sitting: Sitting, wanted: asked.Found, *, newest: bool = False) -> Page:
    """Look for words that one's delegation may read, from a cursor on.

    Args:
        sitting: who looks.
        wanted: which words.
        newest: whether it begins, where there is no cursor, with the newest of so many words as are
            looked at at one time; otherwise with the first.

    Raises:
        SenderError: what is meant as an instant is none.
    """
    past = _past(wanted.cursor)
    since, until = instant_of(wanted.since), instant_of(wanted.until)
    words: list[tuple[dict[str, Any], Statement]] = []
    most = AT_ONCE if wanted.model_fields_set - {"cursor", "limit"} else wanted.limit
    begins = None if newest and not wanted.cursor else past
    who, looked, more, earlier = reader_of(sitting), 0, False, False
    rows = appeared(sitting.connection, begins, most + 1, at=sitting.at, **who)
    if begins is None:
        last = list(rows)
        earlier = len(last) > most
        rows = iter(last[earlier:])
    for at, each, sealed in rows:
        if looked == most or len(words) == wanted.limit:
            more = True
            break
        looked, past = looked + 1, (at, each.leaf_index)
        if _outside(wanted, each, since, until):
            continue
        statement = read_statement(sealed_of(sealed).content())
        said = _said(statement)
        if _fits(wanted, statement, said):
            words.append(({**told_of(each), **said}, statement))
    return Page(words, _cursor(past) if past[0] != BEGIN else "", more, earlier)


def of_record(where: Table, wanted: asked.Recorded, kind: ColumnElement[str]) -> Select[Any]:
    """Ask for the rows of a table of records that are wanted, in their order.

    Raises:
        SenderError: what is meant as an instant is none.
    """
    asking = select(where).where(where.c.number > wanted.after).order_by(where.c.number)
    if since := instant_of(wanted.since):
        asking = asking.where(where.c.at >= since)
    if until := instant_of(wanted.until):
        asking = asking.where(where.c.at < until)
    if wanted.kinds:
        asking = asking.where(kind.in_(sorted(wanted.kinds)))
    return asking.limit(wanted.limit)


def instant_of(text: str) -> dt.datetime | None:
    """Read an instant that is asked; None where there is none.

    Raises:
        SenderError: there is no such day or hour.
    """
    try:
        return dt.datetime.fromisoformat(text).replace(tzinfo=None) if text else None
    except ValueError:
        raise SenderError(f"{text} is no instant; write it as 2026-11-30T21:00:00Z") from None


def _past(cursor: str) -> tuple[dt.datetime, int]:
    """Read a cursor: when a word appeared, and where it stands."""
    at, _, index = cursor.partition("~")
    return instant_of(at) or BEGIN, int(index or -1)


def _cursor(past: tuple[dt.datetime, int]) -> str:
    """Write a cursor."""
    return f"{past[0].isoformat(timespec='microseconds')}Z~{past[1]}"


def _outside(
    wanted: asked.Found, word: Word, since: dt.datetime | None, until: dt.datetime | None
) -> bool:
    """Tell whether a word is not wanted, by what is known of it without reading it."""
    return (
        (since is not None and word.received < since)
        or (until is not None and word.received >= until)
        or bool(wanted.kinds and word.kind not in wanted.kinds)
        or bool(wanted.parties and word.author not in wanted.parties)
        or bool(wanted.marks and word.mark not in wanted.marks)
        or bool(wanted.markers and word.marker not in wanted.markers)
    )


def _said(statement: Statement) -> dict[str, str | None]:
    """Give the format and the number of the word in a statement; None where it has none."""
    word = statement.content.get("word")
    told = word if isinstance(word, dict) else {}
    return {
        name: told[name] if isinstance(told.get(name), str) else None
        for name in ("format", "number")
    }


def _fits(wanted: asked.Found, statement: Statement, said: dict[str, str | None]) -> bool:
    """Tell whether a word is wanted, by what it says."""
    number = said["number"] or ""
    return (
        (not wanted.formats or said["format"] in wanted.formats)
        and (not wanted.refers_to or wanted.refers_to in statement.refers)
        and wanted.number.casefold() in number.casefold()
    )
