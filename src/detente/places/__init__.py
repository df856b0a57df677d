"""Points and areas in WGS 84, longitude first, and zones of application."""

from __future__ import annotations

from detente.places.zones import Zone, lies_in

__all__ = ["Zone", "lies_in"]
