"""Files that are not as they should be: each one clear fault with its place, or read rightly."""

# ruff: noqa: E501 - a message stands as its reader sees it

from pathlib import Path

import pytest

from tests.activities.words import messages, read

HEADER = "activity,source,kind,starts,starts_latest,troops"
ROW = "z17,by,exercise,2017-09-14,,12700"
PLAIN = f"{HEADER}\n{ROW}\n"
BARE = '{"activity": "a", "source": "s", "kind": "exercise"}'
ACTIVITY = '[[activity]]\nid = "a"\nkind = "exercise"\n%s[[activity.account]]\nsource = "s"\n'


def record(more: str = "", kind: str = '"exercise"') -> str:
    """One record as JSON, with more members."""
    return BARE.replace('"exercise"}', f"{kind}{more}}}")


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode("utf-16"),
        PLAIN.replace(",", "\t").replace("\n", "\r\n").encode("utf-16"),
        b"\xfe\xff" + PLAIN.encode("utf-16-be"),
        PLAIN.encode("utf-32"),
        b"sep=;\r\n" + PLAIN.replace(",", ";").replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbfsep=;\n" + PLAIN.replace(",", ";").encode(),
        b'"sep=,"\n' + PLAIN.encode(),
        b"SEP=\t\n" + PLAIN.replace(",", "\t").encode(),
        PLAIN.replace("\n", "\r\r\n").encode(),
    ],
    ids=[
        *("UTF-16", "spreadsheet's Unicode text", "UTF-16 BE", "UTF-32"),
        *("sep", "mark and sep", "sep quoted", "sep of a tab", "CR CR LF"),
    ],
)
def test_what_is_not_ambiguous_is_read(tmp_path: Path, data: bytes) -> None:
    assert read(tmp_path, data).frame.equals(read(tmp_path, PLAIN, "plain.csv").frame)


def test_lines_are_counted_from_the_line_that_declares_the_separator(tmp_path: Path) -> None:
    text = f"sep=;\n{PLAIN}".replace(",", ";").replace("12700", "many")
    assert [message[:8] for message in messages(tmp_path, text)] == ["a.csv:3:"]


def test_lines_ended_by_cr_are_counted_in_every_format(tmp_path: Path) -> None:
    text = "[\r\r" + record(', "troops": "many"') + "]\r"
    assert [message[:9] for message in messages(tmp_path, text, "a.json")] == ["a.json:3:"]
    toml = (ACTIVITY % 'troops = "many"\n').replace("\n", "\r")
    assert [message[:9] for message in messages(tmp_path, toml, "a.toml")] == ["a.toml:4:"]


LONG = "9" * 6000
CSV = {
    "CR in the header": (
        PLAIN.replace("\n", "\r") + f"{ROW}\n",
        "a.csv:1: CR stands inside the line (found 'activity,source,kind,starts,starts_lates'). End every line with LF, or every line with CR LF.",
    ),
    "CR in a row": (
        f"{PLAIN}b,s,\rexercise,,,\n",
        "a.csv:3: CR stands inside the line (found 'b,s,\\rexercise,,,'). End every line with LF, or every line with CR LF.",
    ),
    "header never closed": (
        f'"{PLAIN}',
        "a.csv:1: a quotation mark is not closed, or stands inside a text (found '\"activity,source,kind,starts,starts_late'). Close it, and write a quotation mark inside a text twice.",
    ),
    "NUL": (
        f"{PLAIN}b\0,s,exercise,,,\n",
        "a.csv:3: activity: the text holds a NUL character (found 'b\\x00'). Delete it; perhaps the file was copied badly.",
    ),
    "no text": (
        "PK\x03\x04\x14\x00\x06\x00",
        "a.csv: the file is not a text, or is in UTF-16 without a mark. Save the file as UTF-8 (in a spreadsheet: CSV UTF-8).",
    ),
    "thousands of digits": (
        PLAIN.replace("12700", LONG),
        f"a.csv:2: troops: the number is too large (found '{LONG[:79]}…'). Write at most 18 digits.",
    ),
    "a range of thousands of digits": (
        PLAIN.replace("12700", f"5..{LONG}"),
        f"a.csv:2: troops: the number is too large (found '5..{LONG[:76]}…'). Write at most 18 digits.",
    ),
    "comma before the fraction": (
        PLAIN.replace(",", ";").replace("12700", "12700,0"),
        "a.csv:2: troops: a count is a whole number in digits alone (found '12700,0'). Write 12700.",
    ),
    "points and comma": (
        PLAIN.replace(",", ";").replace("12700", "12.700,00"),
        "a.csv:2: troops: a count is a whole number in digits alone (found '12.700,00'). Write 12700.",
    ),
    "a bound of what cannot be read": (
        PLAIN.replace("2017-09-14,", "14 September,2017-09-16T00:00Z"),
        "a.csv:2: starts: not a date or an instant (found '14 September'). Write 2026-09-14, or 2026-09-14T06:00Z.",
    ),
    "collections without end": (
        'activity,source,kind,area\na,s,exercise,"' + "GEOMETRYCOLLECTION (" * 50_000 + '"\n',
        "a.csv:2: area: not an area in WKT (collections are nested too deeply) (found '"
        + ("GEOMETRYCOLLECTION (" * 4)[:79]
        + "…'). Write POLYGON ((20 50, 21 50, 21 51, 20 50)).",
    ),
}


