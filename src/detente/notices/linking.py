"""Notices linked to one another: which was replaced or cancelled, by which, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from detente.notices.reading import Reading


class Link(NamedTuple):
    """One notice ends another.

    Attributes:
        by: the place of the notice that does, among those read.
        of: the place of the other; None: it is not among those read.
        name: the id of the other.
        action: ``replace`` or ``cancel``.
        at: when; None: not stated.
    """

    by: int
    of: int | None
    name: str
    action: str
    at: dt.datetime | None


def link(readings: Sequence[Reading]) -> list[Link]:
    """Link notices by their ids; where several bear one id, the last before is meant.

    Args:
        readings: in the order in which they came.
    """
    places: dict[str, list[int]] = {}
    for number, reading in enumerate(readings):
        if reading.id:
            places.setdefault(_plain(reading.id), []).append(number)
    out = []
    for number, reading in enumerate(readings):
        at = reading.issued or (reading.windows[0].starts if reading.windows else None)
        action = "cancel" if reading.action == "cancel" else "replace"
        for name in reading.refers:
            others = [place for place in places.get(_plain(name), []) if place != number]
            before = [place for place in others if place < number]
            of = before[-1] if before else others[0] if others else None
            out.append(Link(number, of, name, action, at))
    return out


def _plain(id_: str) -> str:
    """Give an id without blanks and leading noughts, so that spellings agree."""
    head, _, tail = id_.upper().rpartition(" ")
    number, _, year = tail.partition("/")
    return f"{head} {number.lstrip('0')}/{year[-2:]}".replace(" ", "")
