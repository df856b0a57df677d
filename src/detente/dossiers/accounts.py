"""The accounts of one activity side by side: what each source states, and what it does not."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from detente.activities import ReadResult, SourceNote
from detente.dossiers import words
from detente.instruments.library import Library
from detente.measures import Count
from detente.times.moments import Moment, text_of

if TYPE_CHECKING:
    import polars as pl

_SAID = "stated_at"
_MOMENTS = ("starts", "ends", "notified_at", "observers_invited_at")
_NOTICES = {"notified_at": "notified", "observers_invited_at": "observers_invited"}
_HEADINGS = {
    "starts": "Starts",
    "ends": "Ends",
    "kind": "Kind",
    "obligor": "Conducted by",
    "host": "Takes place in",
    "counterpart": "Other State concerned",
    "notified_at": "Notice given",
    "observers_invited_at": "Observers invited",
    "altitude": "Altitude",
    "area": "Area",
    "edges": "Edges of the area",
    _SAID: "Said on",
}
_FIRST = ("kind", "obligor", "counterpart", "host", "starts", "ends")
_GIST = ("kind", "obligor", "starts", "ends")
_LAST = ("notified_at", "observers_invited_at", "altitude", "area", "edges", _SAID)
_HEIGHTS = ("altitude_low", "altitude_high")
_TICK = dt.timedelta(microseconds=1)
_LONG = 60


@dataclass(frozen=True)
class Account:
    """One source's account of an activity.

    Attributes:
        source: its label in the files.
        details: what the files say about the source; None when they say nothing.
        note: the remark that the files make on this account; empty when none.
    """

    source: str
    details: SourceNote | None
    note: str

    @property
    def who(self) -> str:
        """Whose word it is; the label of its source where the files do not say."""
        return (self.details.by if self.details else "") or self.source


@dataclass(frozen=True)
class Row:
    """One thing that at least one account states.

    Attributes:
        column: its name in the frame.
        label: its name for a reader.
        cells: what each account states, in their order; empty: not stated.
        differ: whether two accounts state it differently; the day on which each spoke is no
            such thing.
    """

    column: str
    label: str
    cells: tuple[str, ...]
    differ: bool


@dataclass(frozen=True)
class Accounts:
    """All accounts of one activity.

    Attributes:
        activity: its id.
        name: its name; the id where the files give none.
        note: the remark that the files make on the activity; empty when none.
        gist: kind, State and dates, as far as all accounts that state them agree.
        accounts: who says so.
        rows: what they state.
    """

    activity: str
    name: str
    note: str
    gist: str
    accounts: tuple[Account, ...]
    rows: tuple[Row, ...]


def known_at(read: ReadResult, as_of: dt.datetime | None) -> ReadResult:
    """Leave out the accounts given after a naive UTC instant; those without a day are kept."""
    if as_of is None or _SAID not in read.frame.columns:
        return read
    stated = read.frame[_SAID]
    return replace(read, frame=read.frame.filter(stated.is_null() | (stated <= as_of)))


def undated(read: ReadResult) -> int:
    """Count the accounts that do not say on which day they were given."""
    named = _SAID in read.frame.columns
    return read.frame[_SAID].null_count() if named else read.frame.height


def gather(read: ReadResult, library: Library) -> Iterator[Accounts]:
    """Go through the activities of a frame, each with all its accounts, in file order.

    Args:
        read: the frame, and what its files say of sources and activities. Where zones were settled
            by host and area, only what a source states about them is told.
        library: the agreed texts.
    """
    frame = _as_stated(read, library)
    columns = _order(frame.columns, library)
    together: dict[str, list[dict[str, Any]]] = {}
    for row in frame.rows(named=True):
        together.setdefault(row["activity"], []).append(row)
    details = {note.id: note for note in read.sources}
    for activity, rows in together.items():
        table = tuple(_table(rows, columns, library))
        yield Accounts(
            activity,
            read.names.get(activity, activity),
            read.notes.get((activity, ""), ""),
            _gist({row.column: row for row in table}),
            tuple(
                Account(
                    row["source"],
                    details.get(row["source"]),
                    read.notes.get((activity, row["source"]), ""),
                )
                for row in rows
            ),
            table,
        )


def _as_stated(read: ReadResult, library: Library) -> pl.DataFrame:
    """Give the frame with of each zone only what the sources state."""
    if read.stated_zones is None:
        return read.frame
    settled = [zone.column for zone in library.zones.values()]
    plain = read.frame.drop(settled, strict=False)
    return plain.join(
        read.stated_zones, on=["activity", "source"], how="left", maintain_order="left"
    )


def _gist(rows: Mapping[str, Row]) -> str:
    """Say in a line what all accounts that speak of it agree on; no end is read into silence."""
    kind, obligor, starts, ends = (_agreed(rows.get(column)) for column in _GIST)
    begun, ended = (moment[:1].isdigit() for moment in (starts, ends))
    dates = f"starts {starts}" if begun else ""
    if begun and ended:
        dates = " to ".join(dict.fromkeys((starts, ends)))
    gist = ", ".join(part for part in (kind, obligor, dates) if part)
    return gist[:1].upper() + gist[1:]


def _agreed(row: Row | None) -> str:
    """Give what all accounts that state something state alike; empty where they differ."""
    stated = {cell for cell in row.cells if cell} if row else set()
    return stated.pop() if len(stated) == 1 else ""


def _table(
    rows: Sequence[Mapping[str, Any]], columns: Iterable[str], library: Library
) -> Iterator[Row]:
    """Go through what at least one account states."""
    for column in columns:
        cells = tuple(_cell(row, column, library) for row in rows)
        if any(cells):
            differ = column != _SAID and len({cell for cell in cells if cell}) > 1
            yield Row(column, _heading(column, library), cells, differ)


def _order(columns: Sequence[str], library: Library) -> list[str]:
    """Put what may be stated into the order of a reader: what, who, when, how many, the rest."""
    first = [name for name in _FIRST if name in columns]
    measures = [name for name in library.measures if f"{name}_low" in columns]
    zones = {zone.column for zone in library.zones.values()}
    facts = [name for name in columns if name in library.facts or name in zones]
    there = {*columns, "altitude"} if set(_HEIGHTS) & set(columns) else set(columns)
    return [*first, *measures, *facts, *(name for name in _LAST if name in there)]


def _heading(column: str, library: Library) -> str:
    """Name a row of the table."""
    if column in _HEADINGS:
        return _HEADINGS[column]
    name = words.label(column, library)
    return name[0].upper() + name[1:]


def _cell(row: Mapping[str, Any], column: str, library: Library) -> str:
    """Write what one account states about one thing; empty: not stated."""
    if column in library.measures:
        return count(Count(row[f"{column}_low"], row[f"{column}_high"]))
    if column in _MOMENTS:
        return _moment(row, column)
    if column == "altitude":
        return _altitude(row)
    value = row[column]
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return words.moment(text_of(value, day=value.time() == dt.time()))
    if column in ("obligor", "host", "counterpart"):
        name = words.state(value, library)
        return value if name == value else f"{name} ({value})"
    return _text(str(value), column)


def _text(value: str, column: str) -> str:
    """Write a word of the library plainly, and cut a long area short."""
    if column == "area":
        return value if len(value) <= _LONG else f"{value[:_LONG]}…"
    return value.replace("_", " ")


def count(stated: Count) -> str:
    """Write a count: 12,700 or 8,000 to 12,000 or at least 13,001; empty: not stated."""
    low, high = stated.low, stated.high
    if low is None or high is None:
        if low is None and high is None:
            return ""
        return f"at most {high:,}" if low is None else f"at least {low:,}"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _altitude(row: Mapping[str, Any]) -> str:
    """Write between which heights, in the unit stated: FL 0 to FL 660; empty: not stated."""
    low, high = (row.get(name) for name in _HEIGHTS)
    if low is None and high is None:
        return ""
    unit, reference = row.get("altitude_unit"), row.get("altitude_reference")
    from_, to = _height(low, unit), _height(high, unit)
    if from_ and to:
        told = f"{from_} to {to}"
    else:
        lower = f"from {from_}" if from_ else _unbounded("lower", low)
        told = f"{lower}, {f'up to {to}' if to else _unbounded('upper', high)}"
    return f"{told} ({reference})" if reference else told


def _height(bound: float | None, unit: str | None) -> str:
    """Write a bound of altitude: 3,000 m, or FL 660; empty where it is open or not stated."""
    if bound is None or math.isinf(bound):
        return ""
    figure = f"{bound:,.0f}" if float(bound).is_integer() else f"{bound:,}"
    return f"FL {figure}" if unit == "FL" else f"{figure} {unit or ''}".strip()


def _unbounded(which: str, bound: float | None) -> str:
    """Say of a bound of altitude that there is none, or that it is not stated."""
    return f"{which} bound not stated" if bound is None else f"no {which} bound"


def _moment(row: Mapping[str, Any], column: str) -> str:
    """Write a moment as precisely as it is stated."""
    earliest: dt.datetime | None = row[column]
    latest: dt.datetime | None = row.get(f"{column}_latest")
    if earliest is None:
        return f"before {_day(latest)}" if latest else _told(row.get(_NOTICES.get(column, "")))
    if latest is None:
        return words.moment(text_of(earliest, day=False))
    if Moment(earliest, latest).is_day:
        return words.moment(text_of(earliest, day=True))
    return _span(earliest, latest - _TICK)


def _told(given: bool | None) -> str:
    """Write whether something was given, where its day is not stated; empty: not stated."""
    if given is None:
        return ""
    return "yes, day not stated" if given else "none, as stated"


def _span(first: dt.datetime, last: dt.datetime) -> str:
    """Write the days between which a moment lies; a calendar month by its name."""
    month = (first.year, first.month)
    if first.day == 1 and (last + _TICK).day == 1 and month == (last.year, last.month):
        return f"some day in {words.MONTHS[first.month - 1]} {first.year}"
    return f"between {_day(first)} and {_day(last)}"


def _day(instant: dt.datetime) -> str:
    """Write the day of an instant."""
    return words.day(instant.date().isoformat())
