"""What is handed in, brought to what can be asked, or refused with the row and the way out.

Files are checked where they are read. Frames that are made by hand come here as they are; what in
them is not stated stays so, and what cannot be is refused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

import numpy as np
import polars as pl
import shapely

from detente.errors import FrameError

MOST = np.iinfo(np.int64).max
"""The largest whole number: of a count it says that no most is stated."""

_DAY = 86_400_000_000  # microseconds
_HALF, _CALM_LATITUDE = 180.0, 85.0
_ENDS = np.min, np.max
_SURE = 1e-9  # square degrees: more than is lost where two products are compared
_TEXTS = "; detente.activities.conform takes texts too"
_CALENDAR = "; give instants in UTC, as read_activities does, or dates"


def needed(given: pl.DataFrame, columns: Collection[str]) -> None:
    """Refuse a frame without a column that is needed.

    Raises:
        FrameError: it names the column. The sender must act.
    """
    for name in columns:
        if name not in given.columns:
            raise FrameError(f"the frame has no column {name!r}")


def refuse(given: pl.DataFrame, bad: Any, name: str, way_out: str) -> None:
    """Refuse a frame in which a row is bad; name the first of them by what it is called.

    Args:
        given: activities or lines.
        bad: booleans, shape (n,).
        name: the column that is bad.
        way_out: what to give instead.

    Raises:
        FrameError: a row is bad. The sender must act.
    """
    rows = np.flatnonzero(bad)
    if not len(rows):
        return
    row = given.row(int(rows[0]), named=True)
    called = [f"{key} {row[key]!r}" for key in ("activity", "source", "redline") if key in row]
    value = str(row.get(name))
    shown = value if len(value) <= 60 else f"{value[:60]}…"
    others = f" ({len(rows):,} rows are like it)" if len(rows) > 1 else ""
    raise FrameError(f"{', '.join(called)}: {name} is {shown}; {way_out}{others}")


def filled(column: pl.Series, absent: float) -> Any:
    """Give a column of numbers, with one number in place of null."""
    return (column.fill_null(absent) if column.null_count() else column).to_numpy()


def counts(given: pl.DataFrame, name: str, absent: int) -> Any:
    """Give a column of counts as whole numbers, with one number in place of what is not stated.

    Null and NaN are not stated, never nil.

    Raises:
        FrameError: it holds something else. The sender must act.
    """
    column, kind = given[name], given[name].dtype
    if kind == pl.Null:
        return np.full(given.height, absent, dtype=np.int64)
    if not kind.is_numeric():
        raise FrameError(f"column {name!r} holds {kind}; give whole numbers{_TEXTS}")
    if kind != pl.Int64:
        way_out = "a count is a whole number, or null when it is not stated"
        number = column.cast(pl.Float64) if not kind.is_integer() else column
        told = number.fill_nan(None) if number.dtype.is_float() else number
        column = told.cast(pl.Int64, strict=False)
        whole = (told == told.floor()) if told.dtype.is_float() else told.is_not_null()
        fits = (whole & column.is_not_null()) | told.is_null()
        refuse(given, ~fits.fill_null(value=False).to_numpy(), name, way_out)
    if (column < 0).any():
        negative = (column < 0).fill_null(value=False)
        refuse(given, negative.to_numpy(), name, "a count cannot be negative")
    return filled(column, absent)


def bounds(given: pl.DataFrame, name: str) -> tuple[Any, Any]:
    """Give the least and the most of a measure; -1 and `MOST` where they are not stated.

    Raises:
        FrameError: a column does not fit, or a range ends below its start. The sender must act.
    """
    low, high = f"{name}_low", f"{name}_high"
    columns = [each for each in (name, low, high) if each in given.columns]
    if name in columns:
        if len(columns) > 1:
            raise FrameError(f"give {name!r}, or {' and '.join(columns[1:])}, not both")
        return counts(given, name, -1), counts(given, name, MOST)
    nothing = np.full(given.height, MOST)
    least = counts(given, low, -1) if low in columns else -np.ones_like(nothing)
    most = counts(given, high, MOST) if high in columns else nothing
    if len(columns) > 1:
        refuse(given, least > most, low, "the range ends below its start")
    return least, most


def microseconds(moment_: dt.datetime) -> int:
    """Give a naive UTC instant in microseconds, as columns of instants hold it."""
    return (moment_ - dt.datetime(1970, 1, 1)) // dt.timedelta(microseconds=1)


def instant(given: pl.DataFrame, name: str, absent: int) -> Any:
    """Give a column of instants, or of days by their beginning, in microseconds.

    Raises:
        FrameError: it holds something else. The sender must act.
    """
    column = given[name]
    kind = column.dtype
    if isinstance(kind, pl.Datetime) and kind.time_zone:
        column = column.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    elif not isinstance(kind, pl.Datetime) and kind not in (pl.Null, pl.Date):
        raise FrameError(f"column {name!r} holds {kind}{_CALENDAR}")
    return filled(column.cast(pl.Datetime("us")).to_physical(), absent)


def moment(given: pl.DataFrame, name: str, absent: tuple[int, int]) -> tuple[Any, Any]:
    """Give the first and the last instant that a moment can be; a date is some time of that day.

    Args:
        given: activities or lines.
        name: the column; `name` with ``_latest`` holds the first instant that is too late.
        absent: what stands for a moment that is not stated.

    Raises:
        FrameError: a column does not fit. The sender must act.
    """
    ever, never = absent
    if name not in given.columns:
        return np.full(given.height, ever), np.full(given.height, never)
    first = instant(given, name, ever)
    last = first + _DAY - 1 if given[name].dtype == pl.Date else first
    latest = f"{name}_latest"
    if latest in given.columns:
        after = instant(given, latest, ever)
        bad = (after != ever) & (after <= first)
        refuse(given, bad, latest, f"give the first instant after {name} that is too late, or null")
        last = np.where(after == ever, last, after - 1)
    return first, np.where(first == ever, never, last)


def words(given: pl.DataFrame, name: str, known: Collection[str]) -> pl.Series:
    """Give a column of a few words as texts, null where nothing is stated.

    Raises:
        FrameError: it holds another word. The sender must act.
    """
    if name not in given.columns:
        return pl.Series([None], dtype=pl.String).new_from_index(0, given.height)
    told = given[name].cast(pl.String)
    if set(told.unique()) - {*known, None}:
        bad = ~told.is_in(list(known)).fill_null(value=True)
        refuse(given, bad.to_numpy(), name, f"give one of {', '.join(known)}, or null")
    return told


def figures(given: pl.DataFrame, name: str) -> Any:
    """Give the figures of a column of WKT, or of WKB as bytes; None where there is none.

    Raises:
        FrameError: one is no figure, lies beyond the globe, or crosses itself. The sender must act.
    """
    column = given[name]
    if column.dtype == pl.Null:
        return np.full(len(column), None, dtype=object)
    binary = column.dtype == pl.Binary
    texts = (column if binary else column.cast(pl.String)).to_numpy()
    found = _read(np.asarray(texts, dtype=object), binary=binary)
    bad = shapely.is_missing(found) & ~column.is_null().to_numpy()
    refuse(given, bad, name, "give an area in WKT or WKB, longitude first, without curves")
    west, south, east, north = shapely.bounds(found).T
    there = ~(shapely.is_missing(found) | shapely.is_empty(found))
    inside = np.isfinite(east - west) & (south >= -90) & (north <= 90)  # in any turn
    way_out = "give longitude, then latitude from -90 to 90, in degrees"
    refuse(given, there & ~inside, name, way_out)
    refuse(given, _crossed(found), name, "its outline crosses itself; draw it again")
    return found


def _crossed(figures: Any) -> Any:
    """Tell which figures cross themselves, shape (n,); at poles and seam the map cannot tell."""
    result = ~(shapely.is_missing(figures) | _round(figures))
    result[result] = ~shapely.is_valid(figures[result])
    for place in np.flatnonzero(result):
        (x, y), (u, v) = (op(shapely.get_coordinates(figures[place]), axis=0) for op in _ENDS)
        result[place] = u - x <= _HALF and max(-y, v) < _CALM_LATITUDE
    return result


def _round(figures: Any) -> Any:
    """Tell which figures are one outline that surely goes once round a place: it crosses nowhere.

    Seen from amid its box every edge runs the same way round, and the outline passes from above to
    below once and back once. To see that is quicker than to look for crossings.
    """
    result = shapely.get_num_interior_rings(figures) == 0
    result &= shapely.get_type_id(figures) == shapely.GeometryType.POLYGON
    some = figures[result]
    sizes = shapely.get_num_coordinates(some)
    result[result] = there = sizes > 0
    some, sizes = some[there], sizes[there]
    if not len(some):
        return result
    first = np.cumsum(sizes) - sizes
    last = first + sizes - 1
    west, south, east, north = shapely.bounds(some).T
    points = shapely.get_coordinates(some)
    x = points[:, 0] - np.repeat((west + east) / 2, sizes)
    y = points[:, 1] - np.repeat((south + north) / 2, sizes)
    turn = np.append(x[:-1] * y[1:] - y[:-1] * x[1:], 0.0)
    turn[last] = turn[last - 1]  # no edge leads from one outline to the next
    passes = np.append((y[1:] > 0) != (y[:-1] > 0), False).astype(np.int8)
    passes[last] = 0
    one_way = np.minimum.reduceat(turn, first) > _SURE
    one_way |= np.maximum.reduceat(turn, first) < -_SURE
    result[result] = one_way & (np.add.reduceat(passes, first) == 2)
    return result


@np.errstate(over="ignore")  # what is too large is refused, and no warning
def _read(texts: Any, *, binary: bool) -> Any:
    """Read WKT or WKB, shape (n,); None where it cannot be read."""
    read = shapely.from_wkb if binary else shapely.from_wkt
    try:
        return read(texts, on_invalid="ignore")
    except NotImplementedError:  # a curve somewhere among them
        return np.array([_read_one(read, text) for text in texts], dtype=object)


def _read_one(read: Any, text: object) -> Any:
    """Read one figure; None for a curve."""
    try:
        return read(text, on_invalid="ignore")
    except NotImplementedError:
        return None
