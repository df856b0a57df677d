"""Points and areas in WGS 84, longitude first."""

from __future__ import annotations

from detente.places.extent import meets

__all__ = ["meets"]
