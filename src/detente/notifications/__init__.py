"""A party's formal word: formats, numbers, corrections and replies, shown in six languages."""

from __future__ import annotations

from detente.notifications.blank import Blank, blank
from detente.notifications.checking import check
from detente.notifications.comparing import burden, compare
from detente.notifications.content import content
from detente.notifications.missing import missing
from detente.notifications.numbered import write_text
from detente.notifications.numbered_reading import read_text
from detente.notifications.owed import words_owed
from detente.notifications.rendering import render
from detente.notifications.word import Word

__all__ = [
    "Blank",
    "Word",
    "blank",
    "burden",
    "check",
    "compare",
    "content",
    "missing",
    "read_text",
    "render",
    "words_owed",
    "write_text",
]
