"""Packages of stances, one for each article, with additive whole scores: which are undominated.

The frontier of a sum of sets is the undominated part of the sum of their frontiers, so articles
are merged one by one and packages are never listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Frontier:
    """The sums of scores that no package betters for one party without loss to another.

    Attributes:
        points: sum of scores, point by party; each once, the first party's rising.
        packages: one package for each point, point by article: the row of the stance chosen. More
            than one package can reach a point.
    """

    points: Whole
    packages: Whole


def frontier(scores: Sequence[Whole]) -> Frontier:
    """Find every undominated sum of scores, exactly.

    Args:
        scores: for each article, stance by party, whole numbers. At least one article, each of at
            least one stance; a stance beyond a red line is left out by the caller.
    """
    parties = scores[0].shape[1]
    points = np.zeros((1, parties), dtype=np.int64)
    chosen = np.zeros((1, 0), dtype=np.int64)
    for table in scores:
        stances = len(table)
        sums = (points[:, None, :] + table[None, :, :]).reshape(-1, parties)
        kept = _undominated(sums)
        points = sums[kept]
        chosen = np.column_stack((chosen[kept // stances], kept % stances))
    return Frontier(points, chosen)


def nash(points: Whole, at_least: Whole) -> Whole:
    """Give the points of the frontier with the greatest product of gains (Nash 1950).

    Args:
        points: the frontier, point by party.
        at_least: what each party has without agreement. Points below it for anybody are left out;
            where all are, none is given.
    """
    gains = _gains(points, at_least)
    return _best(points, gains, [_product(row) for row in gains.tolist()])


def worst_off(points: Whole, at_least: Whole) -> Whole:
    """Give the points of the frontier at which the least gain is greatest; arguments as `nash`."""
    gains = _gains(points, at_least)
    return _best(points, gains, [Fraction(min(row)) for row in gains.tolist()])


def kalai_smorodinsky(points: Whole, at_least: Whole) -> Whole:
    """Give the points at which the least share of one's ideal gain is greatest.

    The ideal gain is the greatest that a party has at any point not below `at_least` for anybody
    (Kalai and Smorodinsky 1975, read for separate points). One who can gain nothing is left out.
    Arguments as `nash`.
    """
    gains = _gains(points, at_least)
    rational = [row for row in gains.tolist() if min(row) >= 0]
    if not rational:
        return points[:0]
    ideal = [max(column) for column in zip(*rational, strict=True)]
    return _best(points, gains, [_share(row, ideal) for row in gains.tolist()])


def count(scores: Sequence[Whole], at_least: Whole) -> int:
    """Count the packages that give every party at least so much, exactly.

    Args:
        scores: as in `frontier`.
        at_least: the sum below which a party would rather have no agreement.
    """
    # What is still lacking, not below what later articles bring anyhow, and in how many ways.
    ways: dict[tuple[int, ...], int] = {tuple(at_least.tolist()): 1}
    for place, table in enumerate(scores):
        later = [each.min(axis=0) for each in scores[place + 1 :]]
        enough = np.sum(later, axis=0).tolist() if later else [0] * table.shape[1]
        found: dict[tuple[int, ...], int] = {}
        for lacking, times in ways.items():
            for row in table.tolist():
                left = tuple(max(a - b, c) for a, b, c in zip(lacking, row, enough, strict=True))
                found[left] = found.get(left, 0) + times
        ways = found
    return sum(times for lacking, times in ways.items() if max(lacking) <= 0)


def _undominated(sums: Whole) -> NDArray[np.intp]:
    """Give the rows that no other row matches or betters throughout; of equals the first."""
    order = np.lexsort(sums.T[::-1])[::-1]
    if sums.shape[1] == 2:
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


def _gains(points: Whole, at_least: Whole) -> Whole:
    return points - at_least


def _product(row: list[int]) -> Fraction:
    whole = 1
    for each in row:
        whole *= each
    return Fraction(whole)


def _share(row: list[int], ideal: list[int]) -> Fraction:
    shares = [Fraction(a, b) for a, b in zip(row, ideal, strict=True) if b > 0]
    return min(shares, default=Fraction(0))


def _best(points: Whole, gains: Whole, worth: list[Fraction]) -> Whole:
    able = [at for at, row in enumerate(gains.tolist()) if min(row) >= 0]
    most = max((worth[at] for at in able), default=Fraction(0))
    return points[[at for at in able if worth[at] == most]]
