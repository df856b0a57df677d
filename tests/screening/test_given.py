"""What a caller hands to a screening by hand: taken as it is meant, or refused with the way out."""

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

import detente
from detente.errors import FrameError, SenderError
from detente.redlines import RedLines, frame
from detente.screening import prepare

AREA = '"POLYGON ((10 54, 11 54, 11 55, 10 55, 10 54))"'
ACTIVITIES = f"""\
activity,source,kind,obligor,starts,ends,troops,area,stated_at
a,x,exercise,NO,2031-05-05,2031-05-09,9000,{AREA},2031-05-01
b,x,exercise,NO,2031-05-05,2031-05-09,4000,{AREA},2031-05-02
"""
LINES = f"""\
id,holder,stance,called,words,source,on,kinds,obligors,levels,area,\
altitude_low,altitude_high,from,until
bay,DK,declared,concern,w,s,2031-01-01,exercise,*,troops >= 9000,{AREA},open,open,open,open
"""


@pytest.fixture
def activities(tmp_path: Path) -> pl.DataFrame:
    """Two activities."""
    file = tmp_path / "a.csv"
    file.write_text(ACTIVITIES, encoding="utf-8")
    return detente.read_activities(file).frame


@pytest.fixture
def read(tmp_path: Path) -> RedLines:
    """One line."""
    file = tmp_path / "l.csv"
    file.write_text(LINES, encoding="utf-8")
    return detente.read_redlines(file)


def test_red_lines_are_taken_however_they_are_held(
    activities: pl.DataFrame, read: RedLines
) -> None:
    wanted = detente.screen(activities, read.lines)
    assert wanted["verdict"].to_list() == [True, False]
    for held in (read, read.lines[0], list(read.lines), frame(read.lines), prepare(read.lines)):
        assert detente.screen(activities, held).equals(wanted)
    summed = detente.simultaneous(activities, read.lines)
    for held in (read, read.lines[0], frame(read.lines)):
        assert detente.simultaneous(activities, held).equals(summed)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("lines.toml", "red lines are due where a str is given; give read_redlines"),
        (Path("lines.toml"), "red lines are due where a PosixPath is given"),
        (["bay"], "red lines are due where a str is given"),
        (pl.DataFrame({"activity": ["a"]}), "no column 'redline', so it holds no red lines"),
        (None, "red lines are due where a NoneType is given"),
    ],
)
def test_what_is_no_red_line_is_refused(given: Any, said: str, activities: pl.DataFrame) -> None:
    for ask in (detente.screen, detente.simultaneous):
        with pytest.raises(SenderError, match=said):
            ask(activities, given)


def test_what_is_no_frame_is_refused_with_the_way_to_one(
    activities: pl.DataFrame, read: RedLines, tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    asked = (
        lambda given: detente.screen(given, read),
        lambda given: detente.simultaneous(given, read),
        detente.encounters,
    )
    for ask in asked:
        with pytest.raises(FrameError, match=r"a file is read with read_activities\(…\)\.frame$"):
            ask(str(file))
        with pytest.raises(
            FrameError, match=r"ReadResult is no frame.*; the frame is its \.frame$"
        ):
            ask(detente.read_activities(file))
        with pytest.raises(FrameError, match=r"polars\.from_pandas\(frame\) makes one$"):
            ask(activities.to_pandas())
        with pytest.raises(FrameError, match="holds String; give instants in UTC, as read_act"):
            ask(pl.read_csv(file))
    with pytest.raises(FrameError, match="tuple is no frame"):
        detente.screen(read.lines, activities)


@pytest.mark.parametrize("within", ["50", -1, float("nan"), float("inf"), None, True])
def test_what_is_no_distance_is_refused(
    within: Any, activities: pl.DataFrame, read: RedLines
) -> None:
    with pytest.raises(SenderError, match="give kilometres as a number, 0 or more"):
        detente.screen(activities, read, within_km=within)
    with pytest.raises(SenderError, match="give kilometres as a number, 0 or more"):
        detente.encounters(activities, within_km=within)
    number: Any = np.int64(5)
    assert detente.screen(activities, read, within_km=number).height == 2


def test_a_date_means_the_end_of_the_day_and_a_zone_is_brought_to_utc(
    activities: pl.DataFrame, read: RedLines
) -> None:
    noon = dt.datetime(2031, 5, 1, 12)
    east = dt.timezone(dt.timedelta(hours=3))
    told = {
        dt.date(2031, 5, 1): ["a"],
        dt.date(2031, 4, 30): [],
        noon: ["a"],
        noon.replace(tzinfo=dt.UTC): ["a"],
        dt.datetime(2031, 5, 2, 2, tzinfo=east): ["a"],
        dt.datetime(2031, 5, 2, 4, tzinfo=east): ["a", "b"],
    }
    for as_of, known in told.items():
        assert detente.screen(activities, read, as_of=as_of)["activity"].to_list() == known
        assert detente.encounters(activities, as_of=as_of).height == (len(known) == 2)
        assert detente.simultaneous(activities, read, as_of=as_of).height == (len(known) == 2)
    wrong: Any
    for wrong in ("2031-05-01", 5):
        with pytest.raises(SenderError, match=r"give a datetime\.date or a datetime\.datetime"):
            detente.screen(activities, read, as_of=wrong)