@pytest.mark.parametrize(("text", "message"), CSV.values(), ids=CSV)
def test_one_fault_in_csv(tmp_path: Path, text: str, message: str) -> None:
    assert messages(tmp_path, text) == [message]


def test_a_header_in_another_encoding(tmp_path: Path) -> None:
    data = PLAIN.replace("troops", "St\u00e4rke").encode("latin-1")
    assert messages(tmp_path, data) == [
        "a.csv:1: St\ufffdrke: the name is not UTF-8. Save the file as UTF-8 (in a spreadsheet: CSV UTF-8)."
    ]


NEST = "[" * 100_000 + "]" * 100_000
OTHERS = {
    "lists without end": (
        "a.json",
        NEST,
        "a.json:1: not JSON from column 2 of this line on (nested too deeply). Mend it there.",
    ),
    "deep": (
        "a.json",
        "[" + record(', "x_a": ' + "[" * 65 + "]" * 65) + "]",
        "a.json:1: not JSON from column 2 of this line on (it is nested more than 64 deep). Mend it there.",
    ),
    "half a character": (
        "a.json",
        "[" + record(kind='"\\ud800"') + "]",
        "a.json:1: [0].kind: the text holds half a character (found '\\ud800'). Write it whole.",
    ),
    "half a character in a key": (
        "a.json",
        "[" + record(', "x_\\udfff": 1') + "]",
        "a.json:1: [0].x_\\udfff: unknown key. To keep a column of your own, begin its name with x_.",
    ),
    "half a character within": (
        "a.json",
        "[" + record(', "x_a": ["\\ud83d"]') + "]",
        "a.json:1: [0].x_a: the text holds half a character (found \"['\\\\ud83d']\"). Write it whole.",
    ),
    "NUL": (
        "a.json",
        "[" + record(', "x_a": "\\u0000"') + "]",
        "a.json:1: [0].x_a: the text holds a NUL character (found '\\x00'). Delete it; perhaps the file was copied badly.",
    ),
    "thousands of digits": (
        "a.json",
        "[" + record(f', "troops": {LONG}') + "]",
        f"a.json:1: [0].troops: the number is too large (found '{LONG[:79]}…'). Write at most 18 digits.",
    ),
    "kind is no text": (
        "a.json",
        "[" + record(kind="[]") + "]",
        "a.json:1: [0].kind: a cell cannot hold this (found '[]'). Write one plain value.",
    ),
    "geometry without end": (
        "a.geojson",
        '{"type": "FeatureCollection", "features": [{"geometry": ' + NEST + "}]}",
        "a.geojson:1: not JSON from column 44 of this line on (nested too deeply). Mend it there.",
    ),
    "TOML lists without end": (
        "a.toml",
        f"a = {NEST}",
        "a.toml: it is nested too deeply. Write plain values.",
    ),
    "TOML deep": (
        "a.toml",
        ACTIVITY % f"x_a = {'[' * 65}{']' * 65}\n",
        "a.toml: it is nested more than 64 deep. Write plain values.",
    ),
    "TOML key without end": (
        "a.toml",
        f"\n{'a.' * 100_000}a = 1",
        "a.toml:2: a key has more than 64 parts. Write it shorter.",
    ),
    "TOML thousands of digits": (
        "a.toml",
        ACTIVITY % f"troops = {LONG}\n",
        "a.toml:4: a number is too large. Write at most 18 digits.",
    ),
    "TOML thousands of hexadecimal digits": (
        "a.toml",
        ACTIVITY % f"troops = 0x{'f' * 6000}\n",
        "a.toml:4: a number is too large. Write at most 18 digits.",
    ),
}


@pytest.mark.parametrize(("name", "text", "message"), OTHERS.values(), ids=OTHERS)
def test_one_fault_elsewhere(tmp_path: Path, name: str, text: str, message: str) -> None:
    assert messages(tmp_path, text, name) == [message]


@pytest.mark.parametrize("hosts", ['"BY;PL"', "BY/PL", '"BY, PL"', "BY and PL", "BY & Poland"])
def test_several_states_in_one_cell(tmp_path: Path, hosts: str) -> None:
    (message,) = messages(tmp_path, f"activity,source,kind,host\na,s,exercise,{hosts}\n")
    assert message.endswith(
        "A cell names one State: BY, or PL. Write a row for each, each an activity of its own, or"
        " leave it empty and state the area."
    )


def test_marks_that_are_never_closed_do_not_take_for_ever(tmp_path: Path) -> None:
    rows = 'x","\n' * 30_000
    found = messages(tmp_path, f"activity,source,kind\n{rows}")
    assert found[-1].startswith(
        "a.csv:22: a quotation mark is not closed, or stands inside a text; so do too many"
    )
    assert len(found) == 21
