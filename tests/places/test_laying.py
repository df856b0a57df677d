"""Laying out: what lies inside on the ellipsoid lies inside on the map, anywhere on the globe."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from detente.errors import AreaError
from detente.places import Edges, brackets, lay_out
from detente.places.edges import READINGS
from detente.places.laying import TOLERANCE_M
from tests.places.worlds import GEOD, Figure, Place, apart, figures, figures_and_places

SEAM = "POLYGON ((178 70, -178 70, -178 74, 178 74, 178 70))"
CAP = "POLYGON ((0 80, 90 80, 180 80, -90 80, 0 80))"


def laid(wkt: str, edges: Edges = "geodesic") -> shapely.Geometry:
    return lay_out([shapely.from_wkt(wkt)], edges)[0]


@settings(max_examples=150, deadline=None)
@given(figures_and_places())
def test_inside_on_the_ellipsoid_is_inside_on_the_map(world: tuple[Figure, Place]) -> None:
    figure, place = world
    shape = lay_out([figure.shape])[0]
    assert shape.is_valid
    if figure.from_outline(place) > TOLERANCE_M + figure.size / 10_000:
        assert shapely.intersects_xy(shape, *place) == figure.holds(place)


@settings(max_examples=60, deadline=None)
@given(figures(), st.sampled_from([-360.0, 360.0, 720.0]))
def test_a_whole_turn_changes_nothing(figure: Figure, turn: float) -> None:
    moved = shapely.transform(figure.shape, lambda points: np.add(points, [turn, 0]))
    one, other = lay_out([figure.shape, moved])
    assert shapely.symmetric_difference(one, other).area <= 1e-6 * one.area + 1e-9


@settings(max_examples=60, deadline=None)
@given(figures())
def test_the_outline_may_run_either_way(figure: Figure) -> None:
    one, other = lay_out([figure.shape, figure.shape.reverse()])
    assert shapely.symmetric_difference(one, other).area <= 1e-6 * one.area + 1e-9


@settings(max_examples=60, deadline=None)
@given(st.lists(figures(), min_size=1, max_size=5))
def test_together_they_are_what_they_are_alone(several: list[Figure]) -> None:
    shapes = [figure.shape for figure in several]
    alone = [lay_out([shape])[0] for shape in shapes]
    assert shapely.equals_exact(lay_out(shapes), alone, tolerance=0, normalize=True).all()


@given(st.floats(-70, 70), st.floats(0.5, 15), st.floats(-10, 10))
@example(56.0, 4.0, 7.0)  # the nearest in degrees lies 25.6 m away, the nearest on the ground 22 m
def test_the_middle_of_an_edge_is_where_its_reading_says(
    south: float, east: float, north: float
) -> None:
    """Each reading by a formula of its own: PROJ, a Mercator chart, a mean."""
    end = (east, max(-72.0, min(72.0, south + north)))
    lines = {
        edges: lay_out([shapely.LineString([(0, south), end])], edges)[0] for edges in READINGS
    }
    middle = GEOD.npts(0, south, *end, 1)[0]
    chart = [_on_chart(latitude) for latitude in (south, end[1])]
    ruler = (east / 2, _from_chart(sum(chart) / 2))
    true = (middle, ruler, (east / 2, (south + end[1]) / 2))
    for edges, place in zip(READINGS, true, strict=True):
        squeeze = np.array([math.cos(math.radians(place[1])), 1.0])  # as it looks on the ground
        line = shapely.transform(lines[edges], lambda points, by=squeeze: points * by)
        nearest = line.interpolate(line.project(shapely.Point(np.array(place) * squeeze)))
        assert apart(place, (nearest.x / squeeze[0], nearest.y)) <= TOLERANCE_M


def _on_chart(latitude: float) -> float:
    e = math.sqrt(GEOD.es)
    sine = math.sin(math.radians(latitude))
    return math.atanh(sine) - e * math.atanh(e * sine)


def _from_chart(height: float) -> float:
    low, high = -89.0, 89.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _on_chart(middle) < height else (low, middle)
    return low


def test_an_area_over_the_antimeridian_is_not_the_rest_of_the_world() -> None:
    """The antimeridian mistake: taken as drawn, the ring would hold 0° and not 180°."""
    shape = laid(SEAM)
    for longitude in (179, 180, -180, -179):
        assert shape.covers(shapely.Point(longitude, 72))
    for longitude in (0, 90, 177, -177):
        assert not shape.intersects(shapely.Point(longitude, 72))
    assert shapely.from_wkt(SEAM).contains(shapely.Point(0, 72)), "the mistake is there to make"


def test_neighbours_on_both_sides_of_the_antimeridian_meet() -> None:
    west = laid("POLYGON ((170 10, 180 10, 180 15, 170 15, 170 10))")
    east = laid("POLYGON ((-180 12, -170 12, -170 20, -180 20, -180 12))")
    north = laid("POLYGON ((-180 16, -170 16, -170 20, -180 20, -180 16))")
    assert west.intersects(east)
    assert not west.intersects(north)


@pytest.mark.parametrize("north", [1, -1])
def test_wedges_that_share_a_pole_meet(north: int) -> None:
    pole, rim = north * 90, north * 80
    one = laid(f"POLYGON ((0 {pole}, 10 {rim}, 30 {rim}, 0 {pole}))")
    other = laid(f"POLYGON ((0 {pole}, 130 {rim}, 150 {rim}, 0 {pole}))")
    assert one.intersects(other)
    assert one.intersection(other).area < 1e-3
    assert one.covers(shapely.Point(20, north * 85))
    assert not one.intersects(shapely.Point(140, north * 85))


@pytest.mark.parametrize("edges", READINGS)
def test_an_outline_round_a_pole_holds_it(edges: Edges) -> None:
    shape = laid(CAP, edges)
    assert shape.covers(shapely.Point(-37, 90))
    assert shape.covers(shapely.Point(45, 88))
    assert not shape.intersects(shapely.Point(45, 79.9))
    south = laid(CAP.replace(" 80", " -80"), edges)
    assert south.covers(shapely.Point(45, -88))
    assert not south.intersects(shapely.Point(45, 88))


def test_a_geodesic_edge_bulges_towards_the_pole() -> None:
    """10 degrees along 70° N: 7.8 km (facts on geometry, measured independently)."""
    north = laid("LINESTRING (0 70, 10 70)").bounds[3]
    assert GEOD.inv(5, 70, 5, north)[2] == pytest.approx(7_800, abs=60)
    assert laid("LINESTRING (0 70, 10 70)", "rhumb").bounds[3] == 70


def test_an_outline_that_halves_the_globe_is_refused() -> None:
    with pytest.raises(AreaError, match="halves the globe"):
        laid("POLYGON ((0 0, 90 0, 180 0, -90 0, 0 0))", "straight")


HALF_TURN = "POLYGON ((-90 80, 90 80, 90 70, -90 70, -90 80))"


def test_a_geodesic_edge_of_half_a_turn_runs_over_the_pole() -> None:
    """There and back along one meridian it encloses nothing: it is the line, and no band."""
    line = laid(HALF_TURN)
    assert shapely.get_dimensions(line) == 1
    for longitude in (90, -90):
        assert line.distance(shapely.Point(longitude, 75)) < 1e-6
    assert line.distance(shapely.Point(-37, 90)) == 0
    assert line.distance(shapely.Point(0, 80)) > 9
    for edges in READINGS[1:]:
        assert laid(HALF_TURN, edges).covers(shapely.Point(0, 75))
    half = laid("POLYGON ((-90 80, 90 80, 90 70, 0 60, -90 70, -90 80))")
    assert half.covers(shapely.MultiPoint([(0, 89), (-80, 85)]))
    assert not half.intersects(shapely.Point(180, 89))


def test_what_encloses_nothing_is_not_lost() -> None:
    """Beside a part that does, and by itself, it is drawn as a line."""
    thin = "((26.927907293 -89.99, 26.927907294 -89.99, 26.927907293 -89.99))"
    parts = laid(f"MULTIPOLYGON ({thin}, ((10 10, 11 10, 11 11, 10 10)))")
    for place in ((26.927907293, -89.99), (10.9, 10.5)):
        assert parts.distance(shapely.Point(place)) < 1e-6


@pytest.mark.parametrize("edges", READINGS)
def test_a_collection_is_all_that_it_holds(edges: Edges) -> None:
    """Points and lines beside areas, each shown on all sides of the antimeridian."""
    parts = (
        "MULTIPOLYGON (((40 54, 60 54, 60 56, 40 56, 40 54)), ((20 54, 21 54, 21 55, 20 54)))",
        "LINESTRING (178 10, 182 10)",
        "GEOMETRYCOLLECTION (POINT (180 20), POINT (7 90))",
        "POLYGON ((170 30, 180 30, 180 35, 170 30))",
    )
    whole = laid(f"GEOMETRYCOLLECTION ({', '.join(parts)})", edges)
    for place in ((50, 55), (20.9, 54.5), (180, 20), (-180, 20), (100, 90), (-180, 32)):
        assert whole.distance(laid(f"POINT ({place[0]} {place[1]})")) < 1e-6, place
    assert whole.distance(shapely.Point(-179, 10)) < 0.01
    for place in ((30, 54.5), (0, 10), (-179, 32)):
        assert not whole.intersects(shapely.Point(place)), place
    inside, within = brackets([shapely.from_wkt(f"GEOMETRYCOLLECTION ({', '.join(parts)})")])
    assert within[0].covers(shapely.MultiPoint([(50, 55), (180, 20), (7, 90), (-179, 10)]))
    assert inside[0].covers(shapely.Point(50, 55))
    assert not inside[0].intersects(shapely.Point(180, 20))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("POINT (180 10)", "POINT (-180 10)"),
        ("LINESTRING (179 10, 180 11)", "POINT (-180 11)"),
        ("LINESTRING (179 10, 180 11)", "LINESTRING (-180 11, -179 12)"),
        ("LINESTRING (180 10, 180 20)", "POINT (-180 20)"),
        ("LINESTRING (180 10, 180 20)", "LINESTRING (-180 15, -179 15)"),
        ("POINT (0 90)", "POINT (123 90)"),
        ("LINESTRING (0 80, 0 90)", "LINESTRING (123 90, 123 80)"),
        ("MULTIPOINT ((1 1), (-180 10))", "POLYGON ((179 9, 180 9, 180 11, 179 9))"),
    ],
)
def test_points_and_lines_meet_on_the_antimeridian_and_at_a_pole(one: str, other: str) -> None:
    assert laid(one).intersects(laid(other))
    assert laid(other).intersects(laid(one))


def test_edges_may_differ_from_figure_to_figure() -> None:
    line = shapely.LineString([(0, 70), (10, 70)])
    both = lay_out([line, None, line], ["geodesic", "rhumb", "straight"])
    assert both[1] is None
    assert both[0].bounds[3] > both[2].bounds[3] == 70


def test_lines_and_points_are_laid_out_too() -> None:
    line, point = lay_out([shapely.LineString([(170, 10), (-170, 10)]), shapely.Point(190, 10)])
    assert line.bounds[0] == -180
    assert line.bounds[2] == 180
    assert not line.intersects(shapely.Point(0, 10))
    assert np.array_equal(shapely.get_coordinates(point), [[-170, 10]])
