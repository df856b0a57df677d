"""Positions that belong together: corners of one outline, points of one list, arcs between."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from detente.notices.coordinates import Spot
from detente.notices.distances import DISTANCE, metres

_LIGHT = re.compile(
    r"(?:[\s,;:.\-–—/_+&='’]|\([^()]{0,80}\)|"
    r"(?:THEN|THENCE|TO|AND|THROUGH|VIA|BACK|A|STRAIGHT\s+LINES?(?:\s+(?:BTN|BETWEEN|JOINING|FROM|TO))?|LINES?|JOINING|POINT|PSN|POS|POSITION|BY|THE|"
    r"FROM|ALONG|GEODESIC|И|ДО|ПО|ДАЛЕЕ)(?![A-ZА-Я])|"
    r"(?:[A-ZА-Я][.):]|\d{1,2}[.)])(?!\d))*+"
)
_LABEL = re.compile(r"(?:^|[\s.,;:(])([A-ZА-Я](?=\s?[.):])|\d{1,2}(?=\s?[.)]))\s?[.):]\s*$")
_ARC = re.compile(r"(?<![A-Z])ARC(?![A-Z])")
_ROUND = re.compile(rf"(?:RADIUS|RAD)?\s*(?:OF|IS|:)?\s*{DISTANCE}")
_BACKWARDS = re.compile(r"ANTI|COUNTER|(?<![A-Z])CCW")
_ONWARDS = re.compile(r"CLOCKWISE|(?<![A-Z])CW(?![A-Z])")
_FROM = re.compile(r"(?<![A-Z])(?:BTN|BETWEEN|FROM)(?![A-Z])")
_COAST = re.compile(r"COAST|SHORE|БЕРЕГ")
_BORDER = re.compile(r"BOUNDARY|BORDER|FIR|LIMIT|ГРАНИЦ")
_NAMED = re.compile(r"[\s,]*-\s*((?:[A-Z]{5}(?:\s*-\s*)?)+)[\s,-]*")
_ARC_REACH = 190
_FOLLOWED = 160


@dataclass(slots=True)
class Turn:
    """An arc of an outline: its centre stands among the positions."""

    radius_m: float | None
    clockwise: bool | None
    given: bool = False  # its beginning is stated, too


@dataclass(slots=True)
class Chain:
    """Positions with nothing between them but what joins them.

    Attributes:
        spots: the positions in their order.
        labels: the letter or number before each; empty where there is none.
        turns: by number of the position: this one is the centre of an arc.
        joins: by number of the position: what runs to it from the one before, where it is told.
        head: where the text begins that belongs to none before.
    """

    head: int
    spots: list[Spot] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    turns: dict[int, Turn] = field(default_factory=dict)
    joins: dict[int, str] = field(default_factory=dict)

    @property
    def start(self) -> int:
        """Where its first position stands."""
        return self.spots[0].start

    @property
    def end(self) -> int:
        """Where the text goes on after it."""
        return self.spots[-1].end


def chains(text: str, spots: list[Spot]) -> list[Chain]:
    """Put positions together.

    Args:
        text: in capitals.
        spots: its positions, in their order.
    """
    found: list[Chain] = []
    chain, last = Chain(0), 0
    for spot in spots:
        gap = text[last : spot.start]
        if chain.spots and not gap.strip(" -,\n\r"):
            label, joined = "", True
        else:
            label = _label(gap)
            joined = bool(chain.spots) and _joins(chain, gap)
        if not joined:
            if chain.spots:
                found.append(chain)
            chain = Chain(last)
            _opens(chain, gap)
        chain.spots.append(spot)
        chain.labels.append(label)
        last = spot.end
    if chain.spots:
        found.append(chain)
    return found


def _label(gap: str) -> str:
    """Give the letter or number that stands before a position."""
    match = _LABEL.search(gap[-8:])
    return match[1] if match else ""


def _opens(chain: Chain, gap: str) -> None:
    """Note that an outline begins with the centre of an arc."""
    arcs = list(_ARC.finditer(gap, max(0, len(gap) - _ARC_REACH)))
    if arcs and "." not in gap[arcs[-1].end() :].replace(".5", ""):
        chain.turns[0] = _turn(gap[max(0, arcs[-1].start() - 40) :])


def _joins(chain: Chain, gap: str) -> bool:
    """Tell whether a position goes on with a chain after this text, and note how."""
    number = len(chain.spots)
    turn = chain.turns.get(number - 1)
    if turn and len(gap) <= _FOLLOWED and not _ARC.search(gap):
        turn.given = bool(_FROM.search(gap))
        return True
    if len(gap) > _FOLLOWED:
        return False
    if _ARC.search(gap):
        chain.turns[number] = _turn(gap)
        return True
    if _LIGHT.fullmatch(gap):
        return True
    named = _NAMED.fullmatch(gap)
    if named:
        chain.joins[number] = named[1].strip(" -")
        return True
    for kind, pattern in (("coast", _COAST), ("border", _BORDER)):
        if pattern.search(gap) and ". " not in gap.strip():
            chain.joins[number] = kind
            return True
    return False


def _turn(words: str) -> Turn:
    """Read what is said of an arc."""
    size = _ROUND.search(words)
    clockwise = None
    if _BACKWARDS.search(words):
        clockwise = False
    elif _ONWARDS.search(words):
        clockwise = True
    return Turn(metres(size[1], size[2]) if size else None, clockwise)
