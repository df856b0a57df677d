"""Positions: every notation, round trips, and a second, slow reading written another way."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.notices.coordinates import boxes, spots, written

SPELLINGS = [
    ("5533N 00341W", (-3.683333, 55.55)),
    ("512715N 0000012W", (-0.003333, 51.454167)),
    ("513928.0N 0001937.0W", (-0.326944, 51.657778)),
    ("5530.5N 00341.25W", (-3.6875, 55.508333)),
    ("184613N1072716E", (107.454444, 18.770278)),
    ("1554S 11806E", (118.1, -15.9)),
    ("N3824E10810", (108.166667, 38.4)),
    ("N392756E1080927", (108.1575, 39.465556)),
    ("N36\n0600E1205500", (120.916667, 36.1)),
    ("S0818 E09017", (90.283333, -8.3)),
    ("S40 53 00 E 094 23 00", (94.383333, -40.883333)),
    ("43 49 48 S 172 42 00 E", (172.7, -43.83)),
    ("12 39 14N 119 41 06E", (119.685, 12.653889)),
    ("45-03.5N 036-22.4E", (36.373333, 45.058333)),
    ("69-09-32N 051-19-22E", (51.322778, 69.158889)),
    ("69-31.0N 15-42.0E", (15.7, 69.516667)),
    ("54-49,5N 013-55,4E", (13.923333, 54.825)),
    ("65-48.59N - 007-50.08E", (7.834667, 65.809833)),
    ("69-17.8 N 016-02.0 E", (16.033333, 69.296667)),
    ("69-58.0С 033-38.0В", (33.633333, 69.966667)),
    ("69-58.0Ю 033-38.0З", (-33.633333, -69.966667)),
    ("N69-11.5 E016-45.4", (16.756667, 69.191667)),
    ("54° 18’ 51,60” N 015° 42’ 16,91” E", (15.704697, 54.314333)),
    ("54°18.5'N 015°42.5'E", (15.708333, 54.308333)),
    ("45.50000N 012.25000E", (12.25, 45.5)),
    ("55N 010W", (-10.0, 55.0)),
]


@pytest.mark.parametrize(("text", "place"), SPELLINGS, ids=[text for text, _ in SPELLINGS])
def test_a_spelling_is_read(text: str, place: tuple[float, float]) -> None:
    found = spots(f"AREA {text} X")
    assert len(found) == 1
    assert (found[0].lon, found[0].lat) == pytest.approx(place, abs=1e-5)
    assert f"AREA {text} X"[found[0].start : found[0].end].strip() == text


@pytest.mark.parametrize(
    "text",
    [
        "9161N 00341W",  # 61 minutes
        "9530N 00341W",
        "45-03.5N 186-22.4E",
        "PHONE 45-03 036-22",
        "VHF CH 16 AND 12",
        "A1234/22 NOTAMN",
        "FL195 10000FT",
        "2210041200 2210041400",
    ],
)
def test_what_is_no_position_is_none(text: str) -> None:
    assert spots(text) == []


def test_two_parallels_and_two_meridians_are_a_box() -> None:
    (box,) = boxes("IN AREA BETWEEN\n   00-30N 00-00 AND 046-30W 047-30W.")
    assert (box.south, box.north, box.west, box.east) == (0.0, 0.5, -47.5, -46.5)


def test_a_box_may_cross_the_antimeridian() -> None:
    (box,) = boxes("BETWEEN 10-00N 12-00N AND 179-00E 179-00W")
    assert (box.west, box.east) == (179.0, -179.0)


def test_a_box_without_hemispheres_is_none() -> None:
    assert boxes("BETWEEN 10-00 12-00 AND 30-00 31-00") == []


def test_one_position_alone() -> None:
    assert written("3837N10758E") == pytest.approx((107.966667, 38.616667), abs=1e-5)
    assert written("NOWHERE") is None


def slowly(text: str) -> list[tuple[float, float]]:
    """Read dashed positions another way: word by word, by hand, without the room's patterns."""
    words = re.sub(r"[,.](?=\s|$)", " ", text).split()
    angles = []
    for word in words:
        side = word[-1]
        parts = word[:-1].split("-")
        if (
            side in "NSEW"
            and len(parts) in (2, 3)
            and all(p.replace(".", "").isdigit() for p in parts)
        ):
            value = sum(float(part) / 60**place for place, part in enumerate(parts))
            angles.append((-value if side in "SW" else value, side in "NS"))
    pairs = zip(angles[::2], angles[1::2], strict=True)
    return [(lon, lat) for (lat, is_lat), (lon, is_lon) in pairs if is_lat and not is_lon]


degrees = st.tuples(st.integers(0, 89), st.integers(0, 59), st.integers(0, 99), st.booleans())


@given(
    st.lists(st.tuples(degrees, degrees), min_size=1, max_size=6),
    st.sampled_from([", ", ",\n   ", "\n", " AND "]),
)
def test_both_readings_agree(points: list[Any], parting: str) -> None:
    text = parting.join(
        f"{a:02}-{b:02}.{c:02}{'SN'[north]} {d * 2:03}-{e:02}.{f:02}{'WE'[east]}"
        for (a, b, c, north), (d, e, f, east) in points
    )
    read = [(spot.lon, spot.lat) for spot in spots(text)]
    assert read == [pytest.approx(place) for place in slowly(text)]
    assert len(read) == len(points)


@given(
    st.integers(0, 89), st.integers(0, 59), st.integers(0, 59), st.integers(0, 179), st.booleans()
)
def test_the_same_place_in_every_spelling(d: int, m: int, s: int, lon: int, north: bool) -> None:
    ns, ew = ("N", "E") if north else ("S", "W")
    spelt = [
        f"{d:02}{m:02}{s:02}{ns} {lon:03}{m:02}{s:02}{ew}",
        f"{ns}{d:02}{m:02}{s:02}{ew}{lon:03}{m:02}{s:02}",
        f"{d:02}-{m:02}-{s:02}{ns} {lon:03}-{m:02}-{s:02}{ew}",
        f"{d:02} {m:02} {s:02}{ns} {lon:03} {m:02} {s:02}{ew}",
        f"{d:02}°{m:02}'{s:02}\"{ns} {lon:03}°{m:02}'{s:02}\"{ew}",
    ]
    sign = 1 if north else -1
    place = (sign * (lon + m / 60 + s / 3600), sign * (d + m / 60 + s / 3600))
    for text in spelt:
        (found,) = spots(text)
        assert (found.lon, found.lat) == pytest.approx(place), text
