"""The words a library gives to files of activities."""

from __future__ import annotations

from detente.activities.vocabulary import Fact, Measure, Vocabulary
from detente.instruments.library import Library
from detente.parties.states import codes


def organisations(library: Library) -> set[str]:
    """Give the codes of organisations that conduct activities as such."""
    return {group.code for group in library.groups.values() if group.code}


def vocabulary(library: Library) -> Vocabulary:
    """Give the kinds, measures, facts, zones and States that a file of activities may name."""
    return Vocabulary(
        kinds=dict(library.kinds),
        measures={n: Measure(m.unit, m.definition) for n, m in library.measures.items()},
        facts={
            n: Fact("choice" if f.choices else "bool", f.choices, f.definition)
            for n, f in library.facts.items()
        },
        zones={name: zone.name for name, zone in library.zones.items()},
        states=codes() | set(library.former) | organisations(library),
    )
