"""Every fault a file can have: one test each, with the whole message as a user reads it."""

# ruff: noqa: E501 - a message stands as its reader sees it

from pathlib import Path

import pytest

from detente.activities import read_activities
from detente.errors import ActivityFileError
from tests.activities.words import WORDS, messages, read

HEADER = (
    "activity,source,kind,obligor,host,starts,starts_latest,ends,area,structure,"
    "notified_at,notified,in_calendar,stated_at,troops,troops_low"
)


def row(**cells: str) -> str:
    """A good row, but for the cells given."""
    good = {"activity": "a", "source": "s", "kind": "exercise"}
    return ",".join((good | cells).get(name, "") for name in HEADER.split(","))


CELLS = {
    "unknown kind": (
        row(kind="exercises"),
        (
            "kind: unknown kind of activity (found 'exercises'). Did you mean exercise or"
            " air_exercise or naval_exercise?"
        ),
    ),
    "kind not stated": (row(kind=""), "kind: it is not stated. Every row states its kind."),
    "activity not stated": (
        row(activity=""),
        "activity: it is not stated. Every row states its activity.",
    ),
    "UK": (row(obligor="UK"), "obligor: unknown State (found 'UK'). Did you mean GB?"),
    "three letters": (row(host="RUS"), "host: unknown State (found 'RUS'). Did you mean RU?"),
    "small letters": (row(host="by"), "host: unknown State (found 'by'). Did you mean BY?"),
    "English name": (
        row(host="Belarus"),
        "host: unknown State (found 'Belarus'). Did you mean BY?",
    ),
    "EL": (row(host="EL"), "host: unknown State (found 'EL'). Did you mean GR?"),
    "no State": (
        row(host="NATO"),
        (
            "host: unknown State (found 'NATO'). Write the two-letter code of ISO 3166-1, such as BY"
            " or DE."
        ),
    ),
    "negative count": (
        row(troops="-5"),
        (
            "troops: a count cannot be negative (found '-5'). Write 9000, 8000..12000, 13001.."
            " (at least) or ..7000 (at most), or leave it empty."
        ),
    ),
    "backward range": (
        row(troops="12000..8000"),
        "troops: the range ends below its start (found '12000..8000'). Write the lower number first.",
    ),
    "grouped digits": (
        row(troops="12 700"),
        "troops: a count is a whole number in digits alone (found '12 700'). Write 12700.",
    ),
    "not whole": (
        row(troops="9000.5"),
        "troops: a count is a whole number in digits alone (found '9000.5'). Write 9000.",
    ),
    "too large": (
        row(troops="9223372036854775808"),
        "troops: the number is too large (found '9223372036854775808'). Write at most 18 digits.",
    ),
    "words for a count": (
        row(troops="many"),
        (
            "troops: not a count (found 'many'). Write 9000, 8000..12000, 13001.. (at least) or ..7000"
            " (at most), or leave it empty."
        ),
    ),
    "a range as one end": (
        row(troops_low="1..2"),
        (
            "troops_low: one end of a range is one number (found '1..2'). Write 9000, or leave it"
            " empty."
        ),
    ),
    "a count stated twice": (
        row(troops="6", troops_low="5"),
        "troops_low: troops in the same row says otherwise (found '5'). Keep one of them.",
    ),
    "no offset": (
        row(starts="2017-09-14T06:00"),
        (
            "starts: an instant needs its offset from UTC (found '2017-09-14T06:00'). Add Z for UTC,"
            " or +03:00."
        ),
    ),
    "no such day": (
        row(starts="2017-02-30"),
        (
            "starts: not a date or an instant (found '2017-02-30'). Write 2026-09-14, or"
            " 2026-09-14T06:00Z."
        ),
    ),
    "beyond the calendar": (
        row(starts="9999-12-31"),
        (
            "starts: the day 9999-12-31 has no end that can be written (found '9999-12-31'). Leave it"
            " empty."
        ),
    ),
    "reversed dates": (
        row(starts="2017-09-20", ends="2017-09-14"),
        "ends: it ends before it starts (found '2017-09-14'). Check both dates.",
    ),
    "a day as a bound": (
        row(starts="2017-09-14", starts_latest="2017-09-16"),
        (
            "starts_latest: a day has two ends (found '2017-09-16'). Write the first instant too late,"
            " such as 2017-09-17T00:00Z."
        ),
    ),
    "a bound of nothing": (
        row(starts_latest="2017-09-16T00:00Z"),
        (
            "starts_latest: it bounds starts, which is empty (found '2017-09-16T00:00Z'). State starts,"
            " the first instant possible, too."
        ),
    ),
    "a bound too early": (
        row(starts="2017-09-14T06:00Z", starts_latest="2017-09-14T06:00Z"),
        (
            "starts_latest: it is not after starts (found '2017-09-14T06:00Z'). Write the first instant"
            " that is too late, or leave it empty."
        ),
    ),
    "notice neither given nor not": (
        row(notified_at="never"),
        (
            "notified_at: not a date or an instant (found 'never'). Write 2026-09-14, or"
            " 2026-09-14T06:00Z, or none if the source states that there was no notice."
        ),
    ),
    "notice given and not given": (
        row(notified_at="2017-08-01", notified="false"),
        "notified: notified_at in the same row says otherwise (found 'false'). Keep one of them.",
    ),
    "notice not given and given": (
        row(notified_at="none", notified="yes"),
        "notified: notified_at in the same row says otherwise (found 'yes'). Keep one of them.",
    ),
    "neither yes nor no": (
        row(in_calendar="1"),
        "in_calendar: neither yes nor no (found '1'). Write true or false, or leave it empty.",
    ),
    "unknown choice": (
        row(structure="brigade"),
        (
            "structure: not one of the words foreseen (found 'brigade'). Write one of: division,"
            " two_brigades."
        ),
    ),
    "bad WKT": (
        row(area="Norway"),
        (
            "area: not an area in WKT (Unknown type: 'NORWAY') (found 'Norway'). Write POLYGON ((20 50,"
            " 21 50, 21 51, 20 50))."
        ),
    ),
    "swapped coordinates": (
        row(area="POINT (55 120)"),
        (
            "area: a coordinate is out of range (found 'POINT (55 120)'). Longitude comes first, then"
            " latitude: they seem to be swapped."
        ),
    ),
    "out of range": (
        row(area="POINT (400 10)"),
        (
            "area: a coordinate is out of range (found 'POINT (400 10)'). Write longitude from -180 to"
            " 180, then latitude from -90 to 90, in degrees."
        ),
    ),
    "unsound outline": (
        row(area='"POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))"'),
        (
            "area: the area is not sound (Self-intersection[0.5 0.5]) (found 'POLYGON ((0 0, 1 1, 1 0,"
            " 0 1, 0 0))'). Draw its outline again."
        ),
    ),
    "empty area": (
        row(area="POLYGON EMPTY"),
        (
            "area: the area is empty (found 'POLYGON EMPTY'). Leave the cell empty when no area is"
            " stated."
        ),
    ),
    "curve": (
        row(area='"CIRCULARSTRING (0 0, 1 1, 2 0)"'),
        (
            "area: not an area in WKT (curves are not read) (found 'CIRCULARSTRING (0 0, 1 1, 2 0)')."
            " Write POLYGON ((20 50, 21 50, 21 51, 20 50))."
        ),
    ),
    "too few cells": (
        "a,s,exercise",
        (
            "3 cells where the header has 16 (found 'a,s,exercise'). Put a text that holds the separator"
            " between quotation marks."
        ),
    ),
    "quotation mark inside": (
        row(activity='"a"b'),
        (
            'a quotation mark is not closed, or stands inside a text (found \'"a"b,s,exercise,,,,,,,,,,'
            ",,,'). Close it, and write a quotation mark inside a text twice."
        ),
    ),
}


