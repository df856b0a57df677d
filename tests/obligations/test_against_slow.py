"""The engine beside the slow reference: the same findings in hundreds of small worlds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from detente.obligations import evaluate
from tests.obligations.slow import Slow
from tests.obligations.worlds import World, world

Told = dict[tuple[str, ...], dict[str, Any]]
NAMES = ("instrument", "provision", "activity", "source", "obligee")


def by_name(findings: Iterable[Mapping[str, Any]]) -> Told:
    """Findings by what they are about, each once; names that are joined, as sets."""
    told: Told = {}
    for finding in findings:
        name = tuple(str(finding[key]) for key in NAMES)
        assert name not in told, f"two findings say {name}"
        told[name] = {key: each for key, each in finding.items() if key not in (*NAMES, *LEFT_OUT)}
    return told


LEFT_OUT = ("citation", "draft")


def names(joined: str) -> set[str]:
    """The names of a joined list, none of them twice."""
    listed = joined.split(", ") if joined else []
    assert len(listed) == len(set(listed)), joined
    return set(listed)


def slowly(made: World) -> Told:
    return by_name(
        {"instrument": path, **finding}
        for path, text in made.library.texts.items()
        for provision in text.provisions.values()
        for finding in Slow(made.library, text, provision, made.as_of, made.complete).findings(
            made.rows
        )
    )


def quickly(made: World, *, lazily: bool) -> Told:
    frame = made.frame()
    found = evaluate(
        frame.lazy() if lazily else frame,
        library=made.library,
        as_of=made.as_of,
        complete=made.complete,
    )
    rows = (found.collect() if lazily else found).rows(named=True)
    sets = ("reached", "missing")
    return by_name({**row, **{key: names(row[key]) for key in sets}} for row in rows)


@pytest.mark.parametrize("seed", range(240))
def test_the_engine_finds_what_the_reference_finds(seed: int) -> None:
    made = world(seed)
    assert quickly(made, lazily=seed % 4 == 0) == slowly(made)


@pytest.mark.parametrize("seed", range(60))
def test_limits_on_numbers_are_counted_as_the_reference_counts(seed: int) -> None:
    made = world(1000 + seed, counting=True)
    assert quickly(made, lazily=False) == slowly(made)
