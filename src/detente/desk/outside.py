"""What a sealed word says of itself on the outside, and what the word in it says: one thing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = [
    "CONSULTATION",
    "DECLARATION",
    "OF_CONSULTATIONS",
    "OF_LINES",
    "at_odds",
    "kind_outside",
]

OF_LINES = "declarations/red-line"
"""The format in which a red line is declared."""

DECLARATION = "declaration"

OF_CONSULTATIONS = "declarations/consultation-"
"""How the formats begin in which a consultation is opened and goes on."""

CONSULTATION = "consultation"


def kind_outside(kind: Any, format_: Any) -> Any:
    """Tell how the kind of a word is called on the outside, where it is not called the same."""
    if kind != "original":
        return kind
    if str(format_).startswith(OF_CONSULTATIONS):
        return CONSULTATION
    return DECLARATION if format_ == OF_LINES else "notification"


def at_odds(outside: Mapping[str, Any], content: Mapping[str, Any]) -> list[str]:
    """Tell where the word in a statement says something else than the statement itself.

    A reader is shown both. An exercise whose word calls itself real, or a word that names another
    speaker than the one who sealed it, would be taken for what it is not.

    Args:
        outside: of the statement: `by`, `kind`, `marker`, `made`, and `mark`, who may read it.
        content: of the statement.

    Returns:
        Sentences; none where both agree, and where the content holds no word.
    """
    word = content.get("word")
    if not isinstance(word, Mapping):
        return []
    access = word.get("access")
    inside = {
        "by": word.get("by"),
        "kind": kind_outside(word.get("kind"), word.get("format")),
        "marker": word.get("marker"),
        "made": word.get("made"),
        "mark": access.get("mark") if isinstance(access, Mapping) else access,
    }
    return [
        f"the seal says {name} {outside[name]!r}, and the word in it {said!r}"
        for name, said in inside.items()
        if said is not None and said != outside[name]
    ]
