"""Maps: areas keep their size, nothing is lost at the antimeridian, no mark covers another."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from detente.dossiers import coasts
from detente.dossiers.marks import Sheet
from detente.dossiers.views import REGIONS, WIDTH, View, whole

GLOBE = Geod(ellps="WGS84")
EAST = st.floats(-180, 177)
NORTH = st.floats(-80, 80)


@settings(deadline=None)
@given(EAST, NORTH, st.floats(0.1, 3.0))
def test_areas_keep_their_size_wherever_they_are(east: float, north: float, size: float) -> None:
    box = shapely.segmentize(shapely.box(east, north, east + size, north + size), 0.05)
    view = whole([box])
    assert view is not None
    drawn = view.areas(shapely.box(east, north, east + size, north + size)).area
    true = abs(GLOBE.geometry_area_perimeter(box)[0])
    assert drawn * view.metres**2 == pytest.approx(true, rel=0.02)


@pytest.mark.parametrize("north", [0, 30, 55])
def test_areas_keep_their_size_at_the_rim_of_a_view(north: float) -> None:
    box = shapely.box(36, north, 37, north + 1)
    view = View("v", "", 0, north, 5_000_000, 3_000_000)
    true = abs(GLOBE.geometry_area_perimeter(shapely.segmentize(box, 0.05))[0])
    assert view.areas(box).area * view.metres**2 == pytest.approx(true, rel=0.02)


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(-30, 60), st.floats(30, 80)), min_size=1, max_size=8))
def test_the_whole_holds_everything(places: list[tuple[float, float]]) -> None:
    figures = [shapely.box(east, north, east + 0.5, north + 0.5) for east, north in places]
    view = whole(figures)
    assert view is not None
    points = view.points(np.concatenate([shapely.get_coordinates(each) for each in figures]))
    assert points.min() >= 0
    assert points[:, 0].max() <= WIDTH
    assert points[:, 1].max() <= view.height + 1


def test_a_figure_at_the_antimeridian_is_seen_from_both_sides() -> None:
    figure = shapely.MultiPolygon([shapely.box(178, 60, 180, 62), shapely.box(-180, 60, -178, 62)])
    view = View("v", "", 180, 61, 200_000, 150_000)
    area = view.areas(figure)
    true = abs(GLOBE.geometry_area_perimeter(shapely.box(178, 60, 180, 62))[0]) * 2
    assert area.area * view.metres**2 == pytest.approx(true, rel=0.02)
    assert area.geom_type == "Polygon", "the seam closes"


def test_the_other_side_of_the_earth_is_not_drawn() -> None:
    assert REGIONS[2].areas(shapely.box(-150, -45, -140, -40)).is_empty
    assert REGIONS[0].areas(shapely.box(20, -80, 30, -70)).is_empty


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 800), st.floats(0, 500)), max_size=40),
    st.floats(10, 40),
)
def test_no_mark_covers_another(places: list[tuple[float, float]], wide: float) -> None:
    sheet = Sheet(800, 500)
    marks = [sheet.set("1", shapely.Point(*at), (wide, 20), move=True) for at in places]
    boxes = [
        shapely.box(m.x - m.wide / 2, m.y - m.tall / 2, m.x + m.wide / 2, m.y + m.tall / 2)
        for m in marks
        if m
    ]
    picture = shapely.box(0, 0, 800, 500)
    assert all(picture.contains(box) for box in boxes)
    assert not any(a.intersects(b) for i, a in enumerate(boxes) for b in boxes[:i])


def topology(arcs: list[list[list[int]]], rings: list[list[int]]) -> dict[str, object]:
    """A topology of one land in whole degrees."""
    geometry = {"type": "Polygon", "arcs": rings}
    land = {"type": "GeometryCollection", "geometries": [geometry]}
    told = {"scale": [1, 1], "translate": [0, 0]}
    return {"type": "Topology", "objects": {"land": land}, "arcs": arcs, "transform": told}


@pytest.fixture
def fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of coasts of our own."""
    monkeypatch.setattr(coasts, "_folder", lambda: tmp_path)
    coasts.land.cache_clear()
    yield tmp_path
    coasts.land.cache_clear()


def test_arcs_are_joined_and_turned_round(fetched: Path) -> None:
    arcs = [[[0, 0], [10, 0], [0, 10]], [[0, 0], [0, 10], [10, 0]]]
    (fetched / "land-50m.json").write_text(json.dumps(topology(arcs, [[0, -2]])))
    assert coasts.land().equals(shapely.box(0, 0, 10, 10))


def test_land_across_the_antimeridian_is_cut_there(fetched: Path) -> None:
    arcs = [[[170, 60], [20, 0], [0, 10], [-20, 0], [0, -10]]]
    arcs[0] = [[170, 60], [10, 0], [-350, 0], [0, 10], [350, 0], [-10, 0], [0, -10]]
    (fetched / "land-50m.json").write_text(json.dumps(topology(arcs, [[0]])))
    expected = shapely.MultiPolygon(
        [shapely.box(170, 60, 180, 70), shapely.box(-180, 60, -170, 70)]
    )
    assert coasts.land().symmetric_difference(expected).area == pytest.approx(0)


def test_no_file_is_no_coast(fetched: Path) -> None:
    assert coasts.land() is None
