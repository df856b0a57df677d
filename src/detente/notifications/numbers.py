"""Numbers of words, such as ``CBM/US/14/0013/F12/O``: read, composed, and the next one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from detente.errors import SenderError
from detente.files.excerpts import excerpt

_FORM = re.compile(r"([A-Z][A-Z0-9]*)/([A-Z]{2})/(\d{2})/(\d{4})/([A-Z][A-Z0-9-]*)/([A-Z])")
_CENTURY = 100
_FIRST_YEAR = 1990
_LAST = 9999
EXAMPLE = "CBM/XX/26/0007/F25/O"


@dataclass(frozen=True, order=True)
class Number:
    """The number of one word, in its parts.

    Attributes:
        network: what it begins with, such as ``CBM``.
        state: code of the State whose word it is.
        year: the calendar year in full, from 1990 to 2089; the number holds its last two digits.
        serial: running number of the State in the year on that network, from 1 to 9999.
        format: code of the format, such as ``F12``.
        letter: the letter of the kind of word, such as ``O`` for an original.
    """

    network: str
    state: str
    year: int
    serial: int
    format: str
    letter: str

    def __str__(self) -> str:
        """Write it with slashes."""
        year, serial = self.year % _CENTURY, self.serial
        parts = (self.network, self.state, f"{year:02}", f"{serial:04}", self.format, self.letter)
        return "/".join(parts)


def parse_number(text: str) -> Number:
    """Read a number.

    >>> parse_number("CBM/US/14/0013/F12/O").serial
    13

    Raises:
        SenderError: it is no such number, or its running number is nil. The sender must act.
    """
    match = _FORM.fullmatch(text.strip())
    if not match or not match[4].isascii() or int(match[4]) == 0:
        raise SenderError(f"{excerpt(text)!r} is no number of a word; write it like {EXAMPLE}")
    network, state, year, serial, form, letter = match.groups()
    full = _FIRST_YEAR + (int(year) - _FIRST_YEAR) % _CENTURY
    return Number(network, state, full, int(serial), form, letter)


def next_number(
    taken: Iterable[str], *, network: str, state: str, year: int, form: str, letter: str
) -> Number:
    """Give the next number of a State: its running number goes through all formats of a year.

    Args:
        taken: numbers already given, by whomever; those of other States, networks and years, and
            texts that are no numbers, are passed over.
        network: what the new number begins with.
        state: code of the State whose number it is.
        year: the calendar year in full.
        form: code of the format.
        letter: the letter of the kind of word.

    Raises:
        SenderError: the running numbers of the year are used up, or the year is not one that two
            digits can tell. The sender must act.
    """
    if not _FIRST_YEAR <= year < _FIRST_YEAR + _CENTURY:
        last = _FIRST_YEAR + _CENTURY - 1
        raise SenderError(
            f"the year {year} cannot be told in two digits; it is {_FIRST_YEAR} to {last}"
        )
    known = (_known(text) for text in taken)
    serials = [
        each.serial
        for each in known
        if each and (each.network, each.state, each.year) == (network, state, year)
    ]
    serial = max(serials, default=0) + 1
    if serial > _LAST:
        raise SenderError(f"{network}/{state} has used all {_LAST:,} numbers of {year}")
    return Number(network, state, year, serial, form, letter)


def _known(text: str) -> Number | None:
    """Read a number that may be none."""
    try:
        return parse_number(text)
    except SenderError:
        return None
