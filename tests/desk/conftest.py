"""A node with three delegations, on each engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

import detente
from detente.desk import Workbench, passphrases, start_node
from detente.instruments import Library
from detente.store import open_store
from tests.desk.node import Node, SetClock
from tests.exchange.simulator import LOG, key_of


@pytest.fixture(autouse=True)
def quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work on passphrases with the least effort; that of a node is tried on its own."""
    least = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passphrases, "HASHER", least)


@pytest.fixture(scope="session")
def library() -> Library:
    """The library that is shipped, read once."""
    return detente.library()


@pytest.fixture
def node(tmp_path: Path, library: Library) -> Iterator[Node]:
    """A node: France and Germany ask for four eyes, Poland does not."""
    store = open_store(tmp_path / "detente.db", secret=b"of the tests", host=key_of(LOG))
    clock = SetClock()
    there = Node(store, Workbench(store, library, clock), clock)
    start_node(there.bench, officer="host", name="A forum")
    for delegation in ("FR", "DE"):
        there.admit(delegation)
    there.admit("PL", four_eyes=False)
    yield there
    store.close()
