"""Where a statement comes from: document and paragraph, how it is known, who has read it."""

from __future__ import annotations

from detente.sources.source import Basis, Checked, Record, Source

__all__ = ["Basis", "Checked", "Record", "Source"]
