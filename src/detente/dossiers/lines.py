"""One red line or concern in full, for a reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from detente.dossiers import words
from detente.dossiers.beside import Beside, holder, quoted, stance
from detente.dossiers.nearness import Pair
from detente.dossiers.timeline import Axis, Bar
from detente.instruments.library import Library
from detente.redlines import Event, Level, RedLine
from detente.redlines.line import ANY
from detente.times.moments import Moment

_NAME = 72
_OPERATORS = {"at_least": "at least", "more_than": "more than"}


@dataclass(frozen=True)
class Told:
    """One line.

    Attributes:
        id: its id.
        holder: whose line it is.
        called: red line or concern, declared or attributed by whom.
        attributed: whether others attribute it to its holder.
        name: its holder and its words, cut short, as lists have it.
        brief: its words, cut less short, between quotation marks where they are exact.
        words: its words whole, likewise.
        said: who said it, in what capacity, where and when.
        facts: what it names, each with a label.
        ambiguity: what can be read in more than one way.
        events: what happened to it since.
        source: label of its source, with the place in it.
        beside: the activities that come near to it.
        unnamed: how many activities it may mean, of which it does not say so.
        bars: the days on which it was said, on the axis.
    """

    id: str
    holder: str
    called: str
    attributed: bool
    name: str
    brief: str
    words: str
    said: str
    facts: tuple[tuple[str, str], ...]
    ambiguity: tuple[str, ...]
    events: tuple[str, ...]
    source: str
    beside: tuple[Beside, ...]
    unnamed: int
    bars: tuple[Bar, ...]


def told_line(
    line: RedLine,
    told: Iterable[Beside],
    unnamed: Iterable[Pair],
    axis: Axis | None,
    library: Library,
) -> Told:
    """Put one line into words.

    Args:
        line: the line.
        told: what was found of all lines.
        unnamed: the pairs whose lines do not say of whom or of what they speak.
        axis: the time that is shown.
        library: names States, kinds and measures.
    """
    whose = holder(line.holder, library)
    return Told(
        line.id,
        whose,
        f"{line.called}, {stance(line)}",
        line.stance == "attributed",
        f"{whose}: {quoted(line, most=_NAME)}",
        quoted(line),
        quoted(line, most=len(line.words)),
        _said(line),
        tuple(_facts(line, library)),
        line.ambiguity,
        tuple(_event(event) for event in line.events),
        f"{line.source}, {line.paragraph}" if line.paragraph else line.source,
        tuple(each for each in told if each.redline == line.id),
        len({pair.activity for pair in unnamed if pair.redline == line.id}),
        tuple(_bars(line, axis)) if axis else (),
    )


def _said(line: RedLine) -> str:
    """Say who said it, in what capacity, where and when, as far as it is stated."""
    parts = [line.speaker, line.authority, line.venue, written(line.on) if line.on else ""]
    return "; ".join(part for part in parts if part) or words.NOT_STATED


def written(moment: Moment) -> str:
    """Write a moment as exactly as it is known."""
    first = words.day(moment.earliest.date().isoformat())
    if moment.latest is None or moment.is_day:
        return first
    return f"between {first} and {words.day(moment.latest.date().isoformat())}"


def _facts(line: RedLine, library: Library) -> Iterator[tuple[str, str]]:
    """Go through what a line names; what it leaves out is said to be not stated."""
    yield "Which activities", _any(_kinds(line.kinds))
    yield "Whose", _any([holder(code, library) for code in line.obligors])
    if line.object_words:
        yield "In words", line.object_words
    yield "Where", _where(line, library)
    yield "From which figure on", levels(line, library)
    yield "When", _when(line)
    if line.condition:
        yield "On condition", line.condition
    if line.consequence:
        yield "What would follow", line.consequence


def _kinds(kinds: Sequence[str]) -> list[str]:
    """Name kinds of activity."""
    return [kind.replace("_", " ") for kind in kinds]


def _any(names: Sequence[str]) -> str:
    """Join names; a star stands for any, none for not stated."""
    if ANY in names:
        return "any"
    return ", ".join(names) or words.NOT_STATED


def _where(line: RedLine, library: Library) -> str:
    """Say where a line bears."""
    del library
    if line.area is None:
        return words.NOT_STATED
    if line.area.anywhere:
        return "anywhere"
    named = line.area.named.replace("-", " ") or "as drawn"
    if line.area.within_km:
        named = f"within {line.area.within_km:g} km of: {named}"
    drawn = line.area.surely_within or line.area.surely_inside
    return named if drawn else f"{named} (not drawn: its extent is not known)"


def levels(line: RedLine, library: Library) -> str:
    """Say from which figures on a line bears, such as "troops: at least 9,000"."""
    if line.levels is None:
        return words.NOT_STATED
    joined = " or " if line.levels.join == "any" else " and "
    return joined.join(_level(each, library) for each in line.levels.of)


def _level(level: Level, library: Library) -> str:
    """Say one level; one is "any at all"."""
    name = words.label(level.measure, library)
    if level.operator == "at_least" and level.value == 1:
        return f"{name}: any at all"
    return f"{name}: {_OPERATORS[level.operator]} {level.value:,}"


def _when(line: RedLine) -> str:
    """Say from when until when a line bears."""
    begun = _bound(line.from_, "no beginning set")
    ended = _bound(line.until, "no end set")
    return f"from {begun}, until {ended}".replace("from no", "no").replace("until no end", "no end")


def _bound(moment: object, open_: str) -> str:
    """Say one bound of time."""
    if isinstance(moment, Moment):
        return written(moment)
    return open_ if moment == "open" else "a day not stated"


def _event(event: Event) -> str:
    """Say what happened to a line."""
    source = f" ({event.source})" if event.source else ""
    note = f": {event.note}" if event.note else ""
    said = {"current": "said again"}.get(event.status, event.status)
    return f"{written(event.on)}, {said}{note}{source}"


def _bars(line: RedLine, axis: Axis) -> Iterator[Bar]:
    """Go through the days on which a line was said, and for how long it stands."""
    if line.on is None:
        return
    if line.until == "open" or line.until is None:
        yield axis.bar(line.on.earliest, axis.last, "open")
    elif isinstance(line.until, Moment):
        yield axis.bar(line.on.earliest, line.until.latest or line.until.earliest, "open")
    for moment in (line.on, *(event.on for event in line.events)):
        yield axis.bar(moment.earliest, moment.earliest, "said")
