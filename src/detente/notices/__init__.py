"""Public notices: NOTAM and navigational warnings read as they are really distributed.

Nothing here raises for what a notice says: each gives a `Reading`, with the parts of the text it
came from and a list of what was not understood.
"""

from __future__ import annotations

from detente.notices.classes import KINDS
from detente.notices.collection import Notices, read_notices
from detente.notices.linking import Link, link
from detente.notices.one import read_one
from detente.notices.reading import Area, Level, Reading, Remark, Span, Window

__all__ = [
    "KINDS",
    "Area",
    "Level",
    "Link",
    "Notices",
    "Reading",
    "Remark",
    "Span",
    "Window",
    "link",
    "read_notices",
    "read_one",
]
