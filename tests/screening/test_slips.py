"""Areas with latitude written first, as far as a screening can notice them."""

import datetime as dt

import polars as pl
import shapely

from detente.redlines import Area, RedLine
from detente.screening.slips import exchanged

BAY = shapely.box(10, 54, 11, 55).wkt


def line(area: str = BAY) -> RedLine:
    """A line with an area."""
    drawn = Area(surely_inside=area, surely_within=area)
    return RedLine(
        id="bay",
        holder="DK",
        stance="declared",
        called="concern",
        words="w",
        source="s",
        kinds=("exercise",),
        obligors=("*",),
        area=drawn,
    )


def told(*areas: str | None, within_m: float = 0.0) -> list[str]:
    """The activities of which it is asked."""
    names = [str(number) for number in range(len(areas))]
    frame = pl.DataFrame(
        {"activity": names, "source": names, "kind": ["exercise"] * len(areas), "area": areas},
        schema_overrides={"area": pl.String},
    ).with_columns(obligor=pl.lit("DE"), starts=pl.lit(dt.datetime(2031, 5, 5)))
    found = exchanged(frame, [line()], within_m=within_m)
    assert found.columns == ["activity", "redline"]
    return found["activity"].to_list()


def test_an_area_that_is_there_the_other_way_round_is_told() -> None:
    assert told(shapely.box(54.2, 10.2, 54.4, 10.4).wkt) == ["0"]
    assert told(shapely.box(10.2, 54.2, 10.4, 54.4).wkt) == []


def test_what_would_lie_farther_off_is_told_within_so_many_metres_only() -> None:
    beside = shapely.box(54.2, 11.2, 54.4, 11.4).wkt
    assert told(beside) == []
    assert told(beside, within_m=50_000) == ["0"]


def test_what_is_no_place_the_other_way_round_is_passed_over() -> None:
    far_east, good = shapely.box(140, 54, 141, 55).wkt, shapely.box(54.2, 10.2, 54.4, 10.4).wkt
    assert told(far_east, None, good, shapely.Point(54.5, 10.5).wkt) == ["2", "3"]
    assert told(far_east) == []
    assert told(None) == []
    assert told() == []
