"""Packages against the listing of them all."""

from __future__ import annotations

import functools
import itertools
import math
import random
from fractions import Fraction

import numpy as np
import pytest

from detente.positions.packages import count, frontier, kalai_smorodinsky, nash, worst_off


def _listed(scores):
    parties = range(scores[0].shape[1])
    for rows in itertools.product(*(table.tolist() for table in scores)):
        yield tuple(sum(row[party] for row in rows) for party in parties)


def _share(gains, ideal):
    shares = [Fraction(a, b) for a, b in zip(gains, ideal, strict=True) if b > 0]
    return min(shares, default=0)


def _games(many):
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


def _above(one, other):
    return one != other and all(a >= b for a, b in zip(one, other, strict=True))


def test_agrees_with_the_listing_of_all_packages():
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
            (worst_off, min),
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


@pytest.mark.parametrize("rule", [nash, worst_off, kalai_smorodinsky])
def test_gives_none_where_somebody_is_always_below(rule):
    found = frontier([np.array([[1, 2], [2, 1]])])
    assert len(rule(found.points, np.array([5, 0]))) == 0
