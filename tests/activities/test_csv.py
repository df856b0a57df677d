"""CSV as it is really written: separators, quotation marks, line ends, marks, blank rows."""

import csv
import sys
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.activities import read_activities
from tests.activities.words import WORDS, day, messages, read

PLAIN = "activity,source,kind,obligor,starts,troops\nz17,by,exercise,BY,2017-09-14,12700\n"


def test_a_row_becomes_typed(tmp_path: Path) -> None:
    row = read(tmp_path, PLAIN).frame.row(0, named=True)
    assert row == {
        "activity": "z17",
        "source": "by",
        "kind": "exercise",
        "obligor": "BY",
        "starts": day(2017, 9, 14),
        "starts_latest": day(2017, 9, 15),
        "troops_low": 12700,
        "troops_high": 12700,
    }


def test_all_columns_of_the_issue(tmp_path: Path) -> None:
    header = (
        "activity,source,kind,obligor,host,starts,ends,area,structure,notified_at,"
        "observers_invited_at,in_calendar,troops,battle_tanks,stated_at,zone_osce_zone"
    )
    row = (
        'z17,by,exercise,BY,PL,2017-09-14T06:00Z,2017-09-20,"POLYGON((20 50,21 50,21 51,20 50))",'
        "division,2017-08-01,NONE,Yes,8000..12000,250..,2017-08-01,false"
    )
    found = read(tmp_path, f"{header}\n{row}\n").frame.row(0, named=True)
    assert found == {
        "activity": "z17",
        "source": "by",
        "kind": "exercise",
        "obligor": "BY",
        "host": "PL",
        "starts": day(2017, 9, 14).replace(hour=6),
        "starts_latest": None,
        "ends": day(2017, 9, 20),
        "ends_latest": day(2017, 9, 21),
        "area": "POLYGON ((20 50, 21 50, 21 51, 20 50))",
        "structure": "division",
        "in_calendar": True,
        "notified_at": day(2017, 8, 1),
        "notified_at_latest": day(2017, 8, 2),
        "notified": True,
        "observers_invited_at": None,
        "observers_invited_at_latest": None,
        "observers_invited": False,
        "stated_at": day(2017, 8, 1),
        "zone_osce_zone": False,
        "troops_low": 8000,
        "troops_high": 12000,
        "battle_tanks_low": 250,
        "battle_tanks_high": None,
    }


@pytest.mark.parametrize(
    ("cell", "low", "high"),
    [
        ("", None, None),
        ("0", 0, 0),
        ("9000", 9000, 9000),
        ("8000..12000", 8000, 12000),
        ("13001..", 13001, None),
        ("..7000", None, 7000),
        (" 8000 .. 12000 ", 8000, 12000),
        ("9000.0", 9000, 9000),
    ],
)
def test_counts(tmp_path: Path, cell: str, low: int | None, high: int | None) -> None:
    frame = read(tmp_path, f"activity,source,kind,troops\na,s,exercise,{cell}\n").frame
    assert frame.select("troops_low", "troops_high").row(0) == (low, high)


@pytest.mark.parametrize(
    ("cell", "earliest", "latest"),
    [
        ("2026-09-14", day(2026, 9, 14), day(2026, 9, 15)),
        ("2026-09-14T06:00Z", day(2026, 9, 14).replace(hour=6), None),
        (
            "2026-09-14T06:00:30.5Z",
            day(2026, 9, 14).replace(hour=6, second=30, microsecond=500000),
            None,
        ),
        ("2026-09-14T01:00+03:00", day(2026, 9, 13).replace(hour=22), None),
        ("2026-09-14 06:00+00:00", day(2026, 9, 14).replace(hour=6), None),
        ("0987-01-02", day(987, 1, 2), day(987, 1, 3)),
    ],
)
def test_moments(tmp_path: Path, cell: str, earliest: object, latest: object) -> None:
    frame = read(tmp_path, f"activity,source,kind,ends\na,s,exercise,{cell}\n").frame
    assert frame.select("ends", "ends_latest").row(0) == (earliest, latest)


def test_an_absent_column_is_not_stated_and_not_added(tmp_path: Path) -> None:
    assert "battle_tanks_low" not in read(tmp_path, PLAIN).frame.columns


@pytest.mark.parametrize(
    "text",
    [
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        "\ufeff" + PLAIN,
        PLAIN.rstrip("\n"),
        PLAIN + "\n\n",
        "\n\n" + PLAIN,
        PLAIN + ",,,,,\n",
        PLAIN.replace("z17", '"z17"'),
        PLAIN.replace("z17,by", " z17 , by\t"),
        PLAIN.replace("\nz17", "\n\nz17"),
    ],
    ids=[
        "CRLF",
        "CR",
        "semicolons",
        "tabs",
        "mark",
        "no last end",
        "blank end",
        "blank start",
        "row of empty cells",
        "quoted",
        "blanks around",
        "blank within",
    ],
)
def test_the_same_table_in_many_ways(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text).frame.equals(read(tmp_path, PLAIN, "plain.csv").frame)


