"""The columns of an activity row: their names, their types, and which of them belong together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from detente.activities.vocabulary import Vocabulary
from detente.files.headers import OWN, Header
from detente.places.words import EDGES, REFERENCES, UNITS

INSTANT = pl.Datetime("us")
"""The type of every instant: naive, and it means UTC."""

REQUIRED = ("activity", "source", "kind")
"""Without these a row cannot stand."""

STATES = ("obligor", "host", "counterpart")
"""Columns that name a State, or an organisation."""

NOTICES = {"notified_at": "notified", "observers_invited_at": "observers_invited"}
"""Moments of which a source may state that they never came, and the column that then says false."""

HEIGHTS = ("altitude_low", "altitude_high")
"""Bounds of altitude, in ``altitude_unit`` above ``altitude_reference``; infinite where open."""

PLACED: dict[str, Sequence[str]] = {
    "edges": EDGES,
    "altitude_unit": UNITS,
    "altitude_reference": REFERENCES,
}
"""Columns that say how an area or an altitude is meant, each with its words."""

MOMENTS = ("starts", "ends", *NOTICES)
"""Moments stated as a day or as an instant; each has a second column, ``_latest``."""


def columns(vocabulary: Vocabulary) -> dict[str, pl.DataType]:
    """Give every column that an activity frame may have, in order, with its type.

    Only ``activity``, ``source`` and ``kind`` must be there. Null, or an absent column, means
    "not stated", never nil.
    """
    text, yes_no, number = pl.String(), pl.Boolean(), pl.Int64()
    names: dict[str, pl.DataType] = dict.fromkeys([*REQUIRED, *STATES], text)
    for moment in MOMENTS[:2]:
        names |= {moment: INSTANT, f"{moment}_latest": INSTANT}
    names |= {"area": text, "edges": text}
    names |= dict.fromkeys(HEIGHTS, pl.Float64())
    names |= {"altitude_unit": text, "altitude_reference": text}
    for name, fact in vocabulary.facts.items():
        names[name] = yes_no if fact.type == "bool" else text
    for moment, given in NOTICES.items():
        names |= {moment: INSTANT, f"{moment}_latest": INSTANT, given: yes_no}
    names["stated_at"] = INSTANT
    names |= dict.fromkeys(vocabulary.zone_columns, yes_no)
    for measure in vocabulary.measures:
        names |= {f"{measure}_low": number, f"{measure}_high": number}
    return names


def writable(vocabulary: Vocabulary) -> list[str]:
    """Give every column that a file may have: those of the frame, and each measure by its name."""
    return [*columns(vocabulary), *vocabulary.measures]


def header(vocabulary: Vocabulary) -> Header:
    """Give what the header of a file of activities may hold."""
    return Header(writable(vocabulary), REQUIRED)


def heads(vocabulary: Vocabulary) -> dict[str, str]:
    """Give for each column the one that leads its family.

    ``starts_latest`` belongs to ``starts``, ``notified`` to ``notified_at``, ``troops_low`` and
    ``troops_high`` to ``troops``, what is told of altitude to ``altitude_low``; every other column
    leads itself.
    """
    lead = {name: name for name in writable(vocabulary)}
    lead |= {f"{moment}_latest": moment for moment in MOMENTS}
    lead |= {given: moment for moment, given in NOTICES.items()}
    lead |= dict.fromkeys(("altitude_high", "altitude_unit", "altitude_reference"), HEIGHTS[0])
    for measure in vocabulary.measures:
        lead |= {f"{measure}_low": measure, f"{measure}_high": measure}
    return lead


def ordered(names: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    """Put columns in the frame's order, a user's own columns last and as they came."""
    seen = list(names)
    known = [name for name in columns(vocabulary) if name in seen]
    return known + [name for name in seen if name.startswith(OWN)]
