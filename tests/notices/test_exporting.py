"""Notices as activities, GeoJSON, CAP and iCalendar: read back by others, nothing lost."""

import datetime as dt
import json
from xml.etree import ElementTree

import icalendar
import polars as pl
import pytest
import shapely

import detente
from detente.errors import SenderError
from detente.notices import Notices, read_one
from detente.notices.activity_frame import activity_frame
from detente.notices.drawing import draw
from detente.notices.exporting import calendar, cap, geojson, json_lines
from detente.notices.figures import Arc, Figure
from detente.obligations.words import vocabulary
from detente.places.ellipsoid import geod

TEXT = """HYDROARC 105/26.
BARENTS SEA.
1. HAZARDOUS OPERATIONS, ROCKET LAUNCHING
   0600Z TO 1600Z DAILY 02 THRU 03 JUN, ALTERNATE
   0600Z TO 1600Z DAILY 05 JUN IN AREAS BOUND BY:
   A. 70-18N 033-48E, 70-12N 034-06E, 69-54N 034-42E.
   B. 76-00N 021-24E, 75-48N 022-00E, 75-30N 022-54E.
2. CANCEL THIS MSG 051700Z JUN 26."""
CIRCLE = """A0101/26 NOTAMN
Q) EGTT/QWMLW/IV/BO/W/000/050/5500N00230W006
A) EGTT B) 2606010700 C) 2606021600
E) LIVE FIRING WI 5NM RADIUS OF 550000N 0023000W.
F) SFC G) 5000FT AMSL"""
WORDS = vocabulary(detente.library())
CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"


def notices() -> Notices:
    return Notices([read_one(TEXT, issued=dt.datetime(2026, 6, 1)), read_one(CIRCLE)])


def framed(notices_: Notices) -> pl.DataFrame:
    return activity_frame(notices_, WORDS)


def test_a_frame_needs_a_library() -> None:
    with pytest.raises(SenderError, match="read_notices"):
        _ = notices().frame


def test_a_row_for_each_area_and_window() -> None:
    frame = framed(notices())
    assert frame.height == 2 * 3 + 1
    assert frame["activity"].to_list()[:2] == [
        "HYDROARC 105/26 / A / window 1",
        "HYDROARC 105/26 / A / window 2",
    ]
    assert set(frame["kind"]) == {"space_launch", "live_fire"}
    last = frame.row(-1, named=True)
    assert (last["altitude_low"], last["altitude_high"], last["altitude_unit"]) == (0, 1524, "m")
    assert last["altitude_reference"] == "MSL"
    assert shapely.from_wkt(last["area"]).area == pytest.approx(0.0385, rel=0.02)


def test_the_frame_is_written_and_read_back(tmp_path) -> None:  # type: ignore[no-untyped-def]  # a path
    frame = framed(notices())
    for ending in ("csv", "parquet", "json"):
        path = tmp_path / f"a.{ending}"
        detente.write_activities(frame, path)
        assert detente.read_activities(path).frame["activity"].equals(frame["activity"])


def test_a_notice_that_comes_twice_has_rows_of_its_own() -> None:
    twice = Notices([read_one(CIRCLE), read_one(CIRCLE)])
    assert framed(twice)["activity"].to_list() == ["A0101/26", "A0101/26 ~2"]


def test_lists_and_cancellations_are_no_activities() -> None:
    text = "HYDROLANT 1/26.\nNORTH SEA.\nMISSILES.\nCANCEL HYDROLANT 9/25 AND THIS MSG."
    assert framed(Notices([read_one(text)])).height == 0


def test_geojson_has_a_feature_for_each_area() -> None:
    features = json.loads(geojson(notices()))["features"]
    assert [feature["geometry"]["type"] for feature in features] == ["Polygon"] * 3
    assert features[0]["properties"]["area"]["label"] == "A"
    assert len(features[0]["properties"]["windows"]) == 3
    assert features[2]["properties"]["area"]["high"]["metres"] == 1524.0


def test_lines_of_json_hold_the_spans() -> None:
    line = json.loads(json_lines(notices()).splitlines()[1])
    start, end = line["areas"][0]["span"]
    assert line["text"][start:end] == "5NM RADIUS OF 550000N 0023000W"
    start, end = line["cue"]["span"]
    assert line["text"][start:end] == "LIVE FIRING"


