"""What a dossier tells, gathered for a reader: activities, lines, months, unknowns, dissent."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.activities import ReadResult, SourceNote
from detente.dossiers import nearness, timeline, unknowns
from detente.dossiers.accounts import Accounts, Row, gather
from detente.dossiers.beside import Beside, beside, once
from detente.dossiers.company import Meeting, Sum
from detente.dossiers.lines import Told, told_line
from detente.dossiers.timeline import Axis, Bar
from detente.instruments.library import Library
from detente.redlines import RedLine, RedLines

if TYPE_CHECKING:
    import polars as pl

NO_DAY = "No day stated"
_NAMED = ("meets", "inside", "near")


@dataclass(frozen=True)
class Unsettled:
    """The lines that speak of such an activity, and whose place cannot be told, taken together.

    Attributes:
        lines: the id of each, and what times it and the activity have in common; a line whose
            place another account settles says so.
        open_activity, open_line: what is open in the activity, and in one or other of the lines.
    """

    lines: tuple[tuple[str, str], ...]
    open_activity: tuple[str, ...]
    open_line: tuple[str, ...]


@dataclass(frozen=True)
class Activity:
    """One activity of a dossier.

    Attributes:
        number: its number on maps and in lists, from 1.
        told: its accounts side by side.
        begins: the earliest instant at which it can begin, by any account; None: not stated.
        ends: the latest at which it can end; None: not stated by some account.
        bars: its times on the axis, a row for each that accounts state.
        beside: the lines that it comes near to, the nearest first.
        unnamed: the lines that do not say of whom or of what they speak, and may mean it.
    """

    number: int
    told: Accounts
    begins: dt.datetime | None
    ends: dt.datetime | None
    bars: tuple[tuple[Bar, ...], ...]
    beside: tuple[Beside, ...]
    unnamed: tuple[str, ...]

    @property
    def named(self) -> tuple[Beside, ...]:
        """The lines that it meets, or in or near whose area it lies; accounts alike stand once."""
        return once(each for each in self.beside if each.key in _NAMED)

    @property
    def nearest(self) -> tuple[Beside, ...]:
        """The lines to which it is nearest of all; accounts alike stand once."""
        return tuple(each for each in self.named if each.key == self.key)

    @property
    def key(self) -> str:
        """How near it is to the nearest of its lines, as a class name."""
        return self.beside[0].key if self.beside else nearness.UNNAMED.key

    @property
    def unsettled(self) -> Unsettled | None:
        """The lines that speak of such an activity, and whose place cannot be told; None: none."""
        open_ = [each for each in self.beside if each.key not in _NAMED]
        if not open_:
            return None
        settled = {each.redline for each in self.named}
        whens: dict[str, dict[str, None]] = {}
        for each in open_:
            other = ", by another account" if each.redline in settled else ""
            whens.setdefault(each.redline, {})[f"{each.when}{other}"] = None
        return Unsettled(
            tuple((id_, "; ".join(each)) for id_, each in whens.items()),
            _once(fact for each in open_ for fact in each.open_activity),
            _once(fact for each in open_ for fact in each.open_line),
        )

    @property
    def dissent(self) -> tuple[Row, ...]:
        """What its accounts state differently."""
        return tuple(row for row in self.told.rows if row.differ)


@dataclass(frozen=True)
class Month:
    """A month, with the activities that begin in it.

    Attributes:
        key: its place in the page.
        title: its name.
        activities: those that begin in it.
        going_on: those that began before and surely or perhaps go on.
    """

    key: str
    title: str
    activities: tuple[Activity, ...]
    going_on: tuple[Activity, ...]

    def count(self, key: str) -> int:
        """Count the activities that are so near to the nearest of their lines."""
        return sum(each.key == key for each in self.activities)


@dataclass(frozen=True)
class Story:
    """All that a dossier tells.

    Attributes:
        activities: in the order of the files.
        lines: in the order of the files.
        months: in order of time.
        axis: the time that is shown; None where no time is stated.
        of_activities: what is open in activities.
        of_lines: what is open in lines.
        sources: the sources that speak.
        sums: what activities add up to on a line at one time; None: it was not asked.
        meetings: which activities lie near one another; None: it was not asked.
    """

    activities: tuple[Activity, ...]
    lines: tuple[Told, ...]
    months: tuple[Month, ...]
    axis: Axis | None
    of_activities: tuple[unknowns.Unknown, ...]
    of_lines: tuple[unknowns.Unknown, ...]
    sources: tuple[SourceNote, ...]
    sums: tuple[Sum, ...] | None = None
    meetings: tuple[Meeting, ...] | None = None

    def activity(self, id_: str) -> Activity:
        """Give an activity by its id."""
        return next(each for each in self.activities if each.told.activity == id_)

    def line(self, id_: str) -> Told:
        """Give a line by its id."""
        return next(each for each in self.lines if each.id == id_)

    def named(self, key: str) -> tuple[Activity, ...]:
        """Give the activities that have a line this near, the nearest of all theirs, by time."""
        those = (each for month in self.months for each in month.activities)
        return tuple(each for each in those if each.key == key)

    def counted(self, ids: Iterable[str]) -> str:
        """Say how many lines of whom these are, such as "5 lines of Russia, 1 of NATO"."""
        (most, number), *others = Counter(self.line(id_).holder for id_ in ids).most_common()
        told = [f"{number} {'line' if number == 1 else 'lines'} of {most}"]
        return ", ".join([*told, *(f"{number} of {holder}" for holder, number in others)])


def story(screened: pl.DataFrame, read: ReadResult, lines: RedLines, library: Library) -> Story:
    """Gather what a dossier tells.

    Args:
        screened: what a screening found.
        read: the activities that were screened, as far as they were known.
        lines: the lines, likewise.
        library: names States and measures.
    """
    pairs = nearness.pairs(screened)
    by_id = {line.id: line for line in lines.lines}
    told = tuple(
        beside(p, by_id[p.redline], library) for p in pairs if p.nearness is not nearness.UNNAMED
    )
    unnamed = [p for p in pairs if p.nearness is nearness.UNNAMED]
    accounts: dict[str, list[Mapping[str, Any]]] = {}
    for row in read.frame.rows(named=True):
        accounts.setdefault(row["activity"], []).append(row)
    axis = _axis(accounts.values(), lines.lines)
    activities = tuple(
        Activity(
            number,
            each,
            _least(row.get("starts") for row in accounts[each.activity]),
            _last(accounts[each.activity]),
            timeline.bars(axis, accounts[each.activity]) if axis else (),
            tuple(one for one in told if one.activity == each.activity),
            tuple(dict.fromkeys(p.redline for p in unnamed if p.activity == each.activity)),
        )
        for number, each in enumerate(gather(read, library), start=1)
    )
    return Story(
        activities,
        tuple(told_line(line, told, unnamed, axis, library) for line in lines.lines),
        tuple(_months(activities)),
        axis,
        _ordered(unknowns.of_activities(told), [each.told.activity for each in activities]),
        _ordered(unknowns.of_lines(told), [line.id for line in lines.lines]),
        _sources(read, lines),
    )


def _ordered(
    given: Iterable[unknowns.Unknown], order: Iterable[str]
) -> tuple[unknowns.Unknown, ...]:
    """Put what is open into the order of the files."""
    known = {each.id: each for each in given}
    return tuple(known[id_] for id_ in order if id_ in known)


def _once(given: Iterable[str]) -> tuple[str, ...]:
    """Give each text once, in order."""
    return tuple(dict.fromkeys(given))


def _axis(accounts: Iterable[Sequence[Mapping[str, Any]]], lines: Iterable[RedLine]) -> Axis | None:
    """Give the axis that holds all activities and the days on which lines were stated."""
    moments = [moment for rows in accounts for moment in timeline.moments(rows)]
    said = [line.on.earliest for line in lines if line.on]
    return Axis.over([*moments, *said])


def _least(moments: Iterable[dt.datetime | None]) -> dt.datetime | None:
    """Give the earliest of moments, as far as they are stated."""
    return min((each for each in moments if each is not None), default=None)


def _last(accounts: Sequence[Mapping[str, Any]]) -> dt.datetime | None:
    """Give the latest instant at which it can end; None where an account leaves it open."""
    ends = [row.get("ends_latest") or row.get("ends") for row in accounts]
    stated = [each for each in ends if each is not None]
    return max(stated) if len(stated) == len(ends) else None


def _months(activities: Sequence[Activity]) -> Iterator[Month]:
    """Go through the months in which activities begin."""
    months: dict[tuple[int, int], list[Activity]] = {}
    undated = tuple(each for each in activities if each.begins is None)
    for each in activities:
        if each.begins is not None:
            months.setdefault((each.begins.year, each.begins.month), []).append(each)
    for (year, month), begun in sorted(months.items()):
        first = dt.datetime(year, month, 1)
        going_on = tuple(
            each
            for each in activities
            if each.begins is not None
            and each.begins < first
            and (each.ends is None or each.ends > first)
        )
        begun.sort(key=lambda each: (each.begins or first, each.number))
        title = f"{_MONTHS[month - 1]} {year}"
        yield Month(f"{year}-{month:02}", title, tuple(begun), going_on)
    if undated:
        yield Month("no-day", NO_DAY, undated, ())


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _sources(read: ReadResult, lines: RedLines) -> tuple[SourceNote, ...]:
    """Give the sources that speak, each once: those of activities, then those of lines."""
    speaking = set(read.frame["source"].to_list())
    said = {line.source for line in lines.lines}
    said |= {event.source for line in lines.lines for event in line.events}
    known = {note.id: note for note in read.sources if note.id in speaking}
    known |= {note.id: note for note in lines.sources if note.id in said}
    return tuple(known.values())
