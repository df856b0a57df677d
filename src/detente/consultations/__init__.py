"""How a consultation stands: events and an instant in; stage, turn, clocks and next steps out."""

from __future__ import annotations

from detente.consultations.picture import Picture, View, asked, picture
from detente.consultations.running import Run
from detente.consultations.stages import Next

__all__ = ["Next", "Picture", "Run", "View", "asked", "picture"]
