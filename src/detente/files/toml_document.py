"""TOML files read whole, with the lines on which their keys stand."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from detente.files.faults import Faults
from detente.files.texts import decoded, unfit
from detente.files.toml_lines import Lines

_AT_LINE = re.compile(r"(.*?) \(at line (\d+), column \d+\)")
_PART = r"(?:[A-Za-z0-9_-]++|\"[^\"\n]*+\"|'[^'\n]*+')"
_LONG_KEY = re.compile(rf"(?<![A-Za-z0-9_.-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{64}}")
_LONG_NUMBER = re.compile(r"[0-9a-fA-F_]{250,}")
_THERE = "Mend it there."
_VALUES = 'Write a text as "text", a number as 7000, a date as 2026-09-14.'
_MENDING = {
    "Invalid value": _VALUES,
    "Expected newline or end of document": _VALUES,
    "Cannot declare": "A table that stands more than once has double brackets, as in [[name]].",
}
_DIGITS = ("a number is too large", "Write at most 18 digits.")


@dataclass(frozen=True)
class Document:
    """A TOML file: what it states, and on which lines."""

    tables: Mapping[str, object]
    lines: Lines


def document(data: bytes, thing: str, faults: Faults) -> Document | None:
    """Read a TOML file; report why it cannot be read and give None.

    Args:
        data: the whole file.
        thing: what it should hold at least one of, such as ``activity``.
        faults: where to report.
    """
    text = decoded(data, thing, faults)
    if text is None:
        return None
    long_key = _LONG_KEY.search(text)
    if long_key:  # the time to read a key grows with the square of its parts
        line = text.count("\n", 0, long_key.start()) + 1
        faults.whole("a key has more than 64 parts", "Write it shorter.", line=line)
        return None
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = _AT_LINE.match(str(error))
        words, line = (match[1], int(match[2])) if match else (str(error), 0)
        faults.whole(f"not TOML ({words})", _mending(words), line=line)
        return None
    except RecursionError:
        faults.whole("it is nested too deeply", "Write plain values.")
        return None
    except ValueError:  # more digits than Python reads
        _refuse(_DIGITS, text, faults)
        return None
    refused = unfit(tables)
    if refused[0]:
        _refuse(refused, text, faults)
        return None
    return Document(tables, Lines(text))


def _mending(words: str) -> str:
    """Say what to write, by what the reader stumbled on."""
    return next((way for begins, way in _MENDING.items() if words.startswith(begins)), _THERE)


def _refuse(problem: tuple[str, str], text: str, faults: Faults) -> None:
    """Report what no reader takes, at the line of the first long number where that is it."""
    number = _LONG_NUMBER.search(text) if problem == _DIGITS else None
    line = text.count("\n", 0, number.start()) + 1 if number else 0
    faults.whole(*problem, line=line)


def tables_of(
    holder: Mapping[str, object], key: str, path: str, lines: Lines, faults: Faults
) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Give the tables of a list and their paths; report what is not a table in double brackets.

    Args:
        holder: the document, or a table of it.
        key: the key under which the list stands.
        path: where `holder` stands; empty for the document.
        lines: the lines of the file.
        faults: where to report.
    """
    tables = holder.get(key, [])
    full = f"{path}.{key}".strip(".")
    header = re.sub(r"\[\d+\]", "", full)
    for index, table in enumerate(tables if isinstance(tables, list) else [tables]):
        if isinstance(tables, list) and isinstance(table, Mapping):
            yield f"{full}[{index}]", table
        else:
            remedy = f"Head each with [[{header}]]."
            faults.about(full, "", "not a list of tables", remedy, line=lines.of(full))
