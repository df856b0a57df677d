"""Distances in words: numbers, number words and units, in metres."""

from __future__ import annotations

import re

_WORDS = {
    "HALF": 0.5, "HALF A": 0.5, "ONE HALF": 0.5, "QUARTER": 0.25, "ONE": 1, "TWO": 2, "THREE": 3,
    "FOUR": 4, "FIVE": 5, "SIX": 6, "SEVEN": 7, "EIGHT": 8, "NINE": 9, "TEN": 10, "ELEVEN": 11,
    "TWELVE": 12, "FIFTEEN": 15, "TWENTY": 20, "THIRTY": 30, "FORTY": 40, "FIFTY": 50,
}  # fmt: skip
_NAUTICAL_M = 1852.0
_UNITS = (
    ("NAUT", _NAUTICAL_M), ("NM", _NAUTICAL_M), ("MIL", _NAUTICAL_M), ("MI", _NAUTICAL_M),
    ("МИЛ", _NAUTICAL_M), ("KM", 1000.0), ("KILOM", 1000.0), ("КИЛОМ", 1000.0), ("КМ", 1000.0),
    ("M", 1.0), ("М", 1.0), ("F", 0.3048), ("YARD", 0.9144), ("CABLE", 185.2), ("КАБ", 185.2),
)  # fmt: skip

NUMBER = (
    r"(\d{1,3}(?:,\d{3})++(?!\d)|\d++(?:[.,]\d++)?|"
    + "|".join(sorted(_WORDS, key=len, reverse=True))
    + ")"
)
UNIT = (
    r"(NAUT(?:ICAL)?\.?\s+MILES?|NMI?|MILES?|MI|KILOMET(?:RE|ER)S?|KMS?|MET(?:RE|ER)S?|MTRS?|M|"
    r"FEET|FT|YARDS?|CABLES?|МОРСК\w+\s+МИЛ\w*|МИЛ[ЬЯИ]|КИЛОМЕТР\w*|КМ|МЕТР\w*|М|КАБ\w*)(?![A-ZА-Я])"
)
DISTANCE = rf"(?<![\d.,-]){NUMBER}[\s-]*+{UNIT}"
"""A number and a unit: two groups."""


def metres(number: str, unit: str) -> float:
    """Give a distance in metres; miles are nautical.

    Args:
        number: digits, or a word such as FIVE; a comma parts thousands where three digits follow.
        unit: as it is written, in capitals.
    """
    if number in _WORDS:
        value = _WORDS[number]
    elif re.fullmatch(r"\d{1,3}(,\d{3})+", number):
        value = float(number.replace(",", ""))
    else:
        value = float(number.replace(",", "."))
    unit = unit.replace("МОРСК", "МИЛ")
    return value * next(size for begins, size in _UNITS if unit.startswith(begins))
