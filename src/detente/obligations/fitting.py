"""Columns of a frame brought to the types that questions are asked in, or refused with reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

import narwhals as nw

from detente.activities.columns import HEIGHTS, PLACED
from detente.errors import FrameError
from detente.files.hints import columns_meant, either
from detente.instruments.library import Library, kept_with_library

REQUIRED = ("activity", "source", "kind")
MOMENTS = ("starts", "ends", "notified_at", "observers_invited_at")
WORDS = ("kind", "obligor", "host")
ASIDE = "x_"
"""How a column begins that is surely left aside."""
GIVEN = "as given: "
"""How a column begins that holds the counts of another as they came, until they are checked."""

_A_DAY = dt.timedelta(days=1)
_MOST = 2**63 - 1
_WIDE = (nw.UInt64, nw.Int128, nw.UInt128)
_INSTANT = nw.Datetime("us")
_TEXT = (nw.String, nw.Categorical, nw.Enum)
_CONFORM = "; detente.activities.conform takes texts too"

Columns = tuple[tuple[str, Any], ...]
"""The columns of a frame, each with its type in narwhals' words."""

Change = tuple[str, nw.Expr]
"""A column that is added or replaced, and what it holds."""


@kept_with_library
def changes(library: Library, columns: Columns, ask: Any) -> dict[str, nw.Expr]:
    """Bring moments to naive UTC and columns without a type to their own; refuse what cannot be.

    Only the columns and their types are looked at; `detente.obligations.checking` looks at what
    they hold, and takes away the columns that begin with `GIVEN`.

    Args:
        library: the agreed texts, whose facts, measures and zones the columns may bear.
        columns: the columns of the frame, as its sender made it.
        ask: the namespace in which the frame is asked: narwhals, or Polars itself.

    Returns:
        The columns to add or to replace.

    Raises:
        FrameError: a required column is absent, or one has a type that does not fit.
    """
    schema = dict(columns)
    refuse_absent(schema)
    _refuse_misspelt(schema, library)
    return dict([*_moments(schema, ask), *_typed(schema, library, ask)])


def refuse_absent(schema: Collection[str]) -> None:
    """Refuse a frame without the columns that every row needs; name those that may be meant.

    Raises:
        FrameError: a required column is absent. The sender must act.
    """
    for column in REQUIRED:
        if column not in schema:
            meant = [name for name in schema if columns_meant(name, REQUIRED) == (column,)]
            hint = f" Is {either(meant)} meant? Call it {column!r}." if meant else ""
            raise FrameError(f"the frame has no column {column!r}.{hint}")


def _refuse_misspelt(schema: Collection[str], library: Library) -> None:
    """Refuse a column that is plainly meant for one that is asked; leave others aside.

    Where the frame has what may be meant too, only other capitals are refused.
    """
    known = _known(library)
    for column in sorted(set(schema) - known):
        meant = () if column.startswith(ASIDE) else columns_meant(column, known)
        if set(meant) - set(schema) or column.strip().lower() in meant:
            raise FrameError(
                f"column {column!r} is not known; is {either(meant)} meant? "
                f"To have it left aside, call it {ASIDE + column!r}"
            )


@kept_with_library
def _known(library: Library) -> frozenset[str]:
    """Give every column that is asked."""
    ends = [f"{measure}{end}" for measure in library.measures for end in ("", "_low", "_high")]
    zones = [zone.column for zone in library.zones.values()]
    moments = [f"{moment}{end}" for moment in MOMENTS for end in ("", "_latest")]
    others = ("notified", "observers_invited", "stated_at", "area", "counterpart")
    known = [*ends, *zones, *moments, *others, *HEIGHTS, *PLACED]
    return frozenset([*known, *REQUIRED, *WORDS, *library.facts])


