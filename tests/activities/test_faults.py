"""Every fault a cell or a header can have: one test each, with the whole message."""

# ruff: noqa: E501 - a message stands as its reader sees it

from pathlib import Path

import pytest

from tests.activities.words import messages, read

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
        ("kind: unknown kind of activity (found 'exercises'). Did you mean exercise?"),
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
            "3 cells where the header has 16 (found 'a,s,exercise'). Write a separator for each cell"
            " that is left empty too."
        ),
    ),
    "too many cells": (
        f"a,s,exercise{',FI' * 30}",
        (
            f"33 cells where the header has 16 (found 'a,s,exercise{',FI' * 22},…'). Put a text that"
            " holds the separator between quotation marks."
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
