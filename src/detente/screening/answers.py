"""Three-valued answers in bulk: small whole numbers, of which the least of several is their "and".

``YES`` is 1, ``OPEN`` (cannot be told) is 0, ``NO`` is -1: "and" is the minimum, "or" the maximum.
"""

from __future__ import annotations

from typing import Any

import numpy as np

YES, OPEN, NO = 1, 0, -1

Answers = Any
"""A numpy array of `YES`, `OPEN` and `NO`, of type int8."""


def settled(yes: Any, no: Any) -> Answers:
    """Join "surely yes" and "surely no" into answers.

    Args:
        yes: booleans, shape (n,).
        no: booleans, shape (n,).
    """
    return np.where(yes, YES, np.where(no, NO, OPEN)).astype(np.int8)


def stated(answer: int, count: int) -> Answers:
    """Give the same answer so many times."""
    return np.full(count, answer, dtype=np.int8)
