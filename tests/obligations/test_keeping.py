"""What is worked out from a library is kept with it, and goes when it goes."""

from __future__ import annotations

import datetime as dt
import gc
import pickle
import weakref

from detente.obligations import evaluate
from detente.obligations.explain import explain
from detente.obligations.rules import Bench, compile_rule
from detente.obligations.seen import Seen
from detente.obligations.what_if import with_level
from tests.obligations import accord

GIVEN = accord.frame(accord.exercise())
MANY = 40


def asked_and_dropped(level: int) -> weakref.ref[object]:
    """Ask everything of a what-if library, and let go of it."""
    library = with_level(accord.library(), f"a/accord/1:troops={level}")
    assert evaluate(GIVEN, library=library, as_of=dt.datetime(2026, 9, 20)).height == 1
    assert explain(GIVEN, "a/accord/1", library=library, activity="Autumn").verdict is True
    return weakref.ref(library)


def test_a_what_if_library_does_not_outlive_its_use() -> None:
    dropped = [asked_and_dropped(level) for level in range(1, MANY)]
    gc.collect()
    assert [ref() for ref in dropped] == [None] * len(dropped)


def test_a_rule_is_put_together_once() -> None:
    library = accord.library()
    bench = Bench(library, Seen.of(GIVEN.columns))
    first = compile_rule(bench, library.text(accord.NAME), "1")
    again = compile_rule(Bench(library, Seen.of(GIVEN.columns)), library.text(accord.NAME), "1")
    assert first is again
    other = with_level(library, "a/accord/1:troops=1")
    assert compile_rule(Bench(other, bench.seen), other.text(accord.NAME), "1") is not first


def test_what_is_kept_does_not_travel() -> None:
    library = accord.library()
    alone = len(pickle.dumps(library))
    found = evaluate(GIVEN, library=library)
    assert len(pickle.dumps(library)) == alone
    there = pickle.loads(pickle.dumps(library))
    assert evaluate(GIVEN, library=there).equals(found)
