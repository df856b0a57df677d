"""What would steer a terminal or turn a line is written out; everything else stays as it is."""

import datetime as dt
import string

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from detente.activities import ReadResult
from detente.dossiers.harmless import harmless, harmless_frame, harmless_read
from detente.sources.notes import SourceNote

STEERING = "".join(chr(code) for code in (0, 7, 0x1B, 0x9B, 0x202E, 0x2066, 0x200F, 0xFEFF))


@given(st.text(st.characters(codec="utf-8") | st.sampled_from(STEERING + "\n\t")))
def test_nothing_that_steers_is_left_and_nothing_is_lost(text: str) -> None:
    shown = harmless(text)
    assert not set(shown) & set(STEERING + "\n\t\r")
    assert len(shown) >= len(text)
    assert harmless(shown) == shown


@given(st.text(string.printable[:95] + "éßяひ\u200d"))
def test_a_plain_text_stays(text: str) -> None:
    assert harmless(text) == text


@given(st.lists(st.text(st.characters(codec="utf-8") | st.sampled_from(STEERING))))
def test_a_frame_and_a_text_are_treated_alike(texts: list[str]) -> None:
    frame = pl.DataFrame({"activity": texts, "number": range(len(texts))})
    assert harmless_frame(frame)["activity"].to_list() == [harmless(text) for text in texts]


def test_lines_stay_where_they_are_wanted() -> None:
    assert harmless("a\n\tb\x1b", lines=True) == "a\n\tb\\x1b"
    assert harmless("a\nb") == "a\\nb"


def test_what_cannot_be_encoded_is_written_out() -> None:
    assert harmless("w\udce9st") == "w\\udce9st"


def test_all_that_was_read_is_treated() -> None:
    note = SourceNote("s\x1b", "t\x1b", "official", dt.date(2026, 1, 1), by="b\u202e")
    accounts = pl.DataFrame({"activity": ["a\x1b"], "source": ["s\x1b"]})
    read = harmless_read(
        ReadResult(
            accounts,
            sources=(note,),
            names={"a\x1b": "n\x1b"},
            notes={("a\x1b", "s\x1b"): "r\x1b\nr"},
            stated_zones=accounts,
        )
    )
    assert read.frame.row(0) == ("a\\x1b", "s\\x1b")
    assert read.stated_zones is not None
    assert read.stated_zones.row(0) == read.frame.row(0)
    assert read.names == {"a\\x1b": "n\\x1b"}
    assert read.notes == {("a\\x1b", "s\\x1b"): "r\\x1b\nr"}
    assert read.sources == (
        SourceNote("s\\x1b", "t\\x1b", "official", dt.date(2026, 1, 1), by="b\\u202e"),
    )
