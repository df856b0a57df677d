"""Why a state holds for a maker, or does not, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.errors import SenderError
from detente.stability.game import Game, members
from detente.stability.pairs import CONCEPTS, Concept, Pairs
from detente.stability.reach import SANCTIONS, Sanction
from detente.stability.solve import MOST

if TYPE_CHECKING:
    from detente.stability.conflict import Conflict

ASKS: dict[Concept, str] = {
    "Nash": "can it gain by a move of its own?",
    "GMR": "would every move that gains be answered by some move that takes the gain away?",
    "SMR": "would every move that gains be answered so that the gain is gone for good?",
    "SEQ": "would every move that gains be answered by moves that the others gain by themselves?",
    "SSEQ": "would every move that gains be answered by moves that the others gain by, for good?",
    "SIM": "would every move that gains come to nothing if others move for gain at that time?",
}
"""What each concept asks of one maker at one state."""

_ANSWERED = {
    "GMR": "can answer so that things end at {u}",
    "SMR": "can answer so that things end at {u}, from where {who} cannot do better than {s}",
    "SEQ": "would answer, {how}, so that things end at {u}",
    "SSEQ": "would answer, {how}, so that things end at {u}, from where {who} cannot do better"
    " than {s}",
    "SIM": "may move for gain at that very time, so that things end at {u}",
}


@dataclass(frozen=True)
class Told:
    """Why one maker stays at a state, or does not.

    Attributes:
        maker: its id.
        stable: whether it stays; None: cannot be told.
        lines: the reasons, a sentence each.
    """

    maker: str
    stable: bool | None
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """Why a state holds, or does not.

    Attributes:
        state: its name.
        label: what it is in words.
        concept: what counts as stable.
        holds: whether it holds for everyone; None: cannot be told.
        makers: the reasons of each.
    """

    state: str
    label: str
    concept: Concept
    holds: bool | None
    makers: tuple[Told, ...]


def explain(
    conflict: Conflict,
    state: str,
    *,
    concept: Concept = "SEQ",
    sanction: Sanction = "sequence",
) -> Explanation:
    """Say why a state holds or not, maker by maker.

    Args:
        conflict: the conflict.
        state: the state, by name.
        concept: what counts as stable.
        sanction: what those who answer a move can bring about.

    Raises:
        UnknownName: no state is called so. The sender must act.
        SenderError: a concept or reading is not known, or cannot be asked here. The sender must
            act.
    """
    if concept not in CONCEPTS or sanction not in SANCTIONS:
        known = CONCEPTS if concept not in CONCEPTS else SANCTIONS
        raise SenderError(f"{concept} by {sanction} is not known. Write {', '.join(known)}.")
    if concept == "SIM" and not conflict.options:
        raise SenderError("SIM needs moves by options; ask another concept.")
    if conflict.size > MOST:
        raise SenderError(f"reasons are told of at most {MOST:,} states.")
    at = conflict.states.of(state)
    teller = _Teller(conflict, conflict.game(), concept, sanction)
    makers = tuple(teller.of(i, at) for i in range(len(conflict.makers)))
    each = [told.stable for told in makers]
    holds = False if False in each else None if None in each else True
    return Explanation(state, conflict.label(at), concept, holds, makers)


class _Teller:
    """Tells of one game by one concept."""

    def __init__(
        self, conflict: Conflict, game: Game, concept: Concept, sanction: Sanction
    ) -> None:
        """Keep what is asked."""
        self.conflict, self.concept = conflict, concept
        self.pairs = Pairs(game, sanction)

    def of(self, maker: int, state: int) -> Told:
        """Tell of one maker."""
        answer = self.pairs.stable(self.concept, maker, state)
        return Told(self.conflict.makers[maker].id, answer, tuple(self._lines(maker, state)))

    def _lines(self, maker: int, state: int) -> Iterator[str]:
        """Go through the reasons."""
        who, here = self.conflict.makers[maker], self.conflict.states.names[state]
        may = self.pairs.wins(maker, state, hard=True)
        if not self.pairs.steps[maker][state]:
            yield f"{who} has no move from {here}."
        elif not may:
            yield f"{who} has no move from {here} to a state that it prefers."
        sure = self.pairs.wins(maker, state, hard=False)
        for move in members(may):
            yield self._move(maker, state, move, sure=bool(sure >> move & 1))

    def _move(self, maker: int, state: int, move: int, *, sure: bool) -> str:
        """Tell of one move and what answers it."""
        who = self.conflict.makers[maker]
        gain = "prefers" if sure else "may prefer, which cannot be told,"
        begin = f"{who} can move to {self._named(move)}, which it {gain}"
        if self.concept == "Nash":
            return f"{begin}."
        hard = self.pairs.deterring(self.concept, maker, state, move, hard=True)
        if hard:
            return f"{begin}; but {self._others(maker)} {self._answer(maker, state, hard)}."
        soft = self.pairs.deterring(self.concept, maker, state, move, hard=False)
        if soft:
            answer = self._answer(maker, state, soft)
            return (
                f"{begin}; whether it is deterred cannot be told: perhaps {self._others(maker)}"
                f" {answer}."
            )
        return f"{begin}, and nothing that the others {self._can()} takes that gain away."

    def _can(self) -> str:
        """Say what others are thought to do."""
        return "can do" if self.concept in ("GMR", "SMR") else "would do for their own gain"

    def _answer(self, maker: int, state: int, ends: int) -> str:
        """Say to what an answer leads, the end that the maker likes least if that can be told."""
        end = self._least(maker, ends)
        who = str(self.conflict.makers[maker])
        said = _ANSWERED[self.concept].format(
            u=self._named(end), who=who, s=self.conflict.states.names[state], how=self._how()
        )
        if end == state:
            return f"{said}, where it began"
        return f"{said}, which {who} does not prefer to {self.conflict.states.names[state]}"

    def _how(self) -> str:
        """Say that answers gain those who make them."""
        if len(self.conflict.makers) == 2:
            return "by a move that it gains by"
        return "by moves that each gain their mover"

    def _least(self, maker: int, ends: int) -> int:
        """Choose the end above which the maker prefers most of the others."""
        surely = self.pairs.surely[maker]
        return max(members(ends), key=lambda end: (surely[end].bit_count(), -end))

    def _others(self, maker: int) -> str:
        """Name the others."""
        names = [str(each) for i, each in enumerate(self.conflict.makers) if i != maker]
        return names[0] if len(names) == 1 else "the others"

    def _named(self, state: int) -> str:
        """Name a state with its label."""
        name, label = self.conflict.states.names[state], self.conflict.label(state)
        return f"{name} ({label})" if label else name
