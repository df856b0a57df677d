"""Screening once more, pair by pair in plain Python, for the room to be held against.

Written from what `screen` and the page on red lines say, and sharing nothing with the room. Where a
source leaves something open, the possible worlds are gone through one by one: what is so in all of
them is so. What would settle a question is found by trying what it would help to learn.

Where figures lie is asked of `tests.screening.globe`, which answers "slack" for what lies within
`SLACK_M` of the boundary; then there is more than one right answer, and `expected` gives each.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from detente.redlines import Altitude, Area, RedLine
from detente.times.moments import Moment
from tests.screening import globe

EVER, NEVER = dt.datetime(1, 1, 1), dt.datetime(9999, 12, 31)
TICK = dt.timedelta(microseconds=1)
METRES = {"m": 1.0, "ft": 0.3048, "FL": 30.48, "": 1.0}
INFINITE = float("inf")

Row = Mapping[str, Any]
Found = dict[str, Any]
Answer = bool | None
Range = tuple[Any, Any]


@dataclass
class Asked:
    """What is asked, beside the activities and the lines."""

    within_m: float = 0.0
    members: Mapping[str, Collection[str]] = field(default_factory=dict)
    as_of: dt.datetime | None = None


@dataclass
class Aspect:
    """One thing that a line says: whether the activity is it, and what would settle it."""

    answer: Answer
    missing: set[str] = field(default_factory=set)


def expected(row: Row, line: RedLine, asked: Asked) -> list[Found | None]:
    """Every right answer for a pair; None: nothing is told of it."""
    if asked.as_of and _later(row.get("stated_at"), asked.as_of):
        return [None]
    told = {
        "kind": _kind(row, line),
        "obligor": _obligor(row, line, asked.members),
        "time": _time(row, line),
        "altitude": _altitude(row, line),
        "status": _status(line, asked.as_of),
    }
    if any(aspect.answer is False for aspect in told.values()):
        return [None]
    told["words"] = Aspect(None if line.object_words else True, {"object in words"})
    told["condition"] = Aspect(None if line.condition else True, {"condition"})
    told["level"] = _level(row, line)
    return [_found(row, line, told, place) for place in places(row, line, asked)]


def _found(row: Row, line: RedLine, told: dict[str, Aspect], place: Place) -> Found | None:
    """What is told of a pair, given how it lies."""
    if place.relation == "apart":
        return None
    aspects = [*told.values(), Aspect(place.answer, place.missing)]
    answers = {aspect.answer for aspect in aspects}
    verdict = False if False in answers else None if None in answers else True
    missing = {name for each in aspects if each.answer is None for name in each.missing}
    begins = [_span(row, "starts")[0], _stretch(line.from_, EVER)[0]]
    ends = [_span(row, "ends")[1], _stretch(line.until, NEVER)[1]]
    return {
        "activity": row["activity"],
        "source": row["source"],
        "redline": line.id,
        "holder": line.holder,
        "relation": place.relation,
        "distance_m": place.distance_m,
        "overlap_from": None if max(begins) == EVER else max(begins),
        "overlap_to": None if min(ends) == NEVER else min(ends),
        "reached": _reached(row, line),
        "missing": missing if verdict is None else set(),
        "margin": _margin(row, line),
        "verdict": verdict,
    }


# --- kind and obligor -------------------------------------------------------------------------


def _kind(row: Row, line: RedLine) -> Aspect:
    if not line.kinds:
        return Aspect(None, {"kinds of the line"})
    if "*" in line.kinds:
        return Aspect(True)
    return Aspect(None if row["kind"] is None else row["kind"] in line.kinds, {"kind"})


def _obligor(row: Row, line: RedLine, members: Mapping[str, Collection[str]]) -> Aspect:
    if not line.obligors:
        return Aspect(None, {"obligors of the line"})
    if "*" in line.obligors:
        return Aspect(True)
    who = row["obligor"]
    if who is None or who in line.obligors:
        return Aspect(None if who is None else True, {"obligor"})
    partly = any(
        (one == who and each in members[one]) or (one == each and who in members[one])
        for one in members
        for each in line.obligors
    )
    return Aspect(None if partly else False, {"obligor"})


# --- time and altitude ------------------------------------------------------------------------


def _span(row: Row, name: str) -> Range:
    """The first and the last instant that a moment of an activity can be."""
    first, latest = row.get(name), row.get(f"{name}_latest")
    if first is None:
        return EVER, NEVER
    return first, first if latest is None else latest - TICK


def _stretch(stated: object, bound: dt.datetime) -> Range:
    """The first and the last instant that a bound of a line can be."""
    if isinstance(stated, Moment):
        return stated.earliest, stated.latest - TICK if stated.latest else stated.earliest
    return (bound, bound) if stated == "open" else (EVER, NEVER)


World = tuple[Any, Any, Any, Any]
"""From when to when the one, from when to when the other; or heights."""


def _worlds(ours: tuple[Range, Range], theirs: tuple[Range, Range]) -> list[World]:
    """Every world worth looking at: each bound at each place where something may change."""
    ranges = [*ours, *theirs]
    corners = {corner for each in ranges for corner in each}
    choices = [sorted(c for c in corners if low <= c <= high) for low, high in ranges]
    return [w for w in itertools.product(*choices) if w[0] <= w[1] and w[2] <= w[3]]


def _conditions(worlds: list[World]) -> Iterator[tuple[int, int, list[bool]]]:
    """The two conditions for two stretches to meet: which bounds they are about, and if they hold.

    Each begins no later than the other ends; a common end is enough.
    """
    yield 0, 3, [world[0] <= world[3] for world in worlds]
    yield 1, 2, [world[2] <= world[1] for world in worlds]


def _meet(worlds: list[World]) -> Answer:
    answers = {w[0] <= w[3] and w[2] <= w[1] for w in worlds}
    return answers.pop() if len(answers) == 1 else None


def _time(row: Row, line: RedLine) -> Aspect:
    ours = _span(row, "starts"), _span(row, "ends")
    theirs = _stretch(line.from_, EVER), _stretch(line.until, NEVER)
    worlds, names = _worlds(ours, theirs), ("starts", "ends", "time of the line")
    missing = set()
    for mine, other, holds in _conditions(worlds):
        if len(set(holds)) == 2:
            for bound, name in ((mine, names[mine]), (other, names[2])):
                if _would_settle(worlds, holds, bound):
                    missing.add(name)
    return Aspect(_meet(worlds), missing)


def _would_settle(worlds: list[World], holds: list[bool], bound: int) -> bool:
    """Whether to learn one bound could settle a condition: some value of it leaves one answer."""
    answers: dict[Any, set[bool]] = {}
    for world, answer in zip(worlds, holds, strict=True):
        answers.setdefault(world[bound], set()).add(answer)
    return len(answers) > 1 and any(len(each) == 1 for each in answers.values())


def _altitude(row: Row, line: RedLine) -> Aspect:
    stated = line.altitude or Altitude()
    theirs = tuple(_height(stated, end) for end in ("low", "high"))
    ours = tuple(
        (-INFINITE, INFINITE) if row.get(name) is None else (row[name], row[name])
        for name in ("altitude_low_m", "altitude_high_m")
    )
    everywhere = ((-INFINITE, -INFINITE), (INFINITE, INFINITE))
    if everywhere in (ours, theirs):
        return Aspect(True)
    reference = row.get("altitude_reference")
    alike = reference is not None and reference == stated.reference
    silent = stated.low is None or stated.high is None
    missing = {"altitude of the line"} if silent or stated.reference is None else set()
    if not silent and (
        reference is None or None in (row["altitude_low_m"], row["altitude_high_m"])
    ):
        missing.add("altitude")
    worlds = _worlds((ours[0], ours[1]), (theirs[0], theirs[1]))
    return Aspect(_meet(worlds) if alike else None, missing or {"altitude"})


def _height(stated: Altitude, end: str) -> Range:
    """A bound of the heights at which a line bears, in metres."""
    bound = getattr(stated, end)
    if bound is None:
        return -INFINITE, INFINITE
    if bound == "open":
        return (-INFINITE, -INFINITE) if end == "low" else (INFINITE, INFINITE)
    return bound * METRES[stated.unit], bound * METRES[stated.unit]


# --- level ------------------------------------------------------------------------------------


def _figure(row: Row, measure: str) -> Range:
    if measure in row:
        return row[measure], row[measure]
    return row.get(f"{measure}_low"), row.get(f"{measure}_high")


def _each_level(row: Row, line: RedLine) -> Iterator[tuple[str, int, Range, Answer]]:
    """Each level: its measure, from which figure on, what is stated, and whether it is reached."""
    for level in line.levels.of if line.levels else ():
        value = level.value if level.operator == "at_least" else level.value + 1
        low, high = _figure(row, level.measure)
        possible = {(low or 0) >= value, high is None or high >= value}
        yield level.measure, value, (low, high), possible.pop() if len(possible) == 1 else None


def _level(row: Row, line: RedLine) -> Aspect:
    if not line.levels:
        return Aspect(None, {"level of the line"})
    each = list(_each_level(row, line))
    answers = [answer for *_, answer in each]
    settling = line.levels.join == "any"
    if settling in answers:
        return Aspect(settling)
    missing = {measure for measure, *_, answer in each if answer is None}
    return Aspect(None if missing else not settling, missing)


def _reached(row: Row, line: RedLine) -> set[str]:
    return {measure for measure, _, _, answer in _each_level(row, line) if answer}


def _margin(row: Row, line: RedLine) -> str | None:
    written = []
    for measure, value, stated, _ in _each_level(row, line):
        low, high = ("" if bound is None else str(bound - value) for bound in stated)
        if low or high:
            written.append(f"{measure} {low if low == high else f'{low}..{high}'}")
    return "; ".join(written) or None


# --- what happened to the line ----------------------------------------------------------------


def _later(stated: dt.datetime | None, as_of: dt.datetime) -> bool:
    return stated is not None and stated > as_of


def _status(line: RedLine, as_of: dt.datetime | None) -> Aspect:
    """Whether the line stands at an instant, in every order in which things may have happened."""
    at = as_of or NEVER
    moments = [line.on or Moment(EVER, NEVER), *(event.on for event in line.events)]
    ends = [(m.earliest, m.latest - TICK if m.latest else m.earliest) for m in moments]
    corners = {corner for each in ends for corner in each} | {at, at + TICK if as_of else at}
    choices = [sorted(c for c in corners if low <= c <= high) for low, high in ends]
    names = ["current", *(event.status for event in line.events)]
    possible: set[str] = set()
    for instants in itertools.product(*choices):
        listed = [m == n for m, n in itertools.pairwise(moments)]
        turned = (a > b for a, b in itertools.pairwise(instants))
        if min(instants) < instants[0] or any(map(all, zip(listed, turned, strict=True))):
            continue
        happened = [(instant, place) for place, instant in enumerate(instants) if instant <= at]
        possible.add(names[max(happened)[1]] if happened else "not yet stated")
    gone = {"withdrawn", "not yet stated"}
    answer = True if possible == {"current"} else False if possible <= gone else None
    return Aspect(answer, {"status of the line"})


# --- place ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """How an activity lies to the area of a line."""

    answer: Answer
    relation: str | None
    distance_m: float | None
    missing: set[str] = field(default_factory=set)


def places(row: Row, line: RedLine, asked: Asked) -> list[Place]:
    """Every right answer to how they lie; more than one only within the slack."""
    area = line.area or Area()
    silent = area.surely_inside is None and area.surely_within is None
    if area.anywhere:
        return [Place(True, "overlaps", 0.0)]
    sharp = area.surely_inside is not None and area.surely_inside == area.surely_within
    missing = set() if sharp else {"area of the line"}
    if row["area"] is None or silent:
        absent = {"area"} if row["area"] is None else set()
        return [Place(None, "not stated", None, missing | absent)]
    near = 1000 * line.near_km if line.near_km is not None else asked.within_m
    found: list[Place] = []
    for answer in sorted(_lies(row, area), key=str):
        if answer is None:
            found.append(Place(None, None, None, missing or {"edges"}))
        elif answer:
            found.append(Place(True, "overlaps", 0.0))
        else:
            found += _beside(row, area, near)
    return found


def _readings(stated: str | None) -> Sequence[str]:
    return (stated,) if stated else globe.READINGS


def _lies(row: Row, area: Area) -> set[Answer]:
    """Whether the activity lies in the area: under every reading of the edges that is left open."""
    reach = 1000 * (area.within_km or 0.0)
    each = []
    for ours, theirs in itertools.product(_readings(row.get("edges")), _readings(area.edges)):
        mine = globe.figure(row["area"], ours)
        inside, around = (
            globe.within(mine, globe.figure(wkt, theirs), reach) if wkt else None
            for wkt in (area.surely_inside, area.surely_within)
        )
        sharp = area.surely_inside == area.surely_within
        each.append(_one_reading(inside, around) - ({None} if sharp else set()))
    return {answers[0] if len(set(answers)) == 1 else None for answers in itertools.product(*each)}


def _one_reading(inside: globe.Answer | None, around: globe.Answer | None) -> set[Answer]:
    """In it where it meets what surely belongs to the area, outside where not even its bound."""
    if inside == "yes":
        return {True}
    sure: set[Answer] = {True} if inside == "slack" else set()
    if around == "no":
        return {False}
    return sure | ({False, None} if around == "slack" else {None})


def _beside(row: Row, area: Area, near: float) -> list[Place]:
    """What is told of an activity that surely lies outside, by the least possible distance."""
    if near <= 0:
        return [Place(False, "apart", None)]
    reach = 1000 * (area.within_km or 0.0)
    readings = itertools.product(_readings(row.get("edges")), _readings(area.edges))
    pairs = [
        (globe.figure(row["area"], ours), globe.figure(str(area.surely_within), theirs))
        for ours, theirs in readings
    ]
    if all(globe.far_apart(*pair, near + reach) for pair in pairs):
        return [Place(False, "apart", None)]
    metres = max(0.0, min(globe.distance(*pair) for pair in pairs) - reach)
    apart, told = Place(False, "apart", None), Place(False, "near", metres)
    if abs(metres - near) < globe.SLACK_M:
        return [apart, told]
    return [told if metres < near else apart]
