"""Whether an activity is what a line means: its kind, obligor, time, height and size."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from detente.redlines.line import ANY
from detente.screening.answers import NO, OPEN, YES, Answers, settled
from detente.screening.sides import NEVER, Activities, Heights, Lines, Span

if TYPE_CHECKING:
    from detente.parties.groups import Group  # with what reads files, which is long to load

Members = Mapping[str, Collection[str]]
"""The States that belong to an organisation, or ever did, by its code."""


def members_of(groups: Mapping[str, Group]) -> dict[str, frozenset[str]]:
    """Give the States that belong, or ever belonged, to each organisation that conducts anything.

    Args:
        groups: the groups of a library.
    """
    return {
        group.code: frozenset(member.state for member in group.members)
        for group in groups.values()
        if group.code
    }


@dataclass(frozen=True)
class Pairs:
    """Pairs of an activity and a line.

    Attributes:
        activity: places of the activities, shape (p,).
        line: places of the lines, shape (p,).
    """

    activity: Any
    line: Any

    def __len__(self) -> int:
        """Count them."""
        return len(self.activity)

    def at(self, places: Any) -> Pairs:
        """Take some of them."""
        return Pairs(self.activity[places], self.line[places])


@dataclass(frozen=True)
class Named:
    """The lists of words of lines, each kept once.

    Attributes:
        lists: the lists; None: not stated; `ANY` among them: any.
        of: for each line the place of its list, shape (lines,).
    """

    lists: list[tuple[str, ...] | None]
    of: Any

    @classmethod
    def taken(cls, column: pl.Series) -> Named:
        """Take the lists of a column."""
        rows = [None if names is None else tuple(names) for names in column.to_list()]
        places = {names: place for place, names in enumerate(dict.fromkeys(rows))}
        return cls(list(places), np.array([places[names] for names in rows], dtype=np.int64))


@dataclass(frozen=True)
class Words:
    """Whether a word of an activity is among those of a line, for every word and list at once.

    Attributes:
        table: answers, shape (lists, words + 1); the last column is for what is not stated.
        code: for each activity the column of its word.
        list_of: for each line the row of its list.
    """

    table: Answers
    code: Any
    list_of: Any

    @classmethod
    def of(cls, told: pl.Series, named: Named, members: Members) -> Words:
        """Compare the words of activities with the lists of lines.

        Args:
            told: the word of each activity; null: not stated.
            named: the lists of lines.
            members: States of organisations. One of an organisation whose member is named, or the
                other way round, cannot be told: part of it may be meant.
        """
        words = told.drop_nulls().unique().sort().to_list()
        place = {word: number for number, word in enumerate(words)}
        table = np.full((len(named.lists), len(words) + 1), NO, dtype=np.int8)
        table[:, -1] = OPEN
        for number, names in enumerate(named.lists):
            if names is None:
                table[number] = OPEN
            elif ANY in names:
                table[number] = YES
            else:
                _mark(table[number], names, place, members)
        codes = told.replace_strict(place, default=len(words), return_dtype=pl.Int32)
        return cls(table, codes.to_numpy(), named.of)

    def answer(self, pairs: Pairs) -> Answers:
        """Answer for pairs."""
        return self.table[self.list_of[pairs.line], self.code[pairs.activity]]


def _mark(row: Any, names: Iterable[str], place: Mapping[str, int], members: Members) -> None:
    """Mark in a line's row the words that it names, and those of which it names a part."""
    named = set(names)
    for word, number in place.items():
        partly = named.intersection(members.get(word, ()))
        belongs = any(word in members.get(name, ()) for name in named)
        if word in named:
            row[number] = YES
        elif partly or belongs:
            row[number] = OPEN


