"""One activity beside one line: each thing that a line says, met, not met, and left open."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from pyproj import Geod

from detente.redlines import Area, Event, Level, Levels, RedLine, frame
from detente.screening import SCREENED, screen
from detente.times.moments import Moment

BOX = "POLYGON ((20 54, 22 54, 22 55, 20 55, 20 54))"
INSIDE = "POLYGON ((20.5 54.4, 21 54.4, 21 54.6, 20.5 54.6, 20.5 54.4))"
NORTH = "POLYGON ((20.5 55.2, 21 55.2, 21 55.4, 20.5 55.4, 20.5 55.2))"
DAY = dt.datetime(2021, 9, 10)
GEOD = Geod(ellps="WGS84")


def line(**other: Any) -> RedLine:
    """A line that says everything, but for what is changed."""
    said: dict[str, Any] = {
        "id": "l",
        "holder": "AA",
        "stance": "declared",
        "called": "red line",
        "words": "made up",
        "source": "s",
        "kinds": ("exercise",),
        "obligors": ("BB",),
        "levels": Levels("any", (Level("troops", "at_least", 5000),)),
        "area": Area(surely_inside=BOX, surely_within=BOX, edges="geodesic"),
        "from_": "open",
        "until": "open",
    }
    return RedLine(**(said | other))


def activity(**other: Any) -> pl.DataFrame:
    """An activity that states everything, but for what is changed."""
    told: dict[str, Any] = {
        "activity": "a",
        "source": "s",
        "kind": "exercise",
        "obligor": "BB",
        "starts": DAY,
        "ends": DAY + dt.timedelta(days=6),
        "area": INSIDE,
        "edges": "geodesic",
        "altitude_low_m": 0.0,
        "altitude_high_m": 3000.0,
        "altitude_reference": "MSL",
        "troops_low": 6000,
        "troops_high": 7000,
    }
    schema: dict[str, Any] = {"area": pl.String, "obligor": pl.String, "troops_low": pl.Int64}
    schema |= {"troops_high": pl.Int64, "starts": pl.Datetime("us"), "ends": pl.Datetime("us")}
    return pl.DataFrame([told | other], schema_overrides=schema)


def one(what: pl.DataFrame, where: RedLine, **asked: Any) -> dict[str, Any]:
    """The one row that is told."""
    found = screen(what, [where], **asked)
    assert found.columns == list(SCREENED)
    assert found.height == 1, found
    return dict(found.row(0, named=True))


def anyhow(**other: Any) -> RedLine:
    """A line at every height."""
    from detente.redlines import Altitude

    return line(altitude=Altitude("open", "open"), **other)


def test_all_that_the_line_says() -> None:
    row = one(activity(), anyhow())
    assert (row["verdict"], row["relation"], row["distance_m"]) == (True, "overlaps", 0.0)
    assert (row["reached"], row["missing"], row["margin"]) == ("troops", "", "troops 1000..2000")
    assert (row["overlap_from"], row["overlap_to"]) == (DAY, DAY + dt.timedelta(days=6))


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"area": None}, "area"),
        ({"obligor": None}, "obligor"),
        ({"troops_low": None, "troops_high": None}, "troops"),
        ({"troops_low": 4000}, "troops"),
    ],
)
def test_what_the_source_leaves_out(change: dict[str, Any], missing: str) -> None:
    row = one(activity(**change), anyhow())
    assert (row["verdict"], row["missing"]) == (None, missing)


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"area": None}, "area of the line"),
        ({"kinds": ()}, "kinds of the line"),
        ({"obligors": ()}, "obligors of the line"),
        ({"levels": None}, "level of the line"),
        ({"until": None}, "time of the line"),
        ({"from_": None}, "time of the line"),
        ({"condition": "if nothing is agreed"}, "condition"),
        ({"object_words": "of an offensive kind"}, "object in words"),
    ],
)
def test_what_the_line_leaves_out(change: dict[str, Any], missing: str) -> None:
    row = one(activity(), anyhow(**change))
    assert (row["verdict"], row["missing"]) == (None, missing)


def test_a_line_that_says_no_height_settles_none() -> None:
    row = one(activity(), line())
    assert (row["verdict"], row["missing"]) == (None, "altitude of the line")


def test_below_the_level_is_told_with_its_margin() -> None:
    row = one(activity(troops_low=4999, troops_high=4999), anyhow())
    assert (row["verdict"], row["reached"], row["margin"]) == (False, "", "troops -1")
    assert one(activity(troops_low=5000, troops_high=5000), anyhow())["verdict"] is True


@pytest.mark.parametrize(
    "change",
    [{"area": NORTH}, {"kind": "transfer"}, {"obligor": "CC"}],
)
def test_what_surely_is_another_is_not_told(change: dict[str, Any]) -> None:
    assert screen(activity(**change), [anyhow()]).is_empty()


def test_what_is_near_is_told_when_it_is_asked_for() -> None:
    row = one(activity(area=NORTH), anyhow(), within_m=30_000)
    assert (row["verdict"], row["relation"]) == (False, "near")
    assert row["distance_m"] == pytest.approx(22_264 - 460, abs=30)  # the edge bulges
    assert screen(activity(area=NORTH), [anyhow()], within_m=20_000).is_empty()
    assert one(activity(area=NORTH), anyhow(near_km=30))["relation"] == "near"


def test_a_line_that_bears_within_a_distance() -> None:
    around = Area(surely_inside=BOX, surely_within=BOX, edges="geodesic", within_km=22)
    assert one(activity(area=NORTH), anyhow(area=around))["verdict"] is True
    short = Area(surely_inside=BOX, surely_within=BOX, edges="geodesic", within_km=21.5)
    assert screen(activity(area=NORTH), [anyhow(area=short)]).is_empty()


def test_between_what_is_surely_inside_and_what_surely_holds_it() -> None:
    wide = "POLYGON ((20 54, 22 54, 22 56, 20 56, 20 54))"
    vague = Area(named="n", surely_inside=BOX, surely_within=wide, edges="geodesic")
    row = one(activity(area=NORTH), anyhow(area=vague))
    assert (row["verdict"], row["relation"], row["missing"]) == (None, None, "area of the line")
    assert one(activity(), anyhow(area=vague))["verdict"] is True
    inner = Area(named="n", surely_inside=BOX, edges="geodesic")
    assert one(activity(), anyhow(area=inner))["verdict"] is True
    assert one(activity(area=NORTH), anyhow(area=inner))["missing"] == "area of the line"


def test_days_that_touch() -> None:
    until = anyhow(until=Moment.of(dt.date(2021, 9, 9)))
    assert screen(activity(), [until]).is_empty()
    vague = activity().with_columns(
        starts=pl.lit(dt.datetime(2021, 9, 9)), starts_latest=pl.lit(dt.datetime(2021, 9, 11))
    )
    row = one(vague, until)
    assert row["verdict"] is None
    assert "starts" in row["missing"]


def test_heights_over_other_grounds_are_not_compared() -> None:
    from detente.redlines import Altitude

    high = line(altitude=Altitude(4000, 9000, "m", "MSL"))
    assert screen(activity(), [high]).is_empty()
    over_ground = line(altitude=Altitude(4000, 9000, "m", "AGL"))
    row = one(activity(), over_ground)
    assert (row["verdict"], row["missing"]) == (None, "altitude")


def test_a_member_of_an_organisation_may_be_meant() -> None:
    row = one(activity(obligor="NATO"), anyhow(), members={"NATO": {"BB", "CC"}})
    assert (row["verdict"], row["missing"]) == (None, "obligor")


def test_what_happened_to_the_line() -> None:
    gone = (Event(Moment.of(dt.date(2021, 8, 1)), "withdrawn"),)
    assert screen(activity(), [anyhow(events=gone)]).is_empty()
    before = dt.datetime(2021, 7, 1)
    said = Moment.of(dt.date(2021, 6, 1))
    assert one(activity(), anyhow(on=said, events=gone), as_of=before)["verdict"] is True
    changed = (Event(Moment.of(dt.date(2021, 8, 1)), "modified"),)
    assert one(activity(), anyhow(events=changed))["missing"] == "status of the line"
    later = anyhow(on=Moment.of(dt.date(2021, 9, 1)))
    assert screen(activity(), [later], as_of=before).is_empty()


def test_no_stretch_ends_before_it_begins() -> None:
    """On some day, but over by its noon: it has begun by then."""
    noon = DAY + dt.timedelta(hours=12)
    vague = activity(starts_latest=DAY + dt.timedelta(days=1), ends=noon)
    row = one(vague, anyhow(until=Moment(noon)))
    assert (row["verdict"], row["missing"]) == (True, "")
    said = anyhow(from_=Moment(DAY, DAY + dt.timedelta(days=9)), until=Moment(noon))
    assert one(activity(starts=noon, ends=noon), said)["verdict"] is True


@pytest.mark.parametrize(
    ("starts", "until", "missing"),
    [
        ((1, 9), None, "time of the line"),
        ((None, None), Moment(DAY), "starts"),
        ((1, 9), Moment(DAY + dt.timedelta(days=5)), "starts"),
        ((3, 5), Moment(DAY, DAY + dt.timedelta(days=8)), "time of the line"),
        ((1, 5), Moment(DAY, DAY + dt.timedelta(days=8)), "time of the line"),
        ((0, 9), Moment(DAY, DAY + dt.timedelta(days=8)), "starts"),
    ],
)
def test_only_what_would_settle_the_time_is_named(
    starts: tuple[int | None, int | None], until: Moment | None, missing: str
) -> None:
    first, latest = (None if days is None else DAY + dt.timedelta(days=days) for days in starts)
    told = activity(ends=None).with_columns(
        starts=pl.lit(first, pl.Datetime("us")), starts_latest=pl.lit(latest, pl.Datetime("us"))
    )
    assert missing in one(told, anyhow(until=until))["missing"].split(", ")
    unnamed = {"starts", "time of the line"} - {missing}
    assert not unnamed & set(one(told, anyhow(until=until))["missing"].split(", "))


def test_a_height_without_its_reference_is_what_would_settle_it() -> None:
    from detente.redlines import Altitude

    unsaid = line(altitude=Altitude(0, 9000, "m"))
    assert one(activity(), unsaid)["missing"] == "altitude of the line"
    said = line(altitude=Altitude(0, 9000, "m", "MSL"))
    assert one(activity(altitude_reference=None), said)["missing"] == "altitude"
    high = activity(altitude_low_m=float("-inf"), altitude_high_m=float("inf"))
    assert one(high.with_columns(altitude_reference=pl.lit("AGL")), said)["verdict"] is True


def test_within_the_day_on_which_it_happened_it_cannot_be_told() -> None:
    """As of noon a withdrawal on that day may have come already, or not; so may the line."""
    noon = dt.datetime(2021, 8, 1, 12)
    gone = anyhow(on=Moment.of(dt.date(2021, 7, 1)), events=(Event(Moment(DAY, None), "current"),))
    assert one(activity(), gone, as_of=noon)["verdict"] is True
    that_day = (Event(Moment.of(dt.date(2021, 8, 1)), "withdrawn"),)
    row = one(activity(), anyhow(on=Moment.of(dt.date(2021, 7, 1)), events=that_day), as_of=noon)
    assert (row["verdict"], row["missing"]) == (None, "status of the line")
    for said in (Moment.of(dt.date(2021, 8, 1)), None):
        row = one(activity(), anyhow(on=said), as_of=noon)
        assert (row["verdict"], row["missing"]) == (None, "status of the line")
        framed = screen(activity(), frame([anyhow(on=said)]), as_of=noon)
        assert framed["verdict"].to_list() == [None]
    framed = screen(activity(), frame([gone]), as_of=noon)
    assert framed["verdict"].to_list() == [True]


def test_a_distance_that_matters_is_measured_to_a_centimetre() -> None:
    """A place due north of an edge that bulges: by PROJ so far, and neither 20 m more nor less."""
    top = GEOD.npts(20, 55, 22, 55, 1)[0]
    place = GEOD.fwd(top[0], top[1], 0, 30_000)[:2]
    north = activity(area=f"POINT ({place[0]:.12f} {place[1]:.12f})")
    for metres, told in ((29_999.5, False), (30_000.5, True)):
        area = Area(surely_inside=BOX, surely_within=BOX, edges="geodesic", within_km=metres / 1000)
        assert (screen(north, [anyhow(area=area)]).height == 1) is told
        assert (screen(north, [anyhow()], within_m=metres).height == 1) is told


def test_without_stated_edges_the_least_distance_counts() -> None:
    """Straight in degrees an edge keeps to its parallel; a geodesic runs 6 km north of it."""
    wide = "POLYGON ((15 54, 25 54, 25 55, 15 55, 15 54))"
    place = "POINT (20 55.2)"
    distances = {}
    for edges in ("straight", "geodesic", None):
        area = Area(surely_inside=wide, surely_within=wide, edges=edges)
        row = one(activity(area=place), anyhow(area=area), within_m=50_000)
        distances[edges] = row["distance_m"]
    assert distances["straight"] > distances["geodesic"] + 5_000
    assert distances[None] == pytest.approx(distances["geodesic"], abs=50)
    silent = Area(surely_inside=wide, surely_within=wide)
    south = one(activity(area="POINT (20 53.8)"), anyhow(area=silent), within_m=50_000)
    assert south["distance_m"] == pytest.approx(GEOD.inv(20, 53.8, 20, 54)[2], abs=60)