def _typed(schema: dict[str, Any], library: Library, ask: Any) -> Iterator[Change]:
    """Go through columns whose type must be changed; refuse the ones whose type does not fit."""
    zones = [zone.column for zone in library.zones.values()]
    told = [name for name, fact in library.facts.items() if not fact.choices]
    chosen = [name for name, fact in library.facts.items() if fact.choices]
    done = ["notified", "observers_invited"]
    for name in (*told, *zones, *done):
        yield from _one(schema, name, (nw.Boolean,), ask.Boolean(), "yes or no (a boolean)", ask)
    for name in (*WORDS, "counterpart", "area", *PLACED, *chosen):
        yield from _one(schema, name, _TEXT, ask.String(), "text", ask)
    for name in HEIGHTS:
        yield from _height(schema, name, ask)
    for measure in library.measures:
        yield from _counts(schema, measure, ask)


def _height(schema: dict[str, Any], name: str, ask: Any) -> Iterator[Change]:
    """Take a bound of altitude as a number; NaN is not stated."""
    kind = schema.get(name)
    if kind is None:
        return
    if kind.is_float():
        yield name, ask.when(~ask.col(name).is_nan()).then(ask.col(name))
    elif not kind.is_numeric():
        yield from _one(schema, name, (), ask.Float64(), "numbers", ask)


def _counts(schema: dict[str, Any], measure: str, ask: Any) -> Iterator[Change]:
    """Go through the columns of one measure; one column of its name states exact counts."""
    names = [name for name in (measure, f"{measure}_low", f"{measure}_high") if name in schema]
    if measure in names and len(names) > 1:
        raise FrameError(f"give {measure!r}, or {' and '.join(names[1:])}, not both")
    for name in names:
        if schema[name] != nw.Int64:
            yield from _whole(name, schema[name], ask)


def _whole(name: str, kind: Any, ask: Any) -> Iterator[Change]:
    """Take a column as whole numbers; NaN is not stated, what is not whole is kept to be shown."""
    column = ask.col(name)
    if kind.is_float():
        column = ask.when(~column.is_nan()).then(column)
        fits = (column == column.floor()) & (column.abs() < float(_MOST))
    elif kind in _WIDE:
        fits = (column <= _MOST) & (column >= 0)
    elif kind.is_integer() or kind == nw.Unknown:
        yield name, column.cast(ask.Int64())
        return
    else:
        texts = _CONFORM if kind in _TEXT else ""
        raise FrameError(f"column {name!r} holds {kind}; give whole numbers{texts}")
    yield GIVEN + name, column
    yield name, ask.when(fits).then(column).cast(ask.Int64())


def _one(
    schema: dict[str, Any], name: str, fits: tuple[Any, ...], wanted: Any, words: str, ask: Any
) -> Iterator[Change]:
    """Check one column; one that holds nothing at all takes the type that is wanted."""
    kind = schema.get(name)
    if kind is None and name in WORDS:
        yield name, ask.lit(None, dtype=wanted)
    if kind is None or any(kind == fit for fit in fits):
        return
    if kind != nw.Unknown:
        raise FrameError(f"column {name!r} holds {kind}; give {words}")
    yield name, ask.col(name).cast(wanted)


def _moments(schema: dict[str, Any], ask: Any) -> Iterator[Change]:
    """Bring every moment to naive UTC; a column of dates states days."""
    for moment in (*MOMENTS, "stated_at"):
        latest = f"{moment}_latest"
        if schema.get(moment, _INSTANT) != _INSTANT:
            yield moment, _instant(moment, schema[moment], ask)
        stated = _instant(latest, schema[latest], ask) if latest in schema else None
        if moment in MOMENTS and schema.get(moment) == nw.Date:
            closes = ask.col(moment).cast(ask.Datetime("us")) + ask.lit(_A_DAY)
            yield latest, closes if stated is None else ask.coalesce(stated, closes)
        elif stated is not None and schema[latest] != _INSTANT:
            yield latest, stated


def _instant(name: str, kind: Any, ask: Any) -> Any:
    """Bring one column of moments to naive UTC."""
    column = ask.col(name)
    if kind not in (nw.Date, nw.Unknown, nw.Datetime):
        texts = _CONFORM if kind in _TEXT else ""
        raise FrameError(f"column {name!r} holds {kind}; give dates or instants{texts}")
    if kind == nw.Datetime and kind.time_zone is not None:
        column = column.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    return column if kind == _INSTANT else column.cast(ask.Datetime("us"))
