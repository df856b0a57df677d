"""What cannot be told, fact by fact: what would settle it, and on what it bears."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detente.dossiers.beside import Beside


@dataclass(frozen=True)
class Open:
    """Facts that are not stated and bear on the same answers.

    Attributes:
        facts: what they are.
        beside: the ids of what stands on the other side of the answers that turn on them.
    """

    facts: tuple[str, ...]
    beside: tuple[str, ...]


@dataclass(frozen=True)
class Unknown:
    """What is open in one activity, or in one line.

    Attributes:
        id: its id.
        open: what is open, the facts first that bear on most.
    """

    id: str
    open: tuple[Open, ...]


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
    return tuple(Unknown(id_, _alike(facts)) for id_, facts in together.items())


def _alike(given: Mapping[str, Iterable[str]]) -> tuple[Open, ...]:
    """Bring together the facts that bear on the same, those first that bear on most."""
    together: dict[tuple[str, ...], list[str]] = {}
    for fact, others in given.items():
        together.setdefault(tuple(sorted(others)), []).append(fact)
    found = [Open(tuple(facts), beside) for beside, facts in together.items()]
    return tuple(sorted(found, key=lambda each: -len(each.beside)))
