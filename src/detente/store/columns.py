"""The types of columns that every engine keeps alike: whole numbers, bytes, texts, instants."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

__all__ = ["Instant", "Number"]

Number = BigInteger().with_variant(Integer(), "sqlite")
"""A whole number of 64 bits. It is always given, never drawn from a sequence of the engine."""


class Instant(TypeDecorator[datetime]):
    """An instant, naive and in UTC, kept as text of one width, so that it sorts as it stands.

    Engines differ in how they keep instants; a text reads the same in each, and in an archive.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Write an instant; a zoned one is refused, for it would be kept without its zone."""
        if value is not None and value.tzinfo is not None:
            raise ValueError(f"{value!r} carries a zone; instants are naive and mean UTC")
        return None if value is None else _written(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Read an instant; only the one way of writing it is taken."""
        if value is None:
            return None
        read = datetime.fromisoformat(value).replace(tzinfo=None)
        if _written(read) != value:
            raise ValueError(f"{value!r} is not an instant as the store writes them")
        return read


def _written(value: datetime) -> str:
    """Write an instant: ``2026-11-30T21:00:00.000000Z``."""
    return f"{value.isoformat(timespec='microseconds')}Z"
