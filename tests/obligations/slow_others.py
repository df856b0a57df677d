"""What of a provision speaks of one certain other State, for `slow`: told from the library."""

from __future__ import annotations

from detente.instruments.library import Library
from detente.instruments.provisions import Provision


def marked(library: Library) -> set[str]:
    """The names that the library marks; those of facts and of measures are never the same."""
    everything = dict(library.facts) | dict(library.measures)
    return {name for name in everything if everything[name].of_counterpart}


def hangs(library: Library, asked: Provision) -> bool:
    """Whether every way to fulfil a provision takes something that is marked."""
    own = [{fact.fact} for fact in asked.facts]
    own += [{level.measure, *(fact.fact for fact in level.facts)} for level in asked.all_of]
    ways = [{level.measure, *(fact.fact for fact in level.facts)} for level in asked.any_of]
    needed = set().union(*own)
    return all((needed | way) & marked(library) for way in ways or [set()])
