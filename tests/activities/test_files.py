"""Files as a whole: what cannot be read, what stands twice, and several files together."""

# ruff: noqa: E501 - a message stands as its reader sees it

from pathlib import Path

import pytest

from detente.activities import read_activities
from detente.errors import ActivityFileError
from detente.files import csv_walk
from tests.activities.words import WORDS, messages, read


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "a.csv: the file is empty. Begin with a header: activity,source,kind,…"),
        (b" \n\n", "a.csv: the file is empty. Begin with a header: activity,source,kind,…"),
        (
            "activity,source,kind\n".encode("utf-16-le"),
            (
                "a.csv: the file is not a text, or is in UTF-16 without a mark. Save the file as UTF-8"
                " (in a spreadsheet: CSV UTF-8)."
            ),
        ),
        (
            b"\xff\xfea\x00\x00\xd8",
            (
                "a.csv: the file is marked as UTF-16 and is not. Save the file as UTF-8 (in a"
                " spreadsheet: CSV UTF-8)."
            ),
        ),
        (
            b"source,kind\ns,exercise\n",
            "a.csv:1: activity: the column is missing. Add it; no row stands without.",
        ),
        (
            b"activity,source\na,s\n",
            "a.csv:1: kind: the column is missing. Add it; no row stands without.",
        ),
    ],
)
def test_nothing_can_be_read(tmp_path: Path, data: bytes, message: str) -> None:
    assert messages(tmp_path, data) == [message]
    assert read(tmp_path, data, keep_good=True).frame.height == 0


def test_a_header_of_nothing_known(tmp_path: Path) -> None:
    found = messages(tmp_path, "hello\nworld\n")
    assert [message.split(":")[2] for message in found] == [
        *(" hello", " activity", " source", " kind")
    ]


def test_a_text_in_another_encoding(tmp_path: Path) -> None:
    data = "activity,source,kind\na,s,exercise\nübung,s,exercise\n".encode("latin-1")
    assert messages(tmp_path, data) == [
        (
            "a.csv:3: activity: the text is not UTF-8 (found '\ufffdbung'). Save the file as UTF-8 (in a"
            " spreadsheet: CSV UTF-8)."
        ),
    ]
    assert read(tmp_path, data, keep_good=True).frame["activity"].to_list() == ["a"]


def test_a_doubled_row(tmp_path: Path) -> None:
    text = "activity,source,kind\na,s,exercise\na,t,exercise\na,s,transfer\n"
    assert messages(tmp_path, text) == [
        (
            "a.csv:4: the same activity and source as a.csv:2. Give each source one row for an activity,"
            " or name its statements apart."
        )
    ]
    kept = read(tmp_path, text, keep_good=True).frame
    assert kept.rows() == [("a", "s", "exercise"), ("a", "t", "exercise")]


def test_a_good_row_stands_before_its_bad_double(tmp_path: Path) -> None:
    text = "activity,source,kind\na,s,exercises\na,s,transfer\n"
    kept = read(tmp_path, text, keep_good=True)
    assert kept.frame.rows() == [("a", "s", "transfer")]
    assert [fault.line for fault in kept.faults] == [2, 2]


def test_all_faults_of_all_files_together(tmp_path: Path) -> None:
    first, second = tmp_path / "1.csv", tmp_path / "2.csv"
    first.write_text("activity,source,kind,troops\na,s,exercises,-1\nb,s,exercise,5\n")
    second.write_text("activity,source,kind,troop\nb,s,exercise,1\nc,s\n")
    with pytest.raises(ActivityFileError) as caught:
        read_activities([first, second, tmp_path / "3.csv", tmp_path / "4.xlsx"], WORDS)
    lines = str(caught.value).replace(f"{tmp_path}/", "").split("\n")
    assert lines == [
        "7 faults found; nothing was read.",
        (
            "  1.csv:2: troops: a count cannot be negative (found '-1'). Write 9000, 8000..12000,"
            " 13001.. (at least) or ..7000 (at most), or leave it empty."
        ),
        ("  1.csv:2: kind: unknown kind of activity (found 'exercises'). Did you mean exercise?"),
        (
            "  2.csv:1: troop: unknown column. Did you mean troops? To keep a column of your own, begin"
            " its name with x_."
        ),
        (
            "  2.csv:2: the same activity and source as 1.csv:3. Give each source one row for an"
            " activity, or name its statements apart."
        ),
        (
            "  2.csv:3: 2 cells where the header has 4 (found 'c,s'). Write a separator for each cell"
            " that is left empty too."
        ),
        "  3.csv: the file cannot be opened (No such file or directory). Check its path.",
        (
            "  4.xlsx: the ending tells no format (found '.xlsx'). Use one of: .csv, .parquet, .json,"
            " .geojson, .toml. A spreadsheet saves as CSV UTF-8."
        ),
    ]


