"""What cannot be told, fact by fact: what would settle it, and on how many lines it bears."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.dossiers.beside import Beside


@dataclass(frozen=True)
class Open:
    """One fact that is not stated.

    Attributes:
        fact: what it is.
        beside: the ids of what stands on the other side of the answers that turn on it.
    """

    fact: str
    beside: tuple[str, ...]


@dataclass(frozen=True)
class Unknown:
    """What is open in one activity, or in one line.

    Attributes:
        id: its id.
        facts: what is open, the fact first that bears on most.
    """

    id: str
    facts: tuple[Open, ...]


def of_activities(told: Iterable[Beside]) -> tuple[Unknown, ...]:
    """Tell for each activity what is open in it."""
    return _gathered((each.activity, each.open_activity, each.redline) for each in told)


def of_lines(told: Iterable[Beside]) -> tuple[Unknown, ...]:
    """Tell for each line what is open in it."""
    return _gathered((each.redline, each.open_line, each.activity) for each in told)


def _gathered(given: Iterable[tuple[str, Sequence[str], str]]) -> tuple[Unknown, ...]:
    """Gather facts by what they are about."""
    together: dict[str, dict[str, dict[str, None]]] = {}
    for id_, facts, other in given:
        for fact in facts:
            together.setdefault(id_, {}).setdefault(fact, {})[other] = None
    return tuple(
        Unknown(
            id_,
            tuple(
                Open(fact, tuple(others))
                for fact, others in sorted(facts.items(), key=lambda pair: -len(pair[1]))
            ),
        )
        for id_, facts in together.items()
    )
