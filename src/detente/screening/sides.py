"""The two sides of a screening as arrays: activities, and red lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import polars as pl
import shapely

from detente.errors import FrameError
from detente.places.words import METRES, REFERENCES
from detente.redlines import RedLine, frame

EVER, NEVER = np.iinfo(np.int64).min, np.iinfo(np.int64).max
"""Instants before and after all others, in microseconds: a bound that is open or not stated."""

_NEEDED = ("activity", "source", "kind")


@dataclass(frozen=True)
class Span:
    """A bound of time or height, as far as it is known.

    Attributes:
        least: the least that it can be, shape (n,).
        most: the most that it can be, shape (n,).
    """

    least: Any
    most: Any

    def at(self, places: Any) -> Span:
        """Take some of them."""
        return Span(self.least[places], self.most[places])


@dataclass(frozen=True)
class Heights:
    """Heights in metres: from, to, and what they are measured from.

    Attributes:
        low, high: the bounds.
        reference: place in `REFERENCES`; -1 where it is not stated.
    """

    low: Span
    high: Span
    reference: Any

    def at(self, places: Any) -> Heights:
        """Take some of them."""
        return Heights(self.low.at(places), self.high.at(places), self.reference[places])


@dataclass(frozen=True)
class Side:
    """What activities and red lines have in common.

    Attributes:
        names: the frame that they came from, for the answer.
        begins, ends: from when and until when, in microseconds.
        heights: their heights.
    """

    names: pl.DataFrame
    begins: Span
    ends: Span
    heights: Heights

    def __len__(self) -> int:
        """Count them."""
        return self.names.height


def numbers(column: pl.Series, absent: float) -> Any:
    """Give a column of numbers, with one number in place of what is not stated."""
    return column.fill_null(absent).to_numpy()


def moments(given: pl.DataFrame, name: str, latest: str) -> Span:
    """Give a moment as the first and the last instant that it can be."""
    if name not in given.columns:
        return Span(np.full(given.height, EVER), np.full(given.height, NEVER))
    first = _instant(given, name).to_numpy()
    last = first
    if latest in given.columns:
        before = _instant(given, latest).to_numpy()
        last = np.where(before == EVER, first, before - 1)
    return Span(first, np.where(first == EVER, NEVER, last))


def _instant(given: pl.DataFrame, name: str) -> pl.Series:
    """Give a column of instants in microseconds."""
    column = given[name]
    kind = column.dtype
    if isinstance(kind, pl.Datetime) and kind.time_zone:
        column = column.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    elif not isinstance(kind, pl.Datetime) and kind not in (pl.Null, pl.Date):
        raise FrameError(
            f"column {name!r} holds {kind}; give instants in UTC, as read_activities does"
        )
    column = column.cast(pl.Datetime("us"))
    return column.to_physical().fill_null(EVER)


def heights(given: pl.DataFrame) -> Heights:
    """Give the heights of one side; where there is no column they are not stated.

    ``altitude_low_m`` and ``altitude_high_m`` are in metres; ``altitude_low`` and
    ``altitude_high`` in ``altitude_unit``. Flight levels are measured from the standard pressure.
    """
    low, high = (_height(given, f"altitude_{end}") for end in ("low", "high"))
    reference = np.full(given.height, -1, dtype=np.int8)
    if "altitude_reference" in given.columns:
        codes = {name: place for place, name in enumerate(REFERENCES)}
        told = given["altitude_reference"].cast(pl.String)
        if "altitude_unit" in given.columns:
            levels = given["altitude_unit"].cast(pl.String) == "FL"
            told = told.zip_with(~levels.fill_null(value=False), told.fill_null("standard"))
        reference = told.replace_strict(codes, default=-1, return_dtype=pl.Int8).to_numpy()
    return Heights(low, high, reference)


def _height(given: pl.DataFrame, name: str) -> Span:
    """Give one bound of height."""
    if f"{name}_m" in given.columns:
        column = given[f"{name}_m"].cast(pl.Float64)
    elif name in given.columns:
        column = given[name].cast(pl.Float64) * _metres(given)
    else:
        nothing = np.full(given.height, np.inf)
        return Span(-nothing, nothing)
    return Span(numbers(column, -np.inf), numbers(column, np.inf))


def _metres(given: pl.DataFrame) -> pl.Series:
    """Give the metres of the unit in which each row states heights; infinite bounds need none."""
    bounds = [name for name in ("altitude_low", "altitude_high") if name in given.columns]
    unit = pl.col("altitude_unit") if "altitude_unit" in given.columns else pl.lit(None)
    known = unit.cast(pl.String).replace_strict(METRES, default=None, return_dtype=pl.Float64)
    numbers = pl.any_horizontal(pl.col(name).is_finite() for name in bounds)
    return given.select(pl.when(numbers).then(known).otherwise(1.0)).to_series()


def shapes(column: pl.Series, row: str) -> Any:
    """Give the figures of a column of WKT, or of WKB as bytes; None where there is none.

    Raises:
        FrameError: one of them is no figure; it names the row. The sender acts.
    """
    if column.dtype == pl.Null:
        return np.full(len(column), None, dtype=object)
    read = shapely.from_wkb if column.dtype == pl.Binary else shapely.from_wkt
    given = column.to_numpy() if column.dtype == pl.Binary else column.cast(pl.String).to_numpy()
    found = read(np.asarray(given, dtype=object), on_invalid="ignore")
    bad = np.flatnonzero(shapely.is_missing(found) & ~column.is_null().to_numpy())
    if len(bad):
        raise FrameError(
            f"row {int(bad[0]) + 1}: column {row!r} holds no figure; give WKT, longitude first"
        )
    return found


@dataclass(frozen=True)
class Activities(Side):
    """Activities as arrays.

    Attributes:
        kind, obligor: the words, null where not stated.
        figures: areas as given, None where not stated, shape (n,).
        edges: how the edges of each run; empty where not stated, shape (n,).
    """

    kind: pl.Series
    obligor: pl.Series
    figures: Any
    edges: Any

    def measure(self, name: str) -> tuple[Any, Any]:
        """Give the least and the most of a measure, in whole numbers; open where not stated."""
        exact = self.names.columns.count(name)
        low, high = (name, name) if exact else (f"{name}_low", f"{name}_high")
        columns = self.names.columns
        nothing = np.full(len(self), NEVER)
        least = numbers(self.names[low], -1) if low in columns else -np.ones_like(nothing)
        most = numbers(self.names[high], NEVER) if high in columns else nothing
        return least.astype(np.int64), most.astype(np.int64)


@dataclass(frozen=True)
class Lines(Side):
    """Red lines as arrays.

    Attributes:
        inside: what surely belongs to each area, None where nothing is known, shape (m,).
        within: what surely holds it, None where no bound is known, shape (m,).
        drawn: whether both are one outline, which is the area itself, shape (m,).
        edges: how the edges run; empty where not stated, shape (m,).
        reach_m: distance within which the line bears around its area, in metres; 0: in it.
        anywhere: whether the words bear everywhere, shape (m,).
        near_m: how near an activity is worth telling, in metres; NaN: for the caller to say.
    """

    inside: Any
    within: Any
    drawn: Any
    edges: Any
    reach_m: Any
    anywhere: Any
    near_m: Any


def activities_of(given: pl.DataFrame | pl.LazyFrame) -> Activities:
    """Take activities in.

    Args:
        given: a frame of activities; ``area`` is WKT, or WKB as bytes.

    Raises:
        FrameError: a needed column is absent, or one has a type that does not fit.
    """
    taken = given.collect() if isinstance(given, pl.LazyFrame) else given
    for name in _NEEDED:
        if name not in taken.columns:
            raise FrameError(f"the frame has no column {name!r}")
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, taken.height)
    area = taken["area"] if "area" in taken.columns else nothing
    return Activities(
        taken,
        moments(taken, "starts", "starts_latest"),
        moments(taken, "ends", "ends_latest"),
        heights(taken),
        taken["kind"].cast(pl.String),
        taken["obligor"].cast(pl.String) if "obligor" in taken.columns else nothing,
        shapes(area, "area"),
        _edges(taken),
    )


def lines_of(given: Sequence[RedLine] | pl.DataFrame) -> Lines:
    """Take red lines in.

    Args:
        given: what `detente.redlines.read_redlines` gave, or the frame that is made of it.
    """
    taken = given if isinstance(given, pl.DataFrame) else frame(given)
    begins, ends = moments(taken, "from", "from_latest"), moments(taken, "until", "until_latest")
    begun, unended = (taken[f"{end}_open"].fill_null(value=False) for end in ("from", "until"))
    inside, within = taken["area_inside"], taken["area_within"]
    drawn = (inside == within).fill_null(value=False).to_numpy()
    around = shapes(within, "area_within")
    sure: Any = np.where(drawn, around, None)
    sure[~drawn] = shapes(inside.filter(~drawn), "area_inside")
    return Lines(
        taken,
        Span(begins.least, np.where(begun.to_numpy(), EVER, begins.most)),
        Span(np.where(unended.to_numpy(), NEVER, ends.least), ends.most),
        heights(taken),
        sure,
        around,
        drawn,
        _edges(taken),
        1000 * numbers(taken["within_km"], 0.0),
        taken["anywhere"].fill_null(value=False).to_numpy(),
        1000 * numbers(taken["near_km"], np.nan),
    )


def _edges(taken: pl.DataFrame) -> Any:
    """Give how the edges of each area run."""
    if "edges" not in taken.columns:
        return np.full(taken.height, "", dtype=object)
    return cast("Any", taken["edges"].cast(pl.String).fill_null("").to_numpy())
