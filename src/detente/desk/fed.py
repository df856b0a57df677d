"""What is asked of the desk about feeds: one form for each act, as in `asked`."""

from __future__ import annotations

from pydantic import Field

from detente.desk.asked import INSTANT, LINE, MOST, NAME, Found
from detente.sources.source import Strict

__all__ = ["AFeedToken", "Fed", "NewFeedToken"]


class Fed(Found):
    """Which words are looked for, for a map or a calendar.

    Attributes:
        limit: at most so many words.
    """

    limit: int = Field(default=MOST, ge=1, le=MOST)


class NewFeedToken(Strict):
    """A token for feeds to make.

    Attributes:
        label: what it is for, such as the calendar program.
        ends: when it ends; empty: when it is withdrawn.
    """

    label: str = Field(min_length=1, max_length=128, pattern=LINE)
    ends: str = Field(default="", pattern=INSTANT)


class AFeedToken(Strict):
    """A token for feeds.

    Attributes:
        feed_token: its id, which is not its secret.
    """

    feed_token: str = Field(pattern=NAME)