@dataclass(frozen=True)
class Object:
    """What the lines mean, beside the activities.

    Attributes:
        activities, lines: the two sides.
        meant: the kinds and the obligors that lines name.
        members: States of organisations.
    """

    activities: Activities
    lines: Lines
    meant: dict[str, Named]
    members: Members

    @cached_property
    def kinds(self) -> Words:
        """Kinds beside kinds."""
        return Words.of(self.activities.kind, self.meant["kinds"], {})

    @cached_property
    def obligors(self) -> Words:
        """States beside States."""
        return Words.of(self.activities.obligor, self.meant["obligors"], self.members)

    def time(self, pairs: Pairs) -> Answers:
        """Answer whether the activity takes place while the line bears."""
        starts, ends = (each.at(pairs.activity) for each in self.activity_time)
        begins, until = (each.at(pairs.line) for each in self.line_time)
        return meet(starts, ends, begins, until)

    @cached_property
    def activity_time(self) -> tuple[Span, Span]:
        """Give start and end of each activity."""
        return activity_time(self.activities)

    @cached_property
    def line_time(self) -> tuple[Span, Span]:
        """Give from when and until when each line bears; none ends before it begins."""
        return ordered(self.lines.begins, self.lines.ends)

    def may_meet(self, pairs: Pairs) -> Pairs:
        """Keep the pairs of which neither time nor height is surely another."""
        starts, ends = self.activity_time
        begins, until = self.line_time
        one, other = pairs.activity, pairs.line
        late = starts.least[one] > until.most[other]
        late |= begins.least[other] > ends.most[one]
        pairs = pairs.at(np.flatnonzero(~late))
        if len(pairs) and not _all_open(self.lines.heights):
            pairs = pairs.at(np.flatnonzero(self.height(pairs) != NO))
        return pairs

    def height(self, pairs: Pairs) -> Answers:
        """Answer whether the heights meet; heights over different grounds are not compared."""
        ours, theirs = self.activities.heights, self.lines.heights
        if _all_open(theirs):
            return np.full(len(pairs), YES, dtype=np.int8)
        return _heights(ours.at(pairs.activity), theirs.at(pairs.line))

    def settled_by_height(self, pairs: Pairs) -> dict[str, Any]:
        """Name what would settle the height: for each name, the pairs for which it would.

        Where a line leaves a bound out, nothing that is learnt of an activity settles it.
        """
        ours, theirs = self.activities.heights.at(pairs.activity), self.lines.heights.at(pairs.line)
        silent = _unbounded(theirs)
        line, own = silent | (theirs.reference < 0), _unbounded(ours) | (ours.reference < 0)
        return {"altitude": ~silent & (own | ~line), "altitude of the line": line}

    def settled_by_time(self, pairs: Pairs) -> dict[str, Any]:
        """Name what would settle the time: for each name, the pairs for which it would."""
        starts, ends = (each.at(pairs.activity) for each in self.activity_time)
        begins, until = (each.at(pairs.line) for each in self.line_time)
        start, until_ = _settling(starts, until)
        begin, end = _settling(begins, ends)
        return {"starts": start, "ends": end, "time of the line": until_ | begin}


def ordered(first: Span, last: Span) -> tuple[Span, Span]:
    """Give two bounds of which the first comes no later than the last."""
    most = np.maximum(first.least, np.minimum(first.most, last.most))
    least = np.minimum(last.most, np.maximum(first.least, last.least))
    return Span(first.least, most), Span(least, last.most)


def _settling(first: Span, last: Span) -> tuple[Any, Any]:
    """Tell of two bounds whether to learn the one, or the other, could settle which comes first."""
    open_ = (first.most > last.least) & (first.least <= last.most)
    one = open_ & ((first.least <= last.least) | (first.most > last.most))
    other = open_ & ((first.most <= last.most) | (first.least > last.least))
    return one & (first.least < first.most), other & (last.least < last.most)


def activity_time(activities: Activities) -> tuple[Span, Span]:
    """Give start and end of each activity; none ends before it starts."""
    return ordered(activities.begins, activities.ends)


def meet(starts: Span, ends: Span, begins: Span, until: Span) -> Answers:
    """Answer whether two stretches meet, common ends included, whatever their bounds may be."""
    yes = (starts.most <= until.least) & (begins.most <= ends.least)
    no = (starts.least > until.most) | (begins.least > ends.most)
    return settled(yes, no)


def _all_open(heights: Heights) -> bool:
    """Tell whether every line bears at every height."""
    return bool(_everywhere(heights).all())


def _heights(ours: Heights, theirs: Heights) -> Answers:
    """Answer whether heights meet, pair by pair."""
    answer = meet(*ordered(ours.low, ours.high), *ordered(theirs.low, theirs.high))
    every = _everywhere(ours) | _everywhere(theirs)
    same = (ours.reference == theirs.reference) & (ours.reference >= 0)
    answer[~every & ~same] = OPEN
    answer[every] = YES
    return answer


