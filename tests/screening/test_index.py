"""Lines sought by place and time: every pair that may meet is given, once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from detente.screening.index import Index
from detente.screening.sides import EVER, NEVER

TIMES = st.sampled_from([EVER, *range(0, 100, 7), NEVER])
SPANS = st.tuples(TIMES, TIMES)
BOXES = st.builds(
    lambda x, y, wide: shapely.box(x, y, x + wide, y + wide),
    st.integers(0, 20),
    st.integers(0, 20),
    st.integers(1, 6),
)


def _side(each: list[tuple[Any, tuple[int, int]]]) -> tuple[Any, Any, Any]:
    """Give figures, beginnings and ends."""
    figures = np.array([figure for figure, _ in each] + [None], dtype=object)[:-1]
    spans = np.array([span for _, span in each], dtype=np.int64).reshape(-1, 2)
    return figures, spans[:, 0], spans[:, 1]


@given(
    st.lists(st.tuples(BOXES, SPANS), max_size=12),
    st.lists(st.tuples(st.one_of(BOXES, st.none()), SPANS), max_size=40),
)
def test_every_pair_that_may_meet_is_given_once(
    ours: list[tuple[Any, tuple[int, int]]], theirs: list[tuple[Any, tuple[int, int]]]
) -> None:
    figures, begins, ends = _side(ours)
    found = list(zip(*Index.of(*_side(theirs)).query(figures, begins, ends), strict=True))
    near, may = set(), set()
    for one, (figure, (start, end)) in enumerate(ours):
        for other, (line, (first, last)) in enumerate(theirs):
            if line is not None and shapely.intersects(figure, line):
                near.add((one, other))
                if start <= last and first <= end:
                    may.add((one, other))
    assert len(set(found)) == len(found)
    assert may <= set(found) <= near
    assert [one for one, _ in found] == sorted(one for one, _ in found)


def test_lines_that_bear_at_another_time_are_not_asked() -> None:
    months = np.arange(120) * 10
    index = Index.of(np.full(120, shapely.box(0, 0, 1, 1)), months, months + 9)
    ours, theirs = index.query(np.full(1, shapely.Point(0, 0)), np.array([300]), np.array([305]))
    assert 30 in theirs
    assert len(ours) <= 20


@pytest.mark.parametrize("begins", [EVER, 5])
def test_lines_that_all_bear_always_make_one_stretch(begins: int) -> None:
    index = Index.of(np.full(40, shapely.box(0, 0, 1, 1)), np.full(40, begins), np.full(40, NEVER))
    assert len(index.marks) == 0
    asked = index.query(np.full(1, shapely.Point(0, 0)), np.array([EVER]), np.array([NEVER]))
    assert len(asked[1]) == 40


def test_without_lines_nothing_is_found() -> None:
    nothing, none = np.array([], dtype=object), np.array([], dtype=np.int64)
    found = Index.of(nothing, none, none).query(np.full(1, shapely.Point(0, 0)), *np.zeros((2, 1)))
    assert [len(each) for each in found] == [0, 0]
