"""Records of any format made into red lines, with every fault named."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from detente.files.faults import Faults
from detente.files.headers import OWN, Header, unknown_hint
from detente.files.hints import measure_hint, state_hint, word_hint
from detente.files.records import Record
from detente.places.words import Reference
from detente.places.written import settle
from detente.redlines import values as read
from detente.redlines.line import ANY, Altitude, Area, Levels, RedLine
from detente.redlines.words import NamedArea, Words
from detente.times.moments import Moment

Values = dict[str, Any]
Broken = tuple[str, str, str]
"""The key, what is wrong there, and what to do."""

ANYWHERE = "anywhere"
NEEDED = ("id", "holder", "stance", "called", "words", "source")
"""Without these a line cannot stand."""

READERS: dict[str, Callable[[object], Any]] = {
    "id": read.text,
    "holder": read.text,
    "stance": read.stance,
    "attributed_by": read.text,
    "called": read.called,
    "words": read.text,
    "paraphrase": read.yes_no,
    "language": read.language,
    "speaker": read.text,
    "authority": read.text,
    "on": read.moment,
    "venue": read.text,
    "kinds": read.texts,
    "obligors": read.texts,
    "levels": read.levels,
    "object_words": read.text,
    "area": read.area,
    "edges": read.edges,
    "within_km": read.distance,
    "altitude_low": read.height,
    "altitude_high": read.height,
    "altitude_unit": read.unit,
    "altitude_reference": read.reference,
    "from": read.bound,
    "until": read.bound,
    "condition": read.text,
    "consequence": read.text,
    "ambiguity": read.texts,
    "events": read.events,
    "near_km": read.distance,
    "source": read.text,
    "paragraph": read.text,
}
"""Every key of a line, in order, and what reads it."""

HEADER = Header(tuple(READERS), NEEDED)
_PLACE = ("area", "edges", "within_km")
_HEIGHTS = ("altitude_low", "altitude_high", "altitude_unit", "altitude_reference")
_DECLARE = (
    "Declare it with [[area]], in this file or in areas.toml beside it; without an outline when"
    " nobody has drawn it."
)


@dataclass(frozen=True)
class _Outlines:
    """Areas in WKT as read: each sound one in one spelling, each other with its refusal."""

    settled: Mapping[str, str]
    refused: Mapping[str, tuple[str, str]]


def interpret(
    records: Sequence[Record], words: Words, faults: Faults, refused: Collection[str] = ()
) -> dict[int, RedLine]:
    """Give the lines of a file by the number of their record; those with a fault are left out.

    A key that is not known spoils its record: a line of which some part could not be read would
    say more than its source.

    Args:
        records: what the file holds.
        words: what it may say.
        faults: where to report; its places are those of the records.
        refused: areas that are reported elsewhere; a line in one of them is left out.
    """
    found = [_values(row, record, faults) for row, record in enumerate(records)]
    drawn = {each["area"] for each in found if _is_drawn(each.get("area"))}
    outlines = _Outlines(*settle(sorted(drawn)))
    lines = {}
    for row, each in enumerate(found):
        if each.get("area") in refused:
            each["area"] = None
            faults.spoilt.add(row)
        for key, problem, remedy in _broken(each, words, outlines):
            faults.at(row, key, _shown(records[row].fields.get(key)), problem, remedy)
        if row not in faults.spoilt:
            lines[row] = _line(each, words, outlines)
    return lines


def _values(row: int, record: Record, faults: Faults) -> Values:
    """Read every key of one record that states something; report what cannot be read."""
    out: Values = {"own": {}}
    for key, value in record.fields.items():
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        if key.startswith(OWN):
            out["own"][key] = value
        elif key not in READERS:
            faults.at(row, key, "", "unknown key", unknown_hint(key, READERS))
        else:
            try:
                out[key] = _read(key, value)
            except ValueError as error:
                problem, _, remedy = str(error).partition("; ")
                faults.at(row, key, _shown(value), problem, _sentence(remedy))
                out[key] = None
    return {key: value for key, value in out.items() if value != ()}


def _read(key: str, value: object) -> Any:
    """Read one value; what files say again and again is read once."""
    reader = READERS[key]
    if type(value) is str and reader not in (read.text, read.area):
        return _remembered(key, value)
    return reader(value)


@lru_cache(maxsize=8192)
def _remembered(key: str, value: str) -> Any:
    """Read one cell and remember the answer."""
    return READERS[key](value)


def _shown(value: object) -> str:
    """Give a value as far as a message needs it."""
    told = " | ".join(map(str, value)) if isinstance(value, list) else value
    return "" if told is None else str(told)[:60]


def _sentence(words: str) -> str:
    """Begin with a capital and end with a full stop."""
    return f"{words[0].upper()}{words[1:].rstrip('.')}." if words else ""


def _is_drawn(area: object) -> bool:
    """Tell whether an area is an outline, in WKT or GeoJSON, and not a name."""
    return isinstance(area, str) and ("(" in area or area.startswith("{"))


# --- what must hold ---------------------------------------------------------------------------


def _broken(line: Values, words: Words, outlines: _Outlines) -> Iterator[Broken]:
    """Go through what does not hold in one record; a key whose value was refused is None."""
    for key in NEEDED:
        if key not in line:
            yield key, "it is not stated", f"Every line states its {key}."
    yield from _names(line, words)
    yield from _holder(line)
    yield from _place(line, words, outlines)
    yield from _heights(line)
    yield from _times(line)


def _names(line: Values, words: Words) -> Iterator[Broken]:
    """Check the names of States, kinds and measures."""
    states = [
        ("holder", line.get("holder")),
        *(("obligors", s) for s in line.get("obligors") or ()),
    ]
    for key, state in states:
        if state and state not in words.states and (key, state) != ("obligors", ANY):
            which = "unknown State" if key == "holder" else f"unknown State {state}"
            yield key, which, state_hint(state, words.states)
    for kind in line.get("kinds") or ():
        if kind not in words.kinds and kind != ANY:
            yield "kinds", f"unknown kind of activity {kind}", word_hint(kind, words.kinds)
    for key in ("kinds", "obligors"):
        if ANY in (line.get(key) or ()) and len(line[key]) > 1:
            yield key, f"{ANY} means any, and others are named too", "Keep one of them."
    bearing: Levels | None = line.get("levels")
    for level in bearing.of if bearing else ():
        if level.measure not in words.measures:
            hint = measure_hint(level.measure, words.measures)
            yield "levels", f"unknown measure {level.measure}", hint


def _holder(line: Values) -> Iterator[Broken]:
    """Check that a line is either declared by its holder or attributed to it by others."""
    by, stance = line.get("attributed_by"), line.get("stance")
    if stance == "attributed" and "attributed_by" not in line:
        yield "attributed_by", "it is not stated", "Say who attributes the line to its holder."
    if stance == "declared" and by:
        yield "attributed_by", "the line is declared", "Leave it out, or write: attributed."
    if stance == "attributed" and by and by == line.get("holder"):
        yield "attributed_by", "the holder itself", "A line that its holder states is declared."


def _place(line: Values, words: Words, outlines: _Outlines) -> Iterator[Broken]:
    """Check where a line bears."""
    area: str | None = line.get("area")
    if area and area in outlines.refused:
        yield "area", *outlines.refused[area]
    elif area and area != ANYWHERE and not _is_drawn(area) and area not in words.areas:
        near = word_hint(area, words.areas) if words.areas else ""
        yield "area", "no area has this name", f"{near} {_DECLARE}".strip()
    if line.get("edges") and not _is_drawn(area) and ("area" not in line or area is not None):
        yield "edges", "no outline is drawn here", "State edges where the outline is drawn."
    if line.get("within_km") is not None and ("area" not in line or area == ANYWHERE):
        yield "within_km", "it does not say of what", "Name or draw the area."


def _heights(line: Values) -> Iterator[Broken]:
    """Check the bounds of altitude."""
    low, high, unit, reference = (line.get(key) for key in _HEIGHTS)
    numbers = [end for end in (low, high) if isinstance(end, float)]
    if numbers and "altitude_unit" not in line:
        yield "altitude_unit", "it is not stated", "Write m, ft or FL."
    if unit and not numbers:
        yield "altitude_unit", "no altitude is a number here", "Leave it out."
    if len(numbers) > 1 and numbers[1] < numbers[0]:
        yield "altitude_high", "it lies below altitude_low", "Write the lower one first."
    if unit == "FL" and reference not in (None, "standard"):
        problem = "flight levels are measured from the standard pressure level"
        yield "altitude_reference", problem, "Write standard, or leave it out."


def _times(line: Values) -> Iterator[Broken]:
    """Check that what comes after does not come before."""
    since, until, said = line.get("from"), line.get("until"), line.get("on")
    if isinstance(since, Moment) and isinstance(until, Moment) and _before(until, since):
        yield "until", "it ends before it begins", "Check both dates."
    for event in line.get("events") or ():
        if said and _before(event.on, said):
            yield "events", "an event comes before the line was stated", "Check both dates."


def _before(one: Moment, other: Moment) -> bool:
    """Tell whether a moment is surely over before another begins."""
    if one.latest is None:
        return one.earliest < other.earliest
    return one.latest <= other.earliest


# --- the line ---------------------------------------------------------------------------------


def _line(line: Values, words: Words, outlines: _Outlines) -> RedLine:
    """Make the line of a sound record."""
    plain = {k: v for k, v in line.items() if k not in (*_PLACE, *_HEIGHTS, "from")}
    if "from" in line:
        plain["from_"] = line["from"]
    heights = [line.get(key) for key in _HEIGHTS]
    if any(each is not None for each in heights):
        low, high, unit, reference = heights
        level: Reference | None = "standard" if unit == "FL" else reference
        plain["altitude"] = Altitude(low, high, unit or "", level)
    return RedLine(**plain, area=_area(line, words, outlines))


def _area(line: Values, words: Words, outlines: _Outlines) -> Area | None:
    """Make the area of a sound record."""
    stated: str | None = line.get("area")
    if stated is None:
        return None
    if stated == ANYWHERE:
        return Area(anywhere=True)
    within = line.get("within_km")
    if _is_drawn(stated):
        outline = outlines.settled[stated]
        return Area(False, "", outline, outline, line.get("edges"), within)
    named: NamedArea = words.areas[stated]
    return Area(False, named.id, named.surely_inside, named.surely_within, named.edges, within)
