"""Three-valued answers: yes, no, cannot be told (strong Kleene logic).

``True`` is yes, ``False`` is no, ``None`` is "cannot be told". Frames hold the same three as
true, false and null, and the engines' own null logic agrees with the functions here; the tests
hold them side by side.

Source: S. C. Kleene, Introduction to Metamathematics (1952), §64.
"""

from __future__ import annotations

from collections.abc import Iterable

Answer = bool | None
"""Yes, no, or cannot be told."""


def any_of(answers: Iterable[Answer]) -> Answer:
    """Answer whether at least one is yes; one yes settles it, whatever is not known."""
    seen = list(answers)
    if True in seen:
        return True
    return None if None in seen else False


def all_of(answers: Iterable[Answer]) -> Answer:
    """Answer whether every one is yes; one no settles it, whatever is not known."""
    seen = list(answers)
    if False in seen:
        return False
    return None if None in seen else True


def negation(answer: Answer) -> Answer:
    """Turn yes into no and no into yes; what cannot be told stays so."""
    return None if answer is None else not answer
