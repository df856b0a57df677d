"""Learning more about an activity: what is not stated, or only as a range, is made more exact."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from tests.obligations import worlds
from tests.obligations.worlds import MEASURES, MOMENTS, STATES, YES_NO, Row

TICK = dt.timedelta(microseconds=1)
FAR = dt.timedelta(days=40)


def learn(chance: Random, row: Row, steps: int, only: set[str] | None = None) -> Row:
    """A row of which so many things are learnt; `only` names what may be (all when None)."""
    learnt = worlds.everything() | row
    for _ in range(steps):
        things = [each for each in unknown(learnt) if only is None or each in only]
        if only and "counterpart" in only and learnt["counterpart"] is None:
            things.append("counterpart")
        if not things:
            break
        thing = chance.choice(things)
        learnt |= answer(chance, learnt, thing)
    return learnt


def unknown(row: Row) -> list[str]:
    """What is not stated exactly, by the names that `missing` uses."""
    plain = ["kind", "obligor", "host", "form", "in_calendar", *YES_NO]
    open_ = [name for name in plain if row[name] is None]
    open_ += [m for m in MEASURES if row[f"{m}_low"] is None or row[f"{m}_low"] != row[f"{m}_high"]]
    open_ += ["zone_the_zone"] if row["zone_the_zone"] is None and not settled_by_host(row) else []
    open_ += [m for m in ("starts", "ends") if row[m] is None or row[f"{m}_latest"]]
    for moment in MOMENTS[2:]:
        stated = row[moment.removesuffix("_at")]
        if row[f"{moment}_latest"] or (row[moment] is None and stated is not False):
            open_.append(moment)
    return open_


def settled_by_host(row: Row) -> bool:
    return row["host"] in ("AT", "BE")


def answer(chance: Random, row: Row, thing: str) -> Row:
    """What is learnt about one thing; it never contradicts what is stated."""
    if thing in MEASURES:
        low, high = row[f"{thing}_low"], row[f"{thing}_high"]
        value = chance.randint(low or 0, (low or 0) + 3 if high is None else high)
        return {f"{thing}_low": value, f"{thing}_high": value}
    if thing in MOMENTS:
        return instant(chance, row, thing)
    choices: dict[str, list[Any]] = {"kind": [*worlds.KINDS, "other"], "form": list(worlds.FORMS)}
    choices |= {"obligor": [*STATES, "SU", "ZW"], "host": [*STATES, "ZW"]}
    choices |= {"counterpart": [*STATES, "SU", "ZW"]}
    return {thing: chance.choice(choices.get(thing, [True, False]))}


def instant(chance: Random, row: Row, moment: str) -> Row:
    """The exact instant of a moment, within what is stated; a start never after the end."""
    first, before = row[moment], row[f"{moment}_latest"]
    if first is None:
        first = worlds.instant(chance)
        before = first + FAR
    last = before - TICK
    starts, ends = row["starts"], row["ends"]
    if moment == "starts" and ends:
        last = min(last, (row["ends_latest"] or ends + TICK) - TICK)
        first = min(first, last)
    if moment == "ends" and starts:
        first = max(first, starts)
        last = max(first, last)
    noons = [worlds.noon(day) for day in worlds.DAYS]
    days = [first, last, *(each for each in noons if first <= each <= last)]
    return {moment: chance.choice(days), f"{moment}_latest": None}
