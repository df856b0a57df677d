"""What is sure whatever the edges mean; and the exact question."""

from __future__ import annotations

import shapely
from hypothesis import example, given, settings

from detente.places import brackets, lay_out, meets
from detente.places.edges import READINGS
from tests.places.worlds import Figure, Place, figures, figures_and_places


@settings(max_examples=60, deadline=None)
@given(figures_and_places())
def test_surely_inside_is_inside_and_what_is_inside_is_surely_held(
    world: tuple[Figure, Place],
) -> None:
    figure, place = world
    inside, within = brackets([figure.shape], "geodesic")
    if figure.from_outline(place) > figure.size / 10_000:
        if shapely.intersects_xy(inside[0], *place):
            assert figure.holds(place)
        if figure.holds(place):
            assert shapely.intersects_xy(within[0], *place)


TURNS = (122.92682926829268, 245.85365853658536, 360.0)
TOUCHING = Figure((-179.0, 2.0), 150_000.0, TURNS, (1.0, 1.0, 1.0), False)
"""Two of its readings touch along a line at the antimeridian, beside what they have in common."""


@settings(max_examples=30, deadline=None)
@example(TOUCHING)
@given(figures())
def test_every_reading_lies_between_the_brackets(figure: Figure) -> None:
    if abs(figure.centre[1]) + figure.size / 1e5 > 75:
        return  # near a pole a star may cross itself when its edges are straight in degrees
    inside, within = brackets([figure.shape])
    for edges in READINGS:
        shape = lay_out([figure.shape], edges)[0]
        assert shapely.difference(inside[0], shape).area < 1e-12
        assert shapely.difference(shape, within[0]).area < 1e-12


def test_where_the_readings_differ_it_cannot_be_told() -> None:
    box = shapely.box(0, 60, 10, 70)
    bulge = shapely.Point(5, 70.03)
    inside, within = brackets([box])
    assert not inside[0].intersects(bulge)
    assert within[0].intersects(bulge)
    assert brackets([box], "geodesic")[0][0].intersects(bulge)
    assert not brackets([box], "straight")[1][0].intersects(bulge)


def test_the_exact_question_is_settled_to_a_centimetre() -> None:
    box, top = shapely.box(0, 60, 0.5, 61), lay_out([shapely.box(0, 60, 0.5, 61)])[0]
    assert top.bounds[3] >= 61
    from tests.places.worlds import GEOD

    x, y = GEOD.npts(0, 61, 0.5, 61, 1)[0]
    step = 0.02 / 111_500
    near = [shapely.Point(x, y - step), shapely.Point(x, y + step)]
    every, any_ = meets([box, box], near, ["geodesic"], ["geodesic"])
    assert every.tolist() == any_.tolist() == [True, False]
    assert not meets([box], near[:1], ["straight"], ["geodesic"])[1][0]


def test_readings_that_differ_are_told_apart() -> None:
    """Between the straight edge and the geodesic one above it; below both; above both."""
    box = shapely.box(0, 60, 0.5, 61)
    at = [shapely.Point(0.25, 61 + up) for up in (0.0001, -0.0001, 0.01)]
    every, any_ = meets([box] * 3, at, READINGS, ["straight"])
    assert every.tolist() == [False, True, False]
    assert any_.tolist() == [True, True, False]
    swapped = meets(at, [box] * 3, ["straight"], READINGS[::-1])
    assert [each.tolist() for each in swapped] == [every.tolist(), any_.tolist()]
