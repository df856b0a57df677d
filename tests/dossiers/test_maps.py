"""Maps: areas keep their size, nothing is lost at the antimeridian, no mark covers another."""

import struct
from collections.abc import Iterator
from itertools import chain
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


def shapefile(kind: int, records: list[list[list[tuple[float, float]]]]) -> bytes:
    """A shapefile of areas (5) or lines (3), each record its parts."""
    told = b""
    for number, parts in enumerate(records, start=1):
        points = [point for part in parts for point in part]
        starts = [sum(map(len, parts[:place])) for place in range(len(parts))]
        body = struct.pack("<i4d2i", kind, *[0.0] * 4, len(parts), len(points))
        body += struct.pack(f"<{len(starts)}i", *starts)
        body += struct.pack(f"<{2 * len(points)}d", *chain(*points))
        told += struct.pack(">2i", number, len(body) // 2) + body
    return bytes(100) + told


def table(rows: list[str]) -> bytes:
    """A table of two columns, the first of no matter."""
    head = struct.pack("<4xIHH20x", len(rows), 32 + 2 * 32 + 1, 1 + 3 + 40)
    for name, wide in ((b"rank", 3), (b"featurecla", 40)):
        head += name.ljust(11, b"\0") + b"C" + bytes(4) + bytes([wide]) + bytes(15)
    return head + b"\r" + b"".join(b"   1" + row.encode().ljust(40) for row in rows)


def square(west: float, south: float, size: float) -> list[tuple[float, float]]:
    """The ring of a square."""
    return [*shapely.box(west, south, west + size, south + size).exterior.coords]


@pytest.fixture
def fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of coasts of our own."""
    monkeypatch.setattr(coasts, "_folder", lambda: tmp_path)
    for each in (coasts.land, coasts.borders):
        each.cache_clear()
    yield tmp_path
    for each in (coasts.land, coasts.borders):
        each.cache_clear()


def test_a_lake_is_no_land_and_an_island_in_it_is(fetched: Path) -> None:
    lake = [square(0, 0, 10), square(2, 2, 6), square(4, 4, 1)]
    two = [square(20, 0, 1), square(22, 0, 1)]
    (fetched / "ne_50m_land.shp").write_bytes(shapefile(5, [lake, two]))
    land = coasts.land()
    assert land.area == 100 - 36 + 1 + 2
    assert land.contains(shapely.MultiPoint([(1, 1), (4.5, 4.5), (20.5, 0.5), (22.5, 0.5)]))
    assert not land.intersects(shapely.Point(3, 3))


def test_borders_are_told_apart_by_what_their_data_set_calls_them(fetched: Path) -> None:
    lines = [[[(0.0, 0.0), (1.0, 1.0)], [(1.0, 1.0), (2.0, 0.0)]], [[(5.0, 5.0), (6.0, 6.0)]]]
    (fetched / "ne_50m_admin_0_boundary_lines_land.shp").write_bytes(shapefile(3, lines))
    said = table(["International boundary (verify)", "Disputed (please verify)"])
    (fetched / "ne_50m_admin_0_boundary_lines_land.dbf").write_bytes(said)
    borders = coasts.borders()
    assert borders is not None
    assert borders.called.equals(shapely.MultiLineString(lines[0]))
    assert borders.doubtful.equals(shapely.MultiLineString(lines[1]))


def test_no_file_is_no_coast(fetched: Path) -> None:
    assert coasts.land() is None
    assert coasts.borders() is None
