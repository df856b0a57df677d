"""A question asked of activities and lines: which pairs may be meant, and what each of them is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from detente.redlines import RedLine
from detente.screening.answers import NO, OPEN, YES, Answers
from detente.screening.aspects import Levels, Members, Named, Object, Pairs
from detente.screening.drawn import Drawn
from detente.screening.ground import Ground
from detente.screening.known import activities_as_of, lines_as_of, status
from detente.screening.sides import Activities, Lines, activities_of, lines_of

CHUNK, MANY = 8_192, 262_144
"""Activities that are looked for on the map at a time, and pairs that are asked together."""

STATUS = "status of the line"
OF_THE_LINE = ("condition", STATUS)
"""What is open for all activities alike, since it is the line's own."""


@dataclass(frozen=True)
class Prepared:
    """Red lines made ready for many questions: drawn, indexed, their words and levels sorted out.

    Attributes:
        lines: the lines.
        drawn: the lines on the map.
        meant: the kinds and the obligors that they name.
        levels: their levels.
        of_the_line: what is open about each line itself, whatever the activity, shape (m,) each.
        members: States of organisations.
        as_of: what was stated later is not known.
    """

    lines: Lines
    drawn: Drawn
    meant: dict[str, Named]
    levels: Levels
    of_the_line: dict[str, Answers]
    members: Members
    as_of: dt.datetime | None = None

    @classmethod
    def of(
        cls,
        redlines: Sequence[RedLine] | pl.DataFrame,
        within_m: float,
        members: Members,
        as_of: dt.datetime | None = None,
    ) -> Prepared:
        """Take lines in, as they were known at an instant."""
        standing = lines_as_of(redlines, as_of)
        lines = lines_of(standing)
        near = np.where(np.isnan(lines.near_m), within_m, lines.near_m)
        meant = {name: Named.taken(lines.names[name]) for name in ("kinds", "obligors")}
        own = (_silent(lines.names["condition"]), status(standing, as_of))
        of_the_line = dict(zip(OF_THE_LINE, own, strict=True))
        levels = Levels.of(lines.names)
        return cls(lines, Drawn(lines, near), meant, levels, of_the_line, members, as_of)

    def beside(self, activities: pl.DataFrame) -> Screening:
        """Ask of some activities, as they were known at the same instant."""
        ours = activities_of(activities_as_of(activities, self.as_of))
        both = Object(ours, self.lines, self.meant, self.members)
        return Screening(self, both, Ground.of(ours, self.drawn))


@dataclass(frozen=True)
class Screening:
    """A question that is asked of activities.

    Attributes:
        prepared: the lines.
        object: both sides.
        ground: both on the map.
    """

    prepared: Prepared
    object: Object
    ground: Ground

    @property
    def activities(self) -> Activities:
        """The one side."""
        return self.object.activities

    @property
    def lines(self) -> Lines:
        """The other side."""
        return self.object.lines

    def pairs(self) -> Iterator[Pairs]:
        """Go through the activities, chunk by chunk, and give the pairs that may be meant.

        Those of several chunks come together: lines are asked sooner of many pairs than of few.
        """
        held: list[Pairs] = []
        for first in range(0, len(self.activities), CHUNK):
            some = np.arange(first, min(first + CHUNK, len(self.activities)))
            held += [each for each in (self.placed(some), self.unplaced(some)) if len(each)]
            if sum(map(len, held)) >= MANY:
                yield joined(held)
                held = []
        if held:
            yield joined(held)

    def placed(self, some: Any) -> Pairs:
        """Give pairs with an area on both sides that may lie near to one another."""
        there = some[self.ground.activities.placed[some]]
        return self._possible(self.ground.candidates(there))

    def unplaced(self, some: Any) -> Pairs:
        """Give pairs of which one side has no area, or the line bears anywhere."""
        bounded, there = self.ground.drawn.bounded, self.ground.activities.placed[some]
        found = [
            every_pair(some[there], np.flatnonzero(~bounded)),
            every_pair(some[~there], np.arange(len(bounded))),
        ]
        return joined([self._possible(each) for pairs in found for each in pairs])

    def _possible(self, pairs: Pairs) -> Pairs:
        """Keep pairs of which nothing but place and size is surely another."""
        pairs = self.object.may_meet(pairs)
        for words in (self.object.kinds, self.object.obligors):
            if len(pairs) and (words.table == NO).any():
                pairs = pairs.at(np.flatnonzero(words.answer(pairs) != NO))
        return pairs.at(np.flatnonzero(self.prepared.of_the_line[STATUS][pairs.line] != NO))

    def place(self, pairs: Pairs) -> Answers:
        """Answer whether the activity lies in the line's area."""
        lines = self.lines
        answer = np.where(lines.anywhere[pairs.line], YES, OPEN).astype(np.int8)
        known = ~(self.ground.drawn.arealess | lines.anywhere)[pairs.line]
        drawn = np.flatnonzero(known & self.ground.activities.placed[pairs.activity])
        if len(drawn):
            answer[drawn] = self.ground.overlap(pairs.at(drawn))
        return answer

    def aspects(self, pairs: Pairs, place: Answers) -> dict[str, Answers]:
        """Answer each of the things that a line says, but for its level."""
        lines = self.lines.names
        told = {
            "kind": self.object.kinds.answer(pairs),
            "obligor": self.object.obligors.answer(pairs),
            "time": self.object.time(pairs),
            "altitude": self.object.height(pairs),
            "area": place,
        }
        told["object in words"] = _silent(lines["object_words"])[pairs.line]
        own = self.prepared.of_the_line
        return told | {name: answer[pairs.line] for name, answer in own.items()}

    def settling(self, aspect: str, pairs: Pairs) -> dict[str, Any]:
        """Name what would settle one aspect: for each name, the pairs for which it would."""
        lines, every = self.lines.names, np.ones(len(pairs), dtype=bool)
        if aspect in ("kind", "obligor"):
            silent = lines[f"{aspect}s"].is_null().to_numpy()[pairs.line]
            return {aspect: ~silent, f"{aspect}s of the line": silent}
        if aspect == "time":
            return self.object.settled_by_time(pairs)
        if aspect == "altitude":
            return self.object.settled_by_height(pairs)
        if aspect == "area":
            there = self.ground.activities.placed[pairs.activity]
            sharp = (self.lines.drawn | self.lines.anywhere)[pairs.line]
            return {"area": ~there, "area of the line": ~sharp, "edges": there & sharp}
        return {aspect: every}


def _silent(words: pl.Series) -> Answers:
    """Answer yes where there are no words; what words ask for is left to their reader."""
    return np.where(words.is_null().to_numpy(), YES, OPEN).astype(np.int8)


def joined(parts: Sequence[Pairs]) -> Pairs:
    """Join pairs, in order."""
    if not parts:
        nothing = np.array([], dtype=np.int64)
        return Pairs(nothing, nothing)
    sides = zip(*((each.activity, each.line) for each in parts), strict=True)
    return Pairs(*(np.concatenate(side) for side in sides))


def every_pair(activities: Any, lines: Any) -> Iterator[Pairs]:
    """Go through every pair of some activities and some lines, so many at a time."""
    step = max(1, 2_000_000 // max(1, len(lines)))
    for first in range(0, len(activities) if len(lines) else 0, step):
        some = activities[first : first + step]
        yield Pairs(np.repeat(some, len(lines)), np.tile(lines, len(some)))
