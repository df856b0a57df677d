"""Accounts: counts and moments as stated, and what the accounts agree on."""

import datetime as dt
import math
from pathlib import Path

import polars as pl
import pytest

import detente
from detente.activities import ReadResult
from detente.dossiers.accounts import count, gather, known_at, undated
from detente.instruments import Library
from detente.measures import Count


@pytest.mark.parametrize(
    ("stated", "text"),
    [
        (Count(), ""),
        (Count(0, 0), "0"),
        (Count(12700, 12700), "12,700"),
        (Count(8000, 12000), "8,000 to 12,000"),
        (Count(13001), "at least 13,001"),
        (Count(None, 7000), "at most 7,000"),
    ],
)
def test_a_count_is_written_as_stated(stated: Count, text: str) -> None:
    assert count(stated) == text


def rows(small: Library, **columns: object) -> dict[str, tuple[str, ...]]:
    """The rows of one activity with one account, by their labels."""
    base = {"activity": "a", "source": "s", "kind": "exercise", **columns}
    frame = pl.DataFrame([base], schema_overrides={"starts_latest": pl.Datetime("us")})
    (told,) = gather(ReadResult(frame), small)
    return {row.label: row.cells for row in told.rows}


def instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("starts", "latest", "text"),
    [
        ("2026-09-14", "2026-09-15", "14 Sep 2026"),
        ("2026-09-14T06:00", None, "14 Sep 2026, 06:00 UTC"),
        ("2026-02-01", "2026-03-01", "some day in Feb 2026"),
        ("2026-02-01", "2026-04-01", "between 1 Feb 2026 and 31 Mar 2026"),
        ("2025-02-01", "2026-03-01", "between 1 Feb 2025 and 28 Feb 2026"),
        (None, "2026-03-01", "before 1 Mar 2026"),
    ],
)
def test_a_moment_is_as_exact_as_stated(
    small: Library, starts: str | None, latest: str | None, text: str
) -> None:
    given = {"starts": starts and instant(starts), "starts_latest": latest and instant(latest)}
    assert rows(small, **given)["Starts"] == (text,)


@pytest.mark.parametrize(
    ("notified", "text"), [(True, "yes, day not stated"), (False, "none, as stated")]
)
def test_a_notice_without_a_day(small: Library, notified: bool, text: str) -> None:
    told = rows(small, notified_at=None, notified_at_latest=None, notified=notified)
    assert told["Notice given"] == (text,)


@pytest.mark.parametrize(
    ("low", "high", "unit", "reference", "text"),
    [
        (0.0, 660.0, "FL", "standard", "FL 0 to FL 660 (standard)"),
        (5000.0, math.inf, "m", "MSL", "from 5,000 m, no upper bound (MSL)"),
        (-math.inf, 1500.5, "ft", None, "no lower bound, up to 1,500.5 ft"),
        (5000.0, None, "m", "AGL", "from 5,000 m, upper bound not stated (AGL)"),
        (None, 20.0, "m", None, "lower bound not stated, up to 20 m"),
        (-math.inf, math.inf, None, None, "no lower bound, no upper bound"),
    ],
)
def test_altitudes_are_told_in_the_unit_stated(
    small: Library,
    low: float | None,
    high: float | None,
    unit: str | None,
    reference: str | None,
    text: str,
) -> None:
    told = rows(
        small,
        altitude_low=low,
        altitude_high=high,
        altitude_unit=unit,
        altitude_reference=reference,
    )
    assert told == {"Kind": ("exercise",), "Altitude": (text,)}


def test_only_what_is_stated_has_a_row(small: Library) -> None:
    told = rows(
        small,
        host="NO",
        structure="division",
        single_command=False,
        zone_league_zone=True,
        troops_low=5,
        troops_high=None,
        area="POLYGON ((" + "1 2, " * 40 + "1 2))",
        stated_at=instant("2026-08-03"),
    )
    area = told.pop("Area")
    assert area[0].endswith("…")
    assert told == {
        "Kind": ("exercise",),
        "Takes place in": ("Norway (NO)",),
        "Troops": ("at least 5",),
        "Structure": ("division",),
        "Single command": ("no",),
        "Inside: League zone": ("yes",),
        "Said on": ("3 Aug 2026",),
    }


def test_an_organisation_that_nobody_names_is_its_code(small: Library) -> None:
    assert rows(small, obligor="LEAGUE")["Conducted by"] == ("League of States (LEAGUE)",)
    assert rows(small, obligor="OTHER")["Conducted by"] == ("OTHER",)


def test_the_gist_says_what_all_accounts_agree_on(small: Library, told: ReadResult) -> None:
    gists = {each.activity: each.gist for each in gather(told, small)}
    assert gists == {
        "west": "Exercise, Belarus (BY), starts 14 Sep 2026",
        "north": "Exercise, Norway (NO)",
        "parade": "Exercise, United States (US), starts 9 May 2026",
    }


def test_accounts_keep_their_sources_and_remarks(small: Library, told: ReadResult) -> None:
    west, *_ = gather(told, small)
    assert west.note == "Ranges in the west."
    assert [each.source for each in west.accounts] == ["ministry", "leak"]
    assert [each.note for each in west.accounts] == ["As told to the press.", ""]
    assert west.accounts[0].details is not None
    assert west.accounts[0].details.standing == "official"
    assert [each.who for each in west.accounts] == [west.accounts[0].details.by, "leak"]


def test_a_csv_says_nothing_of_its_sources(
    small: Library, tmp_path: pytest.TempPathFactory
) -> None:
    file = str(tmp_path) + "/a.csv"
    with open(file, "w", encoding="utf-8") as out:
        out.write("activity,source,kind\na,s,exercise\n")
    (told,) = gather(detente.read_activities(file, library=small), small)
    assert told.name == "a"
    assert told.accounts[0].details is None


def test_of_a_zone_only_what_is_stated_is_told(small: Library, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(
        "activity,source,kind,host,zone_league_zone\n"
        "a,says,exercise,NO,true\na,silent,exercise,NO,\nb,silent,exercise,NO,\n"
    )
    read = detente.read_activities(file, library=small)
    assert read.frame["zone_league_zone"].to_list() == [True, True, True]
    first, second = gather(read, small)
    assert {row.column: row.cells for row in first.rows}["zone_league_zone"] == ("yes", "")
    assert "zone_league_zone" not in {row.column for row in second.rows}


def test_accounts_given_later_are_left_out_and_undated_ones_counted() -> None:
    days = [instant("2026-08-03"), instant("2026-08-05"), None]
    read = ReadResult(pl.DataFrame({"activity": ["a", "b", "c"], "stated_at": days}))
    known = known_at(read, instant("2026-08-03"))
    assert known.frame["activity"].to_list() == ["a", "c"]
    assert undated(known) == 1
    assert known_at(read, None) is read
    silent = ReadResult(read.frame.drop("stated_at"))
    assert known_at(silent, instant("2026-08-03")) is silent
    assert undated(silent) == 3
