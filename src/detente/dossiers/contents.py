"""What a dossier shows, whether on a screen or on paper: its question, its story, its maps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import detente
from detente import errors
from detente.activities import ReadResult
from detente.dossiers import words
from detente.dossiers.accounts import known_at, undated
from detente.dossiers.atlas import Atlas, atlas
from detente.dossiers.company import Sum, meetings, sums
from detente.dossiers.harmless import harmless, harmless_frame, harmless_read
from detente.dossiers.harmless_lines import harmless_lines, shown
from detente.dossiers.report import Input, fingerprint
from detente.dossiers.story import Story, story
from detente.instruments.library import Library
from detente.redlines import RedLines

if TYPE_CHECKING:
    import polars as pl

QUESTION = "Which red lines and concerns do these activities come near to, and what cannot be told?"


@dataclass(frozen=True)
class Asked:
    """What was asked, and of what.

    Attributes:
        question: the question, as the reader of the dossier should see it.
        as_of: naive UTC instant that was asked for; None: the whole record.
        within_km: how near was worth telling where a line does not say it.
        inputs: the files that were read.
        borders: whether the maps show borders, as a layer of one data set.
    """

    question: str = QUESTION
    as_of: dt.datetime | None = None
    within_km: float = 0.0
    inputs: tuple[Input, ...] = ()
    borders: bool = False


@dataclass(frozen=True)
class Contents:
    """Everything that a dossier shows, whether on a screen or on paper.

    Attributes:
        asked: what was asked.
        story: what is told.
        atlas: the maps.
        facts: what the head of the dossier says, by name.
    """

    asked: Asked
    story: Story
    atlas: Atlas
    facts: Mapping[str, Any]


def gathered(
    screened: pl.DataFrame,
    read: ReadResult,
    lines: RedLines,
    library: Library,
    asked: Asked | None = None,
    *,
    together: pl.DataFrame | None = None,
    encounters: pl.DataFrame | None = None,
) -> Contents:
    """Gather everything that a dossier shows.

    Args:
        screened: what a screening of all activities against all lines found.
        read: the activities, with what their files say of sources.
        lines: the red lines, likewise.
        library: names States, kinds and measures.
        asked: the question; None: which lines the activities come near to, by the whole record.
        together: what `detente.screening.simultaneous` found; None: it was not asked.
        encounters: what `detente.screening.encounters` found; None: it was not asked.
    """
    asked = asked or Asked()
    known = harmless_read(known_at(read, asked.as_of))
    stated = harmless_lines(_stated(lines, asked.as_of))
    told = replace(
        story(harmless_frame(screened), known, stated, library),
        sums=_sums(together, library),
        meetings=None if encounters is None else meetings(harmless_frame(encounters), library),
    )
    drawn = atlas(told, known.frame, stated, borders=asked.borders)
    faults = [*read.faults, *lines.faults]
    facts = {
        "question": harmless(asked.question),
        "as_of": words.instant(asked.as_of) if asked.as_of else "",
        "undated": undated(known),
        "accounts": known.frame.height,
        "version": detente.__version__,
        "fingerprint": fingerprint(library),
        "faults": [harmless(line) for line in errors.told(faults)],
        "faulty": len(faults),
    }
    return Contents(asked, told, drawn, facts)


def _sums(together: pl.DataFrame | None, library: Library) -> tuple[Sum, ...] | None:
    """Tell sums, harmless to show; None where they were not asked."""
    if together is None:
        return None
    return tuple(shown(each) for each in sums(together, library))


def _stated(lines: RedLines, as_of: dt.datetime | None) -> RedLines:
    """Keep the lines that were stated at an instant, with what had happened to them by then."""
    if as_of is None:
        return lines
    kept = tuple(
        replace(line, events=tuple(e for e in line.events if e.on.earliest <= as_of))
        for line in lines.lines
        if line.on is None or line.on.earliest <= as_of
    )
    return replace(lines, lines=kept)
