"""A JSON text gone through record by record, so that every record keeps its line.

The standard library decodes each record; this module only finds where records begin.

Source: RFC 8259.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from json import JSONDecodeError

from detente.files.texts import unfit

_BLANK = re.compile(r"[ \t\r\n]*")
_MOST_DIGITS = 256


class Object(dict[str, object]):
    """A JSON object, and the keys that stand in it more than once."""

    doubled: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """One item of a list: its value, its number (first is 0) and the line it begins on."""

    value: object
    index: int
    line: int


def _object(pairs: list[tuple[str, object]]) -> Object:
    """Make an object, and note doubled keys."""
    made = Object(pairs)
    if len(made) < len(pairs):
        times = Counter(key for key, _ in pairs)
        made.doubled = tuple(key for key, count in times.items() if count > 1)
    return made


def _number(digits: str) -> int | str:
    """Give a whole number; one that is longer than any figure stays a text, to be refused later."""
    return int(digits) if len(digits) <= _MOST_DIGITS else digits


@dataclass
class Scan:
    """A walk through a JSON text.

    Attributes:
        text: the text.
        others: members of the outermost object beside the list that was asked for.
        found: whether that list was found.
    """

    text: str
    others: dict[str, object] = field(default_factory=dict)
    found: bool = False
    _at: int = 0
    _line: int = 1
    _counted: int = 0
    _decoder: json.JSONDecoder = field(
        default_factory=lambda: json.JSONDecoder(object_pairs_hook=_object, parse_int=_number)
    )

    def items(self, key: str) -> Iterator[Item]:
        """Give the items of the outermost list, or of the list under a key.

        Raises:
            JSONDecodeError: from some place on the text is not JSON; the items before it stand.
        """
        if self._peek() == "{":
            yield from self._members(key)
        elif self._peek() == "[":
            self.found = True
            yield from self._list()
        else:
            self._value()
        if self._peek():
            raise JSONDecodeError("Extra data", self.text, self._at)

    def _members(self, key: str) -> Iterator[Item]:
        """Go through the members of the outermost object."""
        for _ in self._parts("{", "}"):
            name = self._value() if self._peek() == '"' else None
            if not isinstance(name, str):
                raise JSONDecodeError("Expecting a key in double quotes", self.text, self._at)
            self._take(":")
            if name == key and self._peek() == "[":
                self.found = True
                yield from self._list()
            else:
                self.others[name] = self._value()

    def _list(self) -> Iterator[Item]:
        """Go through the items of a list."""
        for index in self._parts("[", "]"):
            line = self._line_here()
            yield Item(self._value(), index, line)

    def _parts(self, opens: str, closes: str) -> Iterator[int]:
        """Count the parts between brackets; the caller reads each before asking for the next."""
        self._take(opens)
        if self._peek() == closes:
            self._take(closes)
            return
        index = 0
        while True:
            yield index
            index += 1
            if self._peek() == closes:
                break
            self._take(",")
        self._take(closes)

    def _peek(self) -> str:
        """Go past blanks and give the next letter; empty at the end."""
        match = _BLANK.match(self.text, self._at)
        self._at = match.end() if match else self._at
        return self.text[self._at : self._at + 1]

    def _take(self, letter: str) -> None:
        """Go past one letter that must be next."""
        if self._peek() != letter:
            raise JSONDecodeError(f"Expecting {letter!r}", self.text, self._at)
        self._at += 1

    def _value(self) -> object:
        """Decode the value that begins here and go past it."""
        self._peek()
        begins = self._at
        try:
            value, self._at = self._decoder.raw_decode(self.text, begins)
        except RecursionError:
            problem = "nested too deeply"
        else:
            problem = unfit(value)[0]
        if problem:
            raise JSONDecodeError(problem, self.text, begins)
        return value

    def _line_here(self) -> int:
        """Give the line of the next letter."""
        self._peek()
        self._line += self.text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line