def test_a_table_of_another_ending_is_told_its_way(tmp_path: Path) -> None:
    for name, says in (
        ("a.tsv", " A table parted by tabs or commas may be called .csv."),
        ("a", ""),
    ):
        with pytest.raises(ActivityFileError) as refused:
            read_activities(tmp_path / name, WORDS)
        assert str(refused.value).endswith(f".geojson, .toml.{says}")


def test_a_file_that_cannot_be_opened_is_never_passed_over(tmp_path: Path) -> None:
    with pytest.raises(ActivityFileError):
        read_activities(tmp_path / "no.csv", WORDS, keep_good=True)


def test_a_mark_never_closed_does_not_swallow_the_rest(tmp_path: Path) -> None:
    text = 'activity,source,kind\na,s,exercise\nb,"s,exercise\nc,s,exercise\nd,s,exercise\n'
    kept = read(tmp_path, text, keep_good=True)
    assert kept.frame["activity"].to_list() == ["a", "c", "d"]
    assert [fault.line for fault in kept.faults] == [3]


def test_the_same_day_is_in_order(tmp_path: Path) -> None:
    text = "activity,source,kind,starts,ends\na,s,exercise,2017-09-14T22:00Z,2017-09-14\n"
    assert messages(tmp_path, text) == []


def test_files_are_read_together(tmp_path: Path) -> None:
    first, second = tmp_path / "1.csv", tmp_path / "2.csv"
    first.write_text("activity,source,kind,troops\na,s,exercise,5\n")
    second.write_text("activity,source,kind,ends\na,t,exercise,2017-09-14\n")
    frame = read_activities([first, second], WORDS).frame
    assert frame.columns == [
        *("activity", "source", "kind", "ends", "ends_latest", "troops_low", "troops_high")
    ]
    assert frame["troops_low"].to_list() == [5, None]


def test_no_file_at_all() -> None:
    assert read_activities([], WORDS).frame.height == 0


def test_texts_in_another_encoding_far_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_walk, "_BLOCK", 2)
    rows = [f"{i},s,exercise" for i in range(7)]
    rows[1], rows[4] = "\u00fc,s,exercise", "\u00e9,s,exercise"
    data = "\n".join(["activity,source,kind", *rows]).encode("latin-1")
    kept = read(tmp_path, data, keep_good=True)
    assert kept.frame["activity"].to_list() == ["0", "2", "3", "5", "6"]
    assert sorted({fault.line for fault in kept.faults}) == [3, 6]


def test_doubles_across_files_where_one_is_empty_and_one_has_other_faults(tmp_path: Path) -> None:
    texts = ["", "a,s,exercise\n", "c,s,exercises\na,s,transfer\n", "d,s,exercise\nd,s,transfer\n"]
    paths = [tmp_path / f"{number}.csv" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(f"activity,source,kind\n{text}")
    result = read_activities(paths, WORDS, keep_good=True)
    assert result.frame.rows() == [("a", "s", "exercise"), ("d", "s", "exercise")]
    found = [str(fault).replace(f"{tmp_path}/", "") for fault in result.faults]
    assert [message.partition(". ")[0] for message in found] == [
        "2.csv:2: kind: unknown kind of activity (found 'exercises')",
        "2.csv:3: the same activity and source as 1.csv:2",
        "3.csv:3: the same activity and source as 3.csv:2",
    ]


def test_an_empty_file_before_doubles_is_not_named(tmp_path: Path) -> None:
    first, second = tmp_path / "1.csv", tmp_path / "2.csv"
    first.write_text("activity,source,kind\n")
    second.write_text("activity,source,kind\na,s,exercise\na,s,exercise\n")
    (fault,) = read_activities([first, second], WORDS, keep_good=True).faults
    assert fault.problem.endswith("2.csv:2")
