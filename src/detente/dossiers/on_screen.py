"""The dossier as one self-contained page."""

from __future__ import annotations

from detente.dossiers import nearness, words
from detente.dossiers.contents import Contents
from detente.dossiers.filling import dressed, environment


def dossier(told: Contents) -> str:
    """Write a dossier as one HTML page that needs nothing else, the same for the same input.

    Args:
        told: what it shows.
    """
    return (
        environment()
        .get_template("dossier.html")
        .render(
            **told.facts,
            **dressed(("report.css", "dossier.css"), ("report.js",)),
            title=told.facts["question"],
            asked=told.asked,
            story=told.story,
            atlas=told.atlas,
            words=words,
            nearness=nearness,
        )
    )
