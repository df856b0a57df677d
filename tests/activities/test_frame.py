"""A user's own frame at the door: types, names, dates, zones, and what is refused."""

# ruff: noqa: E501 - a message stands as its reader sees it

import datetime as dt

import polars as pl
import pytest

from detente.activities import columns, conform, empty
from detente.errors import FrameError
from tests.activities.words import WORDS, day

ROW = {"activity": ["a"], "source": ["s"], "kind": ["exercise"]}


def taken(**more: object) -> dict[str, object]:
    """What becomes of one row with more columns; only the columns beyond the required ones."""
    row = conform(pl.DataFrame({**ROW, **more}), WORDS).row(0, named=True)
    return {name: value for name, value in row.items() if name not in ROW}


def refused(**more: object) -> list[str]:
    """Why one row with more columns is refused."""
    with pytest.raises(FrameError) as caught:
        conform(pl.DataFrame({**ROW, **more}), WORDS)
    return str(caught.value).split("\n")[1:]


def test_the_columns() -> None:
    instant, text, yes_no, number = pl.Datetime("us"), pl.String(), pl.Boolean(), pl.Int64()
    assert columns(WORDS) == {
        **dict.fromkeys(["activity", "source", "kind", "obligor", "host", "counterpart"], text),
        **dict.fromkeys(["starts", "starts_latest", "ends", "ends_latest"], instant),
        **dict.fromkeys(["area", "edges"], text),
        **dict.fromkeys(["altitude_low", "altitude_high"], pl.Float64()),
        **dict.fromkeys(["altitude_unit", "altitude_reference"], text),
        "structure": text,
        "in_calendar": yes_no,
        "notified_at": instant,
        "notified_at_latest": instant,
        "notified": yes_no,
        "observers_invited_at": instant,
        "observers_invited_at_latest": instant,
        "observers_invited": yes_no,
        "stated_at": instant,
        "zone_osce_zone": yes_no,
        **dict.fromkeys(["troops_low", "troops_high"], number),
        **dict.fromkeys(["battle_tanks_low", "battle_tanks_high"], number),
    }


def test_an_empty_frame_conforms() -> None:
    assert conform(empty(WORDS), WORDS).schema == pl.Schema(columns(WORDS))


def test_a_date_becomes_the_whole_day() -> None:
    assert taken(starts=[dt.date(2017, 9, 14)]) == {
        "starts": day(2017, 9, 14),
        "starts_latest": day(2017, 9, 15),
    }


def test_an_instant_stays_exact() -> None:
    assert taken(ends=[day(2017, 9, 14)]) == {"ends": day(2017, 9, 14), "ends_latest": None}


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
def test_a_zone_is_brought_to_utc(unit: str) -> None:
    moscow = pl.Series([day(2017, 9, 14)]).dt.replace_time_zone("Europe/Moscow")
    found = conform(pl.DataFrame({**ROW, "starts": moscow.dt.cast_time_unit(unit)}), WORDS)  # type: ignore[arg-type] # a unit
    assert found["starts"].to_list() == [day(2017, 9, 13).replace(hour=21)]
    assert found.schema["starts"] == pl.Datetime("us")


def test_notice_given_is_notified() -> None:
    assert taken(notified_at=[dt.date(2017, 8, 1)])["notified"] is True
    assert taken(notified=[False])["notified_at"] is None
    assert taken(notified_at=["none"])["notified"] is False


@pytest.mark.parametrize("dtype", [pl.Int64, pl.UInt16, pl.Float64, pl.String])
def test_a_count_in_one_column(dtype: type[pl.DataType]) -> None:
    frame = pl.DataFrame({**ROW, "troops": pl.Series([9000]).cast(dtype)})
    assert conform(frame, WORDS).row(0)[-2:] == (9000, 9000)


def test_half_a_count_is_made_whole() -> None:
    assert taken(troops_low=[13001]) == {"troops_low": 13001, "troops_high": None}


def test_a_column_of_nulls_fits_everywhere() -> None:
    names = ["troops", "starts", "in_calendar", "host", "notified_at"]
    assert set(taken(**{name: [None] for name in names}).values()) == {None}


def test_own_columns_keep_their_type_and_come_last() -> None:
    assert list(taken(x_score=[0.5], troops=[1]).items())[-1] == ("x_score", 0.5)


def test_categories_are_texts() -> None:
    frame = pl.DataFrame(ROW).with_columns(pl.col("kind").cast(pl.Categorical))
    assert conform(frame, WORDS).schema["kind"] == pl.String


@pytest.mark.parametrize(
    ("column", "message"),
    [
        (
            {"troop": [1]},
            (
                "  frame: troop: unknown column. Did you mean troops? To keep a column of your own,"
                " begin its name with x_."
            ),
        ),
        (
            {"troops": [True]},
            (
                "  frame: troops: the column's type does not fit (found 'Boolean'). Use a whole-number"
                " type or String."
            ),
        ),
        (
            {"starts": [5]},
            (
                "  frame: starts: the column's type does not fit (found 'Int64'). Use Date, Datetime or"
                " String."
            ),
        ),
        (
            {"starts": [day(2017, 9, 14)], "starts_latest": [dt.date(2017, 9, 14)]},
            (
                "  frame: starts_latest: the column's type does not fit (found 'Date'). Use Datetime or"
                " String."
            ),
        ),
        (
            {"in_calendar": [1]},
            (
                "  frame: in_calendar: the column's type does not fit (found 'Int64'). Use Boolean or"
                " String."
            ),
        ),
        (
            {"host": [1]},
            "  frame: host: the column's type does not fit (found 'Int64'). Use String.",
        ),
        (
            {"x_list": [[1]]},
            "  frame: x_list: the column's type does not fit (found 'List(Int64)'). Use String.",
        ),
        (
            {"troops": [9000.5]},
            "  frame: troops, row 1: not a whole number (found '9000.5'). Write 9000.",
        ),
        (
            {"troops_low": [-1]},
            (
                "  frame: troops_low, row 1: a count cannot be negative (found '-1'). Write 0 for nil,"
                " or leave it empty when it is not stated."
            ),
        ),
        (
            {"troops_low": [8], "troops_high": [7]},
            (
                "  frame: troops_low, row 1: the range ends below its start (found '8'). Write the lower"
                " number first."
            ),
        ),
        (
            {"starts": [day(2017, 9, 14)], "ends": [dt.date(2017, 9, 13)]},
            "  frame: ends, row 1: it ends before it starts (found '2017-09-13'). Check both dates.",
        ),
    ],
)
def test_what_is_refused(column: dict[str, object], message: str) -> None:
    assert refused(**column) == [message]


def test_a_missing_column_and_a_doubled_row() -> None:
    with pytest.raises(FrameError, match="frame: kind: the column is missing"):
        conform(pl.DataFrame({"activity": ["a"], "source": ["s"]}), WORDS)
    doubled = pl.DataFrame({name: values * 2 for name, values in ROW.items()})
    with pytest.raises(FrameError, match="row 2: the same activity and source as row 1"):
        conform(doubled, WORDS)


def test_faults_of_all_rows_are_listed() -> None:
    frame = pl.DataFrame({"activity": ["a", "b"], "source": ["s", "s"], "kind": ["x", None]})
    with pytest.raises(FrameError) as caught:
        conform(frame, WORDS)
    assert str(caught.value).split("\n") == [
        "2 faults found",
        (
            "  frame: kind, row 1: unknown kind of activity (found 'x'). detente schema activities"
            " lists all of them."
        ),
        "  frame: kind, row 2: it is not stated. Every row states its kind.",
    ]
