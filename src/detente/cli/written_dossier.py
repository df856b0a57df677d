"""A dossier as commands write it: everything is asked, then told in one file."""

from __future__ import annotations

from pathlib import Path

from detente.cli.laying import Sides, met, screened, together
from detente.cli.output import PAGES, by_ending, put
from detente.cli.progress import Steps

ENDINGS = {**PAGES, ".pdf": "pdf"}
STEPS = 4
"""How many steps of work `write` is."""


def write(
    steps: Steps, output: Path | None, sides: Sides, question: str = "", *, borders: bool = False
) -> None:
    """Ask everything of both sides, and write the dossier by the ending of its file.

    Args:
        steps: where each step is told.
        output: the file; None: a page on standard output.
        sides: both sides.
        question: the question in the user's words; empty: which lines the activities come near to.
        borders: whether maps show borders.
    """
    from detente.dossiers import Asked, dossier, dossier_pdf, gathered
    from detente.dossiers.contents import QUESTION

    found = screened(steps, sides)
    sums = together(steps, sides)
    encounters = met(steps, sides)
    steps.begin("Drawing maps and writing")
    asked = Asked(
        question=question or QUESTION,
        as_of=sides.sought.as_of,
        within_km=sides.sought.within_km,
        inputs=sides.inputs,
        borders=borders,
    )
    told = gathered(
        found,
        sides.result,
        sides.lines,
        sides.library,
        asked,
        together=sums,
        encounters=encounters,
    )
    pdf = output is not None and by_ending(output, ENDINGS) == "pdf"
    put((dossier_pdf if pdf else dossier)(told), output)
