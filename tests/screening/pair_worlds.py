"""Worlds of activities and lines anywhere on the globe, small and large, vague and exact.

The same worlds are made by chance from a number (`world`) and by hypothesis (`worlds`), which looks
for the smallest one that fails.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import numpy as np
import polars as pl
import shapely
from hypothesis import strategies as st

from detente.redlines import Altitude, Area, Event, Level, Levels, RedLine
from detente.times.moments import Moment
from tests.screening import globe
from tests.screening.globe import Place, go
from tests.screening.slow import Asked, Row

T = TypeVar("T")

SPOTS: tuple[Place, ...] = (
    (179.9, 66.0),
    (-179.6, -17.0),
    (25.0, 89.6),
    (-60.0, -88.7),
    (20.0, 69.5),
    (-3.0, 0.2),
    (27.0, 58.0),
)
"""Where a world lies: at the antimeridian, the poles, the Arctic, the equator, the Baltic."""

SIZES = (30.0, 3e3, 2.5e4, 1e5, 4e5, 1.8e6)
"""How far figures of a world reach, roughly, in metres."""

KINDS, OBLIGORS = ("exercise", "transfer"), ("AA", "BB", "NATO")
MEMBERS = {"NATO": ("AA",)}
BEGIN = dt.datetime(2031, 3, 1)
SCHEMA: dict[str, Any] = {
    **dict.fromkeys(("activity", "source", "kind", "obligor", "area", "edges"), pl.String),
    "altitude_reference": pl.String,
    **dict.fromkeys(("altitude_low_m", "altitude_high_m"), pl.Float64),
    **dict.fromkeys(("troops_low", "troops_high", "battle_tanks"), pl.Int64),
    **dict.fromkeys(
        ("starts", "starts_latest", "ends", "ends_latest", "stated_at"), pl.Datetime("us")
    ),
}


class Chance(Protocol):
    """What chooses: numpy's chance, or hypothesis."""

    def of(self, choices: Sequence[T]) -> T: ...

    def between(self, low: float, high: float) -> float: ...


@dataclass
class Numpy:
    """Chance from a number."""

    rng: np.random.Generator

    def of(self, choices: Sequence[T]) -> T:
        return choices[int(self.rng.integers(len(choices)))]

    def between(self, low: float, high: float) -> float:
        return float(self.rng.uniform(low, high))


@dataclass
class Drawn:
    """Hypothesis."""

    draw: Callable[[st.SearchStrategy[Any]], Any]

    def of(self, choices: Sequence[T]) -> T:
        result: T = self.draw(st.sampled_from(list(choices)))
        return result

    def between(self, low: float, high: float) -> float:
        return float(self.draw(st.floats(low, high)))


@dataclass
class World:
    """Activities, lines, and what is asked of them."""

    rows: list[dict[str, Any]]
    lines: list[RedLine]
    asked: Asked

    def frame(self) -> pl.DataFrame:
        return pl.DataFrame([{**dict.fromkeys(SCHEMA), **row} for row in self.rows], schema=SCHEMA)


