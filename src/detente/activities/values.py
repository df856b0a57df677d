"""Values of JSON and TOML files as the texts that a CSV file would hold."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Mapping

from detente.activities.vocabulary import Vocabulary
from detente.files.headers import OWN

_RANGE = 'write 9000, "8000..12000", or a table with low and high'


def cell(name: str, value: object, vocabulary: Vocabulary) -> str | None:
    """Give the text that states a value; None when it states nothing.

    Args:
        name: the column.
        value: what the file holds: text, number, true or false, date, instant or, for a measure, a
            table with ``low`` and ``high``.
        vocabulary: what the file may say.

    Raises:
        ValueError: no cell can hold it; the sentence is "what is wrong; what to write".
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, dt.date):  # an instant is a date too
        return value.isoformat()
    if name.startswith(OWN):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, Mapping) and name in vocabulary.measures:
        return _range(value)
    way_out = _RANGE if name in vocabulary.measures else "write one plain value"
    raise ValueError(f"a cell cannot hold this; {way_out}")


def _number(value: float) -> str:
    """Give a number; a whole one without a fraction."""
    if not math.isfinite(value):
        raise ValueError("not a number; leave it out when it is not stated")
    return str(int(value)) if value == int(value) else str(value)


def _range(value: Mapping[str, object]) -> str | None:
    """Give a count stated as a table."""
    low, high = value.get("low"), value.get("high")
    whole = all(end is None or type(end) is int for end in (low, high))
    if not set(value) <= {"low", "high"} or not whole:
        raise ValueError(f"not a count; {_RANGE}")
    if low is None and high is None:
        return None
    return f"{'' if low is None else low}..{'' if high is None else high}"
