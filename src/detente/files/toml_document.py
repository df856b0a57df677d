"""TOML files read whole, with the lines on which their keys stand."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from detente.files.faults import Faults
from detente.files.texts import decoded
from detente.files.toml_lines import Lines

_AT_LINE = re.compile(r"(.*?) \(at line (\d+), column \d+\)")


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
    try:
        return Document(tomllib.loads(text), Lines(text))
    except tomllib.TOMLDecodeError as error:
        match = _AT_LINE.match(str(error))
        words, line = (match[1], int(match[2])) if match else (str(error), 0)
        faults.whole(f"not TOML ({words})", "Mend it there.", line=line)
        return None


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
