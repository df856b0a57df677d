"""What was found in a file, cut short and made visible, so that a fault can be shown anywhere."""

from __future__ import annotations

import re

_WIDEST = 80
_NOT_SHOWN = re.compile(r"[^ -~\u00a1-\ud7ff\ue000-\U0010ffff]")


def excerpt(text: str) -> str:
    """Give the beginning of a text."""
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"


def visible(text: str) -> str:
    """Give the beginning of a text, with what cannot be shown written as escapes."""
    short = excerpt(text)
    return short if short.isprintable() else _NOT_SHOWN.sub(_escape, short)


def _escape(found: re.Match[str]) -> str:
    """Write one letter as its escape."""
    return found[0].encode("unicode_escape").decode()


def is_whole(text: str) -> bool:
    """Tell whether a text is free of half pairs of surrogates, which UTF-8 cannot hold."""
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)