def world(seed: int, activities: int = 9, lines: int = 9) -> World:
    """A world by chance."""
    return _Making(Numpy(np.random.default_rng(seed))).world(activities, lines)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A world of one activity and one line, for hypothesis to make small."""
    return _Making(Drawn(draw)).world(1, 1)


class _Making:
    """A world in the making."""

    def __init__(self, chance: Chance) -> None:
        self.chance = chance
        anywhere = (chance.between(-180, 180), chance.between(-75, 75))
        self.spot = chance.of([*SPOTS, anywhere])
        self.size = chance.of(SIZES)
        self.clear = chance.of([True, False])
        self.polar = abs(self.spot[1]) > 85

    def world(self, activities: int, lines: int) -> World:
        made = [self.line(number) for number in range(lines)]
        rows = [self.activity(number, made) for number in range(activities)]
        near = self.chance.of([0.0, 0.2 * self.size, self.size])
        as_of = self.chance.of([None, None, BEGIN + dt.timedelta(days=5, hours=12)])
        return World(rows, made, Asked(near, MEMBERS, as_of))

    # --- figures ---

    def edges(self) -> str | None:
        """How edges run; near a pole they are geodesic, where the others hardly have a meaning."""
        polar = self.polar or abs(self.spot[1]) * 1.1e5 + 2.5 * self.size > 9.3e6
        return "geodesic" if polar else self.chance.of(["geodesic", "rhumb", "straight", None])

    def area(self, edges: str | None) -> shapely.Geometry:
        """Any area near the spot that is sound however its edges may run."""
        drawn = self.chance.of([self.star, self.star, self.ring, self.several, self.box])
        for _ in range(20):
            shape: shapely.Geometry = drawn()
            if is_sound(shape, edges):
                return shape
            drawn = self.star
        return self.star(6)

    def centre(self) -> Place:
        return go(self.spot, self.chance.between(0, 360), self.chance.between(0, 1.6 * self.size))

    def star(self, count: int = 0, centre: Place | None = None, share: float = 0) -> Any:
        count = count or self.chance.of([3, 4, 5, 7, 32])
        centre = centre or self.centre()
        size = self.size * (share or self.chance.of([0.01, 0.3, 0.6, 1.0]))
        least = 0.95 if count == 32 else 0.5
        shares = [self.chance.between(least, 1) for _ in range(count)]
        begin = self.chance.between(0, 360)
        places = [go(centre, begin + 360 * i / count, r * size) for i, r in enumerate(shares)]
        return shapely.Polygon(self.written(places))

    def ring(self) -> Any:
        """A star with a hole."""
        centre = self.centre()
        outer, inner = self.star(7, centre, 0.7), self.star(5, centre, 0.2)
        return shapely.Polygon(outer.exterior, [inner.exterior])

    def several(self) -> Any:
        """Two or three stars that lie apart."""
        centre, begin = self.centre(), self.chance.between(0, 360)
        count = self.chance.of([2, 3])
        centres = [go(centre, begin + 360 * i / count, 0.7 * self.size) for i in range(count)]
        return shapely.MultiPolygon([self.star(5, each, 0.25) for each in centres])

    def box(self) -> Any:
        """Between two meridians and two parallels; over the antimeridian it may be cut there."""
        x, y = self.centre()
        y = max(-80.0, min(80.0, y))
        high = min(self.size * self.chance.between(0.2, 1) / 111_000, 84 - abs(y))
        wide = min(high / np.cos(np.radians(y)) * self.chance.of([1.0, 3.0]), 40.0)
        west, east = x - wide / 2, x + wide / 2
        if east > 180 and west < 180 and self.chance.of([True, False]):
            sides = [
                shapely.box(west, y, 180, y + high),
                shapely.box(-180, y, east - 360, y + high),
            ]
            return shapely.MultiPolygon(sides)
        return shapely.box(west, y, east, y + high)

    def written(self, places: list[Place]) -> list[Place]:
        """As files have them: with a jump at the antimeridian, or running on past it."""
        if self.polar or self.chance.of([True, False]):
            return places
        first = places[0][0]
        return [(first + (x - first + 180) % 360 - 180, y) for x, y in places]

    def thing(self, edges: str | None) -> shapely.Geometry:
        """Where an activity takes place: mostly an area, else a way or a place."""
        if self.chance.of([True] * 5 + [False]):
            return self.area(edges)
        if self.chance.of([True, False]):
            return shapely.Point(self.centre())
        return shapely.LineString(self.written([self.centre(), self.centre(), self.centre()]))

    def at_the_edge(self, line: RedLine, edges: str | None) -> shapely.Geometry:
        """A small star close to the bound of a line, as it is drawn or as far as it reaches."""
        area = line.area
        if area is None or area.surely_within is None:
            return self.thing(edges)
        drawn = globe.figure(area.surely_within, area.edges or "geodesic")
        places = np.concatenate(drawn.steps)
        at = places[int(self.chance.between(0, len(places) - 1))]
        reach = 1000 * self.chance.of(
            [area.within_km or 0.0, (area.within_km or 0.0) + (line.near_km or 0.0)]
        )
        beyond = self.chance.of([-300.0, -60.0, -5.0, 0.0, 3.0, 30.0, 90.0, 300.0])
        small = self.chance.of([5.0, 40.0, 500.0])
        bearing = self.chance.of([0.0, 90.0, 180.0, 270.0])
        centre = go((float(at[0]), float(at[1])), bearing, reach + beyond + small)
        return self.star(4, centre, small / self.size)

    # --- the two sides ---

    def said(self, clearly: T, choices: Sequence[T]) -> T:
        """Mostly clearly in a world that is clear, else in any way."""
        if self.clear and self.chance.between(0, 1) < 0.9:
            return clearly
        return self.chance.of(choices)

    def line(self, number: int) -> RedLine:
        of, said = self.chance.of, self.said
        begins, until = self.bounds()
        return RedLine(
            id=f"l{number}",
            holder="RR",
            stance="declared",
            called="red line",
            words="made up",
            source="s",
            on=said(_SAID, [None, Moment.of(dt.date(2031, 3, 1)), self.moment(0, 2)]),
            kinds=said(("*",), [(), ("exercise",), ("exercise", "transfer"), ("*",), ("*",)]),
            obligors=said(("*",), [(), ("AA",), ("BB", "NATO"), ("*",), ("*",)]),
            levels=said(_LEVELS[0], [None, *_LEVELS]),
            object_words=said("", ["", "", "", "large"]),
            area=self.place(),
            altitude=said(_ALTITUDES[0], [None, *_ALTITUDES]),
            from_=begins,
            until=until,
            condition=said("", ["", "", "", "if"]),
            events=self.events(),
            near_km=of([None, None, self.size / 4000, self.size / 1000]),
        )

    def place(self) -> Area | None:
        what = self.said(
            self.chance.of(["drawn"] * 3 + ["vague"]), ["none", "anywhere", "vague", *["drawn"] * 6]
        )
        if what in ("none", "anywhere"):
            return None if what == "none" else Area(anywhere=True)
        edges: Any = self.edges()
        reach = self.chance.of([None, None, self.size / 10_000, self.size / 1000])
        outer = self.area(edges)
        if what == "drawn":
            outline = _wkt(outer)
            return Area(surely_inside=outline, surely_within=outline, edges=edges, within_km=reach)
        centre = self.centre()
        inner, around = (_wkt(self.star(7, centre, share)) for share in (0.3, 0.9))
        choices = [
            (inner, around),
            (inner, around),
            (inner, None),
            (None, _wkt(outer)),
            (None, None),
        ]
        sides = self.chance.of(choices)
        return Area(
            named="n", surely_inside=sides[0], surely_within=sides[1], edges=edges, within_km=reach
        )

    def bounds(self) -> tuple[Any, Any]:
        """From when and until when a line bears."""
        begins: Any = self.said("open", [None, "open", "open", self.moment(0, 4)])
        return begins, self.said("open", [None, "open", "open", self.moment(4, 9)])

    def moment(self, first: int, last: int) -> Moment:
        """An instant, a day or a few days, so many days after the beginning."""
        day = BEGIN + dt.timedelta(days=int(self.chance.between(first, last)))
        wide = self.chance.of([None, dt.timedelta(days=1), dt.timedelta(days=3)])
        hour = dt.timedelta(hours=self.chance.of([0, 0, 12]))
        return Moment(day + hour) if wide is None else Moment(day, day + wide)

    def events(self) -> tuple[Event, ...]:
        count = self.said(0, [0, 0, 0, 0, 1, 2])
        names: Any = ["current", "modified", "withdrawn", "contradicted"]
        return tuple(Event(self.moment(3, 8), self.chance.of(names)) for _ in range(count))

    def activity(self, number: int, lines: list[RedLine]) -> dict[str, Any]:
        of = self.chance.of
        edges = self.edges()
        near = self.said("near", ["near", "any", "any", "none"])
        shape = self.at_the_edge(of(lines), edges) if near == "near" else self.thing(edges)
        low, high = sorted(of([(0, 3000), (1000, 5000), (4000, 9000), (500, 500)]))
        counts = self.said(
            (9000, 20_000),
            [(None, None), (0, 8999), (9000, 9000), (8999, 9001), (None, 8999), (1, None)],
        )
        row = {
            "activity": f"a{number}",
            "source": of(["s", "t"]),
            "kind": of([*KINDS, *KINDS, None]),
            "obligor": self.said("AA", [*OBLIGORS, None]),
            "area": None if near == "none" else _wkt(shape),
            "edges": edges,
            "altitude_low_m": of([float(low), float(low), None, -np.inf]),
            "altitude_high_m": of([float(high), float(high), None, np.inf]),
            "altitude_reference": of(["MSL", "MSL", "AGL", None]),
            "troops_low": counts[0],
            "troops_high": counts[1],
            "battle_tanks": of([None, 0, 250, 251]),
            "stated_at": of([None, BEGIN, BEGIN + dt.timedelta(days=7)]),
        }
        return row | self.times()

    def times(self) -> dict[str, Any]:
        """When an activity starts and ends, as exactly as it is known."""
        starts, ends = self.moment(0, 5), self.moment(4, 10)
        if (ends.latest or ends.earliest) <= starts.earliest:
            ends = Moment(starts.earliest + dt.timedelta(days=1))
        told: dict[str, Any] = {}
        for name, moment in (("starts", starts), ("ends", ends)):
            if self.chance.of([True] * 5 + [False]):
                told |= {name: moment.earliest, f"{name}_latest": moment.latest}
        return told


_SAID = Moment.of(dt.date(2031, 3, 1))
_LEVELS = (
    Levels("any", (Level("troops", "at_least", 9000),)),
    Levels("any", (Level("troops", "at_least", 9000), Level("battle_tanks", "more_than", 250))),
    Levels("all", (Level("troops", "more_than", 8999), Level("battle_tanks", "at_least", 250))),
    Levels("any", (Level("ships", "at_least", 1),)),
)
_ALTITUDES = (
    Altitude("open", "open"),
    Altitude("open", "open"),
    Altitude(3000, 9000, "m", "MSL"),
    Altitude("open", 1000, "m", "MSL"),
    Altitude(100, "open", "FL", "standard"),
    Altitude(0, 3000, "ft", "AGL"),
    Altitude(500, None, "m", "MSL"),
    Altitude(0, 500, "m", None),
)


def is_sound(shape: shapely.Geometry, edges: str | None) -> bool:
    """Whether an area is sound however its edges may run."""
    wkt = _wkt(shape)
    for reading in (edges,) if edges else globe.READINGS:
        drawn = globe.figure(wkt, reading)
        view = globe.View(drawn.middle)
        flat = [[view.of(ring) for ring in part] for part in drawn.up]
        parts = shapely.MultiPolygon([(part[0], part[1:]) for part in flat])
        touching = shape.geom_type == "MultiPolygon" and shape.bounds[2] == 180
        if not (all(p.is_valid for p in parts.geoms) if touching else parts.is_valid):
            return False
    return True


def _wkt(shape: shapely.Geometry) -> str:
    return str(shapely.to_wkt(shape, rounding_precision=17))


def row_of(made: World, activity: str) -> Row:
    """The row of an activity."""
    return next(row for row in made.rows if row["activity"] == activity)
