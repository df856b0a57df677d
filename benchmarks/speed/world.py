"""A made-up world: activities in bulk, and dated rules with status and zones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl

from detente.instruments.library import Fact, Library, Measure, Text
from detente.instruments.provisions import Clock, Instrument, Provision, Status
from detente.instruments.zones import Zone
from detente.parties.groups import Group
from detente.parties.states import codes

COUNTS = {
    "troops": (7.5, 1.2),
    "battle_tanks": (3.0, 1.5),
    "armoured_combat_vehicles": (4.0, 1.5),
    "artillery_pieces": (3.5, 1.5),
}
"""Measures and the mean and spread of their logarithm."""

STATES = sorted(codes())[:57]
PARTIES = STATES[:50]
KINDS = ["exercise", "amphibious_landing", "ballistic_missile_launch", "strait_transit"]
EXERCISES = KINDS[:2]
YEARS = [(1975, 1987), (1987, 1991), (1991, 1995), (1995, 2000), (2000, 2012), (2012, 2027)]
"""From 1 January of one year, before 1 January of the other: one instrument each."""

PER_INSTRUMENT = 5
NOTICE = dt.timedelta(days=42)

_RECORD: dict[str, Any] = {
    "source": {"document": "A made-up text", "paragraph": "1"},
    "basis": "recalled",
    "confidence": "high",
}


def activities(n: int, seed: int = 1) -> pl.DataFrame:
    """Make activities with counts exact, ranging or not stated, and dates over half a century."""
    chance = np.random.default_rng(seed)
    columns: dict[str, Any] = {
        "activity": np.arange(n, dtype=np.int32),
        "source": pl.Series(["made-up"]).cast(pl.Categorical).new_from_index(0, n),
    }
    for measure, (mean, spread) in COUNTS.items():
        low = np.exp(chance.normal(mean, spread, n)).astype(np.int64)
        high = np.where(chance.random(n) < 0.3, (low * 1.3).astype(np.int64), low)
        stated = pl.Series(chance.random(n) >= 0.2)
        for end, values in (("low", low), ("high", high)):
            nothing = pl.Series([None], dtype=pl.Int64).new_from_index(0, n)
            columns[f"{measure}_{end}"] = pl.Series(values).zip_with(stated, nothing)
    obligor = pl.Series(np.array(STATES)[chance.integers(0, len(STATES), n)])
    days = chance.integers(0, 18_000, n).astype("timedelta64[D]")
    starts = (np.datetime64("1975-01-01") + days).astype("datetime64[us]")
    given = starts - chance.integers(10, 80, n).astype("timedelta64[D]")
    columns |= {
        "obligor": obligor,
        "host": obligor,
        "kind": np.array(KINDS)[chance.integers(0, len(KINDS), n)],
        "starts": starts,
        "notified_at": pl.Series(given).zip_with(
            pl.Series(chance.random(n) < 0.75),
            pl.Series([None], dtype=pl.Datetime("us")).new_from_index(0, n),
        ),
        "zone_europe": chance.random(n) < 0.7,
        "advance_notice_to_troops": chance.random(n) < 0.9,
    }
    return pl.DataFrame(columns)


def levels(instrument: int, rule: int) -> dict[str, int]:
    """Give the levels of one rule; each rule has its own."""
    k = instrument + len(YEARS) * rule
    return {
        "troops": 9_000 + 300 * k,
        "battle_tanks": 250 + k,
        "armoured_combat_vehicles": 500 + k,
        "artillery_pieces": 250 + k,
    }


Levels = Callable[[int, int], dict[str, int]]
"""The levels of a rule, by the number of its instrument and its own."""


def library(
    instruments: int = len(YEARS), rules: int = PER_INSTRUMENT, of: Levels = levels
) -> Library:
    """Make instruments, each in force for a time, with rules, a zone, clocks, a suspension."""
    members = tuple({"state": state, "from": dt.date(1970, 1, 1)} for state in PARTIES)
    group = Group.model_validate({"id": "all", "name": "All", "members": members, **_RECORD})
    zone = Zone.model_validate({"id": "europe", "name": "Europe", "gist": "Europe", **_RECORD})
    texts = [_text(i, rules, of) for i in range(instruments)]
    return Library(
        texts={text.path: text for text in texts},
        groups={"all": group},
        zones={"europe": zone},
        kinds=dict.fromkeys(KINDS, "Made up"),
        measures={name: Measure(unit="-", definition="Made up") for name in COUNTS},
        facts={"advance_notice_to_troops": Fact(definition="Made up")},
    )


def _text(i: int, rules: int, of: Levels) -> Text:
    """Make one instrument."""
    first, last = (dt.date(year, 1, 1) for year in YEARS[i])
    instrument = Instrument.model_validate(
        {
            "title": f"Text {i}",
            "short": f"T{i}",
            "force": "political",
            "in_force": ({"from": first, "to": last},),
            "parties": ({"group": "all"},),
            **_RECORD,
        }
    )
    clocks = (
        {"id": "38", "gist": "42 days", "before": {"days": 42}, "unless": "41"},
        {
            "id": "41",
            "gist": "at once",
            "facts": ({"fact": "advance_notice_to_troops", "is": False},),
        },
    )
    made = [Clock.model_validate({"done": "notified_at", **_RECORD, **one}) for one in clocks]
    suspended = Status.model_validate(
        {
            "obligor": PARTIES[0],
            "obligees": (PARTIES[1],),
            "kind": "suspended",
            "ground": "made up",
            "from": first.replace(year=first.year + 1),
            **_RECORD,
        }
    )
    return Text(
        f"made-up/{i}",
        instrument,
        {f"{k}": _provision(of(i, k), k) for k in range(rules)},
        {clock.id: clock for clock in made},
        {},
        (suspended,),
    )


def _provision(level: dict[str, int], k: int) -> Provision:
    """Make one rule."""
    return Provision.model_validate(
        {
            "id": f"{k}",
            "title": "Notifiable",
            "gist": "Notified above a level",
            "duty": "notify",
            "kinds": tuple(EXERCISES),
            "bearer": "host",
            "zone": "europe",
            "clock": "38",
            "any_of": tuple({"measure": m, "at_least": n} for m, n in level.items()),
            **_RECORD,
        }
    )
