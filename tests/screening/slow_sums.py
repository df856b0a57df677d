"""Sums over time by the plainest way: at every instant at which anything changes, ask everybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.screening.worlds import EVER, NEVER, TICK, Account, Line

Stay = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True)
class Sum:
    """What one source says, or all do, about what bears on a line."""

    line: Line
    members: dict[str, list[Account]]
    others: frozenset[str]

    @property
    def level(self) -> int:
        return self.line.level + self.line.more_than

    def least(self, name: str, at: dt.datetime) -> int:
        """What a member surely counts for at an instant."""
        told = self.members[name]
        there = all(_within(at, _sure_stay(a, self.line)) for a in told)
        return self._surely(name) if there else 0

    def _surely(self, name: str) -> int:
        """What a member surely counts for, whenever it is there."""
        told = self.members[name]
        if name in self.others or any(a.obligor is None for a in told):
            return 0
        return min(a.low or 0 for a in told)

    def most(self, name: str, at: dt.datetime) -> float:
        """What a member may count for at an instant; infinite: not stated."""
        told = [a for a in self.members[name] if _within(at, _stay(a, self.line))]
        return max((float("inf") if a.high is None else a.high for a in told), default=0)

    def there(self, at: dt.datetime) -> bool:
        """Whether anybody may be there."""
        return any(_within(at, _stay(a, self.line)) for m in self.members.values() for a in m)

    def low(self, at: dt.datetime) -> int:
        """What is surely there."""
        return sum(self.least(name, at) for name in self.members)

    def high(self, at: dt.datetime) -> float:
        """What may be there."""
        return sum(self.most(name, at) for name in self.members)

    def instants(self) -> list[dt.datetime]:
        """Every instant at which something may change."""
        found = {EVER}
        for told in self.members.values():
            for a in told:
                for first, last in (_stay(a, self.line), _sure_stay(a, self.line)):
                    found |= {first} | ({last + TICK} if last < NEVER else set())
        return sorted(found)

    def stretches(self) -> list[list[dt.datetime]]:
        """Instants of the stretches in which the level may be reached; else all there are."""
        runs: list[list[dt.datetime]] = [[]]
        for at in self.instants():
            if self.there(at) and self.high(at) >= self.level:
                runs[-1].append(at)
            elif runs[-1]:
                runs.append([])
        found = [run for run in runs if run]
        return found or [[at for at in self.instants() if self.there(at)]]

    def told(self) -> Iterator[dict[str, Any]]:
        """What is told of each stretch."""
        for run in self.stretches():
            low = max([self.low(at) for at in run] + [*self.by_day(run)])
            high = max(self.high(at) for at in run)
            answer = True if low >= self.level else None if high >= self.level else False
            waits = answer is not False and self.line.condition
            yield {
                "peak_low": low,
                "peak_high": None if high == float("inf") else int(high),
                "alone": self.alone(run),
                "verdict": None if waits else answer,
            }

    def by_day(self, run: list[dt.datetime]) -> Iterator[int]:
        """Sums around what is surely there at some instant of the run, nobody knows at which."""
        for name, told in self.members.items():
            stays = [_stay(a, self.line) for a in told]
            hull = (min(first for first, _ in stays), max(last for _, last in stays))
            if not self.lone(name):
                continue
            held = [at for at in self.instants() if _within(at, hull)]
            before = [at for at in self.instants() if at <= hull[0]]
            touched = [*held, *before[-1:]]
            if all(at in run for at in touched):
                yield self._surely(name) + min(self.low(at) for at in touched)

    def lone(self, name: str) -> bool:
        """Whether a member surely is there, at an instant that is not known."""
        told = self.members[name]
        sure = [_sure_stay(a, self.line) for a in told]
        no_time = max(first for first, _ in sure) > min(last for _, last in sure)
        stays = [_stay(a, self.line) for a in told]
        one = max(first for first, _ in stays) <= min(last for _, last in stays)
        surely = name not in self.others and all(a.obligor is not None for a in told)
        return no_time and one and surely and all(_surely_meets(a, self.line) for a in told)

    def alone(self, run: list[dt.datetime]) -> bool | None:
        """Whether one member reaches the level by itself."""
        sure = any(self.least(n, at) >= self.level for n in self.members for at in run)
        lone = any(
            self.lone(n) and self._surely(n) >= self.level and self.most(n, at) >= self.level
            for n in self.members
            for at in run
        )
        if sure or lone:
            return True
        open_ = any(self.most(n, at) >= self.level for n in self.members for at in run)
        return None if open_ else False


def _within(at: dt.datetime, stay: Stay) -> bool:
    return stay[0] <= at <= stay[1]


def _stay(a: Account, line: Line) -> Stay:
    """When an account may bear on a line."""
    begins, until = _line_time(line, widest=True)
    return max(a.starts.least, begins), min(a.ends.most, until)


def _sure_stay(a: Account, line: Line) -> Stay:
    """When an account surely bears on a line, if it is what the line means; may be empty."""
    begins, until = _line_time(line, widest=False)
    ends = EVER if a.ends.first is None else a.ends.least
    starts = max(min(a.starts.most, a.ends.most), a.starts.least)  # none ends before it starts
    return max(starts, begins), min(max(ends, a.starts.least), until)


def _surely_meets(a: Account, line: Line) -> bool:
    """Whether an account surely takes place while the line bears, at some instant."""
    begins, until = _line_time(line, widest=False)
    ends = EVER if a.ends.first is None else a.ends.least
    starts = max(min(a.starts.most, a.ends.most), a.starts.least)
    return starts <= until and begins <= max(ends, a.starts.least)


def _line_time(line: Line, *, widest: bool) -> Stay:
    first, latest = (EVER, EVER) if line.begins is None else (line.begins.least, line.begins.most)
    soonest, last = (NEVER, NEVER)
    if line.ends is not None:
        soonest = EVER if line.ends.first is None else line.ends.least
        last = line.ends.most
    if widest:
        return first, last
    return max(first, min(latest, last)), min(last, max(first, soonest))  # none ends before


def sums(accounts: list[Account], line: Line) -> dict[str | None, Sum]:
    """The sums of two members or more: by each source, and by all where several speak."""
    bears = [a for a in accounts if _bears(a, line)]
    found: dict[str | None, Sum] = {}
    for source in {a.source for a in bears}:
        own = {a.activity: [a] for a in bears if a.source == source}
        found[source] = Sum(line, own, frozenset())
    members: dict[str, list[Account]] = {}
    for a in bears:
        members.setdefault(a.activity, []).append(a)
    others = {a.activity for a in accounts if a not in bears}
    several = len({a.source for a in bears}) > 1 or others & members.keys()
    if several or any(len(each) > 1 for each in members.values()):
        found[None] = Sum(line, members, frozenset(others))
    return {source: each for source, each in found.items() if len(each.members) > 1}


def _bears(a: Account, line: Line) -> bool:
    """Whether an account may bear on a line."""
    first, last = _stay(a, line)
    return a.inside and a.obligor != "CC" and first <= last
