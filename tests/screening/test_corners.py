"""Corners farthest out aslant, and outlines that surely go round once."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from detente.screening.corners import SLANT, Corners
from detente.screening.fitting import _crossed, _round

PLACES = st.tuples(st.integers(-40, 40), st.integers(-40, 40))
RINGS = st.lists(PLACES, min_size=3, max_size=9).map(shapely.Polygon)


@given(st.lists(st.one_of(RINGS, st.none()), max_size=6))
def test_corners_bound_the_figure_aslant(drawn: list[shapely.Polygon | None]) -> None:
    corners = Corners.of(np.array([*drawn, None], dtype=object)[:-1])
    for place, figure in enumerate(drawn):
        if figure is None:
            assert np.isnan(corners.bounds[:, place]).all()
            continue
        x, y = shapely.get_coordinates(figure).T
        up, down = x + SLANT * y, x - SLANT * y
        assert corners.bounds[:, place].tolist() == [up.min(), up.max(), down.min(), down.max()]
        ring = set(map(tuple, shapely.get_coordinates(figure).tolist()))
        assert {tuple(corner) for corner in corners.places[:, place].tolist()} <= ring


@pytest.mark.parametrize(
    ("there", "towards"),
    [((-9, -9), (0, 0)), ((-9, 9), (0, 1)), ((9, -9), (1, 0)), ((9, 9), (1, 1))],
)
def test_the_corner_towards_another_is_taken(
    there: tuple[int, int], towards: tuple[int, int]
) -> None:
    ours = Corners.of(np.array([shapely.box(0, 0, 1, 1)]))
    x, y = there
    theirs = Corners.of(np.array([None, shapely.box(x, y, x + 1, y + 1)]))
    side = ours.side(np.array([0]), theirs, np.array([1]))
    assert tuple(ours.places[side[0], 0]) == towards
    facing = theirs.places[3 - side[0], 1]
    assert tuple(facing) == (x + 1 - towards[0], y + 1 - towards[1])


@given(st.lists(RINGS, min_size=1, max_size=6))
def test_what_goes_round_once_is_valid(drawn: list[shapely.Polygon]) -> None:
    figures = np.array(drawn, dtype=object)
    assert not (_round(figures) & ~shapely.is_valid(figures)).any()
    assert (_crossed(figures) == ~shapely.is_valid(figures)).all()


def _spun(corners: int, step: int) -> shapely.Polygon:
    """Give a regular outline that steps over so many of its corners."""
    angles = np.arange(corners) * step * 2 * np.pi / corners
    return shapely.Polygon(np.stack([np.cos(angles), np.sin(angles)], axis=1))


def test_what_goes_round_twice_or_turns_about_is_looked_at() -> None:
    star, ring = _spun(5, 2), _spun(7, 1)
    bow = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    spike = shapely.Polygon([(-1, -1), (1, -1), (3, 0), (1, 0.1), (1, 1), (-1, 1), (2, 0)])
    holed = shapely.Polygon(ring.exterior.coords, [[(0, 0), (0.1, 0), (0, 3)]])
    given_ = np.array([star, ring, bow, spike, holed, ring.reverse(), shapely.Polygon(), None])
    assert _round(given_).tolist() == [False, True, False, False, False, True, False, False]
    assert _crossed(given_).tolist() == [True, False, True, True, True, False, False, False]


def test_outlines_are_not_read_into_one_another() -> None:
    rings = [shapely.transform(_spun(n, 1), lambda at, n=n: at * (1, -1) + n) for n in range(3, 40)]
    assert _round(np.array(rings)).all()