def test_semicolons_leave_commas_to_the_texts(tmp_path: Path) -> None:
    text = "activity;source;kind;area\na;s;exercise;LINESTRING (1 2, 3 4)\n"
    assert read(tmp_path, text).frame["area"].to_list() == ["LINESTRING (1 2, 3 4)"]


def test_coordinates_are_kept_to_the_last_digit(tmp_path: Path) -> None:
    text = "activity,source,kind,area\na,s,exercise,POINT(0.1 0.30000000000000004)\n"
    assert read(tmp_path, text).frame["area"].to_list() == ["POINT (0.1 0.30000000000000004)"]


def test_quoted_cells_hold_separators_marks_and_line_ends(tmp_path: Path) -> None:
    text = 'activity,source,kind\n"a,1","said ""so""\nand so",exercise\n'
    frame = read(tmp_path, text).frame
    assert frame.row(0) == ("a,1", 'said "so"\nand so', "exercise")


LINES = """activity,source,kind,troops
a,"first
second

fourth",exercise,1
b,s,exercise,-1

c,"one
two",exercise,-2
d,s,exercise,-3
"""


def test_lines_are_right_after_cells_of_several_lines(tmp_path: Path) -> None:
    found = [message.split(": ")[0] for message in messages(tmp_path, LINES)]
    assert found == ["a.csv:6", "a.csv:8", "a.csv:10"]


def test_lines_are_right_where_the_file_is_irregular(tmp_path: Path) -> None:
    found = [message.split(": ")[0] for message in messages(tmp_path, LINES + "e,s\n")]
    assert found == ["a.csv:6", "a.csv:8", "a.csv:10", "a.csv:11"]


def test_an_area_may_be_long(tmp_path: Path) -> None:
    ring = ", ".join(f"{20 + i / 1e6} 50" for i in range(20_000))
    text = f'activity,source,kind,area\na,s,exercise,"LINESTRING ({ring})"\nb,s\n'
    assert len(text) > 131_072  # where the csv module stops unless told otherwise
    assert read(tmp_path, text, keep_good=True).frame.height == 1


def test_own_columns_are_carried(tmp_path: Path) -> None:
    text = "x_page,activity,source,kind\n 12 ,a,s,exercise\n"
    frame = read(tmp_path, text).frame
    assert frame.to_dict(as_series=False) == {
        "activity": ["a"],
        "source": ["s"],
        "kind": ["exercise"],
        "x_page": ["12"],
    }


def test_a_header_alone_is_an_empty_frame(tmp_path: Path) -> None:
    frame = read(tmp_path, "activity,source,kind,troops\n").frame
    assert (frame.height, frame.columns[-1]) == (0, "troops_high")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(PLAIN.encode())))
    assert read_activities("-", WORDS).frame["activity"].to_list() == ["z17"]


def test_a_moment_between_two_instants(tmp_path: Path) -> None:
    text = (
        "activity,source,kind,starts,starts_latest,notified_at,notified\n"
        "a,s,exercise,2017-09-14,2017-09-16T00:00Z,,true\n"
        "b,s,exercise,2017-09-14,,none,\n"
    )
    frame = read(tmp_path, text).frame
    assert frame["starts_latest"].to_list() == [day(2017, 9, 16), day(2017, 9, 15)]
    assert frame["notified"].to_list() == [True, False]
    assert frame["notified_at"].to_list() == [None, None]


def test_both_forms_of_a_count(tmp_path: Path) -> None:
    text = (
        "activity,source,kind,troops,troops_low,troops_high\na,s,exercise,5,,\nb,s,exercise,,6,\n"
    )
    frame = read(tmp_path, text).frame
    assert frame.select("troops_low", "troops_high").rows() == [(5, 5), (6, None)]


LETTERS = st.text('ab,;"\n\r\t \u00e9\ufeff\x1f', min_size=1, max_size=6)


@settings(deadline=None, max_examples=200)
@given(
    texts=st.lists(LETTERS, max_size=4),
    separator=st.sampled_from([",", ";", "\t"]),
    ending=st.sampled_from(["\n", "\r\n"]),
    cut=st.booleans(),
)
def test_any_text_is_read_as_it_was_written(
    texts: list[str], separator: str, ending: str, cut: bool
) -> None:
    """Python's own writer is the witness; a short row at the end takes the other way of reading."""
    out = StringIO(newline="")
    quoting: Literal[0, 1] = (
        csv.QUOTE_MINIMAL if ending == "\r\n" else csv.QUOTE_ALL
    )  # else it forgets the CR
    writer = csv.writer(out, delimiter=separator, lineterminator=ending, quoting=quoting)
    writer.writerow(["activity", "source", "kind", "x_text"])
    writer.writerows([number, "s", "exercise", text] for number, text in enumerate(texts))
    data = out.getvalue() + (f"cut{ending}" if cut else "")
    with TemporaryDirectory() as folder:
        kept = read(Path(folder), data, keep_good=True)
    written = [pl.Series([text]).str.strip_chars().item() or None for text in texts]
    assert kept.frame["x_text"].to_list() == written
    assert len(kept.faults) == cut
