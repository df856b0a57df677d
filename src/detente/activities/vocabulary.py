"""What a file of activities may say: the words, measures, facts, zones and States known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Measure:
    """What a count counts.

    Attributes:
        unit: the unit of the whole number, such as ``persons``.
        definition: what is counted and what is left out.
    """

    unit: str
    definition: str


@dataclass(frozen=True)
class Fact:
    """Something about an activity that is not a count.

    Attributes:
        type: ``bool`` for yes or no, ``choice`` for one of a few words.
        choices: the words, when `type` is ``choice``; empty otherwise.
        definition: what a yes, or the word, states.
    """

    type: Literal["bool", "choice"]
    choices: tuple[str, ...] = ()
    definition: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """The names that a row of activities may use; the caller builds it from the library.

    Attributes:
        kinds: kinds of activity and their definitions.
        measures: measures by name; each is a column, or a pair ``_low`` and ``_high``.
        facts: facts by name; each is a column.
        zones: zones of application by id, with what they cover.
        states: codes of States, ISO 3166-1 alpha-2 and former ones, and of organisations.
    """

    kinds: Mapping[str, str]
    measures: Mapping[str, Measure] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    zones: Mapping[str, str] = field(default_factory=dict)
    states: Collection[str] = ()

    @property
    def zone_columns(self) -> dict[str, str]:
        """The column of each zone, ``zone_`` and its id with ``-`` written ``_``, and its gist."""
        return {"zone_" + id_.replace("-", "_"): gist for id_, gist in self.zones.items()}
