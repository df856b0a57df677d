"""A bad line is told with its number and field, and no good field is lost with it."""

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

import detente
from detente.notifications import blank, read_text, write_text
from detente.notifications.content import from_content, read_json, read_toml
from tests.notifications.words import notification, text, words

LIBRARY = detente.library()
FORM = blank(LIBRARY, "F25")
WORD = notification(
    fields={"troops_by_state": {"FR": 10_000, "DE": "2000..2500"}, "in_calendar": True}
)
TOLD = write_text(WORD, FORM)


def broken(old: str, new: str) -> list[str]:
    """What is said where part of the text is replaced; everything else must survive."""
    assert old in TOLD
    changed = TOLD.replace(old, new)
    at = TOLD[: TOLD.index(old)].count("\n") + 1
    read = read_text(changed, LIBRARY)
    letter = old.partition(".")[0]
    field = FORM.items[letter].id if letter in FORM.items else ""
    assert dict(read.kept) == {k: v for k, v in WORD.fields.items() if k != field}
    assert all(fault.line == at for fault in read.faults)
    return [f"{fault.column}: {fault.problem}" for fault in read.faults]


def line(letter: str) -> str:
    """The line of one item."""
    return next(each for each in TOLD.splitlines() if each.startswith(f"{letter}. "))


@pytest.mark.parametrize(
    ("letter", "value", "said"),
    [
        ("L", "many", "not a count"),
        ("L", "-5", "a count cannot be negative"),
        ("L", "9" * 30, "the number is too large"),
        ("M", "FR 3000; XX 5", "'XX' is no code of a party"),
        ("M", "FR 3000; FR 5", "FR stands twice"),
        ("M", "3000 of France", "not a count for each State"),
        ("I", "2026-13-01", "not a date or an instant"),
        ("C", "excercise", "not one of its choices"),
        ("D", "UK", "'UK' is no code of a party"),
        ("F", "FR, DE, FR", "a party stands twice"),
        ("A", "", "not a name in one line"),
        ("A", "Northern Star\n   | 26", "not a name in one line"),
        ("B", "Training", "say first in which language the text is, such as [en]"),
        ("B", "[english text] Training", "'english text' is no language tag"),
        ("B", "[en]", "the text is empty"),
    ],
)
def test_a_bad_value(letter: str, value: str, said: str) -> None:
    label = line(letter).partition(": ")[0]
    assert broken(line(letter), f"{label}: {value}") == [f"{label}: {said}"]


def test_a_value_that_nearly_fits_is_proposed() -> None:
    label = line("C").partition(": ")[0]
    (fault,) = read_text(TOLD.replace(line("C"), f"{label}: excercise"), LIBRARY).faults
    assert fault.remedy.endswith("Did you mean exercise?")


def test_lines_that_are_none() -> None:
    told = TOLD.replace("5. Content:", "5. Content:\nZZ. Something: 3\nhello there\nG")
    said = [(f.line, f.problem) for f in read_text(told, LIBRARY).faults]
    first = told.splitlines().index("ZZ. Something: 3") + 1
    assert said == [
        (first, "osce/vd-2011/F25 has no item ZZ"),
        (first + 1, "this line is no item"),
        (first + 2, "this line is no item"),
    ]


def test_an_item_that_stands_twice_keeps_the_first() -> None:
    told = TOLD.replace(line("L"), f"{line('L')}\nL. Troops: 99")
    read = read_text(told, LIBRARY)
    assert read.kept["troops"] == 12_500
    assert [fault.problem for fault in read.faults] == ["this item stands twice"]


def test_a_text_that_is_cut_off_says_so() -> None:
    read = read_text(TOLD[: TOLD.index("7. ")], LIBRARY)
    assert "the end is missing, so that the message may be cut off" in {
        fault.problem for fault in read.faults
    }
    assert dict(read.kept) == dict(WORD.fields)


def test_two_messages_mixed_up_say_so() -> None:
    told = TOLD.replace("7. End of message: CBM/FR/26/0007", "7. End of message: CBM/FR/26/0008")
    (fault,) = read_text(told, LIBRARY).faults
    assert fault.problem.startswith("the message ends as CBM/FR/26/0008/F25/O, and begins as")


def test_a_format_that_nobody_knows_is_named() -> None:
    told = TOLD.replace("3. Made under: osce/vd-2011/F25", "3. Made under: osce/vd-2011/F52")
    read = read_text(told, LIBRARY)
    assert read.word is None
    assert "no format is called 'osce/vd-2011/F52'" in str(read.faults[0])
    assert "F25" in str(read.faults[0])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_stands_on_one_line_the_others_are_kept(data: st.DataObject) -> None:
    lines = TOLD.splitlines()
    items = [i for i, each in enumerate(lines) if each[:1].isalpha() and each[1:3] == ". "]
    at = data.draw(st.sampled_from(items))
    label = lines[at].partition(": ")[0]
    lines[at] = f"{label}: {data.draw(st.text(st.characters(exclude_characters='|')))}"
    field = FORM.items[label.partition(".")[0]].id
    kept = read_text("\n".join(lines), LIBRARY).kept
    lost = {name for name in WORD.fields if kept.get(name) != WORD.fields[name]}
    assert lost <= {field}


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(), st.text().map(str.encode)))
def test_any_bytes_are_refused_in_words_and_never_break_a_reader(data: bytes) -> None:
    for read in (read_text(data, LIBRARY), read_json(data, LIBRARY), read_toml(data, LIBRARY)):
        assert read.word is None
        assert read.faults


@pytest.mark.parametrize(
    "old",
    ["place: FR", "activity: exercise", "features: [en] Champagne", "under: osce/vd-2011/F25"],
)
def test_a_long_value_is_told_in_short(old: str) -> None:
    assert old in TOLD
    label = old.partition(": ")[0]
    (fault,) = read_text(TOLD.replace(old, f"{label}: [{'x' * 100_000}]"), LIBRARY).faults
    assert "this line is no item" not in fault.problem
    assert len(str(fault)) < 2_000


def test_the_party_that_was_meant_is_proposed() -> None:
    (fault,) = read_text(TOLD.replace("place: FR", "place: UK"), LIBRARY).faults
    assert fault.remedy == "Did you mean GB?"
    (fault,) = read_text(TOLD.replace("FROM: FR", "FROM: France"), LIBRARY).faults
    assert (fault.column, fault.remedy) == ("by", "Did you mean FR?")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_plain_data_in_place_of_any_part(data: st.DataObject) -> None:
    from detente.notifications import content

    parts = content(data.draw(words(FORM)))
    key = data.draw(st.sampled_from(sorted({*parts, "fields", "entries", "access", "made"})))
    told = data.draw(_JSON)
    read = from_content({**parts, key: told}, LIBRARY)
    assert read.word is not None or read.faults


def test_a_bad_field_of_json_and_toml_is_named_with_its_line() -> None:
    told = (
        b'format = "F25"\nkind = "original"\nmarker = "test"\nby = "FR"\n[fields]\n'
        b"troops = 9000.5\nstarts = 2026-09-14\nsort = 3\n"
        b'purpose = { lang = "fr", text = "Essai" }\n'
    )
    read = read_toml(told, LIBRARY, "w.toml")
    assert read.word is not None
    assert dict(read.word.fields) == {"starts": "2026-09-14", "purpose": text("Essai", "fr")}
    assert str(read.faults[0]).startswith(
        "w.toml:6: fields.troops: not a count (found '9000.5'). Write 9000"
    )
    assert read.faults[1].line == 8
