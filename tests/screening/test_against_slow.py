"""The room beside the slow check: no pair missed, none invented, and the same told of each."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from hypothesis import given, settings

from detente.screening import screen
from tests.screening.pair_worlds import World, world, worlds
from tests.screening.slow import Found, expected

EXACT_M, SHARE = 3.0, 1e-6
"""Edges that are measured from stray by 1 m each; only near a distance that matters by less."""

SEEDS = range(40)
TELLING = (0, 2, 12, 14, 15, 18, 20, 21)
"""Seeds of worlds in which much is told."""


def told(made: World) -> dict[tuple[str, str], Found]:
    """What the room tells, by activity and line."""
    asked = made.asked
    found = screen(
        made.frame(),
        made.lines,
        within_m=asked.within_m,
        members=asked.members,
        as_of=asked.as_of,
    )
    rows = {(row["activity"], row["redline"]): row for row in found.iter_rows(named=True)}
    assert len(rows) == found.height, "a pair is told twice"
    for row in rows.values():
        for name in ("reached", "missing"):
            row[name] = set(filter(None, row[name].split(", ")))
    return rows


def same(one: Found | None, other: Found | None) -> bool:
    """Whether the room told what the slow check did."""
    if one is None or other is None:
        return one is other
    apart = [row["distance_m"] for row in (one, other)]
    near = apart[0] == apart[1] or (
        None not in apart and abs(apart[0] - apart[1]) < EXACT_M + SHARE * apart[0]
    )
    return near and {**one, "distance_m": 0} == {**other, "distance_m": 0}


def compared(made: World) -> Counter[str]:
    """Hold every pair of a world against the slow check; count what the pairs are like."""
    found, seen = told(made), Counter[str]()
    for row in made.rows:
        for line in made.lines:
            answers = expected(row, line, made.asked)
            got = found.pop((row["activity"], line.id), None)
            assert any(same(got, answer) for answer in answers), (
                row,
                line,
                made.asked,
                got,
                answers,
            )
            seen["more than one right answer" if answers[1:] else "one right answer"] += 1
            seen[f"relation {got['relation']}" if got else "no relation"] += 1
            seen[f"verdict {got['verdict']}" if got else "not told"] += 1
    assert not found, "invented"
    return seen


@cache
def of_seed(seed: int) -> Counter[str]:
    """Compare a world by chance, once."""
    return compared(world(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_room_tells_what_the_slow_check_tells(seed: int) -> None:
    assert of_seed(seed).total() == 3 * 81


def test_the_worlds_hold_every_answer_and_hardly_any_slack() -> None:
    seen = sum((of_seed(seed) for seed in TELLING), Counter[str]())
    for told in ("relation overlaps", "relation near", "relation not stated", "no relation"):
        assert seen[told] > 40, told
    for told in ("verdict True", "verdict False", "verdict None"):
        assert seen[told] > 50, told
    assert seen["relation None"] > 20
    assert seen["more than one right answer"] < 0.02 * seen["one right answer"]


@settings(max_examples=30, deadline=None)
@given(worlds())
def test_a_pair_anywhere(made: World) -> None:
    assert compared(made).total() == 3
