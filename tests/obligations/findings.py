"""Findings as a test reads them: by what they are about, each once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from detente.obligations import evaluate
from tests.obligations.worlds import World

Name = tuple[str, ...]
Told = dict[Name, dict[str, Any]]

ABOUT = ("instrument", "provision", "activity", "source", "obligee")
SAME_FOR_ALL = ("citation", "draft")
JOINED = ("reached", "missing")


def by_name(findings: Iterable[Mapping[str, Any]]) -> Told:
    """Findings by what they are about; two about the same fail the test."""
    told: Told = {}
    for finding in findings:
        name = tuple(str(finding[key]) for key in ABOUT)
        assert name not in told, f"two findings say {name}"
        told[name] = {k: each for k, each in finding.items() if k not in (*ABOUT, *SAME_FOR_ALL)}
    return told


def names(joined: str) -> set[str]:
    """The names of a joined list, none of them twice."""
    listed = joined.split(", ") if joined else []
    assert len(listed) == len(set(listed)), joined
    return set(listed)


def told(found: Any) -> Told:
    """The findings of a Polars frame, with joined names as sets."""
    rows = found.rows(named=True)
    return by_name({**row, **{key: names(row[key]) for key in JOINED}} for row in rows)


def find(made: World, **options: Any) -> Told:
    """What the engine finds in a world."""
    asked = {"as_of": made.as_of, "complete": made.complete, **options}
    return told(evaluate(made.frame(), library=made.library, **asked))
