"""A dossier as commands write it: everything is asked, then told in one file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from detente.cli.laying import Sides, met, screened, together
from detente.cli.output import by_ending, put
from detente.cli.progress import Steps

ENDINGS = {".html": "html", ".htm": "html", ".pdf": "pdf"}
STEPS = 4
"""How many steps of work `write` is."""


@dataclass(frozen=True)
class Question:
    """What a dossier is asked.

    Attributes:
        text: the question in the user's words; None: which lines the activities come near to.
        within_km: how near is worth telling, where a line does not say it.
        as_of: naive UTC instant; None: the whole record.
        borders: whether maps show borders.
    """

    text: str | None = None
    within_km: float = 0.0
    as_of: dt.datetime | None = None
    borders: bool = False


def write(steps: Steps, output: Path | None, sides: Sides, asked: Question) -> None:
    """Ask everything of both sides, and write the dossier by the ending of its file.

    Args:
        steps: where each step is told.
        output: the file; None: a page on standard output.
        sides: both sides.
        asked: the question.
    """
    from detente.dossiers import Asked, dossier, dossier_pdf

    found = screened(steps, sides, asked.within_km, asked.as_of)
    sums = together(steps, sides, asked.as_of)
    encounters = met(steps, sides, asked.within_km, asked.as_of)
    steps.begin("Drawing maps and writing")
    known = Asked(
        as_of=asked.as_of,
        within_km=asked.within_km,
        inputs=sides.inputs,
        borders=asked.borders,
    )
    question = Asked(**{**vars(known), "question": asked.text}) if asked.text else known
    pdf = output is not None and by_ending(output, ENDINGS) == "pdf"
    put(
        (dossier_pdf if pdf else dossier)(
            found,
            sides.result,
            sides.lines,
            sides.library,
            question,
            together=sums,
            encounters=encounters,
        ),
        output,
    )
