"""Packages of stances: the undominated ones, three points, and how many are open to all.

Beside it the same by listing: all sums in one array, sorted, and a running most kept; as one writes
it who has numpy and no more. It can be asked of a million packages, and not of 10^14.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from detente.positions import count, frontier, kalai_smorodinsky, max_min, nash

SIZES = ((10, 4, "under 0.005"), (20, 5, "under 0.02"))
LISTED, ROUNDS = 2_000_000, 5


def scores(articles: int, stances: int) -> list[Any]:
    """Make scores from 0 to 100 for two parties."""
    chance = np.random.default_rng(articles)
    return [chance.integers(0, 101, (stances, 2)) for _ in range(articles)]


def listed(tables: list[Any], floor: Any) -> tuple[Any, int]:
    """Find the frontier, and count what is open to both, by listing all packages."""
    sums = np.zeros((1, 2), dtype=np.int64)
    for table in tables:
        sums = (sums[:, None] + table[None]).reshape(-1, 2)
    order = np.lexsort((sums[:, 1], sums[:, 0]))[::-1]
    second = sums[order, 1]
    before = np.concatenate(([-1], np.maximum.accumulate(second)[:-1]))
    return sums[order[second > before]][::-1], int((sums >= floor).all(axis=1).sum())


def least(ask: Callable[[], Any]) -> tuple[float, Any]:
    """Give the least seconds of some rounds, and the answer."""
    took, answer = [], None
    for _ in range(ROUNDS):
        start = time.perf_counter()
        answer = ask()
        took.append(time.perf_counter() - start)
    return min(took), answer


def run() -> Iterator[dict[str, Any]]:
    """Measure both sizes, and hold the answers side by side where they can be listed."""
    for articles, stances, goal in SIZES:
        tables, floor = scores(articles, stances), np.array([45 * articles] * 2)
        what = f"{stances**articles:,} packages of two parties"
        found_in, found = least(lambda t=tables: frontier(t).points)
        points_in, _ = least(
            lambda p=found, f=floor: [ask(p, f) for ask in (nash, max_min, kalai_smorodinsky)]
        )
        counted_in, counted = least(lambda t=tables, f=floor: count(t, f))
        told: dict[str, Any] = {
            "what": what,
            "seconds": found_in + points_in + counted_in,
            "frontier": found_in,
            "three points": points_in,
            "count": counted_in,
            "goal": goal,
        }
        if stances**articles <= LISTED:
            by_list, (front, many) = least(lambda t=tables, f=floor: listed(t, f))
            same = bool(np.array_equal(front, found)) and many == counted
            told |= {"by listing": by_list, "ratio": by_list / told["seconds"], "same": same}
        yield told
