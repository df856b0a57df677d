"""Statements about options, such as ``withdraw and not (strike or escalate)``.

A statement names options by their ids and joins them by ``not``, ``and``, ``or``, ``if``, ``iff``
and brackets; ``a if b`` is true unless b holds and a does not, ``a iff b`` where both hold or
neither does. ``not`` binds most, then ``and``, ``or``, and last ``if`` and ``iff``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

Truth = NDArray[np.bool_]

_WORD = re.compile(r"\s*(?:([A-Za-z_][\w-]*)|([()]))")
_DEEPEST = 50
_JOINS: Mapping[str, Callable[[Truth, Truth], Truth]] = {
    "if": lambda left, right: left | ~right,
    "iff": lambda left, right: left == right,
}
KEPT = frozenset({"not", "and", "or", "if", "iff"})
"""Words that no option can be called."""


class Unreadable(ValueError):
    """A statement cannot be read; the message says why, and after a semicolon the way out."""


def truth(statement: str, options: Mapping[str, int], codes: NDArray[np.int64]) -> Truth:
    """Tell for each state whether a statement holds in it.

    Args:
        statement: the statement.
        options: the bit of each option by its id.
        codes: which options are taken in each state.

    Raises:
        Unreadable: the statement cannot be read, or names no option of these.
    """
    return _Reading(statement, options, codes).whole()


def named_in(statement: str, options: Mapping[str, int]) -> set[str]:
    """Give the options that a statement names."""
    return {word for word, _ in _WORD.findall(statement) if word in options}


class _Reading:
    """A statement as it is read, word by word."""

    def __init__(
        self, statement: str, options: Mapping[str, int], codes: NDArray[np.int64]
    ) -> None:
        """Cut it into words."""
        self.options, self.codes, self.at, self.depth = options, codes, 0, 0
        self.words: list[str] = []
        end = 0
        text = statement.rstrip()
        while end < len(text):
            match = _WORD.match(text, end)
            if match is None:
                sign = text[end:].strip()[:1]
                raise Unreadable(
                    f"{sign!r} is no part of a statement; Join ids of options by not, and, or, if,"
                    " iff and brackets."
                )
            self.words.append(match[1] or match[2])
            end = match.end()

    def whole(self) -> Truth:
        """Read all of it."""
        found = self._conditional()
        if self.at < len(self.words):
            raise Unreadable(f"{self.words[self.at]!r} stands where and, or, if or iff is due; ")
        return found

    def _next(self) -> str:
        """The word that is read next; empty at the end."""
        return self.words[self.at] if self.at < len(self.words) else ""

    def _conditional(self) -> Truth:
        found = self._either()
        while self._next() in _JOINS:
            join = _JOINS[self._next()]
            self.at += 1
            found = join(found, self._either())
        return found

    def _either(self) -> Truth:
        found = self._both()
        while self._next() == "or":
            self.at += 1
            found = found | self._both()
        return found

    def _both(self) -> Truth:
        found = self._plain()
        while self._next() == "and":
            self.at += 1
            found = found & self._plain()
        return found

    def _plain(self) -> Truth:
        word = self._next()
        self.at += 1
        if word == "not":
            negated: Truth = ~self._deeper(self._plain)
            return negated
        if word == "(":
            found = self._deeper(self._conditional)
            if self._next() != ")":
                raise Unreadable("a bracket is not closed; ")
            self.at += 1
            return found
        if not word or word in KEPT or word == ")":
            raise Unreadable(
                f"an option is missing {f'before {word!r}' if word else 'at the end'}; "
            )
        if word not in self.options:
            raise Unreadable(f"no option is called {word!r}; Write the id of an [[option]].")
        taken: Truth = (self.codes >> self.options[word] & 1).astype(np.bool_)
        return taken

    def _deeper(self, read: Callable[[], Truth]) -> Truth:
        """Read what is inside, as deep as is sensible."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise Unreadable("it is nested too deeply; Write two statements.")
        found = read()
        self.depth -= 1
        return found
