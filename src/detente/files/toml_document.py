"""TOML files read whole, with the lines on which their keys stand."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
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
