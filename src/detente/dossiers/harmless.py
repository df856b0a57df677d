r"""Texts of others made harmless to show: what would steer a terminal is written out.

Files name activities and sources as they like. A control character in a name can move a cursor,
colour a screen or break a row, and a bidirectional control can make a line read as another
(Unicode Technical Report 36, section 2.5; CVE-2021-42574). Both are shown as their escapes, such as
``\x1b`` and ``\u202e``; nothing is taken away, so that two names never become one. Files for
programs (JSON, CSV, Parquet) keep every text as it was stated.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

    from detente.activities import ReadResult
    from detente.sources.notes import SourceNote

_CONTROLS = [*range(0x20), *range(0x7F, 0xA0)]
_DIRECTIONS = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_BREAKS = [0x2028, 0x2029, 0xFEFF]
_SHOWN = _CONTROLS + _DIRECTIONS + _BREAKS
_ESCAPES = {chr(code): chr(code).encode("unicode_escape").decode() for code in _SHOWN}
_TABLE = str.maketrans(_ESCAPES)
_LINES = str.maketrans({char: escape for char, escape in _ESCAPES.items() if char not in "\n\t"})


def harmless(text: str, *, lines: bool = False) -> str:
    """Write out what would steer a terminal, turn the direction of a line, or not be encoded.

    Args:
        text: any text, even one with lone surrogates.
        lines: whether it may have several lines, and tabs.
    """
    sound = text.encode("utf-8", "backslashreplace").decode()
    return sound.translate(_LINES if lines else _TABLE)


def harmless_frame(frame: pl.DataFrame) -> pl.DataFrame:
    """Write it out in every column of text; a column of anything else stays as it is."""
    import polars as pl

    return frame.with_columns(pl.col(pl.String).str.replace_many(_ESCAPES))


def harmless_read(read: ReadResult) -> ReadResult:
    """Write it out in all that was read: frame, names, remarks, sources."""
    return replace(
        read,
        frame=harmless_frame(read.frame),
        sources=tuple(_source(source) for source in read.sources),
        names={harmless(id_): harmless(name) for id_, name in read.names.items()},
        stated_zones=None if read.stated_zones is None else harmless_frame(read.stated_zones),
        notes={
            (harmless(activity), harmless(source)): harmless(note, lines=True)
            for (activity, source), note in read.notes.items()
        },
    )


def _source(note: SourceNote) -> SourceNote:
    """Write it out in every text of what the files say of a source."""
    told: dict[str, Any] = {each.name: getattr(note, each.name) for each in fields(note)}
    shown: dict[str, Any] = {n: harmless(it) for n, it in told.items() if isinstance(it, str)}
    return replace(note, **shown)
