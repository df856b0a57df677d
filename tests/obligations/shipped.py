"""Activities of every kind under the shipped library, with something unsaid in every column."""

from __future__ import annotations

import datetime as dt
from functools import cache
from random import Random
from typing import Any

import polars as pl

from detente.instruments import Library, read_library
from tests.obligations import worlds
from tests.obligations.worlds import Row

STATES = ["RU", "US", "DE", "PL", "BY", "SU", "TR", "IN", "PK", "CN", "GR", "KR", "KP", "FR", "GB"]
YEARS = [1976, 1988, 1996, 2008, 2017, 2022, 2023, 2024, 2025]


@cache
def library() -> Library:
    return read_library()


def schema() -> dict[str, Any]:
    """Every column of an activity frame that the library knows."""
    known, plain = library(), worlds.schema()
    kept = ["activity", "source", "kind", "obligor", "host", "counterpart", *worlds.MOMENTS]
    kept += [f"{moment}_latest" for moment in worlds.MOMENTS]
    kept += ["notified", "observers_invited", "stated_at"]
    columns: dict[str, Any] = {name: plain[name] for name in kept}
    columns |= {n: pl.String() if f.choices else pl.Boolean() for n, f in known.facts.items()}
    columns |= {zone.column: pl.Boolean() for zone in known.zones.values()}
    return columns | {f"{m}_{end}": pl.Int64() for m in known.measures for end in ("low", "high")}


def rows(seed: int, number: int) -> list[Row]:
    chance = Random(seed)
    kinds = sorted(library().kinds)
    return [row(chance, i, kinds[i % len(kinds)]) for i in range(number)]


def frame(seed: int = 0, number: int = 120) -> pl.DataFrame:
    """Activities in plenty; every column holds something, and nothing, somewhere."""
    return pl.DataFrame(rows(seed, number), schema=schema())


def row(chance: Random, number: int, kind: str) -> Row:
    """One account; what is not stated is about as frequent as what is."""
    known = library()
    made: Row = {"activity": f"a{number // 2}", "source": f"s{number}"}
    made["kind"] = kind
    made |= {who: chance.choice([None, *STATES]) for who in ("obligor", "host")}
    for name, fact in known.facts.items():
        made[name] = chance.choice([None, *(fact.choices or (True, False))])
    for zone in known.zones.values():
        made[zone.column] = chance.choice([None, None, None, True, False])
    for measure in known.measures:
        made |= count(chance, measure)
    year = chance.choice(YEARS)
    start = dt.datetime(
        year, chance.choice([1, 6, 12]), chance.choice([1, 15]), chance.choice([0, 7])
    )
    made |= stated(chance, "starts", start, 0.95)
    made |= stated(
        chance, "ends", start + dt.timedelta(hours=chance.choice([1, 48, 72, 73, 500])), 0.8
    )
    for done in ("notified", "observers_invited"):
        given = start - dt.timedelta(days=chance.choice([1, 14, 41, 42, 43, 400]))
        made |= stated(chance, f"{done}_at", given, 0.5)
        made[done] = chance.choice([None, made[f"{done}_at"] is not None])
    made["stated_at"] = chance.choice([None, start])
    made["counterpart"] = Random(number).choice([None, *STATES])
    return made


def stated(chance: Random, moment: str, first: dt.datetime, likely: float) -> Row:
    """An instant, a day, or some days; or nothing."""
    if chance.random() > likely:
        return {moment: None, f"{moment}_latest": None}
    day = first.replace(hour=0)
    forms = [
        (first, None),
        (day, day + dt.timedelta(days=1)),
        (first, first + dt.timedelta(days=9)),
    ]
    return dict(zip((moment, f"{moment}_latest"), chance.choice(forms), strict=True))


@cache
def edges(measure: str) -> list[int]:
    """The levels of a measure, wherever they stand, and the numbers beside them."""
    values = {lv.value for _, _, p in library() for lv in p.levels if lv.measure == measure}
    return sorted({max(0, value + by) for value in values or {1} for by in (-1, 0, 1)})


def count(chance: Random, measure: str) -> Row:
    low, high = sorted(chance.choices(edges(measure), k=2))
    forms = [(low, low), (low, low), (low, high), (low, None), (None, high), (None, None)]
    least, most = chance.choice(forms)
    return {f"{measure}_low": least, f"{measure}_high": most}
