"""Activities beside red lines: what comes near to which, when, by how much, and what is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, overload

import numpy as np
import polars as pl

from detente.errors import FrameError
from detente.redlines import RedLine
from detente.screening.answers import NO, OPEN, YES, Answers
from detente.screening.asking import Prepared, Screening, joined
from detente.screening.aspects import Levels, Members, Pairs, Sizes
from detente.screening.cluster import Kept, across, in_spark, joined_by_cell
from detente.screening.drawn import Figures
from detente.screening.known import activities_as_of
from detente.screening.sides import activities_of
from detente.screening.telling import (
    APART,
    NEAR,
    NOT_STATED,
    OVERLAPS,
    UNTOLD,
    margins,
    names_joined,
    overlap,
    reached,
    relations,
    verdicts,
)

SCREENED = (
    "activity",
    "source",
    "redline",
    "holder",
    "relation",
    "distance_m",
    "overlap_from",
    "overlap_to",
    "reached",
    "missing",
    "margin",
    "verdict",
)
"""The columns of what a screening finds, in order."""


CHUNK = 8_192
"""Activities that are taken in at a time."""

_LINES_APART = (
    "the red lines are a PySpark frame, and only a PySpark frame of activities is screened against "
    "it; give both so, or the lines as a Polars frame"
)


@overload
def screen(
    activities: pl.DataFrame,
    redlines: Sequence[RedLine] | pl.DataFrame | Prepared,
    *,
    within_m: float = 0.0,
    members: Members | None = None,
    as_of: dt.datetime | None = None,
) -> pl.DataFrame: ...


@overload
def screen(
    activities: pl.LazyFrame,
    redlines: Sequence[RedLine] | pl.DataFrame | Prepared,
    *,
    within_m: float = 0.0,
    members: Members | None = None,
    as_of: dt.datetime | None = None,
) -> pl.LazyFrame: ...


@overload
def screen(
    activities: Any,
    redlines: Any,
    *,
    within_m: float = 0.0,
    members: Members | None = None,
    as_of: dt.datetime | None = None,
) -> Any: ...


def screen(
    activities: Any,
    redlines: Any,
    *,
    within_m: float = 0.0,
    members: Members | None = None,
    as_of: dt.datetime | None = None,
) -> Any:
    """Screen activities against red lines and concerns.

    Told is every pair of which neither the object (kind, obligor), nor the time, the height or the
    place is surely another: those that meet, those that are near, and those of which it cannot be
    told. The two of a pair that is not told surely have nothing to do with one another.

    Args:
        activities: a frame of activities, one row for each source; ``area`` as WKT or WKB. Columns
            ``altitude_low``, ``altitude_high``, ``altitude_unit``, ``altitude_reference`` and
            ``edges`` may be there; ``altitude_low_m`` and ``altitude_high_m`` state metres. An
            absent column is "not stated". A lazy Polars frame goes through chunk by chunk, so that
            it may exceed memory; a PySpark frame is screened on the executors.
        redlines: what `detente.redlines.read_redlines` gave, or the frame that is made of it; or
            what `prepare` made of them, and then the other arguments are its own; or, beside a
            PySpark frame of activities, that frame as a PySpark frame: both are then joined by
            cell, so that no executor holds all lines.
        within_m: how near, in metres, an activity outside the area is told, for lines that do not
            say it themselves.
        members: States that belong to organisations, by their codes; what an organisation does
            may be what a line says of its member. None: none are known.
        as_of: naive UTC instant; what was stated or happened to a line later is not known. None:
            the whole record.

    Returns:
        A frame in kind with the columns `SCREENED`, lazy where the activities were: ``relation`` is
        ``overlaps``, ``near``, ``not stated``, or null where the drawings leave it open;
        ``distance_m`` in metres, 0 where they meet, null where it is not known, the least where
        edges are not stated (to 2 m; to a centimetre near a distance that decides what is told);
        ``overlap_from`` and ``overlap_to`` the longest time that both can have in common, null
        where it is open;
        ``reached`` the measures whose level is reached; ``missing`` what would settle it;
        ``margin`` each figure minus its level, such as ``troops -1000..2000``; ``verdict`` true
        where the activity is all that the line says, false where it surely is not, null where it
        cannot be told.

    Raises:
        FrameError: it is no frame, or a column is absent or does not fit. The sender must act; of
            a lazy frame it may be told only when the answer is asked for.
    """
    if in_spark(redlines) and in_spark(activities):
        ready = partial(prepare, within_m=within_m, members=members, as_of=as_of)
        sought = partial(_activities_sought, as_of=as_of), partial(_lines_sought, ready=ready)
        return joined_by_cell((activities, redlines), sought, ready, _told, SCREENED)
    prepared = prepare(redlines, within_m=within_m, members=members, as_of=as_of)
    if isinstance(activities, pl.LazyFrame):
        return _lazily(activities, prepared)
    if isinstance(activities, pl.DataFrame):
        parts = list(_told(activities, prepared))
        return pl.concat(parts) if parts else _nothing(activities, prepared)
    if in_spark(activities):
        return across(activities, prepared, _told, SCREENED)
    kind = type(activities).__name__
    raise FrameError(f"{kind} is no frame of activities; give a Polars or a PySpark frame")


def prepare(
    redlines: Sequence[RedLine] | pl.DataFrame | Prepared,
    *,
    within_m: float = 0.0,
    members: Members | None = None,
    as_of: dt.datetime | None = None,
) -> Prepared:
    """Make red lines ready for many questions: what takes long is done once.

    Args:
        redlines: as in `screen`; what is prepared stays as it is.
        within_m: as in `screen`.
        members: as in `screen`.
        as_of: as in `screen`.

    Returns:
        What `screen` takes in place of red lines; several threads may ask it.
    """
    if isinstance(redlines, Prepared):
        return redlines
    if in_spark(redlines):
        raise FrameError(_LINES_APART)
    return Prepared.of(redlines, within_m, members or {}, as_of)


def _told(
    activities: pl.DataFrame,
    prepared: Prepared,
    columns: Sequence[str] = SCREENED,
    kept: Kept | None = None,
) -> Iterator[pl.DataFrame]:
    """Tell of activities, so many at a time, of all pairs or of those that are kept.

    What is in other columns is not worked out.
    """
    for some in activities.iter_slices(CHUNK):
        asked = prepared.beside(some)
        for pairs in asked.pairs():
            told = Told.of(asked, pairs if kept is None else kept(asked.object, pairs))
            yield told.frame(columns)


def _activities_sought(
    rows: pl.DataFrame, as_of: dt.datetime | None
) -> tuple[pl.Series, Sequence[Any]]:
    """Tell where activities may lie; the first column numbers them."""
    ours = activities_of(activities_as_of(rows, as_of))
    return ours.names.to_series(), [Figures(ours.figures, ours.edges).seeking]


def _lines_sought(
    rows: pl.DataFrame, ready: Callable[[pl.DataFrame], Prepared]
) -> tuple[pl.Series, Sequence[Any]]:
    """Tell where lines bear, or what is near to them; the first column numbers them."""
    lines = ready(rows)
    return lines.lines.names.to_series(), [lines.drawn.sought]


def _nothing(activities: pl.DataFrame, prepared: Prepared) -> pl.DataFrame:
    """Tell nothing, in the columns in which it is told."""
    return Told.of(prepared.beside(activities.clear()), joined([])).frame(SCREENED)


def _lazily(activities: pl.LazyFrame, prepared: Prepared) -> pl.LazyFrame:
    """Tell of each chunk of a lazy frame as it comes, and no more than is asked of it."""

    def chunks(
        columns: list[str] | None, predicate: pl.Expr | None, n: int | None, _size: int | None
    ) -> Iterator[pl.DataFrame]:
        """Give what is told of one chunk after the other, as the plan above asks for it."""
        wanted = SCREENED if columns is None else columns
        needed = {*wanted, *(() if predicate is None else predicate.meta.root_names())}
        asked = [name for name in SCREENED if name in needed]
        with ThreadPoolExecutor(1) as worker:  # one thread reuses what it let go of before
            for chunk in activities.collect_batches(chunk_size=CHUNK):
                for part in worker.submit(list, _told(chunk, prepared, asked)).result():
                    kept = part if predicate is None else part.filter(predicate)
                    kept = kept if n is None else kept.head(n)
                    n = None if n is None else n - kept.height
                    yield kept.select(wanted)
                    if n == 0:
                        return

    nothing = _nothing(pl.DataFrame(schema=activities.collect_schema()), prepared)
    return pl.io.plugins.register_io_source(chunks, schema=nothing.schema)


@dataclass(frozen=True)
class Told:
    """What is told of the pairs of a question, each column worked out when it is asked for.

    Attributes:
        asked: the question.
        pairs: the pairs that are told.
        place: whether each activity lies in the line's area.
        relation: how the figures lie, as in `detente.screening.telling`.
        distance: how far apart they are, in metres; NaN where it is not known.
    """

    asked: Screening
    pairs: Pairs
    place: Answers
    relation: Any
    distance: Any

    @classmethod
    def of(cls, asked: Screening, pairs: Pairs) -> Told:
        """Tell of pairs; those that lie apart are left out."""
        place = asked.place(pairs)
        relation, distance = _relation(asked, pairs, place)
        kept = np.flatnonzero(relation != APART)
        return cls(asked, pairs.at(kept), place[kept], relation[kept], distance[kept])

    def frame(self, columns: Sequence[str]) -> pl.DataFrame:
        """Give some of the columns."""
        return pl.DataFrame({name: _COLUMNS[name](self).alias(name) for name in columns})

    def ours(self, name: str) -> pl.Series:
        """Give a column of the activities."""
        return self.asked.activities.names[name].gather(self.pairs.activity)

    def theirs(self, name: str) -> pl.Series:
        """Give a column of the lines."""
        return self.asked.lines.names[name].gather(self.pairs.line)

    @cached_property
    def overlap(self) -> tuple[pl.Series, pl.Series]:
        """Give the longest time that both can have in common."""
        return overlap(self.asked.object, self.pairs)

    @property
    def levels(self) -> Levels:
        """The levels of the lines."""
        return self.asked.prepared.levels

    @cached_property
    def sizes(self) -> Sizes:
        """Compare the figures with the levels."""
        return self.levels.sizes(self.asked.activities, self.pairs)

    @cached_property
    def aspects(self) -> dict[str, Answers]:
        """Answer each of the things that a line says."""
        return self.asked.aspects(self.pairs, self.place) | {"level": self.sizes.answer}

    @cached_property
    def verdict(self) -> Answers:
        """Answer whether the activity is all that the line says."""
        return np.minimum.reduce(list(self.aspects.values()))

    def missing(self) -> pl.Series:
        """Name what would settle what cannot be told."""
        named: dict[str, Any] = {}
        for aspect, answer in self.aspects.items():
            unsettled = (self.verdict == OPEN) & (answer == OPEN)
            if unsettled.any():
                for name, some in self._settling(aspect).items():
                    where = unsettled & some
                    if where.any():
                        named[name] = named[name] | where if name in named else where
        return names_joined(named, len(self.pairs))

    def _settling(self, aspect: str) -> dict[str, Any]:
        """Name what would settle one aspect: for each name, the pairs for which it would."""
        if aspect != "level":
            return self.asked.settling(aspect, self.pairs)
        told = {"level of the line": np.ones(len(self.pairs), dtype=bool)}
        for level in self.sizes.each:
            told["level of the line"] &= level.measure < 0
            for place, measure in enumerate(self.levels.measures):
                some = (level.measure == place) & (level.answer == OPEN)
                told[measure] = told[measure] | some if measure in told else some
        return told


_COLUMNS: dict[str, Callable[[Told], pl.Series]] = {
    "activity": lambda told: told.ours("activity"),
    "source": lambda told: told.ours("source"),
    "redline": lambda told: told.theirs("redline"),
    "holder": lambda told: told.theirs("holder"),
    "relation": lambda told: relations(told.relation),
    "distance_m": lambda told: pl.Series(told.distance).fill_nan(None),
    "overlap_from": lambda told: told.overlap[0],
    "overlap_to": lambda told: told.overlap[1],
    "reached": lambda told: reached(told.levels, told.sizes),
    "missing": Told.missing,
    "margin": lambda told: margins(told.levels, told.sizes),
    "verdict": lambda told: verdicts(told.verdict),
}
"""How each of `SCREENED` is worked out."""


def _relation(asked: Screening, pairs: Pairs, place: Answers) -> tuple[Any, Any]:
    """Tell how figures lie, and how far apart they are."""
    ground, anywhere = asked.ground, asked.lines.anywhere[pairs.line]
    there = ground.activities.placed[pairs.activity]
    stated = there & ~ground.drawn.arealess[pairs.line]
    drawn = stated & ground.drawn.bounded[pairs.line]
    relation = np.where(place == YES, OVERLAPS, np.where(stated, UNTOLD, NOT_STATED))
    relation[drawn & (place == NO)] = APART
    relation[anywhere] = OVERLAPS
    distance = np.where(relation == OVERLAPS, 0.0, np.nan)
    near = np.flatnonzero(drawn & (place == NO) & (ground.drawn.near_m[pairs.line] > 0))
    if len(near):
        some = pairs.at(near)
        metres = ground.distances(some)
        close = metres <= ground.drawn.near_m[some.line]
        relation[near[close]] = NEAR
        distance[near] = metres
    return relation, distance
