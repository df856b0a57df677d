"""What each party replied to each article of a draft, and what is tied to what."""

from __future__ import annotations

from detente.positions.reading import read_talks
from detente.positions.report import apart, matrix
from detente.positions.talks import STANCES, Talks

__all__ = ["STANCES", "Talks", "apart", "matrix", "read_talks"]
