"""Altitudes and edges of an activity: every way of writing them, what is refused, and why."""

import math
from pathlib import Path

import polars as pl
import pytest

from detente.activities import conform, read_activities, write_activities
from detente.errors import ActivityFileError, FrameError
from detente.screening.sides import heights
from tests.activities.words import WORDS

HEAD = "activity,source,kind,altitude_low,altitude_high,altitude_unit,altitude_reference,edges\n"


def read(tmp_path: Path, *rows: str) -> pl.DataFrame:
    """The frame of a file with these rows after activity, source and kind."""
    file = tmp_path / "a.csv"
    lines = (f"a{number},x,exercise,{row}\n" for number, row in enumerate(rows))
    file.write_text(HEAD + "".join(lines), encoding="utf-8")
    return read_activities(file, WORDS).frame


def test_altitudes_stay_as_they_are_stated(tmp_path: Path) -> None:
    rows = ("100,195.5,FL,standard,", "open,10000,ft,MSL,geodesic", "-20,,m,AGL,rhumb", ",,,,")
    found = read(tmp_path, *rows)
    told = found.select("altitude_low", "altitude_high", "altitude_unit", "edges").rows()
    assert told == [
        (100.0, 195.5, "FL", None),
        (-math.inf, 10_000.0, "ft", "geodesic"),
        (-20.0, None, "m", "rhumb"),
        (None, None, None, None),
    ]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("high,,m,,", "altitude_low: not an altitude (found 'high'). Write 3000, or open if"),
        (
            "FL660,,FL,,",
            "altitude_low: a bound of altitude is a number alone (found 'FL660'). Write 660 here",
        ),
        (
            "-10.5 m,,m,,",
            "altitude_low: a bound of altitude is a number alone (found '-10.5 m'). Write -10.5",
        ),
        (",3000 feet,ft,,", "altitude_high: a bound of altitude is a number alone"),
        (",30 00,m,,", "altitude_high: not an altitude (found '30 00')"),
        ("1e999,,m,,", "altitude_low: not an altitude (found '1e999')"),
        ("nan,,m,,", "altitude_low: not an altitude (found 'nan')"),
        ("3000,,,,", "altitude_low: its unit is not stated (found '3000'). Write m, ft or FL as"),
        (
            ",3000,km,,",
            "altitude_unit: not one of the words foreseen (found 'km'). Write one",
        ),
        (
            "3000,200,m,,",
            "altitude_low: it lies above altitude_high (found '3000'). Write the",
        ),
        (
            "1,2,FL,MSL,",
            "altitude_reference: flight levels are measured from the standard",
        ),
        ("1,2,m,QNH,", "altitude_reference: not one of the words foreseen (found 'QNH')."),
        (",,,,curved", "edges: not one of the words foreseen (found 'curved')."),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, row: str, problem: str) -> None:
    with pytest.raises(ActivityFileError) as refused:
        read(tmp_path, row)
    assert f"a.csv:2: {problem}" in str(refused.value)


def test_what_is_no_number_in_a_frame_is_refused_with_a_way_out() -> None:
    row = {"activity": ["a"], "source": ["x"], "kind": ["exercise"], "altitude_low": [math.nan]}
    with pytest.raises(
        FrameError, match=r"not a number .*\. Write 3000, or null when it is not st"
    ):
        conform(pl.DataFrame(row), WORDS)
    row |= {"altitude_low": [math.inf]}
    with pytest.raises(FrameError, match="no altitude is that high"):
        conform(pl.DataFrame(row), WORDS)


def test_screening_takes_them_in_metres(tmp_path: Path) -> None:
    given = read(tmp_path, "100,195.5,FL,,", "open,10000,ft,MSL,", "-20,,m,AGL,", ",,,,")
    found = heights(given)
    assert found.low.least.tolist() == [3048.0, -math.inf, -20.0, -math.inf]
    assert found.high.most.round(6).tolist() == [5958.84, 3048.0, math.inf, math.inf]
    assert found.reference.tolist() == [2, 0, 1, -1]


def test_a_number_without_a_unit_tells_nothing() -> None:
    found = heights(pl.DataFrame({"altitude_low": [3000.0, -math.inf]}))
    assert (found.low.least.tolist(), found.low.most.tolist()) == (
        [-math.inf] * 2,
        [math.inf, -math.inf],
    )


@pytest.mark.parametrize(
    ("ending", "written"),
    [
        ("json", '"altitude_low": 100, "altitude_high": 195.5, "altitude_unit": "FL"'),
        ("geojson", '"altitude_low": 100, "altitude_high": 195.5, "altitude_unit": "FL"'),
        ("toml", 'altitude_low = 100\naltitude_high = 195.5\naltitude_unit = "FL"'),
        ("csv", "100,195.5,FL"),
    ],
)
def test_numbers_are_written_as_numbers(tmp_path: Path, ending: str, written: str) -> None:
    file = tmp_path / f"b.{ending}"
    write_activities(read(tmp_path, "100,195.5,FL,,"), file, WORDS)
    assert written in file.read_text(encoding="utf-8")


def test_an_open_bound_is_written_as_a_word(tmp_path: Path) -> None:
    file = tmp_path / "b.json"
    write_activities(read(tmp_path, "open,open,,,"), file, WORDS)
    assert '"altitude_low": "open", "altitude_high": "open"' in file.read_text(encoding="utf-8")
