"""Text files as bytes: UTF-8 with or without a mark at the start, and what to do about others."""

from __future__ import annotations

import codecs

from detente.files.faults import Faults

SAVE_AS_UTF8 = "Save the file as UTF-8 (in a spreadsheet: CSV UTF-8)."
"""What to do about a text in another encoding."""

_MARKS = (  # the mark of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BEGINNING = 16
_DEEPEST = 64
_LONGEST = 1_000  # bits: below what a floating-point number can hold


def plain(data: bytes, faults: Faults) -> bytes | None:
    """Give a text file as UTF-8 without a mark, its lines ended by LF; None when it is no text.

    A mark tells UTF-16 and UTF-32 surely, so they are read. Where no LF stands, CR ends the lines.
    What is not UTF-8 further on is left for the reader to find.

    Args:
        data: the whole file.
        faults: where to report.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    if encoding:
        try:
            data = data.decode(encoding).removeprefix("\ufeff").encode()
        except UnicodeDecodeError:
            faults.whole(f"the file is marked as {encoding[:6].upper()} and is not", SAVE_AS_UTF8)
            return None
    if b"\0" in data[:_BEGINNING]:
        faults.whole("the file is not a text, or is in UTF-16 without a mark", SAVE_AS_UTF8)
        return None
    return data if b"\n" in data else data.replace(b"\r", b"\n")


def decoded(data: bytes, thing: str, faults: Faults) -> str | None:
    """Give a file's text; report why it cannot be read and give None.

    Args:
        data: the whole file.
        thing: what it should hold at least one of, such as ``activity``.
        faults: where to report.
    """
    bare = plain(data, faults)
    if bare is None:
        return None
    try:
        text = bare.decode("utf-8")
    except UnicodeDecodeError as error:
        line = bare.count(b"\n", 0, error.start) + 1
        shown = bare[error.start : error.start + 1].hex()
        faults.whole(f"byte {shown} is not UTF-8", SAVE_AS_UTF8, line=line)
        return None
    if not text.strip():
        faults.whole("the file is empty", f"State at least one {thing} in it.")
        return None
    return text


def unfit(value: object) -> tuple[str, str]:
    """Say why no reader takes what a file holds, and what to do; empty when it can be taken.

    Args:
        value: lists, dicts and plain values, as JSON and TOML give them.
    """
    level = [value]
    for _ in range(_DEEPEST):
        if any(type(each) is int and each.bit_length() > _LONGEST for each in level):
            return "a number is too large", "Write at most 18 digits."
        holders = [each for each in level if isinstance(each, dict | list)]
        level = [inner for each in holders for inner in _inside(each)]
        if not level:
            return "", ""
    return f"it is nested more than {_DEEPEST} deep", "Write plain values."


def _inside(holder: dict[str, object] | list[object]) -> list[object]:
    """Give what a table or list holds."""
    return list(holder.values()) if isinstance(holder, dict) else holder
