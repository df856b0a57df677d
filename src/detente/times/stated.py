"""How a moment is written in a file: an instant, a day, or a span of days in which it lies."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BeforeValidator

from detente.times.moments import Moment, parse_moment

_BETWEEN = ".."


def moment(value: object) -> Moment:
    """Read a day, an instant, or a span of days such as ``2022-02-11..2022-02-15``.

    Raises:
        ValueError: it is none of them; the sentence says what to write. The sender acts.
    """
    if isinstance(value, Moment):
        return value
    if isinstance(value, dt.date):
        return Moment.of(value)
    if not isinstance(value, str):
        raise ValueError("not a moment; write 2022-02-11, or an instant such as 2022-02-11T09:30Z")
    first, between, last = value.partition(_BETWEEN)
    if not between:
        return parse_moment(value)
    opens, closes = parse_moment(first), parse_moment(last)
    if not (opens.is_day and closes.is_day) or closes.earliest < opens.earliest:
        raise ValueError("not a span of days; write the earlier first: 2022-02-11..2022-02-15")
    return Moment(opens.earliest, closes.latest)


When = Annotated[Moment, BeforeValidator(moment)]
"""A moment as its source knows it: an instant, a day, or a span of days in which it lies."""
