"""The outcome graph as a picture: states, moves by maker, which moves gain, which states hold."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from math import cos, hypot, pi, sin
from typing import TYPE_CHECKING

from detente.errors import SenderError
from detente.stability.answer import OPEN, YES, Answer
from detente.stability.game import members
from detente.stability.pairs import Concept

if TYPE_CHECKING:
    from detente.stability.conflict import Conflict

STATES = 40
"""The most states that are drawn."""

_COLOURS = ("#1b6ca8", "#b3541e", "#3a7d44", "#7b4b94", "#8a6d1f", "#4a4a4a")
_DASHES = ("", "7 3", "2 3", "9 3 2 3", "4 2 1 2", "1 4")
_ROUND = 17
_LINE = 18
_FONT = "font-family='system-ui, sans-serif'"
_STYLES = {YES: ("#dff0e2", "3"), OPEN: ("#fff4cc", "2")}


def draw(answer: Answer, concept: Concept, *, every_move: bool = False) -> str:
    """Draw the outcome graph as SVG.

    Args:
        answer: what holds, with its conflict.
        concept: by which concept states are marked as holding.
        every_move: draw also the moves that do not gain their mover, thin.

    Raises:
        SenderError: there are too many states, or the answer has no conflict or concept. The sender
            must act.
    """
    conflict = answer.conflict
    if conflict is None or concept not in answer.stable:
        raise SenderError(f"the answer is of no conflict, or {concept} was not asked.")
    if conflict.size > STATES:
        raise SenderError(f"at most {STATES} states are drawn; there are {conflict.size:,}.")
    picture = _Picture(conflict, answer, concept)
    drawn = [*picture.head(), *picture.moves(every=every_move), *picture.states()]
    return "\n".join([*drawn, "</svg>\n"])


class _Picture:
    """States on an ellipse, moves between them, and what the numbers stand for on the right."""

    def __init__(self, conflict: Conflict, answer: Answer, concept: Concept) -> None:
        """Place the states."""
        self.conflict, self.answer, self.concept = conflict, answer, concept
        count = conflict.size
        self.radius = max(130.0, 12.0 * count)
        self.middle = self.radius + 40, self.radius + 70
        self.left = 2 * self.middle[0] + 30
        rows = count + len(conflict.makers) + 6
        self.high = max(2 * self.radius + 120, rows * _LINE + 60)
        longest = max(len(self._told(at)) for at in range(count))
        self.wide = self.left + max(330, 6.6 * longest + 40)
        self.at = [self._place(each, count) for each in range(count)]

    def _place(self, each: int, count: int) -> tuple[float, float]:
        """Place one state."""
        angle = 2 * pi * each / count - pi / 2
        x, y = self.middle
        return x + self.radius * cos(angle), y + self.radius * sin(angle)

    def _told(self, state: int) -> str:
        """Say what a number stands for."""
        return f"{self.conflict.states.names[state]}  {self.conflict.label(state)}"

    def head(self) -> Iterator[str]:
        """Begin the picture: what it shows, arrows, and the key."""
        title = escape(f"{self.conflict.name or 'Conflict'}: what holds by {self.concept}")
        yield (
            f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {self.wide:.0f} {self.high:.0f}'"
            f" width='{self.wide:.0f}' height='{self.high:.0f}' role='img'>"
        )
        yield f"<title>{title}</title>"
        yield f"<rect width='{self.wide:.0f}' height='{self.high:.0f}' fill='#ffffff'/>"
        for i, colour in enumerate(self._colours()):
            yield (
                f"<marker id='arrow{i}' viewBox='0 0 8 8' refX='7' refY='4' markerWidth='7'"
                " markerHeight='7' markerUnits='userSpaceOnUse' orient='auto'>"
                f"<path d='M0 0 L8 4 L0 8 z' fill='{colour}'/></marker>"
            )
        yield _text(20, 28, title, "bold", 15)
        yield from self._key()

    def _colours(self) -> list[str]:
        """Give the colour of each maker."""
        return [_COLOURS[i % len(_COLOURS)] for i in range(len(self.conflict.makers))]

    def _key(self) -> Iterator[str]:
        """Say what colours, rings and numbers stand for."""
        y = 60.0
        for i, maker in enumerate(self.conflict.makers):
            yield (
                f"<path d='M{self.left:.0f} {y - 4:.0f} h34' fill='none'"
                f" stroke='{self._colours()[i]}' stroke-width='2'"
                f" stroke-dasharray='{_DASHES[i % len(_DASHES)]}' marker-end='url(#arrow{i})'/>"
            )
            yield _text(self.left + 44, y, f"{maker} gains by this move")
            y += _LINE
        for held, told in ((YES, "holds for everyone"), (OPEN, "cannot be told")):
            fill, width = _STYLES[held]
            if held == YES or (self.answer.equilibrium(self.concept) == OPEN).any():
                yield (
                    f"<circle cx='{self.left + 17:.0f}' cy='{y - 4:.0f}' r='7' fill='{fill}'"
                    f" stroke='#222222' stroke-width='{width}'/>"
                )
                yield _text(self.left + 44, y, told)
                y += _LINE
        y += _LINE / 2
        for state in range(self.conflict.size):
            yield _text(self.left, y, self._told(state))
            y += _LINE

    def moves(self, *, every: bool) -> Iterator[str]:
        """Draw the moves, those that gain over the others."""
        game = self.answer.game
        shown: list[str] = []
        for i in range(game.makers):
            better = game.relations[i].maybe
            for start in range(game.size):
                for end in members(game.steps[i][start]):
                    gains = bool(better[start] >> end & 1)
                    if gains:
                        shown.append(self._arc(i, start, end, 1.6, 0.95))
                    elif every:
                        yield self._arc(i, start, end, 0.6, 0.35)
        yield from shown

    def _arc(self, maker: int, start: int, end: int, width: float, strong: float) -> str:
        """Draw one move, bent inwards, and to its right so that both directions can be seen."""
        (x, y), (u, v) = self.at[start], self.at[end]
        far = hypot(u - x, v - y)
        along, across = (u - x) / far, (v - y) / far
        bend, (mx, my) = 8 + 5 * maker, self.middle
        cx, cy = 0.65 * (x + u) / 2 + 0.35 * mx, 0.65 * (y + v) / 2 + 0.35 * my
        cx, cy = cx - across * bend, cy + along * bend
        x, y = _towards((x, y), (cx, cy), _ROUND)
        u, v = _towards((u, v), (cx, cy), _ROUND + 3)
        return (
            f"<path d='M{x:.1f} {y:.1f} Q{cx:.1f} {cy:.1f} {u:.1f} {v:.1f}' fill='none'"
            f" stroke='{self._colours()[maker]}' stroke-width='{width}' stroke-opacity='{strong}'"
            f" stroke-dasharray='{_DASHES[maker % len(_DASHES)]}' marker-end='url(#arrow{maker})'/>"
        )

    def states(self) -> Iterator[str]:
        """Draw the states, those that hold with a strong ring."""
        held = self.answer.equilibrium(self.concept)
        for state, (x, y) in enumerate(self.at):
            fill, width = _STYLES.get(int(held[state]), ("#ffffff", "1"))
            name = escape(self.conflict.states.names[state])
            told = escape(self._told(state))
            yield (
                f"<circle cx='{x:.1f}' cy='{y:.1f}' r='{_ROUND}' fill='{fill}' stroke='#222222'"
                f" stroke-width='{width}'><title>{told}</title></circle>"
            )
            yield (
                f"<text x='{x:.1f}' y='{y + 4.5:.1f}' text-anchor='middle' font-size='13' {_FONT}"
                f" fill='#111111'>{name}</text>"
            )


def _towards(
    start: tuple[float, float], end: tuple[float, float], by: float
) -> tuple[float, float]:
    """Go some way from one point to another."""
    far = hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    return start[0] + (end[0] - start[0]) * by / far, start[1] + (end[1] - start[1]) * by / far


def _text(x: float, y: float, told: str, weight: str = "normal", size: int = 13) -> str:
    """Write a line."""
    return (
        f"<text x='{x:.0f}' y='{y:.0f}' font-size='{size}' font-weight='{weight}' {_FONT}"
        f" fill='#111111'>{told if weight == 'bold' else escape(told)}</text>"
    )
