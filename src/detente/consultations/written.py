"""What the engine tells, as plain data for JSON, and times as a reader is told them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from detente.consultations.counting import TICK, Span
from detente.times.moments import Moment, text_of

_DAY = dt.timedelta(days=1)


def plain(value: Any) -> Any:
    """Write what the engine tells as dicts, lists, texts and numbers.

    A time becomes ``{"from": …, "to": …}``, equal where the instant is known, ``to`` null where it
    is open; instants are ISO 8601 with Z.
    """
    if isinstance(value, Moment):
        return plain(Span.of(value))
    if isinstance(value, Span):
        return {"from": plain(value.first), "to": plain(value.last)}
    if isinstance(value, dt.datetime):
        return text_of(value, day=False)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, BaseModel):
        return {name: plain(getattr(value, name)) for name in type(value).model_fields}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, tuple | list) else value


def span_of(span: Span) -> str:
    """Tell a time to a reader.

    >>> span_of(Span(dt.datetime(2022, 2, 13), dt.datetime(2022, 2, 13, 23, 59, 59, 999999)))
    '2022-02-13, hour not known'
    """
    first = _minute(span.first)
    if span.last is None:
        return f"{first} at the earliest"
    if span.first == span.last:
        return first
    opens, closes = span.first.date(), span.last.date()
    if (span.last - span.first + TICK) % _DAY or span.first.time() != dt.time():
        return f"between {first} and {_minute(span.last)}"
    return f"{opens}, hour not known" if opens == closes else f"between {opens} and {closes}"


def _minute(instant: dt.datetime) -> str:
    """Write an instant to the minute."""
    return text_of(instant.replace(second=0, microsecond=0), day=False)
