"""Bounds of altitude, in metres, with what they are measured from."""

import math

import pytest

from detente.notices.altitudes import level, pair, q_level

BOUNDS = [
    ("SFC", 0.0, "AGL"),
    ("GND", 0.0, "AGL"),
    ("UNL", math.inf, None),
    ("FL195", 5943.6, "standard"),
    ("FL 050", 1524.0, "standard"),
    ("10000FT AMSL", 3048.0, "MSL"),
    ("10,000FT AMSL", 3048.0, "MSL"),
    ("500FT AGL", 152.4, "AGL"),
    ("5700M AMSL", 5700.0, "MSL"),
    ("3000FT", 914.4, None),
]


@pytest.mark.parametrize(("stated", "metres", "reference"), BOUNDS)
def test_a_bound(stated: str, metres: float, reference: str | None) -> None:
    found = level(stated)
    assert found is not None
    assert (found.metres, found.reference) == (metres, reference)


@pytest.mark.parametrize("stated", ["", None, "SEE E", "300", "ABC"])
def test_what_is_no_bound(stated: str | None) -> None:
    assert level(stated) is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("BTN 5500FT AMSL/FL195.", 1676.4, 5943.6),
        ("FL75/FL195. CONTROL", 2286.0, 5943.6),
        ("SFC-40,000FT AMSL", 0.0, 12192.0),
        ("VERTICAL LIMITS:SFC-UNL.", 0.0, math.inf),
        ("WI 6NM SFC TO 31000FT AMSL OR ABOVE", 0.0, 9448.8),
    ],
)
def test_bounds_in_a_text(text: str, low: float, high: float) -> None:
    found = pair(text)
    assert found is not None
    assert found[0] is not None
    assert found[1] is not None
    assert (found[0].metres, found[1].metres) == (low, high)


def test_a_text_without_bounds() -> None:
    assert pair("RWY 08 CLSD 1200-1400") is None


def test_the_q_line_counts_in_hundreds_of_feet() -> None:
    low, high = q_level("000", upper=False), q_level("999", upper=True)
    assert low is not None
    assert high is not None
    assert (low.metres, high.metres) == (0.0, math.inf)
    middle = q_level("195", upper=True)
    assert middle is not None
    assert middle.metres == 5943.6
    assert q_level("", upper=True) is None
