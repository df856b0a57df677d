"""The engine beside the slow reference: the same findings in hundreds of small worlds."""

from __future__ import annotations

import pytest

from detente.obligations import evaluate
from tests.obligations.findings import Told, by_name, find, told
from tests.obligations.slow import Slow
from tests.obligations.worlds import World, world


def slowly(made: World) -> Told:
    """What the reference finds, provision by provision and row by row."""
    return by_name(
        {"instrument": path, **finding}
        for path, text in made.library.texts.items()
        for provision in text.provisions.values()
        for finding in Slow(made.library, text, provision, made.as_of, made.complete).findings(
            made.rows
        )
    )


@pytest.mark.parametrize("seed", range(200))
def test_the_engine_finds_what_the_reference_finds(seed: int) -> None:
    made = world(seed)
    assert find(made) == slowly(made)


@pytest.mark.parametrize("seed", range(400, 430))
def test_limits_on_numbers_are_counted_as_the_reference_counts(seed: int) -> None:
    made = world(seed, counting=True)
    assert find(made) == slowly(made)


@pytest.mark.parametrize("seed", range(300, 310))
def test_a_lazy_frame_tells_the_same(seed: int) -> None:
    made = world(seed)
    found = evaluate(made.frame().lazy(), library=made.library, as_of=made.as_of).collect()
    assert told(found) == slowly(made)


def test_the_worlds_hold_every_answer_and_every_timing() -> None:
    found = [finding for seed in range(60) for finding in slowly(world(seed)).values()]
    assert {each["verdict"] for each in found} == {True, False, None}
    timings = {each["timing"] for each in found if each["verdict"] is True}
    assert timings == {"met", "late", "running", "lapsed", None}
