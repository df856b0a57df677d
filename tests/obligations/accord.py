"""A small agreed text, the Accord, with one of everything that a chain of reasons can hold."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from detente.instruments.library import Fact, Library, Measure, Text
from detente.instruments.provisions import Clock, Except, Instrument, Provision, Status
from detente.instruments.zones import Zone
from detente.parties.groups import Group

DAY = dt.date(2026, 9, 14)
NAME = "a/accord"
READERS = ({"by": "A. Reader", "on": DAY}, {"by": "B. Reader", "on": DAY})
RECORD: dict[str, Any] = {"source": {"document": "Accord"}, "basis": "text", "checked": READERS}


def record(paragraph: str, **more: Any) -> dict[str, Any]:
    """The origin of an entry, checked by two readers unless told otherwise."""
    return RECORD | {"source": {"document": "Accord", "paragraph": paragraph}} | more


def notice(**more: Any) -> dict[str, Any]:
    """The Accord's provision on prior notice."""
    other = {"operator": "more_than", "value": 9000, "held_by": "France"}
    level = {"measure": "troops", "at_least": 9000, "other_readings": (other,)}
    tanks = {"measure": "battle_tanks", "at_least": 250}
    tanks |= {"facts": ({"fact": "structure", "in": ("division",)},)}
    given = {
        "id": "1",
        "title": "Notice",
        "gist": "An exercise of 9,000 troops is notified.",
        "duty": "notify",
        "kinds": ("exercise",),
        "zone": "plain",
        "any_of": (level, tanks),
        "facts": ({"fact": "single_command", "is": True},),
        "lasting": {"operator": "more_than", "hours": 24},
        "unless": ("4",),
        "clock": "2",
        "open_questions": ("Are reserves counted?",),
    }
    return record("1", **(given | more))


def clock(paragraph: str, **more: Any) -> Clock:
    given = {"id": paragraph, "gist": "In writing, 42 days before.", "done": "notified_at"}
    return Clock.model_validate(record(paragraph, **(given | more)))


def status(**more: Any) -> Status:
    given = {"obligor": "FR", "obligees": ("IT",), "kind": "suspended", "ground": "None given."}
    return Status.model_validate(record("status", **(given | {"from": DAY} | more)))


def instrument(**more: Any) -> Instrument:
    given = {
        "title": "The Accord",
        "short": "Accord",
        "force": "political",
        "in_force": ({"from": dt.date(2000, 1, 1), "to": dt.date(2030, 1, 1)},),
        "parties": ({"state": "FR"}, {"group": "club"}, {"state": "PL", "to": DAY}),
    }
    return Instrument.model_validate(record("", **(given | more)))


def text(*statuses: Status, provision: dict[str, Any] | None = None, **whole: Any) -> Text:
    """The Accord; another provision or other traits of the whole where they are given."""
    snap = {"fact": "advance_notice_to_troops", "is": False}
    excepted = record("4", id="4", gist="Small alerts.", facts=(snap,))
    excepted |= {"lasting": {"operator": "at_most", "hours": 72}}
    clocks = clock("2", before={"days": 42}, unless="3"), clock("3", facts=(snap,), gist="At once.")
    return Text(
        path=NAME,
        instrument=instrument(**whole),
        provisions={"1": Provision.model_validate(provision or notice())},
        clocks={each.id: each for each in clocks},
        exceptions={"4": Except.model_validate(excepted)},
        status=statuses,
    )


def library(accord: Text | None = None) -> Library:
    """A library of the Accord, with the words that it uses."""
    members = ({"state": "IT", "from": dt.date(1990, 1, 1)}, {"state": "ES", "from": DAY})
    zone = {
        "id": "plain",
        "name": "plain",
        "gist": "The plain.",
        "whole": ("FR",),
        "outside": ("ES",),
    }
    facts = {name: Fact(definition="-") for name in ("single_command", "advance_notice_to_troops")}
    return Library(
        texts={NAME: accord or text()},
        groups={
            "club": Group.model_validate(RECORD | {"id": "club", "name": "C", "members": members})
        },
        zones={"plain": Zone.model_validate(RECORD | zone)},
        kinds={"exercise": "-", "transfer": "-"},
        measures={n: Measure(unit="-", definition="-") for n in ("troops", "battle_tanks")},
        facts=facts | {"structure": Fact(definition="-", choices=("division", "smaller"))},
    )


def exercise(**stated: Any) -> dict[str, Any]:
    """An exercise to which the Accord applies; what is given is stated instead."""
    given = {
        "activity": "Autumn",
        "source": "France",
        "kind": "exercise",
        "obligor": "FR",
        "host": "FR",
        "starts": dt.datetime(2026, 9, 14, 6),
        "ends": dt.datetime(2026, 9, 18),
        "single_command": True,
        "advance_notice_to_troops": True,
        "troops_low": 9000,
        "troops_high": 9000,
        "structure": None,
        "notified_at": dt.datetime(2026, 8, 3, 9),
    }
    return given | stated


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), infer_schema_length=None)
