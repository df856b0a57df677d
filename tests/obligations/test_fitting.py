"""Columns at the door: what is a slip, what is somebody's own, and options that are not so."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import detente
from detente.errors import FrameError, SenderError, UnknownName

ROW: dict[str, Any] = {"activity": ["a"], "source": ["s"], "kind": ["exercise"]}


def ask(**more: Any) -> pl.DataFrame:
    """The findings of one row with more columns; None takes a column away."""
    given = {name: value for name, value in (ROW | more).items() if value is not None}
    found: pl.DataFrame = detente.obligations(pl.DataFrame(given), instruments="osce/vd-2011")
    return found.sort(found.columns)


@pytest.mark.parametrize(
    ("column", "meant"),
    [
        ("Troops", "troops"),
        ("tropps", "troops"),
        ("troop", "troops"),
        ("Host", "host"),
        ("HOST", "host"),
        ("hots", "host"),
        ("SingleCommand", "single_command"),
        ("single command", "single_command"),
        ("troops_min", "troops_low"),
        ("troopsHigh", "troops_high"),
        ("start", "starts"),
        ("start_date", "starts"),
        ("soldiers", "troops"),
        ("country", "host, obligor or counterpart"),
    ],
)
def test_a_slip_is_refused_with_what_is_meant(column: str, meant: str) -> None:
    with pytest.raises(FrameError) as caught:
        ask(**{column: ["x"]})
    assert str(caught.value) == (
        f"column {column!r} is not known; is {meant} meant? "
        f"To have it left aside, call it 'x_{column}'"
    )
    assert ask(**{f"x_{column}": ["x"]}).equals(ask())


FOREIGN = ["remark", "my_id", "name", "comment", "status", "date", "url", "region", "activity_id"]


@pytest.mark.parametrize("column", FOREIGN)
def test_a_column_of_ones_own_is_left_aside(column: str) -> None:
    assert ask(**{column: ["x"]}).equals(ask())


def test_what_stands_beside_the_column_meant_is_no_slip_unless_only_its_capitals_differ() -> None:
    assert ask(starts=[dt.date(2026, 9, 14)], start_date=["14/9"]).height
    with pytest.raises(FrameError, match="column 'Starts' is not known"):
        ask(starts=[dt.date(2026, 9, 14)], Starts=["14/9"])


def test_a_required_column_by_another_name_is_pointed_at() -> None:
    with pytest.raises(FrameError, match=r"no column 'kind'. Is KIND meant\? Call it 'kind'."):
        ask(kind=None, KIND=["exercise"])
    with pytest.raises(FrameError, match="no column 'activity'"):
        detente.explain(pl.DataFrame({"source": ["s"]}), "osce/vd-2011/40.1.1", activity="a")


def test_texts_for_counts_are_sent_where_they_are_read() -> None:
    with pytest.raises(FrameError, match=r"'troops' holds String; .*conform takes texts too"):
        ask(troops=["8000..9000"])


# --- options ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ({"as_of": "2026-01-01"}, r"as_of is '2026-01-01'; give a datetime.date or a datetime"),
        ({"as_of": 2026}, "as_of is 2026; give"),
        ({"keep": "bogus"}, "keep is 'bogus'; write 'addressed' or 'bearing'"),
        ({"complete": "yes"}, "complete is 'yes'; write True or False"),
        ({"library": "folder"}, r"library is of type str; give what detente.library\(folder\)"),
    ],
)
def test_an_option_that_is_none_is_refused(option: dict[str, Any], said: str) -> None:
    frame = pl.DataFrame(ROW)
    with pytest.raises(SenderError, match=said):
        detente.obligations(frame, **option)
    if option.keys() & {"as_of", "library"}:
        with pytest.raises(SenderError, match=said):
            detente.explain(frame, "osce/vd-2011/40.1.1", activity="a", **option)


def test_a_moment_that_is_missing_is_no_moment() -> None:
    pandas = pytest.importorskip("pandas")
    with pytest.raises(SenderError, match="as_of is NaT"):
        detente.obligations(pl.DataFrame(ROW), as_of=pandas.NaT)


def test_one_instrument_may_be_named_alone() -> None:
    listed = detente.obligations(pl.DataFrame(ROW), instruments=["osce/vd-2011"])
    assert listed.height
    assert ask().equals(listed.sort(listed.columns))
    with pytest.raises(UnknownName, match="no instrument is called 'text'"):
        detente.obligations(pl.DataFrame(ROW), instruments="text")


def test_what_is_no_library_is_refused_everywhere(tmp_path: Path) -> None:
    wrong: Any = "folder"
    for ask_with in (
        lambda: detente.what_if(wrong),
        lambda: detente.read_activities("a.csv", library=wrong),
        lambda: detente.write_activities(pl.DataFrame(ROW), tmp_path / "a.csv", library=wrong),
    ):
        with pytest.raises(SenderError, match="library is of type str"):
            ask_with()


def test_only_polars_frames_are_written_and_the_way_there_is_told(tmp_path: Path) -> None:
    given: list[Any] = [pl.DataFrame(ROW).lazy(), pl.DataFrame(ROW).to_dicts()]
    for frame in given:
        with pytest.raises(FrameError, match=r"is no Polars DataFrame; make it one, as with"):
            detente.write_activities(frame, tmp_path / "a.csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("column", "value", "wanted"),
    [("altitude_low", "low", "give numbers"), ("edges", 1, "give text")],
)
def test_altitudes_are_numbers_and_edges_a_word(column: str, value: object, wanted: str) -> None:
    with pytest.raises(FrameError, match=f"column '{column}' holds .*; {wanted}"):
        ask(**{column: [value]})
