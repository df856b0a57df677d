"""Activities that bear on a line at one time: when they are the most together, and how many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from detente.errors import FrameError
from detente.redlines import RedLine
from detente.screening.answers import OPEN, Answers
from detente.screening.asking import Prepared, Screening
from detente.screening.aspects import Members as Organisations
from detente.screening.aspects import Pairs, Reached
from detente.screening.bearing import Bearing
from detente.screening.fitting import needed
from detente.screening.members import ACCOUNTS, Figures, Members, in_ranges
from detente.screening.profile import UNKNOWN
from detente.screening.sides import NEVER
from detente.screening.sweep import Peaks, peaks
from detente.screening.telling import instants, margin, names_joined, verdicts

TOGETHER = (
    "redline",
    "holder",
    "source",
    "measure",
    "level",
    "peak_low",
    "peak_high",
    "from",
    "to",
    "members",
    "alone",
    "missing",
    "margin",
    "verdict",
)
"""The columns of what is told of simultaneous activities, in order."""

BLOCK = 500_000
"""Accounts that are summed at a time, lines being kept whole."""


def simultaneous(
    activities: pl.DataFrame | pl.LazyFrame,
    redlines: Sequence[RedLine] | pl.DataFrame,
    *,
    members: Organisations | None = None,
    as_of: dt.datetime | None = None,
) -> pl.DataFrame:
    """Ask which activities that bear on a line at one time reach its level together.

    Asked is every line with a level on which two activities or more bear, or may: each of its
    levels by itself. Told is each stretch of time in which the sum may reach the level; where it
    never does, the greatest sum of all time, so that its margin is known.

    Accounts of one activity are never added together. Each source has sums of its own, of what it
    speaks of. Where several sources speak, there is another sum, by all of them: in it each
    activity counts once, surely only as every account of it says, and possibly as any of them says.

    Args:
        activities: as in `detente.screening.screen`; the same activity and source only once.
        redlines: as in `detente.screening.screen`.
        members: States that belong to organisations, by their codes. None: none are known.
        as_of: naive UTC instant; what was stated or happened to a line later is not known. None:
            the whole record.

    Returns:
        A frame with the columns `TOGETHER`: ``source`` whose accounts are added, null for the sum
        by all sources; ``level`` from which figure on; ``peak_low`` and ``peak_high`` between which
        figures the greatest sum of the stretch lies, high null where a count is not stated;
        ``members`` who is there at the peak, from ``from`` to ``to``: surely where the verdict is
        true, else possibly (of one of them only the day may be known; then it is at some instant
        between the two); ``alone`` whether one of them reaches the level by itself; ``missing``
        what would settle it; ``margin`` the sum minus the level; ``verdict`` true where the level
        surely is reached, false where it surely is not, null where it cannot be told.

    Raises:
        FrameError: a column is absent or does not fit, or an account stands twice. The sender must
            act.
    """
    taken = activities.collect() if isinstance(activities, pl.LazyFrame) else activities
    asked = Prepared.of(_levelled(redlines), 0.0, members or {}, as_of).beside(taken)
    _once(asked.activities.names)
    told = Together.of(asked)
    parts = [part for block in told.blocks() for part in told.parts(block)]
    return _in_order(pl.concat(parts) if parts else told.nothing())


def _levelled(redlines: Sequence[RedLine] | pl.DataFrame) -> Sequence[RedLine] | pl.DataFrame:
    """Keep the lines that have a level."""
    if isinstance(redlines, pl.DataFrame):
        needed(redlines, ["levels"])
        return redlines.filter(pl.col("levels").list.len() > 0)
    return [line for line in redlines if line.levels]


def _once(taken: pl.DataFrame) -> None:
    """Refuse a frame in which one account stands twice: it would be counted twice."""
    twice = taken.select("activity", "source").is_duplicated()
    if twice.any():
        activity, source = taken.select("activity", "source").filter(twice).row(0)
        raise FrameError(
            f"activity {activity!r} stands twice for source {source!r}; give each account once"
        )


def _in_order(told: pl.DataFrame) -> pl.DataFrame:
    """Sort by lines as they were given, levels, sources and time."""
    kept = told.sort("line", "number", "source", "from", nulls_last=False)
    return kept.select(TOGETHER)


@dataclass(frozen=True)
class Together:
    """What bears on lines, to be summed.

    Attributes:
        bearing: what bears, account by account.
        activity: a number for the activity of each account.
        source: a number for its source.
        accounts: how many accounts each activity has.
        line: what is open about each line itself.
    """

    bearing: Bearing
    activity: Any
    source: Any
    accounts: Any
    line: dict[str, Answers]
    names: pl.DataFrame = field(repr=False)

    @classmethod
    def of(cls, asked: Screening) -> Together:
        """Gather what bears on lines."""
        names = asked.activities.names
        activity, source = (
            names[name].rank("dense").cast(pl.Int64).fill_null(0).to_numpy()
            for name in ("activity", "source")
        )
        bearing = Bearing.of(asked, activity)
        accounts = np.bincount(activity)
        return cls(bearing, activity, source, accounts, asked.prepared.of_the_line, names)

    def blocks(self) -> Iterator[Any]:
        """Go through the pairs, lines whole, so many at a time."""
        ends = np.flatnonzero(np.diff(self.bearing.pairs.line, append=-1)) + 1
        last = 0
        while len(ends):
            first = last
            many = max(1, int(np.searchsorted(ends, first + BLOCK, side="right")))
            last = int(ends[many - 1])
            yield np.arange(first, last)
            ends = ends[many:]

    def parts(self, block: Any) -> Iterator[pl.DataFrame]:
        """Tell of the pairs of some lines: level by level, by source and by all sources."""
        bearing = self.bearing.at(block)
        levels = bearing.asked.prepared.levels
        for number, reached in enumerate(
            levels.sizes(bearing.asked.activities, bearing.pairs).each
        ):
            there = np.flatnonzero(reached.measure >= 0)
            some = Level(self, bearing.at(there), reached.at(there), number)
            for sums in (some.by_source(), some.by_all()):
                if len(sums.members):
                    yield some.told(sums)

    def nothing(self) -> pl.DataFrame:
        """Tell nothing."""
        names = self.bearing.asked.lines.names
        whole, text = pl.Int64(), pl.String()
        schema: dict[str, Any] = dict.fromkeys(TOGETHER, text) | {
            "source": self.names.schema["source"],
            "members": pl.List(self.names.schema["activity"]),
            "redline": names.schema["redline"],
            "holder": names.schema["holder"],
        }
        schema |= dict.fromkeys(("level", "peak_low", "peak_high", "line", "number"), whole)
        schema |= dict.fromkeys(("from", "to"), pl.Datetime("us"))
        schema |= dict.fromkeys(("alone", "verdict"), pl.Boolean())
        return pl.DataFrame(schema=schema)


@dataclass(frozen=True)
class Sums:
    """Sums of some members.

    Attributes:
        members: who counts in them.
        account: place of an account that is in each sum, shape (sums,).
        by_all: whether they are by all sources.
    """

    members: Members
    account: Any
    by_all: bool


@dataclass(frozen=True)
class Level:
    """One level of each line, and what bears on those that have it.

    Attributes:
        whole: all that bears on lines.
        bearing: what bears on these.
        reached: the level, and the figures of each account.
        number: which of the levels of its line it is.
    """

    whole: Together
    bearing: Bearing
    reached: Reached
    number: int

    @property
    def _figures(self) -> Figures:
        """Give what each account counts for, and when."""
        return Figures.of(self.bearing, self.reached, self.bearing.asked.prepared.levels.measures)

    def by_source(self) -> Sums:
        """Give the sums of each source: every account is a member."""
        pairs = self.bearing.pairs
        source = self.whole.source[pairs.activity]
        key = pairs.line * (int(source.max(initial=0)) + 1) + source
        every = np.arange(len(pairs))
        return self._sums(key, every, np.ones_like(every), np.zeros(len(every), dtype=bool), False)

    def by_all(self) -> Sums:
        """Give the sums by all sources, where there are several: every activity is a member."""
        pairs = self.bearing.pairs
        activity, source = self.whole.activity[pairs.activity], self.whole.source[pairs.activity]
        other = np.diff(pairs.line, prepend=-1) != 0
        begin = np.flatnonzero(other | (np.diff(activity, prepend=-1) != 0))
        size = np.diff(begin, append=len(pairs))
        silent = self.whole.accounts[activity[begin]] > size
        line = np.cumsum(other) - 1
        starts = np.flatnonzero(other)
        several = np.zeros(len(starts), dtype=bool)
        if len(starts):
            several = np.minimum.reduceat(source, starts) < np.maximum.reduceat(source, starts)
            several[line[begin[silent | (size > 1)]]] = True
        kept = np.flatnonzero(several[line[begin]])
        return self._sums(line[begin][kept], begin[kept], size[kept], silent[kept], True)

    def _sums(self, key: Any, begin: Any, size: Any, silent: Any, by_all: bool) -> Sums:
        """Give the sums of two members or more, those with the same key together."""
        _, back, count = np.unique(key, return_inverse=True, return_counts=True)
        kept = np.flatnonzero(count[back] > 1)
        begin, size, silent = begin[kept], size[kept], silent[kept]
        _, first, sums = np.unique(key[kept], return_index=True, return_inverse=True)
        account = in_ranges(begin, size)[0]
        figures = self._figures.at(account)
        differ = self.bearing.names.bit(ACCOUNTS)
        starts = np.cumsum(size) - size
        members = Members(sums, account, starts, size, silent, figures, differ)
        return Sums(members, begin[first], by_all)

    def told(self, sums: Sums) -> pl.DataFrame:
        """Tell of sums."""
        members, reached = sums.members, self.reached.at(sums.account)
        found = peaks(members.sure(), members.possible(), members.somewhere(), reached.value)
        pairs = self.bearing.pairs.at(sums.account[found.sum])
        of_line = {name: answer[pairs.line] for name, answer in self.whole.line.items()}
        verdict = np.minimum.reduce([found.answer, *of_line.values()])
        lines, names = self.bearing.asked.lines.names, self.whole.names
        reached = reached.at(found.sum)
        told: dict[str, Any] = {
            name: lines[name].gather(pairs.line) for name in ("redline", "holder")
        }
        source = names["source"].gather(pairs.activity)
        told["source"] = source.clear(len(source)) if sums.by_all else source
        measures = pl.Series(self.bearing.asked.prepared.levels.measures, dtype=pl.String)
        told["measure"] = measures.gather(pl.Series(reached.measure))
        told["level"] = pl.Series(reached.value)
        told["peak_low"] = pl.Series(found.low)
        unknown = pl.Series(found.high == UNKNOWN)
        told["peak_high"] = pl.Series(found.high).set(unknown, None)
        told["from"], told["to"] = (instants(end) for end in (found.first, found.last))
        told["members"] = self._named(sums, found)
        told["alone"] = verdicts(found.alone)
        told["missing"] = self._missing(sums, found, of_line, verdict)
        high = np.where(found.high == UNKNOWN, NEVER, found.high)
        far = Reached(reached.measure, reached.value, found.answer, found.low, high)
        told["margin"] = margin(self.bearing.asked.prepared.levels, far)
        told["verdict"] = verdicts(verdict)
        told["line"] = pl.Series(pairs.line).cast(pl.Int64)
        told["number"] = pl.Series([self.number], dtype=pl.Int64).new_from_index(0, len(verdict))
        return pl.DataFrame({name: column.alias(name) for name, column in told.items()})

    def _named(self, sums: Sums, found: Peaks) -> pl.Series:
        """Name the members that are together at each peak."""
        members = sums.members
        account = members.account[members.begin[found.member]]
        activity = self.whole.names["activity"].gather(self.bearing.pairs.activity[account])
        named = pl.DataFrame({"stretch": found.stretch, "activity": activity})
        listed = named.group_by("stretch").agg(pl.col("activity").sort())
        every = pl.DataFrame({"stretch": np.arange(len(found.sum))})
        joined = every.join(listed, on="stretch", how="left", maintain_order="left")
        return joined["activity"].fill_null([])

    def _missing(
        self, sums: Sums, found: Peaks, of_line: dict[str, Answers], verdict: Answers
    ) -> pl.Series:
        """Name what would settle what cannot be told."""
        members, count = sums.members, len(verdict)
        some = np.flatnonzero((found.answer == OPEN)[found.stretch])
        account, owner = members.accounts(found.member[some])
        stretch = found.stretch[some][owner]
        bits = members.figures.open[account] | members.differing[found.member[some]][owner]
        pairs = self.bearing.pairs.at(members.account[account])
        for name, where in self._at(pairs, found.first[stretch]).items():
            bits |= np.where(where, self.bearing.names.bit(name), 0)
        told = np.zeros(count, dtype=np.int64)
        np.bitwise_or.at(told, stretch, bits)
        named = self.bearing.names.read(told)
        for name, answer in of_line.items():
            named[name] = (answer == OPEN) & (verdict == OPEN)
        return names_joined({name: where for name, where in named.items() if where.any()}, count)

    def _at(self, pairs: Pairs, moment: Any) -> dict[str, Any]:
        """Name what leaves open whether activities bear at an instant."""
        both = self.bearing.asked.object
        starts, ends = (each.at(pairs.activity) for each in both.activity_time)
        begins, until = (each.at(pairs.line) for each in both.line_time)
        return {
            "starts": starts.most > moment,
            "ends": ends.least < moment,
            "time of the line": (begins.most > moment) | (until.least < moment),
        }
