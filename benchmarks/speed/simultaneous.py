"""Sums of simultaneous activities: the sweep over time, beginnings and ends of millions."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from detente.screening.profile import Stays
from detente.screening.sweep import peaks

SUMS = 10_000
YEAR = 365 * 24 * 3600 * 1_000_000
"""In microseconds."""


def stays(n: int, seed: int = 5) -> Stays:
    """Make stays of hours to weeks in one year, spread over the sums, with whole numbers."""
    chance = np.random.default_rng(seed)
    first = chance.integers(0, YEAR, n)
    last = first + np.exp(chance.uniform(np.log(2), np.log(500), n)).astype(np.int64) * 3600 * 10**6
    which = np.sort(chance.integers(0, SUMS, n))
    return Stays(which, np.arange(n), first, last, chance.integers(100, 5_000, n))


def run(events: int) -> dict[str, Any]:
    """Sweep over so many beginnings and ends, in blocks of sums as the room does.

    Returns:
        Seconds, CPU seconds, and how many stretches reach their level.
    """
    every = stays(events // 2)
    levels = np.full(SUMS, int(np.quantile(every.value, 0.9)) * 12)
    nobody = every.at(slice(0, 0))
    start, cpu, reached = time.perf_counter(), time.process_time(), 0
    step = max(1, SUMS * 1_000_000 // events)
    for sums in range(0, SUMS, step):
        ends = np.searchsorted(every.sum, (sums, sums + step))
        some = every.at(slice(*ends))
        block = Stays(some.sum - sums, some.member, some.first, some.last, some.value)
        found = peaks(block, block, nobody, levels[sums : sums + step])
        reached += int((found.answer > 0).sum())
    took = {"seconds": time.perf_counter() - start, "CPU seconds": time.process_time() - cpu}
    return took | {"stretches": reached}
