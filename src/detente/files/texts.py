"""Text files as bytes: UTF-8 with or without a mark at the start, and what to do about others."""

from __future__ import annotations

import codecs

from detente.files.faults import Faults

SAVE_AS_UTF8 = "Save the file as UTF-8 (in a spreadsheet: CSV UTF-8)."
"""What to do about a text in another encoding."""


def is_utf16(data: bytes) -> bool:
    """Tell whether a file begins with a mark of UTF-16 or UTF-32."""
    return data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE))


def without_mark(data: bytes) -> bytes:
    """Drop the mark of UTF-8 at the start."""
    return data.removeprefix(codecs.BOM_UTF8)


def decoded(data: bytes, thing: str, faults: Faults) -> str | None:
    """Give a file's text; report why it cannot be read and give None.

    Args:
        data: the whole file.
        thing: what it should hold at least one of, such as ``activity``.
        faults: where to report.
    """
    if is_utf16(data):
        faults.whole("the file is in UTF-16", SAVE_AS_UTF8)
        return None
    try:
        text = without_mark(data).decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        shown = data[error.start : error.start + 1].hex()
        faults.whole(f"byte {shown} is not UTF-8", SAVE_AS_UTF8, line=line)
        return None
    if not text.strip():
        faults.whole("the file is empty", f"State at least one {thing} in it.")
        return None
    return text
