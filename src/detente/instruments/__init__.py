"""The shape of an agreed text, and the one reader of library files."""

from __future__ import annotations

from detente.instruments.library import Library, Text
from detente.instruments.reader import read_library, read_text

__all__ = ["Library", "Text", "read_library", "read_text"]
