"""One activity beside one line, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from detente.dossiers import nearness, words
from detente.dossiers.nearness import Pair
from detente.dossiers.settling import days, distance, margins, settling
from detente.instruments.library import Library
from detente.redlines import RedLine

UNPLACED = "place not stated"
"""Where an activity lies of which, or of whose line, nobody says so."""

_UNDRAWN = "area of the line not stated"
_SHORT = 110


@dataclass(frozen=True)
class Beside:
    """What is told of one activity beside one line, by the accounts that agree.

    Attributes:
        activity, redline: their ids.
        key: how near they are, as a class name.
        sign: the same as a sign.
        answer: whether the account meets the line.
        where, when: where the activity lies as seen from the line; what time they have in common.
        sources: the accounts.
        margins: how far figures are from the levels of the line.
        open_activity, open_line: what is open in each.
    """

    activity: str
    redline: str
    key: str
    sign: str
    answer: str
    where: str
    when: str
    sources: tuple[str, ...]
    margins: tuple[str, ...]
    open_activity: tuple[str, ...]
    open_line: tuple[str, ...]


def beside(pair: Pair, line: RedLine, library: Library) -> Beside:
    """Put one pair into words.

    Args:
        pair: the pair.
        line: its line.
        library: names measures.
    """
    told = settling(pair.missing, library)
    return Beside(
        pair.activity,
        pair.redline,
        pair.nearness.key,
        pair.nearness.sign,
        nearness.ANSWERS[pair.found["verdict"]],
        where(pair, line),
        days(pair.found["overlap_from"], pair.found["overlap_to"]),
        pair.sources,
        margins(pair.found["margin"]),
        told.activity,
        told.line,
    )


def once(told: Iterable[Beside]) -> tuple[Beside, ...]:
    """Bring together what reads alike by several accounts: told once, by all of them, in order."""
    found: dict[Beside, dict[str, None]] = {}
    for each in told:
        sources = found.setdefault(replace(each, sources=()), {})
        sources.update(dict.fromkeys(each.sources))
    return tuple(replace(each, sources=tuple(sources)) for each, sources in found.items())


def where(pair: Pair, line: RedLine) -> str:
    """Say in a few words where an activity lies as seen from the area of a line."""
    relation, metres = pair.found["relation"], pair.found["distance_m"]
    wide = line.area.within_km if line.area else None
    if relation == "near":
        return f"{distance(metres)} {f'beyond the {wide:g} km around it' if wide else 'off'}"
    if relation == "overlaps":
        return f"in the area or within {wide:g} km of it" if wide else "in the area"
    if relation == "not stated":
        of_the_line = "area of the line" in pair.missing and "area" not in pair.missing
        return _UNDRAWN if of_the_line else UNPLACED
    return "outside" if relation == "apart" else "in or beside the area"


def holder(code: str, library: Library) -> str:
    """Name the State whose line it is; an organisation by its code, as it is commonly called."""
    return code if code.lower() in library.groups else words.state(code, library)


def stance(line: RedLine) -> str:
    """Say whether a line is declared, or who attributes it."""
    return f"attributed by {line.attributed_by}" if line.attributed_by else line.stance


def quoted(line: RedLine, most: int = _SHORT) -> str:
    """Give the words of a line, cut short at a word; exact ones between quotation marks."""
    text = line.words
    if len(text) > most:
        text = f"{text[:most].rsplit(' ', 1)[0].rstrip(',;:')}\N{NO-BREAK SPACE}…"
    return text if line.paraphrase else f"“{text}”"
