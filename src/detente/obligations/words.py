"""The words a library gives to files of activities and of red lines."""

from __future__ import annotations

from detente.activities.vocabulary import Fact, Measure, Vocabulary
from detente.instruments.library import Library
from detente.instruments.zones import Zone
from detente.obligations.seen import COUNTERPART
from detente.parties.states import codes
from detente.places.written import joined
from detente.redlines.words import NamedArea, Words


def organisations(library: Library) -> set[str]:
    """Give the codes of organisations that conduct activities as such."""
    return {group.code for group in library.groups.values() if group.code}


def vocabulary(library: Library) -> Vocabulary:
    """Give the kinds, measures, facts, zones and States that a file of activities may name."""
    return Vocabulary(
        kinds={
            kind: _of(definition, of_counterpart=kind in library.kinds_of_counterpart)
            for kind, definition in library.kinds.items()
        },
        measures={
            n: Measure(m.unit, _of(m.definition, of_counterpart=m.of_counterpart))
            for n, m in library.measures.items()
        },
        facts={
            n: Fact(
                "choice" if f.choices else "bool",
                f.choices,
                _of(f.definition, of_counterpart=f.of_counterpart),
            )
            for n, f in library.facts.items()
        },
        zones={name: zone.name for name, zone in library.zones.items()},
        states=codes() | set(library.former) | organisations(library),
    )


def _of(definition: str, *, of_counterpart: bool) -> str:
    """Say of what speaks of one certain other State that a row has to name it."""
    return f"{definition}; of the State in `{COUNTERPART}`" if of_counterpart else definition


def redline_words(library: Library) -> Words:
    """Give the kinds, measures, States and named areas that a file of red lines may name.

    The zones of the library are named areas, under their ids.
    """
    known = vocabulary(library)
    zones = {id_: _zone(zone) for id_, zone in library.zones.items()}
    return Words(known.kinds, known.measures, known.states, zones)


def _zone(zone: Zone) -> NamedArea:
    """Give a zone of application as a named area, by the two bounds that are drawn of it."""
    return NamedArea(
        zone.id,
        zone.name,
        joined(zone.surely_inside),
        joined(zone.surely_within),
        "straight",  # as Zone.by_area takes them
        note=zone.gist,
    )
