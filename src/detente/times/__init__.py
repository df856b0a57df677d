"""Dates, instants, and moments known only to the day: arguments, never read off a clock."""

from __future__ import annotations

from detente.times.moments import Moment, asked_at, parse_moment, utc

__all__ = ["Moment", "asked_at", "parse_moment", "utc"]
