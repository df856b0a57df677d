"""A node that is killed, or whose disk is full: what was acknowledged stands, whole."""

import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from detente.errors import StoreFull
from detente.exchange.check.receipt import check_receipt, read_receipt
from detente.store import Store, check, open_store, table
from detente.store import opened as opened_room
from detente.store.proofs import receipt
from detente.store.words import word
from tests.store.conftest import HOST, SECRET
from tests.store.filled import everything
from tests.store.speaking import NOON, Speakers, filing
from tests.store.test_rows import a_draft, an_act

ROOT = Path(__file__).resolve().parents[2]


def started(where: str, seed: int, most: int = 10**6, **more: Any) -> subprocess.Popen[str]:
    """Start a node in a process of its own."""
    command = [sys.executable, "-m", "tests.store.a_node", where, str(seed), str(most)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, **more)


def killed_after(node: subprocess.Popen[str], acknowledged: int, moment: float) -> list[str]:
    """Kill a node some moment after it has acknowledged some words; answers what it said."""
    assert node.stdout is not None
    said = [node.stdout.readline() for _ in range(acknowledged + 1)]
    time.sleep(moment)
    os.kill(node.pid, signal.SIGKILL)
    said += node.stdout.readlines()
    assert node.wait() == -signal.SIGKILL, "it did not end by itself"
    return [line.rstrip("\n") for line in said if line.endswith("\n")]


def acknowledged(said: list[str]) -> dict[str, int]:
    """What a node acknowledged: where each word stands."""
    words = [line.split() for line in said if line not in ("ready", "full")]
    return {identity: int(index) for index, identity, _ in words}


def test_no_acknowledged_word_is_lost_by_a_kill(where: str) -> None:
    chance = random.Random(where)
    told: dict[str, int] = {}
    for seed in range(4):
        node = started(where, seed)
        more = acknowledged(killed_after(node, chance.randint(1, 20), chance.uniform(0, 0.3)))
        assert more, "it was killed while it worked"
        told |= more
        store = open_store(where, secret=SECRET, host=HOST)
        head = check(store)
        assert head.size >= len(told) + 2
        assert stands(store, told) == told
        store.close()
    assert len(set(told.values())) == len(told)


def stands(store: Store, told: dict[str, int]) -> dict[str, int]:
    """Where the words stand that were acknowledged, each with an act that says so."""
    acts = table("acts")
    found = {}
    with store.reading() as connection:
        recorded = set(connection.scalars(sa.select(acts.c.outcome)))
        for identity in told:
            kept = word(connection, identity, reader="AT", participant=True, at=NOON)
            if kept is not None and identity in recorded:
                found[identity] = kept.leaf_index
                data = receipt(connection, kept.leaf_index, shown=True)
                proven = check_receipt(read_receipt(data))
                assert proven.statement is not None
                assert proven.statement.id == identity
    return found


def smallest(limit: int) -> None:
    """Let no file of this process grow beyond a size, as on a disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))


@pytest.mark.parametrize("limit", [400_000, 1_000_000])
def test_a_full_disk_is_said_and_leaves_nothing_half_written(tmp_path: Path, limit: int) -> None:
    path = tmp_path / "detente.db"
    node = started(str(path), 0, most=400, preexec_fn=lambda: smallest(limit))
    said = node.communicate(timeout=120)[0].splitlines()
    assert node.returncode == 0
    assert "full" in said, "the disk was never full"
    told = acknowledged(said)
    store = open_store(path, secret=SECRET, host=HOST)
    check(store)
    assert stands(store, told) == told
    assert store.write(an_act) == store.head().records - 1, "there is room again"
    check(store)
    store.close()


def test_sqlite_without_room_refuses_and_goes_on_later(tmp_path: Path) -> None:
    store = open_store(tmp_path / "detente.db", secret=SECRET, host=HOST)
    speakers = Speakers(store, "AT")
    with store.writer.connect() as connection:
        pages = connection.scalar(sa.text("PRAGMA page_count"))
        connection.scalar(sa.text(f"PRAGMA max_page_count = {pages + 4}"))
    before = everything(store)
    sealed = speakers.sealed("AT", "x" * 100_000)
    with pytest.raises(StoreFull, match="nothing of the act was kept"):
        store.write(filing(sealed, speakers.at))
    with pytest.raises(StoreFull):
        store.write(lambda writing: a_draft(writing, 0, "y" * 100_000))
    assert everything(store) == before
    check(store)
    with store.writer.connect() as connection:
        connection.scalar(sa.text("PRAGMA max_page_count = 100000"))
    assert store.write(filing(sealed, speakers.at)).index == 2
    check(store)


def test_nothing_is_acknowledged_before_it_is_durable(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    speakers = Speakers(store, "AT")
    commits, may = threading.Semaphore(0), threading.Semaphore(0)
    came: list[int] = []

    def waits(transaction: sa.RootTransaction) -> None:
        commits.release()
        assert may.acquire(timeout=20)
        transaction.commit()

    def says(text: str) -> threading.Thread:
        act = filing(speakers.sealed("AT", text), speakers.at)
        thread = threading.Thread(target=lambda: came.append(store.write(act).index))
        thread.start()
        return thread

    monkeypatch.setattr(opened_room, "made_durable", waits)
    threads = [says("first")]
    assert commits.acquire(timeout=20)
    threads += [says("second, which leads"), says("third, which is led")]
    while len(store._turns._waiting) < 2:
        time.sleep(0.001)
    assert (came, store.head().size) == ([], 2), "nobody was told, and nobody else sees it"
    may.release()
    assert commits.acquire(timeout=20)
    time.sleep(0.1)
    assert (came, store.head().size) == ([2], 3)
    may.release()
    for thread in threads:
        thread.join()
    assert (sorted(came), store.head().size) == ([2, 3, 4], 5)


def test_words_and_their_checkpoint_come_together_or_not_at_all(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    speakers = Speakers(store, "AT")
    before = everything(store)

    def breaks(*_: object) -> str:
        raise RuntimeError("the key is gone")

    monkeypatch.setattr(opened_room, "sign_checkpoint", breaks)
    act = filing(speakers.sealed("AT", "unsigned"), speakers.at)
    with pytest.raises(RuntimeError, match="the key is gone"):
        store.write(lambda writing: (act(writing), an_act(writing)))
    assert everything(store) == before
    monkeypatch.undo()
    assert speakers.say("AT", "signed").index == 2
    check(store)
