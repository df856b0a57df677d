"""Public notices as activities in the words of a library."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from detente.instruments import Library
from detente.notices.activity_frame import activity_frame
from detente.obligations.words import vocabulary
from detente.obligations.zoning import by_area

if TYPE_CHECKING:
    import polars as pl

    from detente.notices import Notices


def framing(library: Library) -> Callable[[Notices], pl.DataFrame]:
    """Give what makes a frame of activities of notices, zones settled as far as they can be.

    Args:
        library: whose words and zones are used.
    """
    return lambda notices: by_area(activity_frame(notices, vocabulary(library)), library)