def _unbounded(heights: Heights) -> Any:
    """Tell which leave a bound out."""
    low, high = heights.low, heights.high
    return (low.least < low.most) | (high.least < high.most)


def _everywhere(heights: Heights) -> Any:
    """Tell which reach from the lowest to the highest, whatever they are measured from."""
    return (heights.low.most == -np.inf) & (heights.high.least == np.inf)


@dataclass(frozen=True)
class Sizes:
    """How figures lie to the levels of the lines.

    Attributes:
        answer: whether the levels are reached.
        each: for each level in turn, its measure's place, the pairs that have it, and the figures.
    """

    answer: Answers
    each: list[Reached]


@dataclass(frozen=True)
class Reached:
    """One level of each line, beside the figures.

    Attributes:
        measure: place of the measure for each pair; -1: the line has no such level.
        value: the level.
        answer: whether the level is reached.
        least, most: the figure; -1 and `NEVER` where it is not stated.
    """

    measure: Any
    value: Any
    answer: Answers
    least: Any
    most: Any

    def at(self, places: Any) -> Reached:
        """Take some of the pairs."""
        return Reached(*(getattr(self, name)[places] for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class Levels:
    """The levels of lines as arrays.

    Attributes:
        measures: names of all measures that a level names.
        measure: places in `measures`, shape (lines, most levels); -1: no such level.
        value: from which figure on, shape (lines, most levels).
        any_: whether one level is enough, shape (lines,).
    """

    measures: list[str]
    measure: Any
    value: Any
    any_: Any

    @classmethod
    def of(cls, names: pl.DataFrame) -> Levels:
        """Take the levels of a frame of lines; "more than" 5 is "at least" 6."""
        listed = names.select("levels", line=pl.int_range(pl.len())).explode("levels")
        each = listed.drop_nulls("levels").unnest("levels")
        line, measures = each["line"].to_numpy(), each["measure"].unique().sort()
        first = np.flatnonzero(np.diff(line, prepend=-1))
        place = np.arange(len(line)) - np.repeat(first, np.diff(first, append=len(line)))
        most = int(place.max(initial=-1)) + 1
        measure = np.full((names.height, most), -1)
        value = np.zeros((names.height, most), dtype=np.int64)
        number = {name: i for i, name in enumerate(measures)}
        more = (each["operator"] == "more_than").to_numpy()
        measure[line, place] = each["measure"].replace_strict(number, return_dtype=pl.Int64)
        stated = each["value"].to_numpy()
        value[line, place] = stated + (more & (stated < NEVER))  # no count is more than the largest
        join = (names["levels_join"] == "any").to_numpy()
        return cls(measures.to_list(), measure, value, join)

    def sizes(self, activities: Activities, pairs: Pairs) -> Sizes:
        """Compare the figures of activities with the levels of lines, pair by pair."""
        figures = [activities.measure(name) for name in self.measures]
        each = [self._one(figures, pairs, k) for k in range(self.measure.shape[1])]
        nothing = np.full(len(pairs), OPEN, dtype=np.int8)
        if not each:
            return Sizes(nothing, [])
        some, all_ = np.full_like(nothing, NO), np.full_like(nothing, YES)
        for level in each:
            there = level.measure >= 0
            some = np.where(there, np.maximum(some, level.answer), some)
            all_ = np.where(there, np.minimum(all_, level.answer), all_)
        told = np.where(self.any_[pairs.line], some, all_)
        has = self.measure[pairs.line, 0] >= 0
        return Sizes(np.where(has, told, nothing).astype(np.int8), each)

    def _one(self, figures: list[tuple[Any, Any]], pairs: Pairs, k: int) -> Reached:
        """Compare with the level of one number of each line."""
        measure, value = self.measure[pairs.line, k], self.value[pairs.line, k]
        least, most = np.full(len(pairs), -1), np.full(len(pairs), NEVER)
        for place, (low, high) in enumerate(figures):
            at = np.flatnonzero(measure == place)
            least[at], most[at] = low[pairs.activity[at]], high[pairs.activity[at]]
        answer = settled(least >= value, most < value)
        return Reached(measure, value, answer, least, most)
