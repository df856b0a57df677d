"""What is asked of the desk about consultations: one form for each act, as in `asked`."""

from __future__ import annotations

from pydantic import Field

from detente.desk.asked import INSTANT, AWord
from detente.sources.source import Strict

__all__ = ["AConsultation", "AsOf"]


class AsOf(Strict):
    """An instant as of which it is told.

    Attributes:
        at: the instant; what was said later is left out; empty: now.
    """

    at: str = Field(default="", pattern=INSTANT)


class AConsultation(AWord, AsOf):
    """A consultation that a word opened, as of an instant.

    Attributes:
        word: the id of the statement that opened it.
    """
