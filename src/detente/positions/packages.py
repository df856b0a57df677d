"""Packages of stances, one for each article, by additive scores: which are undominated, how many.

Scores are whole numbers that a party, or whoever reckons for it, gives to the stances of an
article; they stay where they are. The frontier of a sum of sets is the undominated part of the sum
of their frontiers, so articles are merged one by one, and packages are never listed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.errors import FrameError

__all__ = ["Frontier", "count", "frontier", "kalai_smorodinsky", "max_min", "nash"]

Whole = NDArray[np.int64]

_LARGEST = 1 << 62
"""No sum of scores, and no number of packages that is counted in arrays, may come near it."""

_MOST_CELLS = 4_000_000
"""Sums of half of the articles that are counted side by side; beyond it, one by one."""


@dataclass(frozen=True)
class Frontier:
    """The sums of scores that no package betters for one party without a loss to another.

    Attributes:
        points: the sum of each party, shape (points, parties); each point once, the sum of the
            first party rising.
        packages: for each point one package that reaches it, shape (points, articles): the row of
            the stance chosen for each article. Others may reach it too.
    """

    points: Whole
    packages: Whole


def frontier(scores: Sequence[Any]) -> Frontier:
    """Find every undominated sum of scores, exactly.

    Args:
        scores: for each article a table of whole numbers, shape (stances, parties). A stance beyond
            somebody's red line is left out beforehand.

    Raises:
        FrameError: a table is not in that form, or the sums could be too large. The sender acts.
    """
    tables = _tables(scores)
    parties = tables[0].shape[1]
    points, chosen = np.zeros((1, parties), dtype=np.int64), np.zeros((1, 0), dtype=np.int64)
    for table in tables:
        sums = (points[:, None, :] + table[None, :, :]).reshape(-1, parties)
        kept = _undominated(sums)
        points = sums[kept]
        chosen = np.column_stack((chosen[kept // len(table)], kept % len(table)))
    return Frontier(points, chosen)


def nash(points: Any, at_least: Any) -> Whole:
    """Give the points of the frontier with the greatest product of gains: the Nash solution.

    Args:
        points: of a frontier, shape (points, parties).
        at_least: what each party has without an agreement, shape (parties,).

    Returns:
        All points with that product, of those at which nobody has less than without an agreement;
        none where there are no such points.
    """
    return _best(points, at_least, lambda gains: lambda row: Fraction(math.prod(row)))


def max_min(points: Any, at_least: Any) -> Whole:
    """Give the points of the frontier at which the least gain is greatest; see `nash`."""
    return _best(points, at_least, lambda gains: lambda row: Fraction(min(row)))


def kalai_smorodinsky(points: Any, at_least: Any) -> Whole:
    """Give the points at which the least share of one's ideal gain is greatest; see `nash`.

    The ideal gain of a party is the greatest that it has at any point at which nobody loses: the
    Kalai-Smorodinsky solution, read for separate points. A party that can gain nothing has no
    share, and does not count.
    """

    def worth(gains: list[list[int]]) -> Callable[[list[int]], Fraction]:
        ideal = [max(column) for column in zip(*gains, strict=True)]
        return lambda row: min(
            (Fraction(a, b) for a, b in zip(row, ideal, strict=True) if b), default=Fraction(0)
        )

    return _best(points, at_least, worth)


def count(scores: Sequence[Any], at_least: Any) -> int:
    """Count the packages that give every party at least so much, exactly.

    Args:
        scores: as in `frontier`.
        at_least: the sum below which a party would rather have no agreement, shape (parties,).

    Raises:
        FrameError: as in `frontier`; or there are more packages than can be counted.
    """
    tables = _tables(scores)
    if math.prod(len(table) for table in tables) >= _LARGEST:
        raise FrameError("more than 4e18 packages; count fewer articles at a time")
    floor = _floor(at_least, tables[0].shape[1])
    half = len(tables) // 2
    if len(floor) == 2 and max(map(_cells, (tables[:half], tables[half:]))) <= _MOST_CELLS:
        return _matched(tables[:half], tables[half:], floor)
    # what each party still lacks, and in how many ways: never less than what comes at any rate,
    # and never more than can come, so that few such sums differ
    lacking, ways = floor[None, :], np.ones(1, dtype=np.int64)
    for place, table in enumerate(tables):
        least, most = _to_come(tables[place + 1 :], table.shape[1])
        left = (lacking[:, None, :] - table[None, :, :]).reshape(-1, table.shape[1])
        times = np.repeat(ways, len(table))
        able = (left <= most).all(axis=1)
        lacking, ways = _joined(np.maximum(left[able], least), times[able])
    return int(ways.sum())


def _cells(tables: Sequence[Whole]) -> int:
    """Count the sums that two parties could have of some articles, from the least to the most."""
    least, most = _to_come(tables, 2)
    return math.prod(int(b) - int(a) + 1 for a, b in zip(least, most, strict=True))


def _matched(one: Sequence[Whole], other: Sequence[Whole], floor: Whole) -> int:
    """Count the packages of two parties: for each sum of one half, what of the other is enough."""
    ours, theirs = _spread(one), _spread(other)
    enough = np.zeros([size + 1 for size in theirs.shape], dtype=np.int64)
    enough[:-1, :-1] = theirs[::-1, ::-1].cumsum(axis=0).cumsum(axis=1)[::-1, ::-1]
    short = floor - _to_come([*one, *other], 2)[0]
    needed = [
        np.clip(short[party] - np.arange(ours.shape[party]), 0, theirs.shape[party])
        for party in (0, 1)
    ]
    return int((ours * enough[np.ix_(*needed)]).sum())


def _spread(tables: Sequence[Whole]) -> Whole:
    """Count the packages of two parties by their sums, from the least that can be had on."""
    ways = np.ones((1, 1), dtype=np.int64)
    for table in tables:
        above = table - table.min(axis=0)
        wide, high = ways.shape
        more = np.zeros(np.array(ways.shape) + above.max(axis=0), dtype=np.int64)
        for x, y in above.tolist():
            more[x : x + wide, y : y + high] += ways
        ways = more
    return ways


def _to_come(tables: Sequence[Whole], parties: int) -> tuple[Whole, Whole]:
    """Give the least and the most that articles bring each party."""
    nothing = np.zeros(parties, dtype=np.int64)
    ends = [(table.min(axis=0), table.max(axis=0)) for table in tables]
    return (
        np.sum([least for least, _ in ends], axis=0, dtype=np.int64) + nothing,
        np.sum([most for _, most in ends], axis=0, dtype=np.int64) + nothing,
    )


def _joined(rows: Whole, times: Whole) -> tuple[Whole, Whole]:
    """Give each row once, with how often it comes."""
    if not len(rows):
        return rows, times
    order = np.lexsort(rows.T)
    rows, times = rows[order], times[order]
    new = np.ones(len(rows), dtype=bool)
    new[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    first = np.flatnonzero(new)
    return rows[first], np.add.reduceat(times, first)


def _undominated(sums: Whole) -> NDArray[np.intp]:
    """Give the rows that no other row matches or betters throughout; of equals the first."""
    order = np.lexsort((-np.arange(len(sums)), *sums.T[::-1]))[::-1]
    if sums.shape[1] == 2:  # the first party's falling: only a new most of the second is kept
        second = sums[order, 1]
        before = np.concatenate(([np.iinfo(np.int64).min], np.maximum.accumulate(second)[:-1]))
        best: NDArray[np.intp] = order[second > before]
        return best[::-1]
    kept: list[int] = []
    rows = np.empty_like(sums)
    for row in order:
        if not (rows[: len(kept)] >= sums[row]).all(axis=1).any():
            rows[len(kept)] = sums[row]
            kept.append(row)
    return np.array(kept[::-1], dtype=np.intp)


def _best(
    points: Any,
    at_least: Any,
    worth: Callable[[list[list[int]]], Callable[[list[int]], Fraction]],
) -> Whole:
    """Give the points of the greatest worth, of those at which nobody loses."""
    listed = np.asarray(points, dtype=np.int64)
    gains = listed - _floor(at_least, listed.shape[1])
    able = np.flatnonzero((gains >= 0).all(axis=1))
    if not len(able):
        return listed[:0]
    rows = gains[able].tolist()
    each = [worth(rows)(row) for row in rows]
    most = max(each)
    return listed[[at for at, one in zip(able, each, strict=True) if one == most]]


def _tables(scores: Sequence[Any]) -> list[Whole]:
    """Take the tables of articles.

    Raises:
        FrameError: one is not in form, or the sums could be too large.
    """
    if not len(scores):
        raise FrameError("give at least one article")
    tables = [np.asarray(table) for table in scores]
    for nth, table in enumerate(tables, 1):
        if table.ndim != 2 or not table.size:
            told = "a table of scores, a row for each stance and a column for each party"
            raise FrameError(f"article {nth}: give {told}")
        if table.dtype.kind not in "iu":
            raise FrameError(f"article {nth}: give whole numbers; what is not scored is left out")
        if table.shape[1] != tables[0].shape[1]:
            parties = tables[0].shape[1]
            raise FrameError(f"article {nth}: {table.shape[1]} parties, and {parties} before")
    if sum(max(abs(int(table.min())), abs(int(table.max()))) for table in tables) >= _LARGEST:
        raise FrameError("the scores are too large to add up; give smaller ones")
    return [table.astype(np.int64) for table in tables]


def _floor(at_least: Any, parties: int) -> Whole:
    """Take what each party has without an agreement.

    Raises:
        FrameError: it is not one whole number for each.
    """
    floor = np.asarray(at_least)
    if floor.shape != (parties,) or floor.dtype.kind not in "iu":
        raise FrameError(f"give what each of the {parties} parties has without an agreement")
    if max(abs(int(each)) for each in floor) >= _LARGEST:
        raise FrameError("what parties have without an agreement is too large to reckon with")
    return floor.astype(np.int64)