def test_cap_has_an_alert_for_each_notice_and_an_info_for_each_window() -> None:
    alerts = ElementTree.fromstring(cap(notices(), "desk@example.org")).findall(f"{CAP}alert")
    assert [len(alert.findall(f"{CAP}info")) for alert in alerts] == [3, 1]
    order = [child.tag.removeprefix(CAP) for child in alerts[0]]
    assert order[:7] == ["identifier", "sender", "sent", "status", "msgType", "source", "scope"]
    circle = alerts[1].findtext(f".//{CAP}circle")
    assert circle == "55.000000,-2.500000 9.260"
    assert alerts[1].findtext(f".//{CAP}ceiling") == "5000"
    assert alerts[0].findtext(f".//{CAP}severity") == "Unknown"


def test_cap_asks_when_where_no_notice_says_it() -> None:
    bare = Notices([read_one("HYDROLANT 1/26. NORTH SEA. BUOY ADRIFT.")])
    with pytest.raises(SenderError, match="--sent"):
        cap(bare, "x")
    assert "2026-01-01" in cap(bare, "x", dt.datetime(2026, 1, 1))


def test_a_calendar_has_an_event_for_each_window() -> None:
    book = icalendar.Calendar.from_ical(calendar(notices()))
    events = book.walk("VEVENT")
    assert len(events) == 4
    assert events[0].decoded("DTSTART") == dt.datetime(2026, 6, 2, 6, tzinfo=dt.UTC)
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED"] * 2 + [
        "TENTATIVE",
        "CONFIRMED",
    ]
    assert len({str(event["UID"]) for event in events}) == 4


def test_windows_without_an_end_are_counted_in_the_calendar() -> None:
    text = "HYDROLANT 1/26.\nCABLE OPERATIONS 021800Z JUN UNTIL FURTHER NOTICE IN 55-00N 003-00E."
    book = calendar(Notices([read_one(text)]))
    assert b"1 windows without a stated beginning or end" in book


def area_m2(figure: Figure) -> float:
    shapes, _ = draw([figure])
    return abs(geod().geometry_area_perimeter(shapes[0])[0])


def test_a_drawn_circle_has_the_area_of_a_circle() -> None:
    assert area_m2(Figure("circle", [(10.0, 60.0)], 5000.0)) == pytest.approx(7.854e7, rel=0.002)


def test_a_sector_is_its_part_of_the_circle() -> None:
    sector = Figure("sector", [(10.0, 60.0)], 5000.0, None, (310.0, 40.0))
    assert area_m2(sector) == pytest.approx(7.854e7 / 4, rel=0.002)


def test_an_ellipse() -> None:
    ellipse = Figure("ellipse", [(10.0, 60.0)], 4000.0, 2000.0, (30.0,))
    assert area_m2(ellipse) == pytest.approx(2.513e7, rel=0.003)


def test_an_arc_goes_the_way_it_is_told() -> None:
    north, south = (10.0, 60.1), (10.0, 59.9)
    centre = (10.0, 60.0)
    radius = geod().inv(*centre, *north)[2]
    half = 3.14159 * radius**2 / 2
    for clockwise, east in ((True, True), (False, False)):
        figure = Figure("polygon", [north, south], arcs=[Arc(0, centre, radius, clockwise)])
        shapes, _ = draw([figure])
        assert (shapes[0].centroid.x > 10.0) is east
        assert area_m2(figure) == pytest.approx(half, rel=0.01)


def test_a_corridor_is_as_wide_as_told() -> None:
    corridor = Figure("corridor", [(10.0, 60.0), (10.0, 61.0)], 3000.0)
    length = geod().inv(10.0, 60.0, 10.0, 61.0)[2]
    assert area_m2(corridor) == pytest.approx(length * 6000 + 3.14159 * 3000**2, rel=0.005)


def test_an_outline_that_crosses_itself_is_told() -> None:
    figure = Figure("polygon", [(0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0)])
    shapes, crossed = draw([figure])
    assert crossed[0]
    assert shapes[0].area == 1.0


def test_an_outline_over_the_antimeridian_runs_on() -> None:
    shapes, _ = draw([Figure("polygon", [(179.0, 10.0), (-179.0, 10.0), (-179.0, 12.0)])])
    assert shapes[0].bounds == (179.0, 10.0, 181.0, 12.0)


def test_what_cannot_be_drawn_is_none() -> None:
    shapes, _ = draw([None, Figure("polygon", [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)])])
    assert shapes[0] is None
    assert shapes[1] is not None
