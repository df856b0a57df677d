"""How the cells of each column are read: in bulk where they are plain, one by one where not.

Each column is turned into typed columns by expressions that run over all rows at once. A cell that
these do not take is read on its own by the exact rules of ``times`` and ``measures``, which either
take it or say what is wrong with it. The expressions never take what those rules refuse.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from detente.activities.columns import INSTANT
from detente.measures.count import Count, parse_count
from detente.places.words import OPEN
from detente.times.moments import parse_moment

Values = tuple[object, ...]

NOT_GIVEN = "none"
"""What a cell of ``notified_at`` says when the source states that no notice was given."""

_DAY = r"^(?:[1-8][0-9]{3}|9[0-8][0-9]{2})-[0-9]{2}-[0-9]{2}$"
_INSTANT = (
    r"^[1-8][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}"
    r"(:[0-5][0-9](\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})$"
)
_RANGE = r"^[0-9]{0,18}\.\.[0-9]{0,18}$"
_DECIMAL = r"^-?[0-9]{1,15}(\.[0-9]{1,15})?$"
_POWER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?", re.ASCII)
_UNITED = re.compile(
    r"(?:FL\s?)?(?P<figure>-?[0-9]{1,18}(?:\.[0-9]{1,20})?)(?:\s?(?:m|ft|FL|metres|meters|feet))?",
    re.ASCII | re.IGNORECASE,
)
_ONE_DAY = pl.duration(days=1)
_PARTED = re.compile(r"[0-9]+(?:[\s,.'_][0-9]+)+")  # two dots in a row make a range
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:[\s,.'_][0-9]{3})+")
_NO_FRACTION = re.compile(r"[.,]0{1,2}$")
_LONG = re.compile(r"[0-9]{100}")  # longer than any figure, and soon than what Python reads
_TOO_LARGE = "the number is too large; write at most 18 digits"
_MOST = 2**63 - 1
_YES, _NO = ("true", "yes"), ("false", "no")


@dataclass(frozen=True)
class Reader:
    """How one column is read: each cell by the first of three ways that takes it.

    Attributes:
        fast: expressions over the column, one for each typed column it yields, run over all rows;
            all null where they do not take the cell.
        slow: reads one cell exactly, or raises ValueError with "what is wrong; what to write".
        again: expressions as in `fast`, run only over the cells that those left.
    """

    fast: tuple[pl.Expr, ...]
    slow: Callable[[str], Values]
    again: tuple[pl.Expr, ...] = ()


def moment(column: pl.Expr) -> Reader:
    """Read a moment: earliest instant, and latest for a day (null for an instant)."""
    day = _day(column)
    never = pl.lit(None, INSTANT)
    return Reader((day, day + _ONE_DAY), _moment_of, (_instant(column), never))


def notice(column: pl.Expr) -> Reader:
    """Read a moment that may be ``none``: earliest, latest, and whether it came at all."""
    plain, instant = moment(column), _instant(column)
    came = pl.when(plain.fast[0].is_not_null()).then(True)
    absent = column.str.to_lowercase() == NOT_GIVEN
    given = pl.when(absent).then(False).when(instant.is_not_null()).then(True)
    return Reader((*plain.fast, came), _notice_of, (*plain.again, given))


def bound(column: pl.Expr) -> Reader:
    """Read an instant that bounds a moment; a day is refused, since it has two ends."""
    return Reader((_instant(column),), _bound_of)


def said(column: pl.Expr) -> Reader:
    """Read when a statement was made; a day counts from its midnight."""
    return Reader((_day(column),), _said_of, (_instant(column),))


def count(column: pl.Expr) -> Reader:
    """Read a count: its low and its high end.

    Software that has no whole numbers beside gaps writes 9000 as ``9000.0``; that is taken.
    """
    exact, parts = _number(column), column.str.split_exact("..", 1)
    low, high = (_number(parts.struct.field(f"field_{i}")) for i in range(2))
    sound = column.str.contains(_RANGE) & (low <= high).fill_null(True)
    tenth = _number(column.str.replace(r"\.0$", ""))
    ends = tuple(pl.coalesce(tenth, pl.when(sound).then(end)) for end in (low, high))
    return Reader((exact, exact), _count_of, ends)


def whole(column: pl.Expr) -> Reader:
    """Read one end of a count: a whole number."""
    return Reader((_number(column),), _whole_of)


def height(column: pl.Expr, opened: float) -> Reader:
    """Read a bound of altitude: a number, or ``open``, which is infinite."""
    number = pl.when(column.str.contains(_DECIMAL)).then(column.cast(pl.Float64, strict=False))
    return Reader((pl.when(column == OPEN).then(pl.lit(opened)).otherwise(number),), _height_of)


def yes_no(column: pl.Expr) -> Reader:
    """Read true or false, yes or no, in capitals or not."""
    lower = column.str.to_lowercase()
    yes = pl.when(lower.is_in(_YES)).then(True).when(lower.is_in(_NO)).then(False)
    return Reader((yes,), _yes_no_of)


def text(column: pl.Expr) -> Reader:
    """Take a text as it stands."""
    return Reader((column,), lambda cell: (cell,))


def refusing(fast: tuple[pl.Expr, ...], sentence: str) -> Reader:
    """Read a column that is typed already; what the expressions do not take is refused."""

    def refuse(_: str) -> Values:
        raise ValueError(sentence)

    return Reader(fast, refuse)


def _day(column: pl.Expr) -> pl.Expr:
    """Give the midnight that opens a day."""
    day = column.str.to_date("%Y-%m-%d", strict=False)
    return pl.when(column.str.contains(_DAY)).then(day).cast(INSTANT)


def _instant(column: pl.Expr) -> pl.Expr:
    """Give an instant in UTC, without its zone."""
    read = [
        column.str.to_datetime(form, strict=False, time_unit="us")
        for form in ("%Y-%m-%dT%H:%M%#z", "%Y-%m-%dT%H:%M:%S%.f%#z")
    ]
    naive = pl.coalesce(read).dt.replace_time_zone(None)
    return pl.when(column.str.contains(_INSTANT)).then(naive)


def _number(column: pl.Expr) -> pl.Expr:
    """Give a whole number written in digits alone."""
    return pl.when(column.str.contains(r"^[0-9]{1,18}$")).then(column.cast(pl.Int64, strict=False))


def _moment_of(cell: str) -> tuple[dt.datetime, dt.datetime | None]:
    """Read one moment exactly."""
    moment = parse_moment(cell)
    return moment.earliest, moment.latest


def _notice_of(cell: str) -> Values:
    """Read one moment or ``none`` exactly."""
    if cell.lower() == NOT_GIVEN:
        return None, None, False
    try:
        return (*_moment_of(cell), True)
    except ValueError as error:
        way_out = f"or {NOT_GIVEN} if the source states that there was no notice"
        raise ValueError(f"{error}, {way_out}") from None


def _bound_of(cell: str) -> Values:
    """Read one bound exactly."""
    earliest, latest = _moment_of(cell)
    if latest is not None:
        closes = f"{latest:%Y-%m-%d}T00:00Z"
        raise ValueError(f"a day has two ends; write the first instant too late, such as {closes}")
    return (earliest,)


def _said_of(cell: str) -> Values:
    """Read exactly when a statement was made."""
    return (_moment_of(cell)[0],)


def _count_of(cell: str) -> Values:
    """Read one count exactly."""
    if _PARTED.fullmatch(cell):
        bare = _NO_FRACTION.sub("", cell)  # 12.700,00 and 12700,0 are whole
        sure = _THOUSANDS.fullmatch(bare) or (bare != cell and bare.isdigit())
        way_out = re.sub("[^0-9]", "", bare) if sure else "9000"
        raise ValueError(f"a count is a whole number in digits alone; write {way_out}")
    if _LONG.search(cell):
        raise ValueError(_TOO_LARGE)
    read = _parsed(cell)
    if max(read.low or 0, read.high or 0) > _MOST:
        raise ValueError(_TOO_LARGE)
    return read.low, read.high


def _parsed(cell: str) -> Count:
    """Read a count, and say what to write where that is plain."""
    try:
        return parse_count(cell)
    except ValueError as error:
        way_out = "" if ";" in str(error) else "; write the lower number first"
        raise ValueError(f"{error}{way_out}") from None


def _whole_of(cell: str) -> Values:
    """Read one end of a count exactly."""
    low, high = _count_of(cell)
    if low != high:
        raise ValueError("one end of a range is one number; write 9000, or leave it empty")
    return (low,)


def _height_of(cell: str) -> Values:
    """Refuse what is no number; read one that is written with a power of ten."""
    if not _POWER.fullmatch(cell) or not math.isfinite(float(cell)):
        if united := _UNITED.fullmatch(cell):
            way_out = f"write {united['figure']} here, and the unit as altitude_unit"
            raise ValueError(f"a bound of altitude is a number alone; {way_out}")
        way_out = f"write 3000, or {OPEN} if the source sets no bound"
        raise ValueError(f"not an altitude; {way_out}, or leave it empty when it is not stated")
    return (float(cell),)


def _yes_no_of(_: str) -> Values:
    """Refuse what is neither yes nor no."""
    raise ValueError("neither yes nor no; write true or false, or leave it empty")
