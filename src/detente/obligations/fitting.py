"""Columns of a frame brought to the types that questions are asked in, or refused with reasons."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterator
from typing import Any

import narwhals as nw

from detente.errors import FrameError, near_miss
from detente.instruments.library import Library, kept_with_library
from detente.obligations.seen import Plan

REQUIRED = ("activity", "source", "kind")
MOMENTS = ("starts", "ends", "notified_at", "observers_invited_at")
WORDS = ("kind", "obligor", "host")
ASIDE = "x_"
"""How a column begins that is surely left aside."""

_A_DAY = dt.timedelta(days=1)
_INSTANT = nw.Datetime("us")
_TEXT = (nw.String, nw.Categorical, nw.Enum)


def fitted(activities: Plan, library: Library) -> Plan:
    """Bring moments to naive UTC and columns without a type to their own; refuse what cannot be.

    Args:
        activities: the frame, as its sender made it.
        library: the agreed texts, whose facts, measures and zones the columns may bear.

    Raises:
        FrameError: a required column is absent, or one has a type that does not fit.
    """
    schema = dict(activities.collect_schema())
    for column in REQUIRED:
        if column not in schema:
            hint = near_miss(column, schema)
            raise FrameError(f"the frame has no column {column!r}.{hint}")
    _refuse_misspelt(schema, library)
    changed = [*_moments(schema), *_typed(schema, library)]
    return activities.with_columns(*changed) if changed else activities


def _refuse_misspelt(schema: dict[str, Any], library: Library) -> None:
    """Refuse a column that is nearly, but not quite, one that is asked; leave others aside."""
    known = _known(library)
    for column in set(schema) - known:
        close = difflib.get_close_matches(column, known, n=1, cutoff=0.85)
        if close and not column.startswith(ASIDE):
            raise FrameError(
                f"column {column!r} is not known; is {close[0]!r} meant? To have it left aside, "
                f"call it {ASIDE + column!r}"
            )


@kept_with_library
def _known(library: Library) -> frozenset[str]:
    """Give every column that is asked."""
    ends = [f"{measure}{end}" for measure in library.measures for end in ("", "_low", "_high")]
    zones = [zone.column for zone in library.zones.values()]
    moments = [f"{moment}{end}" for moment in MOMENTS for end in ("", "_latest")]
    others = ("notified", "observers_invited", "stated_at", "area", "counterpart")
    return frozenset([*ends, *zones, *moments, *others, *REQUIRED, *WORDS, *library.facts])


def _typed(schema: dict[str, Any], library: Library) -> Iterator[nw.Expr]:
    """Go through columns whose type must be changed; refuse the ones whose type does not fit."""
    zones = [zone.column for zone in library.zones.values()]
    told = [name for name, fact in library.facts.items() if not fact.choices]
    chosen = [name for name, fact in library.facts.items() if fact.choices]
    done = ["notified", "observers_invited"]
    for name in (*told, *zones, *done):
        yield from _one(schema, name, (nw.Boolean,), nw.Boolean(), "yes or no (a boolean)")
    for name in (*WORDS, "counterpart", *chosen):
        yield from _one(schema, name, _TEXT, nw.String(), "text")
    for measure in library.measures:
        yield from _counts(schema, measure)


def _counts(schema: dict[str, Any], measure: str) -> Iterator[nw.Expr]:
    """Go through the columns of one measure; one column of its name states exact counts."""
    names = [name for name in (measure, f"{measure}_low", f"{measure}_high") if name in schema]
    if measure in names and len(names) > 1:
        raise FrameError(f"give {measure!r}, or {' and '.join(names[1:])}, not both")
    for name in names:
        if schema[name] != nw.Int64:
            yield _whole(schema, name).alias(name)


def _whole(schema: dict[str, Any], name: str) -> nw.Expr:
    """Take a column as whole numbers; what is not a number is not stated."""
    kind, column = schema[name], nw.col(name)
    if kind.is_float():
        column = nw.when(~column.is_nan()).then(column.round())
    elif not kind.is_integer() and kind != nw.Unknown:
        raise FrameError(f"column {name!r} holds {kind}; give whole numbers")
    return column.cast(nw.Int64())


def _one(
    schema: dict[str, Any], name: str, fits: tuple[Any, ...], wanted: Any, words: str
) -> Iterator[nw.Expr]:
    """Check one column; one that holds nothing at all takes the type that is wanted."""
    kind = schema.get(name)
    if kind is None and name in WORDS:
        yield nw.lit(None, dtype=nw.String()).alias(name)
    if kind is None or any(kind == fit for fit in fits):
        return
    if kind != nw.Unknown:
        raise FrameError(f"column {name!r} holds {kind}; give {words}")
    yield nw.col(name).cast(wanted)


def _moments(schema: dict[str, Any]) -> Iterator[nw.Expr]:
    """Bring every moment to naive UTC; a column of dates states days."""
    for moment in (*MOMENTS, "stated_at"):
        latest = f"{moment}_latest"
        if schema.get(moment, _INSTANT) != _INSTANT:
            yield _instant(moment, schema[moment]).alias(moment)
        stated = _instant(latest, schema[latest]) if latest in schema else None
        if moment in MOMENTS and schema.get(moment) == nw.Date:
            closes = nw.col(moment).cast(_INSTANT) + nw.lit(_A_DAY)
            yield (closes if stated is None else nw.coalesce(stated, closes)).alias(latest)
        elif stated is not None and schema[latest] != _INSTANT:
            yield stated.alias(latest)


def _instant(name: str, kind: Any) -> nw.Expr:
    """Bring one column of moments to naive UTC."""
    column = nw.col(name)
    if kind not in (nw.Date, nw.Unknown, nw.Datetime):
        raise FrameError(f"column {name!r} holds {kind}; give dates or instants")
    if kind == nw.Datetime and kind.time_zone is not None:
        column = column.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    return column if kind == _INSTANT else column.cast(_INSTANT)
