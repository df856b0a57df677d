"""Files as they come: text, cells and records with their lines, and faults gathered together."""

from __future__ import annotations

from detente.files.faults import Faults
from detente.files.headers import OWN, Header

__all__ = ["OWN", "Faults", "Header"]
