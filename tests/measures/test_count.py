"""Counts: what is read, what is refused, and when a count answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.measures import NOT_STATED, Answer, Count, all_of, any_of, parse_count

RANGES = [(low, high) for low in (*range(7), None) for high in (*range(7), None)]
counts = st.sampled_from([Count(a, b) for a, b in RANGES if a is None or b is None or a <= b])
MOST = 8


def values(count: Count) -> range:
    """Every number that a count may be, as far as levels up to 7 tell them apart."""
    return range(count.low or 0, (MOST if count.high is None else count.high) + 1)


def agreed(answers: list[bool]) -> Answer:
    return answers[0] if len(set(answers)) == 1 else None


@given(counts, st.integers(1, 7))
def test_a_count_answers_only_when_all_of_its_values_agree(count: Count, level: int) -> None:
    assert count.at_least(level) is agreed([value >= level for value in values(count)])
    assert count.more_than(level) is agreed([value > level for value in values(count)])


@given(counts, st.integers(1, 7))
def test_the_two_comparisons_differ_only_at_the_level(count: Count, level: int) -> None:
    assert count.more_than(level) is count.at_least(level + 1)
    if count.more_than(level):
        assert count.at_least(level)


@given(counts, st.integers(1, 7), st.integers(0, 3))
def test_more_never_undoes_a_yes(count: Count, level: int, more: int) -> None:
    greater = Count(*(None if end is None else end + more for end in (count.low, count.high)))
    if count.at_least(level):
        assert greater.at_least(level)


def test_not_stated_is_not_nil() -> None:
    assert NOT_STATED.at_least(1) is None
    assert Count(0, 0).at_least(1) is False
    assert any_of([NOT_STATED.at_least(1), Count(9, 9).at_least(9)]) is True
    assert all_of([NOT_STATED.at_least(1), Count(8, 8).at_least(9)]) is False


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("", None, None),
        ("   ", None, None),
        ("0", 0, 0),
        ("9000", 9000, 9000),
        (" 9000 ", 9000, 9000),
        ("8000..12000", 8000, 12000),
        ("8000 .. 12000", 8000, 12000),
        ("13001..", 13001, None),
        ("..7000", None, 7000),
    ],
)
def test_what_is_read(text: str, low: int | None, high: int | None) -> None:
    assert parse_count(text) == Count(low, high)


@pytest.mark.parametrize(
    "text",
    ["9,000", "9 000", "9.000", "9000.5", "9000...", "..", "x", "8000-12000", "9e3", "~9000", "+9"],
)
def test_what_is_not_a_count_is_refused_with_the_way_out(text: str) -> None:
    with pytest.raises(ValueError, match=r"^not a count; write 9000, 8000\.\.12000, 13001\.\."):
        parse_count(text)


def test_a_negative_count_is_refused_as_such() -> None:
    with pytest.raises(ValueError, match=r"^a count cannot be negative; write"):
        parse_count("-5")
    with pytest.raises(ValueError, match=r"^a count cannot be negative$"):
        Count(-1, 5)


def test_a_reversed_range_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^the range ends below its start$"):
        parse_count("5..3")


@given(counts)
def test_what_is_written_is_read_again(count: Count) -> None:
    assert parse_count(str(count)) == count
