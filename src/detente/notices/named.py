"""Areas that a notice names without saying where they lie."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.notices import altitudes
from detente.notices.reading import Level

_CODED = r"(?!SEP|SUP|AIP)[A-Z]{2}[-\s]?(?:[DRP]|TRA|TSA)[-\s]?\d{1,4}[A-Z]{0,2}(?![A-Z\d])"
_LISTED = re.compile(
    rf"^[ \t]*({_CODED})[ \t]+((?:\d{{4}}[ \t]*-[ \t]*\d{{4}}[ \t,]*)+)([^\n]*)$", re.MULTILINE
)
_NAME = re.compile(
    rf"(?<![A-Z\d])(?:(?P<coded>{_CODED})(?![A-Z\d])|"
    rf"(?P<numbered>(?!(?:DANGER )?AREA\s+{_CODED})(?:TRA|TSA|TDA|LOW FLYING AREA|"
    rf"FIRING (?:PRACTICE )?AREA|DANGER AREA|AREA)\s+"
    r"[\"“']?(?:[A-Z]{1,3}-?)?\d{1,4}[A-Z]{0,2}[\"”']?)(?![A-Z\d])|"
    r"(?P<titled>(?:[A-Z][A-Z'-]+ ){1,4}(?:MILITARY TRAINING AREA|DANGER AREAS?|TRAINING AREA|"
    r"RANGE COMPLEX)))"
)

_NO_NAME = re.compile(
    r"(?:(?:THE|TEMPO|TEMPORARY|RESTRICTED|MILITARY|NEW|DUE|TO|AND|A|FLW|FOLLOWING) )*(?:DANGER|"
    r"TRAINING) AREAS?"
)


def lists(
    text: str, start: int
) -> list[tuple[str, int, int, str, tuple[Level | None, Level | None]]]:
    """Find lines that give an area, its hours and its bounds of altitude.

    Args:
        text: in capitals.
        start: where to begin.

    Returns:
        Name, where it stands, hours as written, bounds.
    """
    found: list[tuple[str, int, int, str, tuple[Level | None, Level | None]]] = []
    if "\n" not in text[start:]:
        return found
    for match in _LISTED.finditer(text, start):
        bounds = altitudes.pair(match[3])
        pair = (bounds[0], bounds[1]) if bounds else (None, None)
        found.append((_bare(match[1]), match.start(1), match.end(), match[2], pair))
    return found


def names(text: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Find names of areas, each once, with their places.

    Args:
        text: in capitals.
        start: where to begin.
    """
    seen = set()
    for match in _NAME.finditer(text, start):
        name = _bare(match[0]) if match["coded"] else " ".join(match[0].split())
        name = re.sub(r"^(?:THE|IN|OF|FOLLOWING|WI|AT) ", "", name)
        if name not in seen and not _NO_NAME.fullmatch(name):
            seen.add(name)
            yield name, match.start(), match.end()


def _bare(name: str) -> str:
    """Give a coded name without blanks and dashes."""
    return re.sub(r"[\s-]", "", name)
