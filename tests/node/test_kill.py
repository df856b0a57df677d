"""A served node is killed while many work at it: what it acknowledged stands, once, and proves."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from detente.desk import raise_alerts
from detente.exchange.check.reading import bytes_of
from detente.exchange.pouches import pack
from detente.instruments import Library
from detente.store import check, table
from tests.desk.conftest import library
from tests.desk.node import Node, body, seen
from tests.exchange.simulator import key_of
from tests.house.survey import SRC
from tests.node.served import Program, free_port, made, opened, serve
from tests.notifications.words import notification
from tests.store.conftest import a_schema

__all__ = ["library"]

Asked = tuple[str, str, str, dict[str, Any]]
"""A request: who asks, for which act, under which key, and what."""


@dataclass
class Officers:
    """Two officers of a delegation who say one word after another, until the node is gone.

    Attributes:
        nth: which pair they are.
        programs: the program of each.
        answered: what came of each request that writes.
        lost: the request to which no answer came, with what was to follow.
        receipts: of the words that they released, as the node gave them.
    """

    nth: int
    programs: dict[str, Program]
    chance: random.Random
    answered: list[tuple[Asked, Any]] = field(default_factory=list)
    lost: Asked | None = None
    receipts: dict[str, str] = field(default_factory=dict)
    said: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def delegation(self) -> str:
        """Whose officers they are."""
        return ("FR", "DE")[self.nth % 2]

    def work(self) -> None:
        """Say words until no answer comes."""
        try:
            while True:
                self.speak()
        except ConnectionError:
            pass
        except Exception as error:  # noqa: BLE001  # the test tells it
            self.wrong.append(repr(error))

    def speak(self) -> None:
        """Say a word, from draft to receipt; now and then a request is sent twice."""
        self.said += 1
        name = f"{self.nth}-{self.said}"
        number = f"CBM/{self.delegation}/26/{self.nth * 1000 + self.said:04}/F25/O"
        word = notification(made="", by=self.delegation, number=number)
        draft = self.do("drafter", "draft_word", f"{name}-draft", body=body(word, None))
        draft = self.do("drafter", "submit_draft", f"{name}-submit", **seen(draft))
        draft = self.do("second", "clear_draft", f"{name}-clear", **seen(draft))
        given = self.programs["second"].done("bytes_to_seal", **seen(draft))
        sealed = key_of(self.delegation).seal(bytes_of(given["payload"], "payload"))
        parts = json.loads(sealed.canonical())
        told = self.do("second", "release_word", f"{name}-say", **seen(draft), sealed=parts)
        taken = self.programs["drafter"].done("receipt_of_word", word=told["word"])
        self.receipts[told["word"]] = taken["receipt"]

    def do(self, who: str, act: str, key: str, **request: Any) -> Any:
        """Do an act that writes, under a key, and keep what came of it."""
        self.lost = (who, act, key, request)
        answer = self.programs[who].done(act, key, **request)
        self.answered.append((self.lost, answer))
        if self.chance.random() < 0.2:
            assert self.programs[who].done(act, key, **request) == answer, "done once"
        self.lost = None
        return answer


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """A file in the folder of the node, or a schema of its own on a real server."""
    if request.param == "sqlite":
        yield "detente.db"
    else:
        yield from a_schema()


def test_a_node_that_is_killed_keeps_what_it_acknowledged_and_doubles_nothing(
    database: str, library: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "node"
    secrets, chance = made(folder, library, database), random.Random(database[:6])
    pairs: list[Officers] = []
    for life in range(2 if database == "detente.db" else 1):
        port = free_port()
        server = serve(folder, port)
        new = [worker(life * 4 + nth, secrets, port, chance) for nth in range(4)]
        for pair in pairs:
            again(pair, port)
        killed(server, new, chance)
        pairs += new
    node = opened(folder, library)
    head = check(node.store)
    assert [each for pair in pairs for each in pair.wrong] == []
    for pair in pairs:
        settled(node, pair)
    assert check(node.store).size >= head.size
    words = {told["word"]: told["index"] for told in releases(pairs)}
    assert len(words) >= 6
    assert stands(node) == words
    # a request that was answered and lost when it was sent again has come to an answer twice
    assert drafts(node) == Counter({told["draft"] for told in begun(pairs)})
    proven(node, [each for pair in pairs for each in pair.receipts.values()], tmp_path)
    alerted(node, set(words))
    node.store.close()


def worker(nth: int, secrets: dict[str, str], port: int, chance: random.Random) -> Officers:
    """Two officers at a served node."""
    code = ("fr", "de")[nth % 2]
    programs = {who: Program(port, secrets[f"{code}-{who}"]) for who in ("drafter", "second")}
    return Officers(nth, programs, random.Random(chance.random()))


def killed(server: subprocess.Popen[bytes], pairs: list[Officers], chance: random.Random) -> None:
    """Let officers work, and kill the node some moment after some words are in the log."""
    threads = [threading.Thread(target=pair.work) for pair in pairs]
    for thread in threads:
        thread.start()
    most = chance.randint(6, 12)
    until = time.monotonic() + 60
    while sum(len(pair.receipts) for pair in pairs) < most and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(chance.uniform(0, 0.1))
    os.kill(server.pid, signal.SIGKILL)
    assert server.wait() == -signal.SIGKILL, "it did not end by itself"
    for thread in threads:
        thread.join()


def again(pair: Officers, port: int) -> None:
    """Send the request again to which no answer came, at the node that was started anew."""
    if pair.lost is not None:
        who, act, key, request = pair.lost
        pair.programs[who].port = port
        pair.answered.append((pair.lost, pair.programs[who].done(act, key, **request)))
        pair.programs[who].close()
        pair.lost = None


def settled(node: Node, pair: Officers) -> None:
    """Send everything once more: what was answered is answered so again, and what was lost is."""
    code = pair.delegation.lower()
    if pair.lost is not None:
        who, act, key, request = pair.lost
        pair.answered.append((pair.lost, node.act(f"{code}-{who}", act, key=key, **request)))
    for (who, act, key, request), answer in pair.answered:
        assert node.act(f"{code}-{who}", act, key=key, **request) == answer


def releases(pairs: list[Officers]) -> Iterator[dict[str, Any]]:
    """What came of the words that were released."""
    for pair in pairs:
        yield from (told for (_, act, _, _), told in pair.answered if act == "release_word")


def begun(pairs: list[Officers]) -> Iterator[dict[str, Any]]:
    """What came of the drafts that were begun."""
    for pair in pairs:
        yield from (told for (_, act, _, _), told in pair.answered if act == "draft_word")


def stands(node: Node) -> dict[str, int]:
    """The words that stand in the log: each once, else this fails, and where."""
    listed = node.act("fr-drafter", "list_words", kinds=["notification"], limit=1024)
    by_number = Counter(
        node.act("fr-drafter", "read_word", word=each["word"])["content"]["word"]["number"]
        for each in listed
    )
    assert set(by_number.values()) == {1}
    return {each["word"]: each["index"] for each in listed}


def drafts(node: Node) -> Counter[str]:
    """The drafts that were ever begun."""
    events = table("draft_events")
    begun = sa.select(events.c.draft).where(events.c.event == "drafted")
    with node.store.reading() as connection:
        return Counter(connection.scalars(begun))


def proven(node: Node, receipts: list[str], tmp_path: Path) -> None:
    """Check the receipts that were given before, and the log, by the checker alone."""
    shutil.copytree(SRC / "exchange" / "check", tmp_path / "check")
    told = node.act("de-drafter", "pack_pouch")
    pack(tmp_path / "away", origin=told["origin"], log=(line.encode() for line in told["log"]))
    files = [tmp_path / f"receipt-{nth}.json" for nth in range(len(receipts))]
    for file, receipt in zip(files, receipts, strict=True):
        file.write_text(receipt, encoding="utf-8")
    asked = [str(tmp_path / "check"), "--host", str(tmp_path / "node" / "host.txt")]
    done = subprocess.run(
        [sys.executable, "-I", *asked, str(tmp_path / "away"), *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.endswith("All holds.\n"), done.stdout
    assert done.returncode == 0


def alerted(node: Node, words: set[str]) -> None:
    """Raise the alerts that wait: each word is told to the other delegation once."""
    raise_alerts(node.bench)
    told = Counter(
        each["word"]
        for officer in ("fr-drafter", "de-drafter")
        for each in node.act(officer, "list_alerts", limit=1024)
        if each["kind"] == "word" and each["word"] in words
    )
    assert told == Counter(words)
