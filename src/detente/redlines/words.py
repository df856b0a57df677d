"""What a file of red lines may say: the kinds, measures, States and named areas known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from detente.places.words import Edges


@dataclass(frozen=True)
class NamedArea:
    """An area that words name, drawn as far as its extent is known.

    Attributes:
        id: the key by which a line names it.
        name: its name.
        surely_inside: WKT, longitude first, every point of which belongs to it; None: unknown.
        surely_within: WKT outside which nothing of it lies; None: unknown. An area that nobody
            has drawn has neither, and what is asked of it cannot be told.
        edges: how the edges run between the corners; None when not stated.
        source: label of the source; empty when there is none.
        note: what a reader must know about it.
    """

    id: str
    name: str
    surely_inside: str | None = None
    surely_within: str | None = None
    edges: Edges | None = None
    source: str = ""
    note: str = ""


@dataclass(frozen=True)
class Words:
    """The names that a file of red lines may use; the caller builds it from the library.

    Attributes:
        kinds: kinds of activity.
        measures: measures by name.
        states: codes of States and of organisations.
        areas: named areas by key.
    """

    kinds: Collection[str]
    measures: Collection[str]
    states: Collection[str]
    areas: Mapping[str, NamedArea] = field(default_factory=dict)
