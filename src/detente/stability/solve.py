"""Which states hold: the stability of every state for every maker, by every concept asked for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np

from detente.errors import SenderError
from detente.stability.answer import ANSWERS, Answer, Held
from detente.stability.cube import Cube, fits
from detente.stability.game import Choices, Game
from detente.stability.pairs import CONCEPTS, Concept, Pairs
from detente.stability.reach import SANCTIONS, Sanction

if TYPE_CHECKING:
    from detente.stability.conflict import Conflict

MOST = 4_096
"""The most states that are asked one by one."""

_FEW = 64


def solve(
    conflict: Conflict | Game,
    *,
    concepts: Collection[Concept] | None = None,
    sanction: Sanction = "sequence",
) -> Answer:
    """Tell of every state whether it holds.

    Args:
        conflict: a conflict, as `read_conflict` gives it; or a game by itself.
        concepts: what counts as stable; None: all that can be asked. SIM can be asked where moves
            are by options, of at most 4,096 states.
        sanction: what those who answer a move can bring about: any legal ``sequence`` of moves, as
            the definition has it; each maker ``once``; or a ``single`` move, as in some published
            tables.

    Raises:
        SenderError: a concept or reading is not known, or the game is too large for what is asked.
            The sender must act.
    """
    game = conflict if isinstance(conflict, Game) else conflict.game()
    asked = _asked(game, concepts, sanction)
    quick = fits(game) and game.size > _FEW
    if game.size > MOST and not quick:
        raise SenderError(
            f"{game.size:,} states are too many for preferences that are partial, or options above"
            f" 24: at most {MOST:,}. Rank all states, or write which of them are infeasible."
        )
    cube = Cube(game, sanction) if quick else None
    pairs = Pairs(game, sanction) if cube is None or "SIM" in asked else None
    found = {
        concept: _by_cube(cube, concept, game)
        if cube is not None and (pairs is None or concept != "SIM")
        else _by_pairs(pairs or Pairs(game, sanction), concept, game)
        for concept in asked
    }
    return Answer(game, sanction, found, None if isinstance(conflict, Game) else conflict)


def _asked(
    game: Game, concepts: Collection[Concept] | None, sanction: Sanction
) -> Sequence[Concept]:
    """Check what is asked.

    Raises:
        SenderError: a concept or reading is not known, or cannot be asked here. The sender acts.
    """
    if sanction not in SANCTIONS:
        raise SenderError(f"no reading is called {sanction!r}. Write {', '.join(SANCTIONS)}.")
    at_once = isinstance(game.moves, Choices) and game.size <= MOST
    if concepts is None:
        return [each for each in CONCEPTS if each != "SIM" or (at_once and game.size <= MOST // 4)]
    unknown = [each for each in concepts if each not in CONCEPTS]
    if unknown:
        raise SenderError(f"no concept is called {unknown[0]!r}. Write {', '.join(CONCEPTS)}.")
    if "SIM" in concepts and not at_once:
        raise SenderError(
            "SIM asks what comes about when several move at one time: it needs moves by options,"
            f" and at most {MOST:,} states. Leave it out."
        )
    return [each for each in CONCEPTS if each in concepts]


def _by_cube(cube: Cube, concept: Concept, game: Game) -> Held:
    """Ask all states at once."""
    return np.stack([cube.stable(concept, i).view(np.uint8) for i in range(game.makers)])


def _by_pairs(pairs: Pairs, concept: Concept, game: Game) -> Held:
    """Ask state by state."""
    held = {answer: found for found, answer in ANSWERS.items()}
    return np.array(
        [[held[pairs.stable(concept, i, s)] for s in range(game.size)] for i in range(game.makers)],
        dtype=np.uint8,
    )
