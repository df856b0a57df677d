"""A word written and read again is the same word: as JSON, as TOML, and as numbered text."""

import json
import re

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

import detente
from detente.errors import SenderError, WordFileError
from detente.exchange.access import read_access
from detente.instruments.formats import LANGUAGES
from detente.notifications import Word, blank, content, read_text, write_text
from detente.notifications.content import (
    from_content,
    read_json,
    read_toml,
    write_json,
    write_toml,
)
from detente.notifications.word import MARKERS
from tests.notifications.words import notification, words

LIBRARY = detente.library()
FORMATS = [name for name, _, _ in LIBRARY.formats()]
some = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("name", FORMATS)
@some
@given(data=st.data())
def test_numbered_text(name: str, data: st.DataObject) -> None:
    form = blank(LIBRARY, name)
    word = data.draw(words(form))
    language = data.draw(st.sampled_from(LANGUAGES))
    read = read_text(write_text(word, form, language), LIBRARY)
    assert read.faults == ()
    assert read.word == word


@pytest.mark.parametrize("name", FORMATS)
@some
@given(data=st.data())
def test_json_toml_and_plain_data(name: str, data: st.DataObject) -> None:
    word = data.draw(words(blank(LIBRARY, name)))
    for read in (
        read_json(write_json(word).encode(), LIBRARY),
        read_toml(write_toml(word).encode(), LIBRARY),
        from_content(json.loads(json.dumps(content(word))), LIBRARY),
    ):
        assert read.faults == ()
        assert read.sure() == word


@some
@given(words(blank(LIBRARY, "F25")))
def test_who_may_read_is_told_as_the_exchange_takes_it(word: Word) -> None:
    told = content(word)["access"]
    assert read_access(told).plain() == told


def test_text_survives_other_line_ends_and_lost_blanks() -> None:
    word = notification()
    told = write_text(word, blank(LIBRARY, word.format), "ru")
    for other in (
        told.replace("\n", "\r\n"),
        told.replace("\n", "   \n\n"),
        "\n".join(line.strip() for line in told.splitlines()),
    ):
        assert read_text(other.encode(), LIBRARY).sure() == word


@pytest.mark.parametrize("marker", ["", "Real", "draft", None, True])
def test_there_is_no_word_without_its_marker(marker: object) -> None:
    with pytest.raises(SenderError, match="a word without its marker is refused"):
        Word("osce/vd-2011/F25", "original", marker, "FR")  # type: ignore[arg-type]  # on purpose


@pytest.mark.parametrize("marker", MARKERS)
def test_a_file_without_the_marker_is_refused_and_its_fields_are_kept(marker: str) -> None:
    word = notification(marker=marker)
    form = blank(LIBRARY, word.format)
    as_json = {k: v for k, v in content(word).items() if k != "marker"}
    lines = write_text(word, form).splitlines(keepends=True)
    without = "".join(line for line in lines if not line.startswith("MARKER"))
    toml = re.sub("marker = .*\n", "", write_toml(word))
    for read in (
        from_content(as_json, LIBRARY),
        read_text(without, LIBRARY),
        read_toml(toml.encode(), LIBRARY),
    ):
        assert read.word is None
        assert dict(read.kept) == dict(word.fields)
        assert any("real, an exercise or a test" in str(fault) for fault in read.faults)
        with pytest.raises(WordFileError):
            read.sure()


def test_a_marker_that_is_changed_on_one_line_alone_is_refused() -> None:
    word = notification(marker="exercise")
    told = write_text(word, blank(LIBRARY, word.format))
    for old, new in (
        ("MARKER: exercise", "MARKER: real"),
        ("*** EXERCISE *** EXERCISE ***\nFROM", "*** REAL *** REAL ***\nFROM"),
    ):
        changed = told.replace(old, new)
        assert changed != told
        read = read_text(changed, LIBRARY)
        assert read.word is None
        assert any("Ask the sender which" in str(fault) for fault in read.faults)


def test_a_text_that_lost_its_first_line_says_so() -> None:
    told = write_text(notification(), blank(LIBRARY, "F25"))
    read = read_text(told.partition("\n")[2], LIBRARY)
    assert [fault.problem for fault in read.faults] == [
        "the marker is missing on the first or the last line"
    ]
