"""Activities beside one another: who is near whom, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, overload

import numpy as np
import polars as pl

from detente.screening.answers import NO, OPEN, YES, Answers, stated
from detente.screening.asking import CHUNK, every_pair, joined
from detente.screening.aspects import Object, Pairs, activity_time
from detente.screening.cluster import Kept, empty, in_spark, joined_with_itself
from detente.screening.drawn import Drawn
from detente.screening.fitting import needed
from detente.screening.ground import Ground
from detente.screening.known import activities_as_of
from detente.screening.sides import Activities, Lines, activities_of
from detente.screening.telling import (
    NEAR,
    NOT_STATED,
    OVERLAPS,
    UNTOLD,
    names_joined,
    overlap,
    relations,
    verdicts,
)

ENCOUNTERED = (
    "activity",
    "source",
    "other",
    "other_source",
    "relation",
    "distance_m",
    "overlap_from",
    "overlap_to",
    "missing",
    "verdict",
)
"""The columns of what is told of encounters, in order."""


@overload
def encounters(
    activities: pl.DataFrame | pl.LazyFrame,
    *,
    within_m: float = 0.0,
    placed_only: bool = False,
    as_of: dt.datetime | None = None,
) -> pl.DataFrame: ...


@overload
def encounters(
    activities: Any,
    *,
    within_m: float = 0.0,
    placed_only: bool = False,
    as_of: dt.datetime | None = None,
) -> Any: ...


def encounters(
    activities: Any,
    *,
    within_m: float = 0.0,
    placed_only: bool = False,
    as_of: dt.datetime | None = None,
) -> Any:
    """Screen activities against one another.

    Told is every pair of different activities, account beside account, of which neither time nor
    height is surely another, and which are not surely farther apart than was asked: those that are
    together, and those of which it cannot be told. Each pair comes once.

    Args:
        activities: a frame of activities, as in `detente.screening.screen`; those of a PySpark
            frame are joined by cell, so that no executor holds all of them.
        within_m: how near, in metres, counts as together; 0: their areas meet.
        placed_only: leave out pairs of which one has no area. They are many: where they are left
            out, a pair that is not told may still be an encounter.
        as_of: naive UTC instant; what was stated later is not known. None: the whole record.

    Returns:
        A frame (Polars, or PySpark where the activities were) with the columns `ENCOUNTERED`:
        ``relation`` is ``overlaps``, ``near``, ``not stated``, or null where the drawings leave it
        open; ``distance_m`` in metres (to 2 m), 0 where they meet, null where it is not known;
        ``overlap_from`` and ``overlap_to`` the longest time that both can have in common, null
        where it is open; ``missing`` what would settle it; ``verdict`` true where they surely are
        so near at one time and at one height, null where it cannot be told.

    Raises:
        FrameError: a column is absent or does not fit. The sender must act.
    """
    asked = Asked(within_m, placed_only, as_of)
    if in_spark(activities):
        asked.company(empty(activities))
        return joined_with_itself(activities, asked.sought, asked.told, ENCOUNTERED)
    taken: pl.DataFrame = (
        activities.collect() if isinstance(activities, pl.LazyFrame) else activities
    )
    parts = list(asked.told(taken))
    return pl.concat(parts) if parts else asked.company(taken.clear()).told(joined([]))


@dataclass(frozen=True)
class Asked:
    """What is asked of activities; see `encounters`."""

    within_m: float
    placed_only: bool
    as_of: dt.datetime | None

    def company(self, activities: pl.DataFrame) -> Company:
        """Take in those that were known."""
        known = activities_as_of(activities, self.as_of)
        return Company.of(activities_of(known), self.within_m)

    def told(self, activities: pl.DataFrame, kept: Kept | None = None) -> Iterator[pl.DataFrame]:
        """Tell of all pairs, or of those that are kept."""
        needed(activities, ("activity", "source"))
        asked = self.company(activities.sort("activity", "source"))
        for pairs in asked.pairs(self.placed_only):
            yield asked.told(pairs if kept is None else kept(asked.object, pairs))

    def sought(self, rows: pl.DataFrame) -> tuple[pl.Series, Sequence[Any]]:
        """Tell where activities may lie, and what is near to them; the first column numbers them.

        Those without an area are left out where they are not asked about.
        """
        ground = self.company(rows).ground
        drawings = ground.activities.seeking, ground.drawn.sought
        placed = ground.activities.placed
        some = np.flatnonzero(placed if self.placed_only else np.ones_like(placed))
        return ground.drawn.lines.names.to_series()[some], [each[some] for each in drawings]


@dataclass(frozen=True)
class Company:
    """Activities beside one another.

    Attributes:
        object: the activities, and the same as if they were lines.
        ground: both on the map, within so many metres.
        meeting: both on the map, to meet; the same where nothing else is asked.
        activity: a number for the activity of each account.
    """

    object: Object
    ground: Ground
    meeting: Ground
    activity: Any

    @classmethod
    def of(cls, ours: Activities, within_m: float) -> Company:
        """Take activities in."""
        theirs = _as_lines(ours, within_m)
        nothing = np.zeros(len(ours))
        ground = Ground.of(ours, Drawn(theirs, nothing))
        meeting = Ground.of(ours, Drawn(replace(theirs, reach_m=nothing), nothing))
        number = ours.names["activity"].rank("dense").cast(pl.Int64).fill_null(0).to_numpy()
        return cls(
            Object(ours, theirs, {}, {}), ground, meeting if within_m > 0 else ground, number
        )

    def pairs(self, placed_only: bool) -> Iterator[Pairs]:
        """Go through the pairs that may be together, chunk by chunk, each pair once."""
        there = self.ground.activities.placed
        placed, rest = np.flatnonzero(there), np.flatnonzero(~there)
        for first in range(0, len(placed), CHUNK):
            found = self.ground.candidates(placed[first : first + CHUNK])
            yield self._possible(found.at(np.flatnonzero(found.activity < found.line)))
        if not placed_only:
            for pairs in every_pair(rest, placed):
                one, other = pairs.activity, pairs.line
                yield self._possible(Pairs(np.minimum(one, other), np.maximum(one, other)))
            for pairs in every_pair(rest, rest):
                yield self._possible(pairs.at(np.flatnonzero(pairs.activity < pairs.line)))

    def _possible(self, pairs: Pairs) -> Pairs:
        """Keep pairs of different activities that may be at one time and at one height."""
        other = self.activity[pairs.activity] != self.activity[pairs.line]
        return self.object.may_meet(pairs.at(np.flatnonzero(other)))

    def told(self, pairs: Pairs) -> pl.DataFrame:
        """Tell of pairs; those that lie too far apart are left out."""
        place = self._place(self.ground, pairs)
        kept = np.flatnonzero(place != NO)
        pairs, place = pairs.at(kept), place[kept]
        relation, distance = self._relation(pairs, place)
        time, height = self.object.time(pairs), self.object.height(pairs)
        names = self.object.activities.names
        told = {name: names[name].gather(pairs.activity) for name in ("activity", "source")}
        told["other"] = names["activity"].gather(pairs.line)
        told["other_source"] = names["source"].gather(pairs.line)
        told["relation"] = relations(relation)
        told["distance_m"] = pl.Series(distance).fill_nan(None)
        told["overlap_from"], told["overlap_to"] = overlap(self.object, pairs)
        drawn = relation != NOT_STATED
        open_ = {
            **self._settled_by_time(pairs, time == OPEN),
            "altitude": height == OPEN,
            "area": (place == OPEN) & ~drawn,
            "edges": (place == OPEN) & drawn,
        }
        told["missing"] = names_joined(open_, len(pairs))
        told["verdict"] = verdicts(np.minimum.reduce([time, height, place]))
        return pl.DataFrame({name: told[name].alias(name) for name in ENCOUNTERED})

    def _place(self, ground: Ground, pairs: Pairs) -> Answers:
        """Answer whether figures are as near as a ground asks."""
        drawn = ground.activities.placed
        answer = stated(OPEN, len(pairs))
        some = np.flatnonzero(drawn[pairs.activity] & drawn[pairs.line])
        if len(some):
            answer[some] = ground.overlap(pairs.at(some))
        return answer

    def _relation(self, pairs: Pairs, place: Answers) -> tuple[Any, Any]:
        """Tell how figures lie, and how far apart they are."""
        drawn = self.ground.activities.placed
        both = drawn[pairs.activity] & drawn[pairs.line]
        meet = place if self.meeting is self.ground else self._place(self.meeting, pairs)
        relation = np.where(both, np.where(meet == YES, OVERLAPS, UNTOLD), NOT_STATED)
        near = np.flatnonzero(both & (meet == NO) & (place == YES))
        relation[near] = NEAR
        distance = np.where(relation == OVERLAPS, 0.0, np.nan)
        if len(near):
            distance[near] = self.meeting.distances(pairs.at(near))
        return relation, distance

    def _settled_by_time(self, pairs: Pairs, open_: Any) -> dict[str, Any]:
        """Name which moments would settle whether both are at one time."""
        starts, ends = self.object.activity_time
        told = {"starts": np.zeros_like(open_), "ends": np.zeros_like(open_)}
        for one, other in ((pairs.activity, pairs.line), (pairs.line, pairs.activity)):
            begins, until = starts.at(one), ends.at(other)
            late = open_ & (begins.most > until.least)
            told["starts"] |= late & (begins.least < begins.most)
            told["ends"] |= late & (until.least < until.most)
        return told


def _as_lines(ours: Activities, within_m: float) -> Lines:
    """Give activities as lines that bear so many metres around them, while they take place."""
    count = len(ours)
    starts, ends = activity_time(ours)
    return Lines(
        ours.names,
        starts,
        ends,
        ours.heights,
        ours.figures,
        ours.figures,
        np.ones(count, dtype=bool),
        ours.edges,
        np.full(count, float(within_m)),
        np.zeros(count, dtype=bool),
        np.full(count, np.nan),
    )
