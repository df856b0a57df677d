"""On which line of a TOML text a key stands, where that can be told.

The standard library reads TOML without lines. This index knows the headers of tables and the keys
that begin a line; what stands inside an inline table has the line of the key that holds it.
"""

from __future__ import annotations

import re
from collections import Counter

_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.\- ]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*\"?([A-Za-z0-9_\-]+)\"?\s*[=.]")
_LONG = ('"""', "'''")


class Lines:
    """The lines of a TOML text by path, such as ``activity[0].account[1].troops``."""

    def __init__(self, text: str) -> None:
        """Go through the text once."""
        self._lines: dict[str, int] = {}
        self._counts: Counter[str] = Counter()
        table, closing = "", ""
        for number, line in enumerate(text.split("\n"), start=1):
            if closing:
                closing = "" if closing in line else closing
                continue
            table = self._note(line, number, table)
            closing = next((mark for mark in _LONG if line.count(mark) == 1), "")

    def of(self, path: str) -> int:
        """Give the line of a path, or of the nearest table that holds it; 0 when none is known."""
        while path and path not in self._lines:
            path = path.rpartition(".")[0]
        return self._lines.get(path, 0)

    def _note(self, line: str, number: int, table: str) -> str:
        """Note what a line begins, and give the table that the next line belongs to."""
        header = _HEADER.match(line)
        if header:
            table = self._table(header[2], counted=header[1] == "[[")
            self._lines.setdefault(table, number)
        else:
            key = _KEY.match(line)
            if key:
                self._lines.setdefault(f"{table}.{key[1]}".strip("."), number)
        return table

    def _table(self, name: str, *, counted: bool) -> str:
        """Give the path of a table by its header; those in double brackets are numbered."""
        path = ""
        parts = [part.strip() for part in name.split(".")]
        for part in parts[:-1]:
            path = f"{path}.{part}".strip(".")
            if self._counts[path]:
                path = f"{path}[{self._counts[path] - 1}]"
        path = f"{path}.{parts[-1]}".strip(".")
        if counted:
            self._counts[path] += 1
            return f"{path}[{self._counts[path] - 1}]"
        return path
