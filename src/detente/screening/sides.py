"""The two sides of a screening as arrays: activities, and red lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import polars as pl

from detente.errors import FrameError
from detente.places.words import EDGES, METRES, REFERENCES, UNITS
from detente.redlines import RedLine, frame
from detente.screening.fitting import bounds, figures, filled, moment, needed, refuse, words

EVER, NEVER = np.iinfo(np.int64).min, np.iinfo(np.int64).max
"""Instants before and after all others, in microseconds: a bound that is open or not stated."""

_NEEDED = ("activity", "source", "kind")
_OF_LINES = (
    *("redline", "holder", "kinds", "obligors", "levels_join", "levels", "object_words"),
    *("anywhere", "area_inside", "area_within", "within_km", "near_km", "condition"),
    *("from_open", "until_open"),
)


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


def moments(given: pl.DataFrame, name: str) -> Span:
    """Give a moment as the first and the last instant that it can be."""
    return Span(*moment(given, name, (EVER, NEVER)))


def heights(given: pl.DataFrame) -> Heights:
    """Give the heights of one side; where there is no column they are not stated.

    ``altitude_low_m`` and ``altitude_high_m`` are in metres; ``altitude_low`` and
    ``altitude_high`` in ``altitude_unit``. Flight levels are measured from the standard pressure.
    """
    low, high = (_height(given, f"altitude_{end}") for end in ("low", "high"))
    over = (low.least > high.most) | (low.least == np.inf) | (high.most == -np.inf)
    refuse(given, over, f"altitude_low{_suffix(given)}", "give the lower bound first")
    codes = {name: place for place, name in enumerate(REFERENCES)}
    told = words(given, "altitude_reference", REFERENCES)
    levels = words(given, "altitude_unit", UNITS) == "FL"
    told = told.zip_with(~levels.fill_null(value=False), told.fill_null("standard"))
    reference = told.replace_strict(codes, default=-1, return_dtype=pl.Int8).to_numpy()
    return Heights(low, high, reference)


def _suffix(given: pl.DataFrame) -> str:
    """Give how the columns of heights end: in metres, or in the unit of each row."""
    return "_m" if "altitude_low_m" in given.columns else ""


def _height(given: pl.DataFrame, name: str) -> Span:
    """Give one bound of height."""
    if f"{name}_m" in given.columns:
        column = _number(given, f"{name}_m")
    elif name in given.columns:
        column = _number(given, name) * _metres(given)
    else:
        nothing = np.full(given.height, np.inf)
        return Span(-nothing, nothing)
    metres = filled(column, np.nan)
    unstated = np.isnan(metres)
    return Span(np.where(unstated, -np.inf, metres), np.where(unstated, np.inf, metres))


def _number(given: pl.DataFrame, name: str) -> pl.Series:
    """Give a column of numbers, null or NaN where none is stated."""
    kind = given[name].dtype
    if not kind.is_numeric() and kind != pl.Null:
        raise FrameError(f"column {name!r} holds {kind}; give numbers")
    return given[name].cast(pl.Float64)


def _metres(given: pl.DataFrame) -> pl.Series:
    """Give the metres of the unit in which each row states heights; infinite bounds need none."""
    bounds = [name for name in ("altitude_low", "altitude_high") if name in given.columns]
    unit = pl.col("altitude_unit") if "altitude_unit" in given.columns else pl.lit(None)
    known = unit.cast(pl.String).replace_strict(METRES, default=None, return_dtype=pl.Float64)
    numbers = pl.any_horizontal(pl.col(name).is_finite() for name in bounds)
    return given.select(pl.when(numbers).then(known).otherwise(1.0)).to_series()


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
        return bounds(self.names, name)


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
        FrameError: a needed column is absent, one has a type that does not fit, or a row holds
            what cannot be. The sender must act.
    """
    taken = given.collect() if isinstance(given, pl.LazyFrame) else given
    needed(taken, _NEEDED)
    for name in _NEEDED[:2]:
        refuse(taken, taken[name].is_null().to_numpy(), name, "every row states it")
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, taken.height)
    starts, ends = moments(taken, "starts"), moments(taken, "ends")
    refuse(taken, starts.least > ends.most, "ends", "it ends before it starts")
    drawn = "area" in taken.columns
    return Activities(
        taken,
        starts,
        ends,
        heights(taken),
        taken["kind"].cast(pl.String),
        taken["obligor"].cast(pl.String) if "obligor" in taken.columns else nothing,
        figures(taken, "area") if drawn else np.full(taken.height, None, dtype=object),
        _edges(taken),
    )


def lines_of(given: Sequence[RedLine] | pl.DataFrame) -> Lines:
    """Take red lines in.

    Args:
        given: what `detente.redlines.read_redlines` gave, or the frame that is made of it.
    """
    taken = given if isinstance(given, pl.DataFrame) else frame(given)
    needed(taken, _OF_LINES)
    begins, ends = moments(taken, "from"), moments(taken, "until")
    begun, unended = (taken[f"{end}_open"].fill_null(value=False) for end in ("from", "until"))
    inside, within = taken["area_inside"], taken["area_within"]
    drawn = (inside == within).fill_null(value=False).to_numpy()
    around = figures(taken, "area_within")
    sure: Any = np.where(drawn, around, None)
    sure[~drawn] = figures(taken.filter(~drawn), "area_inside")
    return Lines(
        taken,
        Span(begins.least, np.where(begun.to_numpy(), EVER, begins.most)),
        Span(np.where(unended.to_numpy(), NEVER, ends.least), ends.most),
        heights(taken),
        sure,
        around,
        drawn,
        _edges(taken),
        1000 * filled(taken["within_km"], 0.0),
        taken["anywhere"].fill_null(value=False).to_numpy(),
        1000 * filled(taken["near_km"], np.nan),
    )


def _edges(taken: pl.DataFrame) -> Any:
    """Give how the edges of each area run."""
    return cast("Any", words(taken, "edges", EDGES).fill_null("").to_numpy())
