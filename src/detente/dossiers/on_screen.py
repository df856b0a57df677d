"""The dossier as one self-contained page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.activities import ReadResult
from detente.dossiers import nearness, words
from detente.dossiers.contents import Asked, contents
from detente.dossiers.filling import dressed, environment
from detente.instruments.library import Library
from detente.redlines import RedLines

if TYPE_CHECKING:
    import polars as pl


def dossier(
    screened: pl.DataFrame,
    read: ReadResult,
    lines: RedLines,
    library: Library,
    asked: Asked | None = None,
    *,
    together: pl.DataFrame | None = None,
    encounters: pl.DataFrame | None = None,
) -> str:
    """Write a dossier as one HTML page that needs nothing else, the same for the same input.

    Args:
        screened: what a screening of all activities against all lines found.
        read: the activities, with what their files say of sources.
        lines: the red lines, likewise.
        library: names States, kinds and measures.
        asked: the question; None: which lines the activities come near to, by the whole record.
        together: what `detente.screening.simultaneous` found; None: it is not told.
        encounters: what `detente.screening.encounters` found; None: it is not told.
    """
    told = contents(screened, read, lines, library, asked or Asked(), together, encounters)
    own = dressed(("report.css", "dossier.css"), ("report.js",))
    return (
        environment()
        .get_template("dossier.html")
        .render(
            **told.facts,
            **own,
            asked=told.asked,
            story=told.story,
            atlas=told.atlas,
            words=words,
            nearness=nearness,
        )
    )
