"""Small random worlds in which boundaries meet: a library of few texts, and activities beside it.

Everything is drawn from a handful of days, counts, States and facts, so that a level, the edge of
an interval and the last moment of a clock are hit again and again. A seed makes one world.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import polars as pl

from detente.instruments.library import Fact, Library, Measure, Text
from detente.instruments.provisions import Clock, Except, Instrument, Provision, Status
from detente.instruments.zones import Zone
from detente.parties.groups import Group, State

ORIGIN: dict[str, Any] = {"source": {"document": "A text"}, "basis": "text"}
DAYS = [dt.date(2020, 11, 30), dt.date(2020, 12, 1), dt.date(2020, 12, 15), dt.date(2020, 12, 16)]
DAYS += [dt.date(2020, 12, 31), dt.date(2021, 1, 1), dt.date(2021, 1, 2), dt.date(2021, 1, 16)]
HOURS = [dt.timedelta(), dt.timedelta(hours=12), dt.timedelta(days=1, microseconds=-1)]
STATES = ["AT", "BE", "CH", "DE"]
OTHERS = ["SU", "ZW", "CLUB"]
KINDS = ["exercise", "transfer"]
YEAR = "calendar_year"
MEASURES = ["troops", "tanks"]
YES_NO = ["snap", "command"]
FORMS = ("small", "middle", "large")
THIRDS: list[dict[str, Any]] = [{"state": "YY"}, {"state": "ZZ"}]
BETWEEN = {"two": ["AT", "BE"]}
MOMENTS = ["starts", "ends", "notified_at", "observers_invited_at"]

Row = dict[str, Any]


@dataclass
class World:
    """A library, activities under it, and what is asked of them."""

    library: Library
    rows: list[Row]
    as_of: dt.datetime | None
    complete: bool

    def frame(self) -> pl.DataFrame:
        """The activities as a typed frame, with the columns that the rows have."""
        names = {name for row in self.rows for name in row}
        return pl.DataFrame(self.rows, schema={n: t for n, t in schema().items() if n in names})


def schema() -> dict[str, Any]:
    """Every column that a world can have."""
    instant, whole = pl.Datetime("us"), pl.Int64()
    columns: dict[str, Any] = dict.fromkeys(
        ["activity", "source", "kind", "obligor", "host", "counterpart"]
    )
    columns = {name: pl.String() for name in columns}
    for moment in MOMENTS:
        columns |= {moment: instant, f"{moment}_latest": instant}
    columns |= {"notified": pl.Boolean(), "observers_invited": pl.Boolean(), "stated_at": instant}
    columns |= {"zone_the_zone": pl.Boolean(), "in_calendar": pl.Boolean(), "form": pl.String()}
    columns |= {name: pl.Boolean() for name in YES_NO}
    return columns | {f"{m}_{end}": whole for m in MEASURES for end in ("low", "high")}


def everything() -> Row:
    """A row in which nothing is stated."""
    return dict.fromkeys(schema())


def noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12))


def world(seed: int, *, counting: bool = False, rows: int = 24) -> World:
    """Make the world of a seed; with limits on numbers in it, or without."""
    chance, others = Random(seed), Random(f"{seed} other States")
    library = of_counterparts(others, library_of(chance, counting=counting))
    made = [row(chance, number, counting=counting) for number in range(rows)]
    always = ("activity", "source", "kind", "counterpart")
    optional = [name for name in schema() if name not in always]
    absent = set(chance.sample(optional, chance.choice([0, 0, 3, 12])))
    absent |= {f"{moment}_latest" for moment in absent & set(MOMENTS)}
    made = [{name: value for name, value in each.items() if name not in absent} for each in made]
    if others.random() < 0.9:
        made = [each | {"counterpart": counterpart(others)} for each in made]
    as_of = chance.choice([None, None, instant(chance)])
    return World(library, made, as_of, chance.random() < 0.5)


def maybe(chance: Random, value: Any, likely: float = 0.5) -> Any:
    return value if chance.random() < likely else None


def some(chance: Random, values: list[Any], most: int, least: int = 0) -> tuple[Any, ...]:
    return tuple(chance.sample(values, min(len(values), chance.randint(least, most))))


def instant(chance: Random) -> dt.datetime:
    return dt.datetime.combine(chance.choice(DAYS), dt.time()) + chance.choice(HOURS)


# --- activities -------------------------------------------------------------------------------


def row(chance: Random, number: int, *, counting: bool) -> Row:
    """One account of one activity; where numbers are counted, several of few activities."""
    made: Row = {
        "activity": str(number // 2 if counting else number),
        "source": f"source {number}",
        "kind": chance.choice([*KINDS, "exercise", YEAR, "other"]),
        "obligor": maybe(chance, chance.choice([*STATES[: 2 if counting else 4], *OTHERS]), 0.9),
        "host": maybe(chance, chance.choice([*STATES[: 2 if counting else 4], "ZW"]), 0.9),
        "zone_the_zone": chance.choice([None, None, True, False]),
        "in_calendar": chance.choice([None, True, False]),
        "form": chance.choice([None, *FORMS]),
        "stated_at": maybe(chance, instant(chance), 0.3),
    }
    made |= {name: chance.choice([None, True, False]) for name in YES_NO}
    for measure in MEASURES:
        made |= count(chance, measure)
    start, end = sorted(moment(chance, exact=counting) for _ in range(2))
    dated = number // 2 % 7 != 3 if counting else chance.random() < 0.93
    made |= stated("starts", start if dated else None)
    made |= stated("ends", end if chance.random() < 0.8 else None)
    for name in ("notified", "observers_invited"):
        given = maybe(chance, moment(chance))
        made |= stated(f"{name}_at", given)
        made[name] = chance.choice([None, True]) if given else chance.choice([None, False])
    return made


def counterpart(chance: Random) -> str | None:
    """The other State that a row names, or none."""
    return chance.choice([None, None, *STATES, *OTHERS[:2]])


def count(chance: Random, measure: str) -> Row:
    """A count that is exact, a range, open to one side, or not stated."""
    low, high = sorted(chance.choices(range(7), k=2))
    forms = [
        (low, low),
        (low, low),
        (low, low),
        (low, high),
        (low, None),
        (None, high),
        (None, None),
    ]
    least, most = chance.choice(forms)
    return {f"{measure}_low": least, f"{measure}_high": most}


def moment(chance: Random, *, exact: bool = False) -> tuple[dt.datetime, dt.datetime]:
    """The first instant, and the one before which it lies (the first again: exact)."""
    first = instant(chance)
    midnight = dt.datetime.combine(first.date(), dt.time())
    day = (midnight, midnight + dt.timedelta(days=1))
    vague = (
        first,
        first + dt.timedelta(days=chance.choice([1, 2, 16]), hours=chance.choice([0, 6])),
    )
    return chance.choice([(first, first), day] if exact else [(first, first), day, day, vague])


def stated(name: str, given: tuple[dt.datetime, dt.datetime] | None) -> Row:
    first, before = given or (None, None)
    return {name: first, f"{name}_latest": before if before != first else None}


# --- a library --------------------------------------------------------------------------------


def library_of(chance: Random, *, counting: bool) -> Library:
    """Three texts: one among many, one of an organisation, one between two."""
    zone = {"id": "the-zone", "name": "the zone", "gist": "-", "whole": ("AT",), "outside": ("BE",)}
    members = tuple({"state": s, **roughly(chance)} for s in some(chance, STATES, 4, 1))
    club: Row = {"id": "club", "name": "club", "members": members, "code": "CLUB"}
    club |= {"complete": chance.random() < 0.5, "outside": some(chance, STATES, 1)}
    former = {"code": "SU", "name": "S", "from": dt.date(1900, 1, 1), "to": DAYS[4]}
    return Library(
        texts={
            f"x/{name}": text(chance, name, counting=counting) for name in ("many", "club", "two")
        },
        groups={"club": Group.model_validate(ORIGIN | club)},
        zones={"the-zone": Zone.model_validate(ORIGIN | zone)},
        former={"SU": State.model_validate(ORIGIN | former | {"continued_by": "AT"})},
        kinds=dict.fromkeys([*KINDS, YEAR, "other"], "-"),
        measures={name: Measure(unit="-", definition="-") for name in MEASURES},
        facts={name: Fact(definition="-") for name in (*YES_NO, "in_calendar")}
        | {"form": Fact(definition="-", choices=FORMS)},
        status_day=maybe(chance, chance.choice(DAYS), 0.1),
    )


def of_counterparts(chance: Random, library: Library) -> Library:
    """Mark some words of a library as speaking of one certain other State."""
    speaking = some(chance, ["transfer", "tanks", "command", "form"], 3)
    words: list[dict[str, Any]] = [
        {
            name: each.model_copy(update={"of_counterpart": name in speaking})
            for name, each in named.items()
        }
        for named in (library.measures, library.facts)
    ]
    kinds = frozenset(KINDS).intersection(speaking)
    return replace(library, measures=words[0], facts=words[1], kinds_of_counterpart=kinds)


def spell(chance: Random, *, start: bool = False) -> Row:
    """From and to, each perhaps absent; never ends before it begins."""
    first, last = sorted(chance.sample(DAYS, 2))
    begins = [first, DAYS[0], DAYS[0]] if start else [first, None, None]
    return {"from": chance.choice(begins), "to": chance.choice([last, None, None])}


def roughly(chance: Random) -> Row:
    """A spell of which the first day may not be known."""
    made = spell(chance, start=True)
    later = [day for day in DAYS if day > made["from"]] or [dt.date(2022, 1, 1)]
    return made | {"from_latest": maybe(chance, chance.choice(later), 0.3)}


def text(chance: Random, name: str, *, counting: bool) -> Text:
    parties: dict[str, list[Row]] = {
        "many": [{"state": s, **spell(chance)} for s in some(chance, STATES, 4, 3)] + THIRDS,
        "club": [
            {"group": "club", **spell(chance)},
            *({"state": s} for s in some(chance, STATES, 1)),
        ],
        "two": [{"state": "AT", "from": DAYS[4]}, {"state": "SU", "to": DAYS[4]}, {"state": "BE"}],
    }
    in_force: list[Row] = [{"from": dt.date(2000, 1, 1), "to": None}]
    if chance.random() < 0.5:
        ends, again, over = sorted(chance.sample(DAYS, 3))
        in_force = [{"from": dt.date(2000, 1, 1), "to": ends}, {"from": again, "to": over}]
        in_force[1]["from_latest"] = maybe(chance, again + dt.timedelta(days=1), 0.3)
    whole = {"title": name, "short": name, "force": "legal", "parties": tuple(parties[name])}
    clocks = [clock(chance, number) for number in range(4)]
    clocks += [clock(chance, number) | {"of": "starts"} for number in (4, 5)]
    clocks[0] = clocks[0] | {"unless": "1"} if same_unit(*clocks[:2]) else clocks[0]
    asked = range(2 if counting else 3)
    provisions = [provision(chance, number, counting=counting) for number in asked]
    return Text(
        path=f"x/{name}",
        instrument=Instrument.model_validate(ORIGIN | whole | {"in_force": tuple(in_force)}),
        provisions={p["id"]: Provision.model_validate(p) for p in provisions},
        clocks={c["id"]: Clock.model_validate(c) for c in clocks},
        exceptions={e: Except.model_validate(exception(chance, e)) for e in ("e", "f")},
        status=tuple(status(chance, BETWEEN.get(name)) for _ in range(chance.choice([0, 1, 3]))),
    )


def same_unit(one: Row, other: Row) -> bool:
    units = [Clock.model_validate(each).counted_in_days for each in (one, other)]
    return units[0] == units[1]


def fact(chance: Random) -> Row:
    if chance.random() < 0.3:
        return {"fact": "form", "in": some(chance, list(FORMS), 2, 1)}
    return {"fact": chance.choice(YES_NO), "is": chance.random() < 0.5}


def level(chance: Random) -> Row:
    facts = (fact(chance),) if chance.random() < 0.3 else ()
    operator = chance.choice(["at_least", "at_least", "more_than", "at_most", "less_than"])
    return {"measure": chance.choice(MEASURES), operator: chance.randint(1, 5), "facts": facts}


def duration(chance: Random) -> Row:
    unit: Row = chance.choice([{"hours": 24}, {"hours": 12}, {"days": 1}, {"days": 15}])
    return {"operator": chance.choice(["more_than", "at_most"]), **unit}


def exception(chance: Random, name: str) -> Row:
    facts = tuple(fact(chance) for _ in range(chance.choice([1, 1, 2])))
    return ORIGIN | {
        "id": name,
        "gist": "-",
        "facts": facts,
        "lasting": maybe(chance, duration(chance)),
    }


def clock(chance: Random, number: int) -> Row:
    notice = chance.choice([{"days": 0}, {"days": 1}, {"days": 15}, {"hours": 0}, {"hours": 36}])
    annual = {
        "day": chance.choice(["12-15", "12-31", "01-01"]),
        "years_before": chance.choice([0, 1]),
    }
    form: Row = chance.choice(
        [{"before": notice}, {"before": notice}, {"after": notice}, {"annual": annual}, {}]
    )
    done = chance.choice(["notified_at", "notified_at", "observers_invited_at", "in_calendar", ""])
    made: Row = {
        "id": str(number),
        "gist": "-",
        "done": done,
        "of": chance.choice(["starts", "starts", "ends"]),
    }
    return ORIGIN | made | form | {"facts": (fact(chance),) if number == 1 else ()}


def status(chance: Random, between: list[str] | None) -> Status:
    obligor, other = chance.sample(between or [*STATES, "club"], 2)
    towards = chance.choice([("*",), (other,), (other, "CH") if not between else (other,)])
    first = chance.choice(DAYS)
    later = [day for day in DAYS if day > first] or [dt.date(2022, 1, 1)]
    made: Row = {
        "obligor": obligor,
        "obligees": towards,
        "kind": chance.choice(["suspended", "suspended", "withdrawn", "not-performed", "refused"]),
        "ground": "-",
        "from": first,
        "from_latest": maybe(chance, chance.choice(later), 0.3),
        "disputed_by": ("DE",) if chance.random() < 0.2 else (),
        "claimed_by": ("DE",) if chance.random() < 0.1 else (),
        "provisions": some(chance, ["0", "1"], 1),
    }
    made["to"] = maybe(chance, dt.date(2021, 1, 10), 0.2) if made["from_latest"] is None else None
    return Status.model_validate(ORIGIN | made)


def provision(chance: Random, number: int, *, counting: bool) -> Row:
    """A provision that asks a few of the things that one can ask."""
    season = {"from": chance.choice(["12-01", "12-16"]), "to": chance.choice(["12-16", "12-31"])}
    window: Row = chance.choice(
        [{"simultaneous": True}, {"calendar_years": 1}, {"calendar_years": 2}]
    )
    per = chance.choice([("obligor",), ("host",), ("obligor", "host")])
    other = ((), ("host",), ("obligor",))[number % 3]
    other = () if other == per else other
    likely = 0.1 if counting else 0.25
    valid, yearly = spell(chance), chance.random() < 0.2 and not counting
    made: Row = {
        "id": str(number),
        "title": "-",
        "gist": "-",
        "duty": "notify",
        "kinds": (YEAR,) if yearly else some(chance, KINDS, 2, 1),
        "bearer": chance.choice(["obligor", "host"]),
        "obligors": some(chance, STATES, 2, 1) if chance.random() < 0.2 else (),
        "spared": some(chance, STATES, 1) if chance.random() < 0.2 else (),
        "zone": "the-zone" if chance.random() < 0.3 else "",
        "any_of": tuple(
            level(chance) for _ in range(chance.choice([0, 0, 1] if counting else [0, 1, 2, 3]))
        ),
        "all_of": tuple(level(chance) for _ in range(chance.choice([0, 0, 1]) * (not counting))),
        "facts": (fact(chance),) if chance.random() < likely else (),
        "lasting": maybe(chance, duration(chance), likely),
        "season": maybe(chance, season, likely),
        "unless": some(chance, ["e", "f"], 2) if chance.random() < likely else (),
        "counter": {"max": chance.randint(1, 2), "per": per, "or_per": other} | window
        if counting
        else None,
        "clock": chance.choice(["", "4", "5"] if yearly else ["", "0", "0", "1", "2", "3"]),
        "valid_from": maybe(chance, valid["from"], 0.2),
        "valid_to": maybe(chance, valid["to"], 0.2),
    }
    return ORIGIN | made
