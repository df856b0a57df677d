"""Packages beside the listing of them all, and by hand."""

from __future__ import annotations

import functools
import itertools
import math
import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from detente.errors import FrameError
from detente.positions.packages import count, frontier, kalai_smorodinsky, max_min, nash

Game = list[Any]


def _listed(scores: Game) -> Iterator[tuple[int, ...]]:
    parties = range(scores[0].shape[1])
    for rows in itertools.product(*(table.tolist() for table in scores)):
        yield tuple(sum(row[party] for row in rows) for party in parties)


def _share(gains: list[int], ideal: list[int]) -> Fraction:
    shares = [Fraction(a, b) for a, b in zip(gains, ideal, strict=True) if b > 0]
    return min(shares, default=Fraction(0))


def _games(many: int) -> Iterator[tuple[Game, Any]]:
    chance = random.Random(7)
    for _ in range(many):
        parties = chance.choice((1, 2, 2, 3, 4))
        yield (
            [
                np.array(
                    [
                        [chance.randint(-3, 6) for _ in range(parties)]
                        for _ in range(chance.randint(1, 4))
                    ]
                )
                for _ in range(chance.randint(1, 4))
            ],
            np.array([chance.randint(-4, 8) for _ in range(parties)]),
        )


def _above(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return one != other and all(a >= b for a, b in zip(one, other, strict=True))


def test_agrees_with_the_listing_of_all_packages() -> None:
    agreed = 0
    for scores, floor in _games(600):
        sums = list(_listed(scores))
        distinct = set(sums)
        best = {s for s in distinct if not any(_above(o, s) for o in distinct)}
        found = frontier(scores)
        assert [tuple(p) for p in found.points.tolist()] == sorted(best)
        for point, package in zip(found.points, found.packages, strict=True):
            assert (sum(t[r] for t, r in zip(scores, package, strict=True)) == point).all()
        low = floor.tolist()
        rational = [s for s in best if all(a >= b for a, b in zip(s, low, strict=True))]
        assert count(scores, floor) == sum(
            all(a >= b for a, b in zip(s, low, strict=True)) for s in sums
        )
        gain = {s: [a - b for a, b in zip(s, low, strict=True)] for s in rational}
        ideal = [max((gain[s][p] for s in rational), default=0) for p in range(len(low))]
        worths = (
            (nash, math.prod),
            (max_min, min),
            (kalai_smorodinsky, functools.partial(_share, ideal=ideal)),
        )
        for ours, worth in worths:
            if not rational:
                continue
            most = max(worth(gain[s]) for s in rational)
            expected = sorted(s for s in rational if worth(gain[s]) == most)
            assert [tuple(p) for p in ours(found.points, floor).tolist()] == expected
        agreed += bool(rational)
    assert agreed > 100


@pytest.mark.parametrize("rule", [nash, max_min, kalai_smorodinsky])
def test_gives_none_where_somebody_is_always_below(rule: Callable[..., Any]) -> None:
    found = frontier([np.array([[1, 2], [2, 1]])])
    assert len(rule(found.points, np.array([5, 0]))) == 0


def test_a_game_by_hand() -> None:
    """Two articles: one divides nine, the other is worth most to whom it is worth little else."""
    first, second = [[9, 0], [5, 5], [0, 9]], [[3, 1], [1, 3], [2, 2]]
    found = frontier([first, second])
    assert found.points.tolist() == [
        [1, 12],
        [2, 11],
        [3, 10],
        [6, 8],
        [7, 7],
        [8, 6],
        [10, 3],
        [11, 2],
        [12, 1],
    ]
    assert [found.packages[4].tolist()] == [[1, 2]]
    floor = [4, 2]
    assert nash(found.points, floor).tolist() == [[8, 6]]
    assert max_min(found.points, floor).tolist() == [[8, 6]]
    assert kalai_smorodinsky(found.points, floor).tolist() == [[8, 6]]
    assert count([first, second], floor) == 5


def test_many_packages_are_neither_listed_nor_lost() -> None:
    scores = [[[k, 4 - k] for k in range(5)] for _ in range(20)]
    assert len(frontier(scores).points) == 81
    assert count(scores, [0, 0]) == 5**20
    assert count(scores, [80, 0]) == 1
    assert count(scores, [41, 41]) == 0
    half = count(scores, [41, 0])
    assert count(scores, [40, 0]) == 5**20 - half


def test_what_is_counted_side_by_side_and_one_by_one_is_the_same() -> None:
    many = 0
    for scores, floor in _games(300):
        if len(floor) == 2:
            near = count(scores, floor)
            far = count([table * 1_000_000 for table in scores], floor * 1_000_000)
            assert near == far
            many += near > 0
    assert many > 30


def test_sums_that_could_not_be_told_are_refused() -> None:
    good = [[1, 2], [2, 1]]
    bad: list[tuple[Any, str]] = [
        ([], "at least one article"),
        ([[]], "article 1: give a table"),
        ([good, [1, 2]], "article 2: give a table"),
        ([[[1.5, 2.0]]], "whole numbers"),
        ([[[None, 2]]], "whole numbers"),
        ([good, [[1, 2, 3]]], "article 2: 3 parties, and 2 before"),
        ([[[1 << 62, 0]]], "too large"),
        ([[[1 << 61, 0]], [[1 << 61, 0]]], "too large"),
    ]
    for scores, why in bad:
        for ask in (frontier, lambda given: count(given, [0, 0])):
            with pytest.raises(FrameError, match=why):
                ask(scores)
    with pytest.raises(FrameError, match="each of the 2 parties"):
        count([good], [0])
    with pytest.raises(FrameError, match="each of the 2 parties"):
        nash(frontier([good]).points, [0, 0, 0])
    with pytest.raises(FrameError, match="too large"):
        count([good], [1 << 62, 0])
    with pytest.raises(FrameError, match="more than 4e18 packages"):
        count([good] * 63, [0, 0])
