"""One text in, one reading out: whatever it is, and never an error."""

from __future__ import annotations

import datetime as dt
import html
import re

from detente.notices.notam import is_notam, read_notam
from detente.notices.reading import Reading
from detente.notices.warning import is_warning, read_warning

LONGEST = 100_000
"""Letters of one notice that are read; a longer text is cut, and says so."""

_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_OTHER_ENDS = re.compile(r"\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")


def plain(text: str) -> str:
    """Give a text in capitals with plain line ends, entities resolved.

    Args:
        text: as it came.
    """
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    if not text.isascii():
        text = text.translate(_LOOKS)
    if "\r" in text or not text.isascii():
        text = _OTHER_ENDS.sub("\n", text)
    capitals = text.upper()
    if len(capitals) == len(text):
        return capitals
    return "".join(c if len(c.upper()) != 1 else c.upper() for c in text)


_LOOKS = {0xA0: " ", 0x2007: " ", 0x202F: " ", 0x2009: " ", 0x2011: "-", 0x2010: "-", 0x2212: "-",
          0x200B: " ", 0xFEFF: " ", 0: " "}  # fmt: skip


def read_one(
    text: str, id_: str = "", issued: dt.datetime | None = None, ends: dt.datetime | None = None
) -> Reading:
    """Read one notice of any form; what is not understood is told in its remarks.

    Args:
        text: the notice, as it came.
        id_: its id, where a feed gives it apart.
        issued: when it was issued, where a feed says so, in UTC.
        ends: when it was cancelled, where a feed says so.
    """
    cut = text[:LONGEST]
    capitals = plain(cut)
    if is_notam(capitals):
        out = read_notam(capitals)
        out.id = out.id or id_
    else:
        out = read_warning(capitals, id_, issued, ends)
        if not out.id and not out.areas and not is_warning(capitals):
            out.form = "unknown"
            out.remark("form", "neither a NOTAM nor a navigational warning was recognized")
    if len(text) > LONGEST:
        out.remark("long", f"only its first {LONGEST:,} letters were read")
    return out
