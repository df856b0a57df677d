"""Positions in running text: every notation in which notices are written, found with their place.

Digits run together (``5533N 00341W``), hemisphere first (``N392756E1080927``), parted by dashes
(``69-09-32N 051-19-22E``, in Russian ``69-58.0С 033-38.0В``), by blanks (``43 49 48 S 172 42 00
E``) or by signs (``54° 18' 51.60" N``), and degrees with decimals. A line may break inside the
digits of a position, as networks with lines of 69 letters do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

Place = tuple[float, float]
"""Longitude and latitude in degrees, WGS 84."""


class Spot(NamedTuple):
    """A position and where it stands in the text.

    Attributes:
        start: where its first letter stands.
        end: where the text goes on after it.
        lon: degrees, east positive.
        lat: degrees, north positive.
    """

    start: int
    end: int
    lon: float
    lat: float


class Box(NamedTuple):
    """An area between two parallels and two meridians, and where it stands in the text."""

    start: int
    end: int
    south: float
    north: float
    west: float
    east: float


_PACKED = re.compile(
    r"(?<![\d.,])(\d\d)(\d\d)(\d\d(?:[.,]\d+)?|[.,]\d+)?[^\S\n]?([NS])[\s,/]*+(?:-\s*+)?"
    r"(\d{3})\s?(\d\d)(\d\d(?:[.,]\d+)?|[.,]\d+)?[^\S\n]?([EW])"
)
_FIRST = re.compile(
    r"(?<![A-Z\d])([NS])[^\S\n]?(\d(?:\n?\d){3,5}(?:[.,]\d+)?)[\s,/-]*+"
    r"([EW])\s?(\d(?:\n?\d){4,6}(?:[.,]\d+)?)"
)
_FIRST_PARTED = re.compile(
    r"(?<![A-Z\d])([NS])\s?(\d{1,2})[ °º-](\d{1,2}(?:[.,]\d+)?)['’′]?(?:[ -](\d{1,2}(?:[.,]\d+)?))?"
    r"[\"”″]?[\s,/-]*+([EW])\s?(\d{1,3})[ °º-](\d{1,2}(?:[.,]\d+)?)['’′]?"
    r"(?:[ -](\d{1,2}(?:[.,]\d+)?)(?![NSEW]))?[\"”″]?"
)
_DASHED = re.compile(
    r"(?<![\d.-])(\d{1,2})-,?(\d{1,2}(?:[.,]\d+)?)(?:-(\d{1,2}(?:[.,]\d+)?))?['’′]?\s?([NSСЮC])"
    r"[\s,/]*+(?:-\s*+)?(\d{1,3})-,?(\d{1,2}(?:[.,]\d+)?)(?:-(\d{1,2}(?:[.,]\d+)?))?['’′]?\s?"
    r"([EWВЗB])"
)
_SPACED = re.compile(
    r"(?<![\d.-])(\d\d) (\d\d(?:[.,]\d+)?)(?: (\d\d(?:[.,]\d+)?))?[^\S\n]?([NS])[\s,/-]*+"
    r"(\d{3}) (\d\d(?:[.,]\d+)?)(?: (\d\d(?:[.,]\d+)?))?[^\S\n]?([EW])"
)
_SIGNS = re.compile(
    r"(\d{1,2})\s?[°º˚]\s?(\d{1,2}(?:[.,]\d+)?)\s?(?:['’‘′´`]\s?(?:(\d{1,2}(?:[.,]\d+)?)\s?"
    r"(?:[\"”“″]|''|’’)?)?)?\s?([NSСЮ])[\s,/-]*+"
    r"(\d{1,3})\s?[°º˚]\s?(\d{1,2}(?:[.,]\d+)?)\s?(?:['’‘′´`]\s?(?:(\d{1,2}(?:[.,]\d+)?)\s?"
    r"(?:[\"”“″]|''|’’)?)?)?\s?([EWВЗ])"
)
_DECIMAL = re.compile(
    r"(?<![\d.,-])(\d{1,2}\.\d{2,8})\s?°?\s?([NS])[\s,/-]*+(\d{1,3}\.\d{2,8})\s?°?\s?([EW])"
)
_WHOLE = re.compile(r"(?<![\d.,-])(\d\d)([NS])[^\S\n]?(\d{3})([EW])(?![A-Z\d])")

_LAT = r"(\d{1,2})-(\d{1,2}(?:[.,]\d+)?)(?:-(\d{1,2}(?:[.,]\d+)?))?\s?([NS]?)"
_LON = r"(\d{1,3})-(\d{1,2}(?:[.,]\d+)?)(?:-(\d{1,2}(?:[.,]\d+)?))?\s?([EW]?)"
_WITH = r"\s*+,?\s*+(?:(?:AND|TO|-)\s++)?"
_BOX = re.compile(rf"(?<![\d.-]){_LAT}{_WITH}{_LAT}\s*+,?\s*+(?:AND|BY|;)\s++{_LON}{_WITH}{_LON}")
_PACKED_BOX = re.compile(
    r"(?<![\d.,-])(\d\d)(\d\d)(\d\d)?([NS])" + _WITH + r"(\d\d)(\d\d)(\d\d)?([NS])\s*+,?\s*+AND\s++"
    r"(\d{3})(\d\d)(\d\d)?([EW])" + _WITH + r"(\d{3})(\d\d)(\d\d)?([EW])"
)
_SOUTH_WEST = frozenset("SWЮЗ")
_OUT = 999.0  # no degree: minutes or seconds above 60, a pole passed


def spots(text: str) -> list[Spot]:
    """Find all positions of a text in their order; those out of range are left out.

    Args:
        text: in capitals.
    """
    found: list[Spot] = []
    late = len(_LATE(text))
    if late and _DASH(text):
        found += _each(_DASHED, _parted, text)
    for pattern, taken in _BEHIND:
        if late > len(found):
            found += _each(pattern, taken, text)
    if _EARLY(text):
        found += _each(_FIRST, _first, text)
        found += _each(_FIRST_PARTED, _first_parted, text)
    if "°" in text or "º" in text or "˚" in text:
        found += _each(_SIGNS, _parted, text)
    if len(found) > 1:
        found.sort()
        return _apart(found)
    return found


def boxes(text: str) -> list[Box]:
    """Find all areas given as two parallels and two meridians.

    Args:
        text: in capitals.
    """
    found: list[Box] = []
    if "BETWEEN" not in text and "BTN" not in text:
        return found
    for pattern in (_BOX, _PACKED_BOX):
        for match in pattern.finditer(text):
            box = _box(match)
            if box:
                found.append(box)
    return found


def written(text: str) -> Place | None:
    """Read one position that is all of a text, such as that of a Q line; None where it is none."""
    found = spots(text)
    return (found[0].lon, found[0].lat) if len(found) == 1 else None


def _each(pattern: re.Pattern[str], taken: Callable[..., Place], text: str) -> Iterator[Spot]:
    """Give the positions of one notation."""
    for match in pattern.finditer(text):
        lon, lat = taken(*match.groups())
        if -180 <= lon <= 180 and -90 <= lat <= 90:
            yield Spot(match.start(), match.end(), lon, lat)


def _apart(found: list[Spot]) -> list[Spot]:
    """Keep the longer of two that overlap."""
    kept = found[:1]
    for spot in found[1:]:
        last = kept[-1]
        if spot.start >= last.end:
            kept.append(spot)
        elif spot.end - spot.start > last.end - last.start:
            kept[-1] = spot
    return kept


def _degrees(degrees: str, minutes: str | None, seconds: str | None, side: str) -> float:
    """Give degrees of an angle in parts; `_OUT` where minutes or seconds exceed 60."""
    value = float(degrees)
    if minutes:
        part = float(minutes.replace(",", "."))
        if part > 60:
            return _OUT
        value += part / 60
    if seconds:
        part = float(seconds.replace(",", "."))
        if part > 60:
            return _OUT
        value += part / 3600
    return -value if side in _SOUTH_WEST else value


def _packed(
    lat: str,
    minutes: str,
    rest: str | None,
    ns: str,
    lon: str,
    more: str,
    last: str | None,
    ew: str,
) -> Place:
    """Read digits run together; the rest are seconds, or decimals of a minute."""
    return _run(lon, more, last, ew), _run(lat, minutes, rest, ns)


def _run(degrees: str, minutes: str, rest: str | None, side: str) -> float:
    """Give degrees of digits run together."""
    if rest and not rest[0].isdigit():
        return _degrees(degrees, minutes + rest, None, side)
    return _degrees(degrees, minutes, rest, side)


def _first(ns: str, lat: str, ew: str, lon: str) -> Place:
    """Read digits run together behind their hemispheres."""
    return _split(lon, 3, ew), _split(lat, 2, ns)


def _split(digits: str, width: int, side: str) -> float:
    """Part digits into degrees, minutes and seconds."""
    digits = digits.replace("\n", "").replace(",", ".")
    whole = digits.partition(".")[0]
    if len(whole) == width + 2:
        return _degrees(digits[:width], digits[width:], None, side)
    if len(whole) == width + 4:
        return _degrees(digits[:width], digits[width : width + 2], digits[width + 2 :], side)
    return _OUT


def _first_parted(*parts: str | None) -> Place:
    """Read parts behind their hemispheres."""
    ns, lat, minutes, seconds, ew, lon, more, last = parts
    return (
        _degrees(lon or "", more, last, ew or ""),
        _degrees(lat or "", minutes, seconds, ns or ""),
    )


def _parted(*parts: str | None) -> Place:
    """Read parts before their hemispheres."""
    lat, minutes, seconds, ns, lon, more, last, ew = parts
    return (
        _degrees(lon or "", more, last, ew or ""),
        _degrees(lat or "", minutes, seconds, ns or ""),
    )


def _decimal(lat: str, ns: str, lon: str, ew: str) -> Place:
    """Read degrees with decimals, or whole ones."""
    return _degrees(lon, None, None, ew), _degrees(lat, None, None, ns)


def _box(match: re.Match[str]) -> Box | None:
    """Read two parallels and two meridians; a nought needs no hemisphere."""
    parts = match.groups()
    angles = []
    for i in range(0, 16, 4):
        degrees, minutes, seconds, side = parts[i : i + 4]
        angle = _degrees(degrees, minutes, seconds, side)
        if not side and angle:
            return None
        angles.append(angle)
    first, second, west, east = angles
    if max(abs(first), abs(second)) > 90 or max(abs(west), abs(east)) > 180:
        return None
    if (east - west) % 360 > 180:
        west, east = east, west
    return Box(match.start(), match.end(), min(first, second), max(first, second), west, east)


_LATE = re.compile(r"\d['’′]?\s?[NSСЮC][\s,/-]*\d").findall
_DASH = re.compile(r"\d-,?\d").search
_EARLY = re.compile(r"(?<![\dA-Z])(?<!\d\s)[NS]\s?\d\d").search
_BEHIND: tuple[tuple[re.Pattern[str], Callable[..., Place]], ...] = (
    (_PACKED, _packed),
    (_SPACED, _parted),
    (_DECIMAL, _decimal),
    (_WHOLE, _decimal),
)
