"""Zones of application: by host, by area, and three-valued in between."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from detente.instruments import read_library
from detente.instruments.zones import Zone
from detente.measures.answers import Answer

ZONES = read_library(strict=False).zones
SOURCE = {"document": "a text", "paragraph": "1"}
OSCE = "osce-zone-of-application"
CFE = "cfe-area-of-application"
HELSINKI = "helsinki-zone"
MADRID = "madrid-zone"

TSUGOL, TELEMBA, BERING_SEA = (115.6, 51.0), (113.2, 52.3), (175.0, 58.0)
YURGA, CHEBARKUL, TOTSKOYE = (84.9, 55.7), (60.4, 55.0), (52.8, 52.5)
LUGA, MULINO, STRUGI, KAPUSTIN_YAR = (29.9, 58.7), (43.0, 56.0), (29.1, 58.3), (45.8, 48.6)
RENA, BREST, DRAWSKO, GRAFENWOEHR = (11.4, 61.1), (23.7, 52.1), (15.8, 53.4), (11.9, 49.7)
BALTIC_SEA, ANKARA, ALMATY, ALASKA = (19.0, 57.0), (33.0, 40.0), (77.0, 43.2), (-150.0, 64.0)


def box(west: float, south: float, east: float, north: float, **more: object) -> Zone:
    """A zone that surely holds one rectangle and may reach one degree further."""
    return Zone.model_validate(
        {
            "id": "a-zone",
            "name": "A zone",
            "gist": "a rectangle",
            "source": SOURCE,
            "basis": "text",
            "surely_inside": (shapely.box(west, south, east, north).wkt,),
            "surely_within": (shapely.box(west - 1, south - 1, east + 1, north + 1).wkt,),
            **more,
        }
    )


@pytest.mark.parametrize(
    ("zone", "place", "answer"),
    [
        # Vostok-2018 lay east of the Urals and off the Pacific coast
        (OSCE, TSUGOL, False),
        (OSCE, TELEMBA, False),
        (OSCE, BERING_SEA, False),
        (OSCE, YURGA, False),
        (OSCE, ALASKA, False),
        # the ranges of Zapad, Trident Juncture and others lie inside
        (OSCE, LUGA, True),
        (OSCE, MULINO, True),
        (OSCE, STRUGI, True),
        (OSCE, BREST, True),
        (OSCE, RENA, True),
        (OSCE, DRAWSKO, True),
        (OSCE, GRAFENWOEHR, True),
        (OSCE, ALMATY, True),
        # the Urals are wide, the sea belongs to it only under conditions, Türkiye is open
        (OSCE, CHEBARKUL, None),
        (OSCE, TOTSKOYE, None),
        (OSCE, KAPUSTIN_YAR, None),
        (OSCE, BALTIC_SEA, None),
        (OSCE, ANKARA, None),
        # before the States of Central Asia took part
        (MADRID, ALMATY, False),
        (MADRID, MULINO, True),
        (MADRID, TSUGOL, False),
        # CFE: land of the States Parties only
        (CFE, TSUGOL, False),
        (CFE, MULINO, True),
        (CFE, LUGA, True),
        (CFE, RENA, True),
        (CFE, ALMATY, False),
        (CFE, CHEBARKUL, None),
        # Helsinki 1975: of the Soviet Union only a strip along its western frontiers
        (HELSINKI, GRAFENWOEHR, True),
        (HELSINKI, DRAWSKO, True),
        (HELSINKI, MULINO, False),
        (HELSINKI, TSUGOL, False),
        (HELSINKI, LUGA, None),
        (HELSINKI, BREST, None),
    ],
)
def test_known_ranges(zone: str, place: tuple[float, float], answer: Answer) -> None:
    assert ZONES[zone].by_area(shapely.Point(place)) is answer


def test_an_area_that_crosses_the_urals_lies_in_the_zone() -> None:
    area = shapely.box(43.0, 55.0, 70.0, 57.0)
    assert ZONES[OSCE].by_area(area) is True


@pytest.mark.parametrize(
    ("zone", "host", "answer"),
    [
        (OSCE, "BY", True),
        (OSCE, "NO", True),
        (OSCE, "KZ", True),
        (OSCE, "DD", True),
        (OSCE, "US", False),
        (OSCE, "MN", False),
        (OSCE, "CN", False),
        (OSCE, "RU", None),
        (OSCE, "SU", None),
        (OSCE, "TR", None),
        (OSCE, None, None),
        (MADRID, "KG", False),
        (CFE, "DE", True),
        (CFE, "AT", False),
        (CFE, "LT", False),
        (CFE, "KZ", None),
        ("cfe-flank-area", "NO", True),
        ("cfe-flank-area", "DE", False),
        ("cfe-flank-area", "RU", None),
    ],
)
def test_by_host(zone: str, host: str | None, answer: Answer) -> None:
    assert ZONES[zone].by_host(host) is answer


@pytest.mark.parametrize("zone", ZONES.values(), ids=lambda zone: zone.id)
def test_a_zone_holds_together(zone: Zone) -> None:
    lists = [set(zone.whole), set(zone.outside), set(zone.part)]
    assert sum(map(len, lists)) == len(set.union(*lists)), "a State stands in one list"
    polygons = [shapely.from_wkt(text) for text in zone.surely_inside + zone.surely_within]
    assert all(polygon.is_valid for polygon in polygons)
    inside = shapely.union_all(shapely.from_wkt(list(zone.surely_inside)))
    within = shapely.union_all(shapely.from_wkt(list(zone.surely_within)))
    assert within.contains(inside) or not zone.surely_inside


@pytest.mark.parametrize("zone", [z for z in ZONES.values() if z.surely_inside], ids=lambda z: z.id)
def test_no_polygon_touches_an_outside_state_by_mistake(zone: Zone) -> None:
    """A point in the middle of States that lie outside is never told to lie inside."""
    far = {"US": (-98.0, 39.0), "CA": (-100.0, 56.0), "CN": (104.0, 35.0), "MN": (104.0, 47.0)}
    near = {"AT": (14.5, 47.4), "CH": (8.2, 46.8), "LT": (23.9, 55.3), "SE": (15.0, 62.0)}
    answers = [
        zone.by_area(shapely.Point(place))
        for code, place in {**far, **near}.items()
        if code in zone.outside
    ]
    assert True not in answers


def test_the_column_of_a_zone() -> None:
    assert box(0, 0, 1, 1).column == "zone_a_zone"


def test_a_zone_without_polygons_tells_nothing_by_area() -> None:
    bare = box(0, 0, 1, 1, surely_inside=(), surely_within=())
    assert bare.by_area(shapely.Point(0, 0)) is None


@given(
    x=st.integers(-5, 15),
    y=st.integers(-5, 15),
    width=st.integers(0, 12),
    height=st.integers(0, 12),
)
def test_more_area_never_takes_an_activity_out(x: int, y: int, width: int, height: int) -> None:
    """What is told of a place holds of every area around it: inside stays, outside may change."""
    zone = box(2, 2, 8, 8)
    place, area = shapely.Point(x, y), shapely.box(x, y, x + width, y + height)
    if zone.by_area(place) is True:
        assert zone.by_area(area) is True
    if zone.by_area(area) is False:
        assert zone.by_area(place) is False


@given(x=st.integers(-2, 12), y=st.integers(-2, 12))
def test_the_band_between_is_open_and_its_edges_are_not(x: int, y: int) -> None:
    zone = box(2, 2, 8, 8)
    inside = 2 <= x <= 8 and 2 <= y <= 8
    possible = 1 <= x <= 9 and 1 <= y <= 9
    expected = True if inside else (None if possible else False)
    assert zone.by_area(shapely.Point(x, y)) is expected
