"""Frames that are made by hand: what they leave out stays open, and what cannot be is refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

import detente
from detente.errors import FrameError
from detente.redlines import Altitude, Area, Event, Level, Levels, RedLine, frame
from detente.screening import screen, simultaneous
from detente.times.moments import Moment
from tests.screening.test_named_mistakes import DAY, SCHEMA, activity, box, line

AREA = box(20, 54, 22, 56)
SAID = line(AREA)


def made(*told: dict[str, Any], **types: Any) -> pl.DataFrame:
    """A frame of activities, with columns of certain types."""
    return pl.DataFrame(list(told), schema_overrides=SCHEMA | types)


def one(taken: pl.DataFrame, said: RedLine | pl.DataFrame = SAID, **asked: Any) -> dict[str, Any]:
    """The one row that is told."""
    lines = said if isinstance(said, pl.DataFrame) else [said]
    (row,) = screen(taken, lines, **asked).to_dicts()
    return dict(row)


@pytest.mark.parametrize("kind", [pl.Float64, pl.Float32, pl.Int32, pl.UInt64, pl.Int64, pl.Null])
def test_a_count_that_is_not_stated_is_open_whatever_the_column_holds(kind: Any) -> None:
    """A null among fractions was taken for less than nothing, and answered no."""
    silent = activity("POINT (21 55)", troops_low=None, troops_high=None)
    row = one(made(silent, troops_low=kind, troops_high=kind))
    assert (row["verdict"], row["missing"], row["margin"]) == (None, "troops", None)
    sums = made(silent, silent | {"activity": "b"}, troops_low=kind, troops_high=kind)
    assert simultaneous(sums, [SAID])["verdict"].to_list() == [None]


def test_not_a_number_is_not_stated() -> None:
    nan = float("nan")
    row = one(made(activity("POINT (21 55)", troops_low=nan, troops_high=nan)))
    assert (row["verdict"], row["missing"]) == (None, "troops")
    high = line(AREA, altitude=Altitude(1000, 2000, "m", "MSL"))
    heights = {"altitude_low_m": nan, "altitude_high_m": nan, "altitude_reference": "MSL"}
    row = one(made(activity("POINT (21 55)", **heights)), high)
    assert (row["verdict"], row["missing"]) == (None, "altitude")
    below = heights | {"altitude_high_m": 999.0}
    assert screen(made(activity("POINT (21 55)", **below)), [high]).is_empty()


def test_a_whole_number_may_be_of_any_type() -> None:
    for kind in (pl.Int16, pl.UInt32, pl.Float64, pl.Decimal(12, 2)):
        row = one(made(activity("POINT (21 55)"), troops_low=kind, troops_high=kind))
        assert (row["verdict"], row["margin"]) == (True, "troops 0")


def test_a_date_is_some_time_of_that_day() -> None:
    """Taken for its midnight, an activity that ends on the day missed a line from its morning."""
    morning = Moment(dt.datetime(2031, 3, 2, 6))
    told = made(activity("POINT (21 55)")).with_columns(ends=pl.lit(dt.date(2031, 3, 2)))
    row = one(told, line(AREA, from_=morning))
    assert (row["verdict"], row["missing"]) == (None, "ends")
    assert row["overlap_to"] == dt.datetime(2031, 3, 2, 23, 59, 59, 999_999)
    later = Moment(dt.datetime(2031, 3, 3))
    assert screen(told, [line(AREA, from_=later)]).is_empty()
    both = told.with_columns(ends_latest=pl.lit(dt.datetime(2031, 3, 2, 5)))
    assert screen(both, [line(AREA, from_=morning)]).is_empty()


def test_flight_levels_need_no_column_for_their_reference() -> None:
    levels = {"altitude_low": 150.0, "altitude_high": 160.0, "altitude_unit": "FL"}
    said = line(AREA, altitude=Altitude(100, 200, "FL", "standard"))
    assert one(made(activity("POINT (21 55)", **levels)), said)["verdict"] is True
    metres = levels | {"altitude_unit": "m"}
    assert one(made(activity("POINT (21 55)", **metres)), said)["missing"] == "altitude"


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a fraction": ({"troops_low": 8999.9}, "troops_low is 8999.9; a count is a whole number"),
    "a negative count": ({"troops_low": -1}, "troops_low is -1; a count cannot be negative"),
    "a range": ({"troops_high": 8999}, "troops_low is 9000; the range ends below its start"),
    "texts": ({"troops_low": "9000"}, "column 'troops_low' holds String; give whole numbers"),
    "both": ({"troops": 9000}, "give 'troops', or troops_low and troops_high, not both"),
    "swapped": ({"area": "POINT (54 121)"}, "POINT .54 121.; give longitude, then latitude"),
    "nowhere": ({"area": "POINT (nan 1)"}, "give longitude, then latitude"),
    "beyond numbers": ({"area": "POINT (1 1e999)"}, "give longitude, then latitude"),
    "crossed": (
        {"area": "POLYGON ((20 54, 21 55, 21 54, 20 55, 20 54))"},
        "its outline crosses itself; draw it again",
    ),
    "a curve": ({"area": "CIRCULARSTRING (0 0, 1 1, 2 0)"}, "without curves"),
    "no figure": ({"area": "here"}, "area is here; give an area in WKT or WKB"),
    "edges": ({"edges": "great"}, "edges is great; give one of geodesic, rhumb, straight"),
    "reference": (
        {"altitude_low_m": 1.0, "altitude_reference": "msl"},
        "altitude_reference is msl; give one of MSL",
    ),
    "unit": ({"altitude_low": 1.0, "altitude_unit": "km"}, "altitude_unit is km; give one of m"),
    "heights": (
        {"altitude_low_m": 500.0, "altitude_high_m": 100.0},
        "altitude_low_m is 500.0; give the lower bound first",
    ),
    "times": ({"ends": DAY - dt.timedelta(days=2)}, "it ends before it starts"),
    "latest": ({"starts_latest": DAY}, "give the first instant after starts that is too late"),
    "text for time": ({"x": 1, "stated_at": "2031"}, "column 'stated_at' holds String"),
    "no name": ({"activity": None}, "activity is None; every row states it"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_by_name(name: str) -> None:
    """Nothing is told then: what one row holds wrongly would else be missed in silence."""
    change, words = REFUSED[name]
    good = activity("POINT (21 55)", activity="good")
    told = pl.DataFrame(
        [dict.fromkeys(change) | good, activity("POINT (21 55)") | change],
        schema_overrides=SCHEMA,
        strict=False,
        infer_schema_length=None,
    )
    if name == "texts":
        told = told.with_columns(pl.col("troops_low").cast(pl.String))
    with pytest.raises(FrameError, match=words) as refused:
        screen(told, [SAID], as_of=DAY)
    if "column" not in words and "both" not in words and name != "no name":
        assert str(refused.value).startswith("activity 'a', source 's': ")


def test_a_row_is_named_in_whichever_chunk_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.screening import findings

    monkeypatch.setattr(findings, "CHUNK", 1)
    told = made(activity("POINT (21 55)"), activity("here", activity="b"))
    with pytest.raises(FrameError, match="activity 'b', source 's': area is here"):
        screen(told, [SAID])


def test_a_frame_of_lines_needs_its_columns() -> None:
    told = made(activity("POINT (21 55)"))
    assert one(told, frame([SAID]))["verdict"] is True
    with pytest.raises(FrameError, match="the frame has no column 'anywhere'"):
        screen(told, frame([SAID]).drop("anywhere"))


@pytest.mark.parametrize(
    "as_of",
    [
        dt.datetime(2031, 2, 1, 12),
        dt.datetime(2031, 2, 1, 14, tzinfo=dt.timezone(dt.timedelta(hours=2))),
    ],
)
def test_an_instant_is_compared_in_utc(as_of: dt.datetime) -> None:
    said = line(AREA, on=Moment(DAY - dt.timedelta(days=90)))
    for stated, known in (
        (dt.datetime(2031, 2, 1, 12), True),
        (dt.datetime(2031, 2, 1, 12, 0, 1), False),
        (dt.datetime(2031, 2, 1, 13, 30, tzinfo=dt.timezone(dt.timedelta(hours=2))), True),
        (dt.date(2031, 2, 1), True),
        (dt.date(2031, 2, 2), False),
    ):
        told = made(activity("POINT (21 55)", stated_at=stated))
        assert (detente.screen(told, [said], as_of=as_of).height == 1) is known
    late = made(activity("POINT (21 55)", stated_at=dt.datetime(2031, 2, 1, 23)))
    assert detente.screen(late, [said], as_of=dt.date(2031, 2, 1)).height == 1


def test_what_is_said_at_the_very_instant_is_known() -> None:
    at, told = dt.datetime(2031, 2, 1, 12), made(activity("POINT (21 55)"))
    said = line(AREA, on=Moment(at))
    for lines in ([said], frame([said])):
        assert screen(told, lines, as_of=at)["verdict"].to_list() == [True]
        assert screen(told, lines, as_of=at - dt.timedelta(microseconds=1)).is_empty()


DAYS = [Moment.of(dt.date(2030, 6, 1)), Moment(dt.datetime(2030, 6, 1), dt.datetime(2030, 7, 1))]


@pytest.mark.parametrize("status", ["current", "modified", "withdrawn", "contradicted"])
@pytest.mark.parametrize("on", DAYS)
def test_a_frame_of_lines_tells_what_happened_to_them(status: Any, on: Moment) -> None:
    """A line that was withdrawn stood on in a frame of lines."""
    told = made(activity("POINT (21 55)"))
    said = [
        line(AREA, id="l", on=Moment.of(dt.date(2030, 1, 1)), events=(Event(on, status),)),
        line(AREA, id="m", on=None),
    ]
    for as_of in (
        None,
        dt.datetime(2030, 6, 1, 12),
        dt.datetime(2030, 6, 9),
        dt.datetime(2032, 1, 1),
    ):
        assert screen(told, frame(said), as_of=as_of).equals(screen(told, said, as_of=as_of))


def test_more_than_the_largest_number_is_never_reached() -> None:
    most = 2**63 - 1
    beyond = line(AREA, levels=Levels("any", (Level("troops", "more_than", most),)))
    assert one(made(activity("POINT (21 55)")), beyond)["verdict"] is False


def test_counts_beyond_all_reason_are_no_less_when_they_are_added() -> None:
    """Four times 2**62 is nothing, in whole numbers of 64 bits."""
    huge = [
        activity("POINT (21 55)", activity=name, troops_low=2**62, troops_high=2**62)
        for name in "abcd"
    ]
    (row,) = simultaneous(made(*huge), [SAID]).to_dicts()
    assert (row["verdict"], row["peak_high"]) == (True, None)
    assert row["peak_low"] > 10**12


def test_a_hundred_measures_are_all_named() -> None:
    levels = tuple(Level(f"m{i}", "at_least", 1) for i in range(100))
    told = made(activity("POINT (21 55)"))
    row = one(told, line(AREA, levels=Levels("all", levels)))
    assert set(row["missing"].split(", ")) == {f"m{i}" for i in range(100)}
    row = one(
        told.with_columns(**{f"m{i}": 1 for i in range(99)}),
        line(AREA, levels=Levels("all", levels)),
    )
    assert row["missing"] == "m99"
    assert len(row["reached"].split(", ")) == 99


def test_a_line_that_is_made_by_hand_is_named() -> None:
    crossed = "POLYGON ((20 54, 21 55, 21 54, 20 55, 20 54))"
    bad = replace(line(AREA, id="bow"), area=Area(surely_inside=crossed, surely_within=crossed))
    with pytest.raises(FrameError, match="redline 'bow': area_within is POLYGON"):
        screen(made(activity("POINT (21 55)")), [bad])
