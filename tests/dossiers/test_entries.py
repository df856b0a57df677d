"""Entries: what accounts say alike stands together, what they say otherwise stands apart."""

from typing import Any

import polars as pl
import pytest

import detente
from detente.activities import ReadResult
from detente.dossiers import words
from detente.dossiers.entries import Block, blocks
from detente.dossiers.summary import lines
from detente.dossiers.written import written
from detente.instruments import Library


def gathered(frame: pl.DataFrame, library: Library) -> tuple[Block, ...]:
    """The blocks of the one activity in a frame."""
    found = pl.DataFrame(detente.obligations(frame, library=library))
    rows = written(found, frame, library).rows(named=True)
    accounts = {row["source"]: row for row in frame.rows(named=True)}
    return blocks(rows, accounts, library)


def frame(*accounts: dict[str, Any]) -> pl.DataFrame:
    """One exercise by several accounts, which are named in order a, b, c."""
    base = {"activity": "x", "kind": "exercise", "obligor": "BY", "host": "BY"}
    day = {"starts": "2026-09-14T00:00:00"}
    made = [
        {**base, **day, "source": name, **each} for name, each in zip("abc", accounts, strict=False)
    ]
    moments = [c for c in ("starts", "notified_at") if any(c in row for row in made)]
    return pl.DataFrame(made, infer_schema_length=None).with_columns(
        pl.col(moments).str.to_datetime(time_unit="us")
    )


def troops(low: int, high: int | None = None) -> dict[str, Any]:
    return {"troops_low": low, "troops_high": high or low, "battle_tanks_high": 0}


def test_like_accounts_stand_together(small: Library) -> None:
    (block,) = gathered(frame(troops(9000), troops(9000), troops(100)), small)
    notice = block.entries[0]
    assert [(a.word.text, a.sources) for a in notice.answers] == [
        ("applies", ("a", "b")),
        ("does not apply", ("c",)),
    ]
    assert not notice.agreed


def test_accounts_that_differ_in_what_was_given_stand_apart(small: Library) -> None:
    given = [{"notified": True}, {"notified": False}, {}]
    (block,) = gathered(frame(*({**troops(9000), **each} for each in given)), small)
    told = [(a.given, a.timing) for a in block.entries[0].answers]
    assert told == [
        ("yes, day not stated", "cannot be told"),
        ("none, as stated", "ran out"),
        ("not stated", "cannot be told"),
    ]
    assert block.entries[0].agreed


def test_later_notices_are_not_yet_given(small: Library) -> None:
    import datetime as dt

    rows = frame({**troops(9000), "notified_at": "2026-08-03T10:00:00"})
    found = pl.DataFrame(detente.obligations(rows, library=small, as_of=dt.datetime(2026, 8, 3, 9)))
    told = written(found, rows, small).rows(named=True)
    accounts = {row["source"]: row for row in rows.rows(named=True)}
    notice = blocks(told, accounts, small)[0].entries[0].answers[0]
    assert (notice.given, notice.timing) == ("not yet, on the day asked", "still running")


@pytest.mark.parametrize(
    ("listed", "given", "timing"),
    [(True, "listed", "in time"), (False, "not listed, as stated", "ran out")],
)
def test_a_calendar_is_listed_or_not(small: Library, listed: bool, given: str, timing: str) -> None:
    (block,) = gathered(frame({**troops(9000), "in_calendar": listed}), small)
    (calendar,) = [entry for entry in block.entries if entry.provision.id == "5"]
    assert (calendar.answers[0].given, calendar.answers[0].timing) == (given, timing)
    assert calendar.answers[0].due == "15 Nov 2025"


def test_the_library_gives_the_order_and_the_summary_counts_once(small: Library) -> None:
    found = gathered(frame(troops(50_000), troops(100)), small)
    assert [entry.provision.id for entry in found[0].entries] == ["3.1", "4", "5", "6"]
    (line,) = lines(found)
    cells = {cell.word.text: cell for cell in line.cells}
    assert [e.provision.id for e in cells["applies"].some] == ["3.1", "5"]
    assert cells["applies"].agreed == ()
    told = [e.provision.id for cell in line.cells for e in (*cell.agreed, *cell.some)]
    assert sorted(told) == ["3.1", "4", "5", "6"]


def test_a_bilateral_duty_names_the_other_side(small: Library) -> None:
    rows = frame({"kind": "launch", "obligor": "RU"})
    (block,) = gathered(rows, small)
    assert block.entries[0].answers[0].towards == ("United States",)
    assert block.entries[0].word is words.APPLIES


def test_a_suspension_is_told_beside_all_others(small: Library) -> None:
    rows = frame({"obligor": "RU", "host": "BY", "starts": "2011-05-01T00:00:00", **troops(9000)})
    (block,) = gathered(rows, small)
    told = [(a.word.text, a.towards) for a in block.entries[0].answers]
    assert told == [("applies", ("all other parties",)), ("does not apply", ("Poland",))]


@pytest.mark.parametrize(
    ("latest", "due"),
    [
        ("2026-09-15T00:00:00", "3 Aug 2026"),
        ("2026-09-16T00:00:00", "3 Aug 2026 at the earliest"),
    ],
)
def test_a_due_day_is_the_earliest_where_the_start_is_rough(
    small: Library, latest: str, due: str
) -> None:
    rows = frame(troops(9000)).with_columns(
        pl.lit(latest).str.to_datetime(time_unit="us").alias("starts_latest")
    )
    (block,) = gathered(rows, small)
    assert block.entries[0].answers[0].due == due


def test_a_start_stated_to_the_day_asks_only_for_the_end(small: Library) -> None:
    day = frame(troops(13000)).with_columns(
        (pl.col("starts") + pl.duration(days=1)).alias("starts_latest")
    )
    rough = day.with_columns((pl.col("starts") + pl.duration(days=9)).alias("starts_latest"))
    asked = []
    for rows in (day, rough):
        (block,) = gathered(rows, small)
        (observers,) = [entry for entry in block.entries if entry.provision.id == "4"]
        asked.append(observers.answers[0].missing)
    assert asked == [("ends",), ("starts", "ends")]


def test_nothing_found_gives_no_block(small: Library, told: ReadResult) -> None:
    assert blocks([], {}, small) == ()
    assert lines(()) == ()
