"""Activities beside red lines: what comes near to which, when, by how much, and what is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
import shapely

from detente.redlines import RedLine
from detente.screening.answers import NO, OPEN, YES, Answers
from detente.screening.aspects import Levels, Members, Object, Pairs, Sizes
from detente.screening.ground import Ground
from detente.screening.sides import Activities, Lines, activities_of, lines_of
from detente.screening.telling import joined, overlap, sizes_told, unstated

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

CHUNK = 50_000
"""Activities that are screened at a time."""

_RELATIONS = pl.Series(["apart", "overlaps", "near", "not stated"], dtype=pl.String)
_APART, _OVERLAPS, _NEAR, _NOT_STATED, _UNTOLD = 0, 1, 2, 3, -1


def screen(
    activities: pl.DataFrame | pl.LazyFrame,
    redlines: Sequence[RedLine] | pl.DataFrame,
    *,
    within_m: float = 0.0,
    members: Members | None = None,
    as_of: dt.datetime | None = None,
) -> pl.DataFrame:
    """Screen activities against red lines and concerns.

    Told is every pair of which neither the object (kind, obligor), nor the time, the height or the
    place is surely another: those that meet, those that are near, and those of which it cannot be
    told. The two of a pair that is not told surely have nothing to do with one another.

    Args:
        activities: a frame of activities, one row for each source; ``area`` as WKT or WKB. Columns
            ``altitude_low_m``, ``altitude_high_m``, ``altitude_reference`` and ``edges`` may be
            there. An absent column is "not stated".
        redlines: what `detente.redlines.read_redlines` gave, or the frame that is made of it.
        within_m: how near, in metres, an activity outside the area is told, for lines that do not
            say it themselves.
        members: States that belong to organisations, by their codes; what an organisation does
            may be what a line says of its member. None: none are known.
        as_of: naive UTC instant; what was stated or happened to a line later is not known. None:
            the whole record.

    Returns:
        A frame with the columns `SCREENED`: ``relation`` is ``overlaps``, ``near``, ``apart``,
        ``not stated``, or null where the drawings leave it open; ``distance_m`` in metres, 0 where
        they meet, null where it is not known; ``overlap_from`` and ``overlap_to`` the longest time
        that both can have in common, null where it is open; ``reached`` the measures whose level is
        reached; ``missing`` what would settle it; ``margin`` each figure minus its level, such as
        ``troops -1000..2000``; ``verdict`` true where the activity is all that the line says, false
        where it surely is not, null where it cannot be told.

    Raises:
        FrameError: a column is absent or does not fit. The sender must act.
    """
    asked = Screening.of(
        _known(activities, as_of), _standing(redlines, as_of), within_m, members or {}
    )
    parts = list(asked.parts())
    return pl.concat(parts) if parts else asked.told(_none())


def _none() -> Pairs:
    """Give no pair."""
    nothing = np.array([], dtype=np.int64)
    return Pairs(nothing, nothing)


def _known(given: pl.DataFrame | pl.LazyFrame, as_of: dt.datetime | None) -> pl.DataFrame:
    """Keep what was stated at an instant, and what has no date."""
    taken = given.collect() if isinstance(given, pl.LazyFrame) else given
    if as_of is None or "stated_at" not in taken.columns:
        return taken
    stated = pl.col("stated_at")
    return taken.filter((stated <= as_of) | stated.is_null())


def _standing(
    redlines: Sequence[RedLine] | pl.DataFrame, as_of: dt.datetime | None
) -> Sequence[RedLine] | pl.DataFrame:
    """Keep the lines that were stated at an instant, with what had happened to them by then."""
    if isinstance(redlines, pl.DataFrame):
        if as_of is None:
            return redlines
        said = pl.col("on")
        return redlines.filter((said <= as_of) | said.is_null())
    if as_of is None:
        return redlines
    return [
        replace(line, events=tuple(e for e in line.events if e.on.earliest <= as_of))
        for line in redlines
        if line.on is None or line.on.earliest <= as_of
    ]


@dataclass(frozen=True)
class Screening:
    """A question that is asked of activities, chunk by chunk.

    Attributes:
        object: both sides.
        ground: both on the map.
        levels: the levels of the lines.
        status: whether each line stands, shape (m,).
    """

    object: Object
    ground: Ground
    levels: Levels
    status: Answers

    @classmethod
    def of(
        cls,
        activities: pl.DataFrame,
        redlines: Sequence[RedLine] | pl.DataFrame,
        within_m: float,
        members: Members,
    ) -> Screening:
        """Take both sides in."""
        ours, theirs = activities_of(activities), lines_of(redlines)
        near = np.where(np.isnan(theirs.near_m), within_m, theirs.near_m)
        return cls(
            Object(ours, theirs, members),
            Ground.of(ours, theirs, near),
            Levels.of(theirs.names),
            _status(redlines),
        )

    @property
    def activities(self) -> Activities:
        """The one side."""
        return self.object.activities

    @property
    def lines(self) -> Lines:
        """The other side."""
        return self.object.lines

    def parts(self) -> Iterator[pl.DataFrame]:
        """Go through the activities, chunk by chunk, and tell of each."""
        for first in range(0, len(self.activities), CHUNK):
            some = np.arange(first, min(first + CHUNK, len(self.activities)))
            for pairs in (self.placed(some), self.unplaced(some)):
                if len(pairs):
                    yield self.told(pairs)

    def placed(self, some: Any) -> Pairs:
        """Give pairs with an area on both sides that may lie near to one another."""
        there = some[self.ground.activities.placed[some]]
        return self._possible(self.ground.candidates(there))

    def unplaced(self, some: Any) -> Pairs:
        """Give pairs of which one side has no area, or the line bears anywhere."""
        bounded, there = self.ground.bounded, self.ground.activities.placed[some]
        found = [
            _every(some[there], np.flatnonzero(~bounded)),
            _every(some[~there], np.arange(len(bounded))),
        ]
        kept = [self._possible(each) for pairs in found for each in pairs]
        if not kept:
            return _none()
        return Pairs(
            *(
                np.concatenate(side)
                for side in zip(*((p.activity, p.line) for p in kept), strict=True)
            )
        )

    def _possible(self, pairs: Pairs) -> Pairs:
        """Keep pairs of which nothing but place and size is surely another."""
        for answer in (
            self.object.time,
            self.object.kinds.answer,
            self.object.obligors.answer,
            self.object.height,
        ):
            if len(pairs):
                pairs = pairs.at(np.flatnonzero(answer(pairs) != NO))
        return pairs.at(np.flatnonzero(self.status[pairs.line] != NO))

    def told(self, pairs: Pairs) -> pl.DataFrame:
        """Tell of pairs; those that lie apart are left out."""
        place = self._place(pairs)
        relation, distance = self._relation(pairs, place)
        kept = np.flatnonzero(relation != _APART)
        pairs, place = pairs.at(kept), place[kept]
        return self._frame(pairs, place, relation[kept], distance[kept])

    def _place(self, pairs: Pairs) -> Answers:
        """Answer whether the activity lies in the line's area."""
        lines = self.lines
        answer = np.where(lines.anywhere[pairs.line], YES, OPEN).astype(np.int8)
        known = ~(self._arealess | lines.anywhere)[pairs.line]
        drawn = np.flatnonzero(known & self.ground.activities.placed[pairs.activity])
        if len(drawn):
            answer[drawn] = self.ground.overlap(pairs.at(drawn))
        return answer

    def _relation(self, pairs: Pairs, place: Answers) -> tuple[Any, Any]:
        """Tell how figures lie, and how far apart they are."""
        ground = self.ground
        there = ground.activities.placed[pairs.activity]
        stated = there & ~self._arealess[pairs.line]
        drawn = stated & ground.bounded[pairs.line]
        relation = np.where(place == YES, _OVERLAPS, np.where(stated, _UNTOLD, _NOT_STATED))
        relation[drawn & (place == NO)] = _APART
        relation[self.lines.anywhere[pairs.line]] = _OVERLAPS
        distance = np.where(relation == _OVERLAPS, 0.0, np.nan)
        near = np.flatnonzero(drawn & (place == NO) & (ground.near_m[pairs.line] > 0))
        if len(near):
            some = pairs.at(near)
            metres = ground.distances(some)
            close = metres <= ground.near_m[some.line]
            relation[near[close]] = _NEAR
            distance[near] = metres
        return relation, distance

    @cached_property
    def _arealess(self) -> Any:
        """Tell of which lines nothing of an area is known."""
        lines = self.lines
        return shapely.is_missing(lines.inside) & shapely.is_missing(lines.within) & ~lines.anywhere

    def _frame(self, pairs: Pairs, place: Answers, relation: Any, distance: Any) -> pl.DataFrame:
        """Give the answer as a frame."""
        sizes = self.levels.sizes(self.activities, pairs)
        aspects = self._aspects(pairs, place, sizes)
        verdict = np.minimum.reduce(list(aspects.values()))
        begins, ends = overlap(self.object, pairs)
        named = {"activity": self.activities.names, "source": self.activities.names}
        told = {name: side[name].gather(pairs.activity) for name, side in named.items()}
        told |= {name: self.lines.names[name].gather(pairs.line) for name in ("redline", "holder")}
        kinds = pl.Series(np.where(relation == _UNTOLD, 0, relation))
        told["relation"] = _RELATIONS.gather(kinds).zip_with(
            pl.Series(relation != _UNTOLD), unstated(len(pairs))
        )
        told["distance_m"] = pl.Series(distance).fill_nan(None)
        told |= {"overlap_from": begins, "overlap_to": ends}
        told |= sizes_told(self.levels, sizes)
        told["missing"] = self._missing(pairs, aspects, sizes, verdict == OPEN)
        told["verdict"] = pl.Series(verdict == YES).zip_with(
            pl.Series(verdict != OPEN),
            pl.Series([None], dtype=pl.Boolean).new_from_index(0, len(pairs)),
        )
        return pl.DataFrame({name: told[name].alias(name) for name in SCREENED})

    def _aspects(self, pairs: Pairs, place: Answers, sizes: Sizes) -> dict[str, Answers]:
        """Answer each of the things that a line says."""
        lines = self.lines.names
        told = {
            "kind": self.object.kinds.answer(pairs),
            "obligor": self.object.obligors.answer(pairs),
            "time": self.object.time(pairs),
            "altitude": self.object.height(pairs),
            "area": place,
            "level": sizes.answer,
        }
        for name, column in (("object in words", "object_words"), ("condition", "condition")):
            words = lines[column].is_null().to_numpy()
            told[name] = np.where(words, YES, OPEN).astype(np.int8)[pairs.line]
        told["status of the line"] = self.status[pairs.line]
        return told

    def _missing(
        self, pairs: Pairs, aspects: dict[str, Answers], sizes: Sizes, open_: Any
    ) -> pl.Series:
        """Name what would settle what cannot be told."""
        named: dict[str, Any] = {}
        for aspect, answer in aspects.items():
            unsettled = open_ & (answer == OPEN)
            if unsettled.any():
                for name, some in self._settling(aspect, pairs, sizes).items():
                    where = unsettled & some
                    if where.any():
                        named[name] = named[name] | where if name in named else where
        return joined(named, len(pairs))

    def _settling(self, aspect: str, pairs: Pairs, sizes: Sizes) -> dict[str, Any]:
        """Name what would settle one aspect: for each name, the pairs for which it would."""
        lines, every = self.lines.names, np.ones(len(pairs), dtype=bool)
        if aspect in ("kind", "obligor"):
            silent = lines[f"{aspect}s"].is_null().to_numpy()[pairs.line]
            return {aspect: ~silent, f"{aspect}s of the line": silent}
        if aspect == "time":
            return self.object.settled_by_time(pairs)
        if aspect == "altitude":
            unstated = lines["altitude_low_m"].is_null() | lines["altitude_high_m"].is_null()
            silent = unstated.to_numpy()[pairs.line]
            return {"altitude": ~silent, "altitude of the line": silent}
        if aspect == "area":
            there = self.ground.activities.placed[pairs.activity]
            sharp = (self.lines.drawn | self.lines.anywhere)[pairs.line]
            return {"area": ~there, "area of the line": ~sharp, "edges": there & sharp}
        if aspect == "level":
            return self._sizes_settling(sizes, len(pairs))
        return {aspect: every}

    def _sizes_settling(self, sizes: Sizes, count: int) -> dict[str, Any]:
        """Name the measures that would settle the levels; where there is none, the line must."""
        told = {"level of the line": np.ones(count, dtype=bool)}
        for level in sizes.each:
            told["level of the line"] &= level.measure < 0
            for place, measure in enumerate(self.levels.measures):
                some = (level.measure == place) & (level.answer == OPEN)
                told[measure] = told[measure] | some if measure in told else some
        return told


def _every(activities: Any, lines: Any) -> Iterator[Pairs]:
    """Go through every pair of some activities and some lines, so many at a time."""
    step = max(1, 2_000_000 // max(1, len(lines)))
    for first in range(0, len(activities) if len(lines) else 0, step):
        some = activities[first : first + step]
        yield Pairs(np.repeat(some, len(lines)), np.tile(lines, len(some)))


def _status(redlines: Sequence[RedLine] | pl.DataFrame) -> Answers:
    """Answer whether each line stands: withdrawn ones do not, changed ones cannot be told."""
    if isinstance(redlines, pl.DataFrame):
        return np.full(redlines.height, YES, dtype=np.int8)
    told = {"current": YES, "withdrawn": NO}
    last = [line.status_on(dt.date.max) if line.events else "current" for line in redlines]
    return np.array([told.get(status or "", OPEN) for status in last], dtype=np.int8)
