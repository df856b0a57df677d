"""What words tell of activities: when and where, by the account that travels along or the fields.

Nothing is put together: an account and the fields of its word that name another area stand side by
side, and what one of them does not state is not taken from the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.activities.reading import read_given
from detente.desk.outside import CONSULTATION, OF_LINES
from detente.desk.spoken import plain_word
from detente.desk.workbench import Workbench
from detente.errors import DetenteError
from detente.exchange.check.sealed import Statement
from detente.notifications import blank
from detente.notifications.content import from_content
from detente.places.words import Edges
from detente.times.moments import Moment, parse_moment

__all__ = ["Told", "told_in"]

Plain = dict[str, Any]
_TELLS_NOTHING = ("cancellation", "acknowledgement", "keys", CONSULTATION)
_COLUMNS = ("kind", "obligor", "host", "starts", "ends", "area")


@dataclass(frozen=True)
class Told:
    """An activity as one word tells of it. None, or empty, is not stated.

    Attributes:
        part: where in the word: `account`, `fields`, or `entry 1` and so on.
        activity: its id.
        kind: the kind of activity.
        obligor: who conducts it.
        host: where, as a State.
        starts: when it starts.
        ends: when it ends.
        area: where, as sound WKT.
        edges: how the edges of the area run.
        altitude: its bounds, their unit and reference.
        not_read: why the account cannot be read; nothing else is told then.
    """

    part: str
    activity: str = ""
    kind: str = ""
    obligor: str = ""
    host: str = ""
    starts: Moment | None = None
    ends: Moment | None = None
    area: str = ""
    edges: Edges | None = None
    altitude: Mapping[str, Any] | None = None
    not_read: str = ""


def told_in(bench: Workbench, statements: Sequence[Statement]) -> dict[str, list[Told]]:
    """Give what each of some words tells of activities, by its id; words that tell of none are out.

    Args:
        bench: the workbench.
        statements: the words.
    """
    some = [each for each in statements if _tells(each)]
    given = {each.id: each.content["activity"] for each in some if each.content.get("activity")}
    accounts = dict(_accounts(bench, list(given.items())))
    found: dict[str, list[Told]] = {}
    for each in some:
        own, entries = _fields(bench, each)
        account = accounts.get(each.id)
        if account:
            other = own if own and own.area and own.area != account.area else None
            told = [account, *([other] if other else []), *entries]
        else:
            told = entries or ([own] if own else [])
        if told:
            found[each.id] = told
    return found


def _tells(statement: Statement) -> bool:
    """Tell whether a word may tell of an activity."""
    said = plain_word(statement)
    kinds = (statement.kind, said.get("kind"))
    return not set(kinds) & set(_TELLS_NOTHING) and said.get("format") != OF_LINES


def _accounts(bench: Workbench, given: Sequence[tuple[str, Any]]) -> Iterator[tuple[str, Told]]:
    """Read accounts of activities together; where some have faults, in halves until each is found.

    What was sealed elsewhere may carry anything.
    """
    if not given:
        return
    records = [
        {**each, "activity": identity} if isinstance(each, dict) and each.get("activity") else each
        for identity, each in given
    ]
    try:
        data = json.dumps(records, ensure_ascii=False).encode()
        rows = read_given(data, bench.vocabulary, name="words.json").frame.rows(named=True)
    except DetenteError as error:
        if len(given) == 1:
            yield given[0][0], Told("account", not_read=str(error))
            return
        half = len(given) // 2
        yield from _accounts(bench, given[:half])
        yield from _accounts(bench, given[half:])
        return
    for (identity, each), row in zip(given, rows, strict=True):
        yield identity, _of_row(str(each.get("activity", "")), row)


def _of_row(activity: str, row: Mapping[str, Any]) -> Told:
    """Take what an account states."""
    said: Plain = {name: row.get(name) or "" for name in ("kind", "obligor", "host", "area")}
    said |= {name: _moment(row, name) for name in ("starts", "ends")}
    return Told("account", activity, **said, edges=row.get("edges"), altitude=_altitude(row))


def _moment(row: Mapping[str, Any], name: str) -> Moment | None:
    """Give a moment of an account; None where it is not stated."""
    earliest = row.get(name)
    return None if earliest is None else Moment(earliest, row.get(f"{name}_latest"))


def _altitude(row: Mapping[str, Any]) -> Plain | None:
    """Give the bounds of altitude; None where none is stated."""
    bounds = {name: row.get(f"altitude_{name}") for name in ("low", "high")}
    if set(bounds.values()) == {None}:
        return None
    told: Plain = {
        name: "open" if value is not None and abs(value) == float("inf") else value
        for name, value in bounds.items()
    }
    return told | {name: row.get(f"altitude_{name}") for name in ("unit", "reference")}


def _fields(bench: Workbench, statement: Statement) -> tuple[Told | None, list[Told]]:
    """Take what the fields of a word state, and each entry of its list."""
    try:
        read = from_content(plain_word(statement), bench.library, statement.id)
        if read.word is None:
            return None, []
        columns = {
            field.id: field.column
            for field in blank(bench.library, read.word.format).format.field
            if field.column in _COLUMNS
        }
    except DetenteError:
        return None, []
    word = read.word
    own = _stated(columns, word.fields, "fields", word.activity)
    many = enumerate(word.entries, 1)
    entries = [_stated(columns, {**word.fields, **each}, f"entry {n}", "") for n, each in many]
    return own, [each for each in entries if each]


def _stated(
    columns: Mapping[str, str], fields: Mapping[str, Any], part: str, activity: str
) -> Told | None:
    """Take what some fields state; None where they tell neither when nor where."""
    said: Plain = {columns[name]: value for name, value in fields.items() if name in columns}
    if not {"starts", "ends", "area"} & set(said):
        return None
    for name in ("starts", "ends"):
        if name in said:
            said[name] = parse_moment(str(said[name]))
    return Told(part, activity, **said)
