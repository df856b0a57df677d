"""A conflict: who decides, what each can do, which states come of it, and what each prefers.

Sources: Fang, Hipel and Kilgour, Interactive Decision Making, 1993; Kilgour and Hipel, Group
Decision and Negotiation 14, 2005 (the graph model and its two forms, by options and by states).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from detente.errors import SenderError, UnknownName
from detente.sources.notes import SourceNote
from detente.stability.game import Arcs, Choices, Direction, Game, Order


@dataclass(frozen=True)
class Maker:
    """A decision maker.

    Attributes:
        id: its id.
        name: what it is called; its id where nothing is stated.
    """

    id: str
    name: str = ""

    def __str__(self) -> str:
        """Name it."""
        return self.name or self.id


@dataclass(frozen=True)
class Option:
    """Something that one decision maker can do or leave.

    Attributes:
        id: its id, by which statements name it.
        maker: the id of the decision maker.
        name: what it is called; its id where nothing is stated.
        moves: ``both``; ``forward``, where what is done cannot be undone; ``back``, where what is
            given up cannot be taken up again.
    """

    id: str
    maker: str
    name: str = ""
    moves: Direction = "both"

    def __str__(self) -> str:
        """Name it."""
        return self.name or self.id


@dataclass(frozen=True)
class States:
    """The states.

    Attributes:
        names: the name of each: ``1``, ``2`` and so on where nothing else is stated.
        labels: what each is in words; empty where the options say it.
    """

    names: Sequence[str]
    labels: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The number of each state, by name."""
        return {name: at for at, name in enumerate(self.names)}

    def of(self, name: str) -> int:
        """Give the number of a state.

        Raises:
            UnknownName: no state is called so. The sender must act.
        """
        if name not in self.places:
            raise UnknownName("state", name, list(self.names[:1000]))
        return self.places[name]


@dataclass(frozen=True)
class Preference:
    """What one decision maker prefers, and who says so.

    Attributes:
        maker: the id of the decision maker.
        order: what it prefers.
        basis: ``stated`` by itself, ``attributed`` to it by others, or ``assumed`` by the analyst.
        source: the label of the source.
        paragraph: where in it.
        seen_by: the decision maker whose picture it is; empty: the preference that counts as true.
        variant: what this one of several possible preferences is called; empty: there is one.
        note: what a reader must know about it.
    """

    maker: str
    order: Order
    basis: str
    source: str
    paragraph: str = ""
    seen_by: str = ""
    variant: str = ""
    note: str = ""


@dataclass(frozen=True, eq=False)
class Conflict:
    """A conflict as one file states it.

    Attributes:
        name: what it is called.
        makers: who decides.
        options: what they can do; empty where moves are stated state by state.
        states: the states.
        moves: who can move where.
        preferences: what each prefers, in whose picture, in which variant.
        unseen: for each decision maker the states that it does not perceive.
        status_quo: the state in which things stand; empty where nothing is stated.
        sources: the sources that the file declares.
        about: what a reader must know about it.
    """

    name: str
    makers: tuple[Maker, ...]
    options: tuple[Option, ...]
    states: States
    moves: Choices | Arcs
    preferences: tuple[Preference, ...]
    unseen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    status_quo: str = ""
    sources: tuple[SourceNote, ...] = ()
    about: str = ""

    @property
    def size(self) -> int:
        """How many states there are."""
        return len(self.states.names)

    def game(self, variant: Mapping[str, str] | None = None) -> Game:
        """Give the game as it is, each maker with its own preference.

        Args:
            variant: which variant of each maker is taken, by id; where none is named, the first.
        """
        orders = tuple(self.preference(each.id, variant).order for each in self.makers)
        return Game(self.size, self.moves, orders)

    def preference(self, maker: str, variant: Mapping[str, str] | None = None) -> Preference:
        """Give what a maker prefers, in the variant that is asked for or else the first.

        Raises:
            SenderError: it is not stated. The sender must act.
        """
        wanted = (variant or {}).get(maker)
        for each in self.preferences:
            if each.maker == maker and not each.seen_by and wanted in (None, each.variant):
                return each
        raise SenderError(f"no preference of {maker!r} is stated. Write it as [[preference]].")

    def variants(self) -> dict[str, tuple[str, ...]]:
        """Give the variants of each maker's preference, by id."""
        return {
            maker.id: tuple(
                each.variant
                for each in self.preferences
                if each.maker == maker.id and not each.seen_by
            )
            for maker in self.makers
        }

    def maker(self, name: str) -> int:
        """Give the number of a decision maker by its id.

        Raises:
            UnknownName: nobody has this id. The sender must act.
        """
        ids = [each.id for each in self.makers]
        if name not in ids:
            raise UnknownName("decision maker", name, ids)
        return ids.index(name)

    def label(self, state: int) -> str:
        """Say in words what a state is: its own label, or the options that are taken."""
        name = self.states.names[state]
        if name in self.states.labels:
            return self.states.labels[name]
        if not isinstance(self.moves, Choices):
            return ""
        code = int(self.moves.codes[state])
        taken = [str(each) for bit, each in enumerate(self.options) if code >> bit & 1]
        return ", ".join(taken) or "no option taken"

    def with_order(self, maker: str, order: Order) -> Conflict:
        """Give the conflict with another preference of one maker."""
        mine = self.preference(maker)
        changed = tuple(
            replace(each, order=order) if each is mine else each for each in self.preferences
        )
        return replace(self, preferences=changed)


def numbered(count: int) -> list[str]:
    """Name states by number, from 1."""
    return [str(each) for each in range(1, count + 1)]
