"""First-level hypergames: each maker judges by its own picture of the others.

In its picture a maker has its own preference, and of the others what it attributes to them. A state
is an equilibrium of the hypergame when each maker, by its own picture, has no reason to leave it.

A state that a maker does not perceive is not in its picture: nobody moves into or out of it there
(``picture``). Another reading, that of the program GMCR+, has each maker make no move into or out
of a state that it does not perceive itself, and lets everyone know so (``moves``). They differ
where a maker expects an answer by one that does not see where it stands.

Sources: Bennett 1977; Aljefri, Fang and Hipel 2014; Kinsara 2014 (GMCR+).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from detente.stability.answer import NO, OPEN, YES, Answer, Held
from detente.stability.game import Arcs, Game
from detente.stability.pairs import Concept
from detente.stability.reach import Sanction
from detente.stability.solve import solve

if TYPE_CHECKING:
    from detente.stability.conflict import Conflict

Kind = Literal["steady", "false", "missed", "open"]
Blindness = Literal["picture", "moves"]


@dataclass(frozen=True)
class Hypergame:
    """What holds by each maker's picture, beside what holds by what each really prefers.

    Attributes:
        conflict: the conflict.
        truth: what holds when everyone sees everything as it is.
        pictures: what holds in the picture of each maker.
    """

    conflict: Conflict
    truth: Answer
    pictures: tuple[Answer, ...]

    def stable(self, concept: Concept) -> Held:
        """Give for each maker and state whether the maker, by its own picture, stays."""
        return np.stack([each.stable[concept][i] for i, each in enumerate(self.pictures)])

    def kinds(self, concept: Concept) -> dict[Kind, tuple[str, ...]]:
        """Name the states by what the pictures make of them.

        Returns:
            ``steady``: holds by the pictures and in truth. ``false``: by the pictures only, so that
            a misreading keeps it up. ``missed``: in truth only, so that a misreading stands in its
            way. ``open``: one of the two cannot be told.
        """
        each = self.stable(concept)
        seen = np.where((each == OPEN).any(axis=0), OPEN, YES)
        seen = np.where((each == NO).any(axis=0), NO, seen)
        true = self.truth.equilibrium(concept)
        found: dict[Kind, tuple[str, ...]] = {}
        masks: tuple[tuple[Kind, NDArray[np.bool_]], ...] = (
            ("steady", (seen == YES) & (true == YES)),
            ("false", (seen == YES) & (true == NO)),
            ("missed", (seen == NO) & (true == YES)),
            ("open", (seen == OPEN) | (true == OPEN)),
        )
        for kind, mask in masks:
            at = np.flatnonzero(mask).tolist()
            found[kind] = tuple(self.conflict.states.names[each] for each in at)
        return found


def hypergame(
    conflict: Conflict,
    *,
    concepts: Collection[Concept] | None = None,
    sanction: Sanction = "sequence",
    unseen: Blindness = "picture",
) -> Hypergame:
    """Ask what holds by each maker's picture, and in truth.

    Args:
        conflict: the conflict, with what makers attribute to one another (``seen_by``) and what
            they do not perceive (``unseen``).
        concepts: what counts as stable; None: Nash, GMR, SMR, SEQ and SSEQ.
        sanction: what those who answer a move can bring about.
        unseen: what becomes of states that a maker does not perceive, see above.

    Raises:
        SenderError: a concept or reading is not known. The sender must act.
    """
    asked: Collection[Concept] = concepts or ("Nash", "GMR", "SMR", "SEQ", "SSEQ")
    truth = solve(conflict, concepts=asked, sanction=sanction)
    pictures = tuple(
        solve(picture(conflict, maker.id, unseen), concepts=asked, sanction=sanction)
        for maker in conflict.makers
    )
    return Hypergame(conflict, truth, pictures)


def picture(conflict: Conflict, maker: str, unseen: Blindness = "picture") -> Game:
    """Give the game as one maker sees it.

    Args:
        conflict: the conflict.
        maker: the id of the maker.
        unseen: what becomes of states that a maker does not perceive.

    Raises:
        UnknownName: nobody has this id. The sender must act.
    """
    conflict.maker(maker)
    seen = {each.maker: each.order for each in conflict.preferences if each.seen_by == maker}
    own = conflict.game()
    orders = tuple(
        seen.get(each.id, order) for each, order in zip(conflict.makers, own.orders, strict=True)
    )
    blind = [maker if unseen == "picture" else each.id for each in conflict.makers]
    if not any(conflict.unseen.get(each) for each in blind):
        return Game(own.size, own.moves, orders)
    kept = [_perceived(conflict, each) for each in blind]
    steps = tuple(
        tuple(step & see if see >> s & 1 else 0 for s, step in enumerate(each))
        for each, see in zip(own.steps, kept, strict=True)
    )
    return Game(own.size, Arcs(steps), orders)


def _perceived(conflict: Conflict, maker: str) -> int:
    """Give the set of states that a maker perceives."""
    found = (1 << conflict.size) - 1
    for name in conflict.unseen.get(maker, ()):
        found &= ~(1 << conflict.states.of(name))
    return found