@pytest.mark.parametrize(("bad", "message"), CELLS.values(), ids=CELLS)
def test_a_cell_at_fault(tmp_path: Path, bad: str, message: str) -> None:
    good = row(activity="good")
    assert messages(tmp_path, f"{HEADER}\n{good}\n{bad}\n") == [f"a.csv:3: {message}"]
    kept = read(tmp_path, f"{HEADER}\n{bad}\n{good}\n", keep_good=True)
    assert kept.frame["activity"].to_list() == ["good"]
    assert [fault.line for fault in kept.faults] == [2]


FILES = {
    "unknown column": (
        "activity,source,kind,troop\na,s,exercise,5\n",
        (
            "a.csv:1: troop: unknown column. Did you mean troops? To keep a column of your own, begin"
            " its name with x_."
        ),
    ),
    "far from any column": (
        "activity,source,kind,weather\na,s,exercise,5\n",
        "a.csv:1: weather: unknown column. To keep a column of your own, begin its name with x_.",
    ),
    "capitals": (
        "activity,source,kind,Battle Tanks\na,s,exercise,5\n",
        (
            "a.csv:1: Battle Tanks: unknown column. Did you mean battle_tanks? To keep a column of your"
            " own, begin its name with x_."
        ),
    ),
    "doubled column": (
        "activity,source,kind,troops,troops\na,s,exercise,5,6\n",
        "a.csv:1: troops: the column stands 2 times in the header. Keep one of them.",
    ),
    "column without a name": (
        "activity,source,kind,\na,s,exercise,5\n",
        "a.csv:1: column 4 has no name. Name it, or delete it.",
    ),
}


@pytest.mark.parametrize(("text", "message"), FILES.values(), ids=FILES)
def test_a_header_at_fault(tmp_path: Path, text: str, message: str) -> None:
    assert messages(tmp_path, text) == [message]
    kept = read(tmp_path, text, keep_good=True).frame
    assert kept.columns == ["activity", "source", "kind"]
    assert kept.height == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "a.csv: the file is empty. Begin with a header: activity,source,kind,…"),
        (b" \n\n", "a.csv: the file is empty. Begin with a header: activity,source,kind,…"),
        (
            "activity,source,kind\n".encode("utf-16"),
            "a.csv: the file is in UTF-16. Save the file as UTF-8 (in a spreadsheet: CSV UTF-8).",
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
        "a.csv:3: activity: it is not stated. Every row states its activity.",
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
        (
            "  1.csv:2: kind: unknown kind of activity (found 'exercises'). Did you mean exercise or"
            " air_exercise or naval_exercise?"
        ),
        (
            "  2.csv:1: troop: unknown column. Did you mean troops? To keep a column of your own, begin"
            " its name with x_."
        ),
        (
            "  2.csv:2: the same activity and source as 1.csv:3. Give each source one row for an"
            " activity, or name its statements apart."
        ),
        (
            "  2.csv:3: 2 cells where the header has 4 (found 'c,s'). Put a text that holds the"
            " separator between quotation marks."
        ),
        "  3.csv: the file cannot be opened (No such file or directory). Check its path.",
        (
            "  4.xlsx: the ending tells no format (found '.xlsx'). Use one of: .csv, .parquet, .json,"
            " .geojson, .toml."
        ),
    ]


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
