"""Bounds of altitude: flight levels, feet and metres, with what they are measured from, in metres.

A flight level is a hundred feet of pressure altitude (ICAO Annex 2, definition of flight level);
the international foot is 0.3048 m.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

from detente.notices.reading import Level

_FOOT_M = 0.3048
_LEVEL = (
    r"(?:SFC|SF|GND|SURFACE|GROUND(?:\s+LEVEL)?|MSL|SEA\s+LEVEL|UNL(?:TD|IMITED)?|"
    r"FL\s?\d{1,3}|\d[\d,. ]{0,6}\s?(?:FT|FEET|M(?:ETRES|ETERS)?)(?![A-Z])"
    r"(?:\s*\(?(?:AMSL|AGL|MSL|ASL|AAL|ALT|HGT)(?![A-Z])\)?)?|\d{3,5}(?=\s*AMSL|\s*AGL)\s*(?:AMSL|AGL))"
)
_ONE = re.compile(
    r"\s*(?:(?P<ground>SFC|SF|GND|SURFACE|GROUND(?:\s+LEVEL)?|MSL|SEA\s+LEVEL|0(?:FT)?(?:\s*A[MG]S?L)?$)|"
    r"(?P<open>UNL(?:TD|IMITED)?)|FL\s?(?P<level>\d{1,3})|"
    r"(?P<number>\d[\d,. ]*)\s*(?P<unit>FT|FEET|M(?:ETRES|ETERS)?)?(?![A-Z])"
    r"\s*\(?(?P<above>AMSL|AGL|MSL|ASL|AAL|STD|ALT|HGT|SFC)?\)?)"
)
_PAIR = re.compile(
    rf"(?<![A-Z0-9])(?:(?:BTN|BETWEEN|FM|FROM)\s+)?({_LEVEL})\s*(?:-|/|–|TO|AND|UP\s+TO|TILL|BY)\s*({_LEVEL})"
)
_TOP = re.compile(
    r"(?:MAX(?:IMUM)?\s+(?:ALT(?:ITUDE)?|HEIGHT|HGT)|UP\s+TO|UPPER\s+LIMIT)\s*:?\s*(?:OF\s+)?"
    rf"({_LEVEL})"
)
_ABOVE = {"AMSL": "MSL", "MSL": "MSL", "ASL": "MSL", "ALT": "MSL", "AGL": "AGL", "AAL": "AGL",
          "HGT": "AGL", "SFC": "AGL", "STD": "standard"}  # fmt: skip


@lru_cache(maxsize=4096)
def level(stated: str | None) -> Level | None:
    """Read one bound, such as ``FL195``, ``10000FT AMSL``, ``SFC`` or ``UNL``; None: no bound.

    Args:
        stated: as it stands in item F or G.
    """
    match = _ONE.match(stated or "")
    if not stated or not match:
        return None
    words = " ".join(stated.split())
    if match["ground"]:
        sea = "SEA" in match["ground"] or match["ground"] == "MSL"
        return Level(0.0, "MSL" if sea else "AGL", words)
    if match["open"]:
        return Level(math.inf, None, words)
    if match["level"]:
        return Level(round(int(match["level"]) * 100 * _FOOT_M, 1), "standard", words)
    return _measured(match, words)


def _measured(match: re.Match[str], words: str) -> Level | None:
    """Read a number of feet or metres; without a unit it is none."""
    digits = match["number"].replace(" ", "").rstrip(".,")
    digits = re.sub(r"[.,](?=\d{3}(?!\d))", "", digits).replace(",", ".")
    if not match["unit"] and not match["above"]:
        return None
    try:
        number = float(digits)
    except ValueError:
        return None
    metres = number if (match["unit"] or "F").startswith("M") else number * _FOOT_M
    return Level(round(metres, 1), _ABOVE.get(match["above"] or ""), words)


def pair(text: str) -> tuple[Level | None, Level | None, int, int] | None:
    """Find the bounds that a text states, with their place; None where it states none.

    Args:
        text: in capitals.
    """
    match = _PAIR.search(text)
    if match:
        return level(match[1]), level(match[2]), match.start(), match.end()
    match = _TOP.search(text)
    return (None, level(match[1]), match.start(), match.end()) if match else None


def q_level(stated: str, *, upper: bool) -> Level | None:
    """Read a bound of a Q line, in hundreds of feet; 000 is the surface and 999 unlimited.

    Source: ICAO Doc 8126, Q line, lower and upper limits.

    Args:
        stated: digits.
        upper: the upper bound.
    """
    if not stated.isdigit():
        return None
    number = int(stated)
    if upper and number == 999:
        return Level(math.inf, None, stated)
    if not upper and number == 0:
        return Level(0.0, "AGL", stated)
    return Level(round(number * 100 * _FOOT_M, 1), "standard", stated)
