"""Numbers of words: the one that was seen, their parts, and the next one."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from detente.errors import SenderError
from detente.notifications.numbers import Number, next_number, parse_number

SEEN = "CBM/US/14/0013/F12/O"  # a request of 2014, told by the United States mission to the OSCE


def test_the_number_that_was_seen() -> None:
    assert parse_number(SEEN) == Number("CBM", "US", 2014, 13, "F12", "O")
    assert str(parse_number(f" {SEEN} ")) == SEEN


@given(
    st.builds(
        Number,
        st.sampled_from(["CBM", "CFE", "OS"]),
        st.sampled_from(["US", "FR"]),
        st.integers(1990, 2089),
        st.integers(1, 9999),
        st.sampled_from(["F12", "CALENDAR", "OBSERVATION-REPLY"]),
        st.sampled_from("OCX"),
    )
)
def test_a_number_is_read_as_it_is_written(number: Number) -> None:
    assert parse_number(str(number)) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CBM/US/14/13/F12/O",
        "CBM/US/14/0000/F12/O",
        "CBM/USA/14/0013/F12/O",
        "cbm/US/14/0013/F12/O",
        "CBM/US/14/0013/F12",
        "CBM/US/14/0013/F12/O/O",
        "CBM/US/14/٠٠١٣/F12/O",
    ],
)
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(SenderError, match="is no number of a word; write it like CBM/XX/26/0007"):
        parse_number(text)


def following(*taken: str, state: str = "FR", year: int = 2026) -> str:
    return str(next_number(taken, network="CBM", state=state, year=year, form="F25", letter="O"))


def test_the_running_number_goes_through_all_formats_of_a_state_and_year() -> None:
    taken = [
        "CBM/FR/26/0007/F12/O",
        "CBM/FR/26/0003/F25/C",
        "CBM/FR/25/0044/F25/O",
        "CBM/DE/26/0055/F25/O",
        "OS/FR/26/0066/FLIGHT/O",
        "no number at all",
    ]
    assert following(*taken) == "CBM/FR/26/0008/F25/O"
    assert following(*taken, state="PL") == "CBM/PL/26/0001/F25/O"
    assert following(*taken, year=2025) == "CBM/FR/25/0045/F25/O"


def test_the_numbers_of_a_year_come_to_an_end() -> None:
    assert following("CBM/FR/26/9998/F25/O") == "CBM/FR/26/9999/F25/O"
    with pytest.raises(SenderError, match="has used all 9,999 numbers of 2026"):
        following("CBM/FR/26/9999/F25/O")


@pytest.mark.parametrize("year", [1989, 2090])
def test_two_digits_tell_a_hundred_years(year: int) -> None:
    with pytest.raises(SenderError, match="cannot be told in two digits; it is 1990 to 2089"):
        following(year=year)
