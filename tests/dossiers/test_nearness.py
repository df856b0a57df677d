"""The order in which pairs are told, and the words for what would settle them."""

import datetime as dt
from typing import Any

import polars as pl
import pytest

import detente
from detente.dossiers import nearness
from detente.dossiers.settling import days, distance, margins, settling
from detente.screening import SCREENED, screen


def found(**given: Any) -> dict[str, Any]:
    """A pair with nothing known of it but what is given."""
    return {**dict.fromkeys(SCREENED), "activity": "a", "source": "s", "redline": "r", **given}


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"verdict": True, "relation": "overlaps"}, nearness.MEETS),
        (
            {"verdict": None, "relation": "overlaps", "missing": "kinds of the line"},
            nearness.INSIDE,
        ),
        ({"verdict": False, "relation": "overlaps"}, nearness.INSIDE),
        ({"verdict": False, "relation": "near"}, nearness.NEAR),
        ({"verdict": None, "relation": None, "missing": "area of the line"}, nearness.OPEN),
        ({"verdict": None, "relation": "not stated", "missing": "area, ends"}, nearness.OPEN),
        ({"verdict": None, "relation": "not stated", "missing": "area, kind"}, nearness.UNNAMED),
        ({"verdict": None, "missing": "ends, obligors of the line"}, nearness.UNNAMED),
    ],
)
def test_how_near_a_pair_is(given: dict[str, Any], place: object) -> None:
    assert nearness.nearness(found(**given)) is place


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    """Pairs as a screening gives them."""
    text = dict.fromkeys(("activity", "source", "kind"), pl.String)
    return pl.DataFrame(list(rows), schema=screen(pl.DataFrame(schema=text), []).schema)


def test_accounts_that_find_the_same_stand_together_and_the_nearest_comes_first() -> None:
    told = nearness.pairs(
        frame(
            found(activity="b", source="s1", redline="far", missing="area, ends"),
            found(activity="a", source="s1", redline="far", missing="area"),
            found(activity="a", source="s2", redline="far", missing="area"),
            found(activity="a", source="s3", redline="far", missing="area, kind"),
            found(activity="a", source="s1", redline="in", relation="overlaps", missing="x"),
        )
    )
    assert [(p.activity, p.redline, p.sources) for p in told] == [
        ("b", "far", ("s1",)),
        ("a", "in", ("s1",)),
        ("a", "far", ("s1", "s2")),
        ("a", "far", ("s3",)),
    ]


def test_what_would_settle_it_is_parted_by_who_could_say_it() -> None:
    missing = ("ends", "troops", "standard_tonnage", "area of the line", "condition")
    told = settling(missing, detente.library())
    assert told.activity == ("its last day", "how many troops", "the standard tonnage")
    assert told.line == ("where it bears", "whether its condition holds")


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (None, None, "days not stated"),
        (dt.datetime(2021, 9, 10), None, "from 10 Sep 2021, end not stated"),
        (None, dt.datetime(2021, 9, 10), "until 10 Sep 2021, beginning not stated"),
        (dt.datetime(2021, 9, 10), dt.datetime(2021, 9, 10, 23, 59), "10 Sep 2021"),
        (dt.datetime(2021, 9, 10), dt.datetime(2021, 9, 16), "10 to 16 Sep 2021"),
        (dt.datetime(2021, 9, 30), dt.datetime(2021, 10, 1), "30 Sep to 1 Oct 2021"),
        (dt.datetime(2021, 12, 30), dt.datetime(2022, 1, 1), "30 Dec 2021 to 1 Jan 2022"),
        (dt.datetime(2021, 2, 1), dt.datetime(2022, 2, 1), "1 Feb 2021 to 1 Feb 2022"),
    ],
)
def test_days_are_written_shortly(
    first: dt.datetime | None, last: dt.datetime | None, told: str
) -> None:
    assert days(first, last) == told


def test_margins_keep_their_open_ends() -> None:
    told = margins(
        "troops -1000..2000; ships 30..; battle_tanks ..-5; missiles 0;"
        " a 0..7; b -9..0; c -4..; d ..3"
    )
    assert told == (
        "troops: 1,000 below to 2,000 above the level",
        "ships: at least 30 above the level",
        "battle tanks: at least 5 below the level",
        "missiles: at the level",
        "a: 0 to 7 above the level",
        "b: 9 to 0 below the level",
        "c: not more than 4 below the level",
        "d: at most 3 above the level",
    )
    assert margins(None) == ()


def test_a_distance_is_not_told_more_finely_than_it_matters() -> None:
    assert (distance(950.0), distance(12_960.0)) == ("0.9 km", "13 km")
