"""Words filed and sealed, each durable before it is acknowledged, beside a bare insert.

The bare insert keeps the same bytes (the entry, the salt, the sealed word) in a table of one
column, by the engine's own driver, and commits each row durably: no seal is checked, no tree grows,
no checkpoint is signed. Both take turns in one run, with one hand and with several.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from detente.exchange import Access, PrivateKey, compose, new_key
from detente.exchange.check.sealed import Sealed
from detente.exchange.keys import admitting
from detente.exchange.tree import append as grown
from detente.store import Store, file, open_store, table
from detente.store.address import engine_at
from detente.store.postgresql import connecting
from detente.store.proofs import places
from detente.store.tail import node_number

AT = datetime(2031, 5, 1)
WORDS = 400
ROUNDS = 3
GOAL = "within 3 times"
SERVER = os.environ.get("DETENTE_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432/test")

Insert = Callable[[bytes], None]


class Parties:
    """A host and one delegation, with words that are sealed beforehand."""

    def __init__(self) -> None:
        self.host, self.key = new_key("bench.example/log"), new_key("AT")

    def sealed(self, key: PrivateKey, content: dict[str, Any], kind: str) -> Sealed:
        """Seal one statement."""
        said = compose(
            log=self.host.owner,
            by=key.owner,
            made="2031-05-01T00:00:00Z",
            kind=kind,
            marker="test",
            access=Access("public") if kind == "keys" else Access("participants"),
            content=content,
        )
        return key.seal(said)

    def words(self, count: int) -> list[Sealed]:
        """Seal notifications of a usual length."""
        text = "exercise, troops 9,500, tanks 260, area of four corners; " * 8
        return [
            self.sealed(self.key, {"text": text, "number": secrets.token_hex(8)}, "notification")
            for _ in range(count)
        ]

    def opened(self, where: str) -> Store:
        """Open a store in which the delegation may speak."""
        store = open_store(where, secret=b"bench", host=self.host)
        log = self.host.owner
        for key in (self.host, self.key):
            said = self.sealed(self.host, admitting(log, key), "keys")
            store.write(lambda writing, said=said: file(writing, said, at=AT))
        return store


def shared_out(act: Callable[[Any], object], given: list[Any], hands: int) -> float:
    """Do an act for all that is given, by several hands at once; answers the seconds."""
    parts = [given[hand::hands] for hand in range(hands)]
    threads = [threading.Thread(target=lambda p=part: [act(x) for x in p]) for part in parts]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - start


def bare_sqlite(path: Path) -> Insert:
    """Insert durably into SQLite, by its own driver; each hand has a connection."""
    local = threading.local()
    with sqlite3.connect(path) as first:
        first.execute("PRAGMA journal_mode = WAL")
        first.execute("CREATE TABLE bare (octets BLOB)")

    def insert(octets: bytes) -> None:
        if not hasattr(local, "at"):
            local.at = sqlite3.connect(path, timeout=60, isolation_level=None)
            local.at.execute("PRAGMA synchronous = FULL")
        local.at.execute("BEGIN IMMEDIATE")
        local.at.execute("INSERT INTO bare VALUES (?)", (octets,))
        local.at.execute("COMMIT")

    return insert


def bare_postgresql(where: sa.URL) -> Insert:
    """Insert durably into PostgreSQL, by the driver alone; each hand has a connection."""
    import pg8000

    local, told = threading.local(), connecting(where)
    first = pg8000.connect(**told)
    first.cursor().execute("CREATE TABLE bare (octets BYTEA)")
    first.commit()

    def insert(octets: bytes) -> None:
        if not hasattr(local, "at"):
            local.at = pg8000.connect(**told)
        local.at.cursor().execute("INSERT INTO bare VALUES (%s)", (octets,))
        local.at.commit()

    return insert


def measured(name: str, store: Store, insert: Insert, parties: Parties) -> Iterator[dict[str, Any]]:
    """Let both take turns, with one hand and with many."""
    for hands in (1, 4, 16):
        ours, bare = [], []
        for _ in range(ROUNDS):
            words = parties.words(WORDS)
            octets = [word.canonical() + bytes(32) + bytes(134) for word in words]
            bare.append(shared_out(insert, octets, hands))
            act = lambda word: store.write(lambda writing: file(writing, word, at=AT))  # noqa: E731  # short
            ours.append(shared_out(act, words, hands))
        yield {
            "what": f"words filed and sealed, {name}, {hands} at once",
            "per second": WORDS / min(ours),
            "bare insert per second": WORDS / min(bare),
            "ratio": min(ours) / min(bare),
            "goal": GOAL,
        }


def sqlite() -> Iterator[dict[str, Any]]:
    """SQLite, on the disk where temporary files are."""
    with tempfile.TemporaryDirectory() as folder:
        parties = Parties()
        store = parties.opened(str(Path(folder, "detente.db")))
        yield from measured("SQLite", store, bare_sqlite(Path(folder, "bare.db")), parties)
        yield from proofs("SQLite", store)
        store.close()


def postgresql() -> Iterator[dict[str, Any]]:
    """PostgreSQL, in a schema that is dropped afterwards."""
    server, name = engine_at(SERVER), f"detente_{secrets.token_hex(6)}"
    try:
        with server.begin() as connection:
            connection.execute(sa.text(f"CREATE SCHEMA {name}"))
    except sa.exc.DBAPIError as error:
        yield {"what": "words filed and sealed, PostgreSQL", "absent": str(error.orig)[:80]}
        return
    url = sa.make_url(SERVER).update_query_dict({"options": f"-csearch_path={name}"})
    parties = Parties()
    store = parties.opened(url.render_as_string(hide_password=False))
    yield from measured("PostgreSQL", store, bare_postgresql(url), parties)
    yield from proofs("PostgreSQL", store)
    store.close()
    with server.begin() as connection:
        connection.execute(sa.text(f"DROP SCHEMA {name} CASCADE"))


def proofs(name: str, store: Store, size: int = 1_000_000) -> Iterator[dict[str, Any]]:
    """Prove where entries stand in a log of a million, from the nodes that are kept."""
    fill(store, size)
    with store.reading() as connection:
        took = []
        for _ in range(300):
            index = secrets.randbelow(WORDS)
            start = time.perf_counter()
            (place,) = places(connection, [index], size)
            took.append(time.perf_counter() - start)
            assert len(place.path) >= 19
    yield {
        "what": f"proof of inclusion, {name}, {size:,} entries",
        "seconds": statistics.median(took),
        "worst of 300": max(took),
        "goal": "under 0.005",
    }


def fill(store: Store, size: int) -> None:
    """Grow the tree of a store to a size, with leaves that stand for words, in bulk."""
    start = store.head().size
    edge: dict[tuple[int, int], bytes] = {}
    nodes, entries = table("nodes"), table("entries")
    with store.writer.begin() as connection:
        at_hand = connection.execute(sa.select(nodes)).all()
        kept = {row.number: bytes(row.hash) for row in at_hand}
        due: list[dict[str, Any]] = []
        for index in range(start, size):
            known = lambda level, i: edge.get((level, i)) or kept[node_number(level, i)]  # noqa: E731  # short
            for level, i, hashed in grown(index, secrets.token_bytes(32), known):
                edge[level, i] = hashed
                edge.pop((level - 1, 2 * i), None)
                edge.pop((level - 1, 2 * i + 1), None)
                due.append({"number": node_number(level, i), "hash": hashed})
            if len(due) > 20_000:
                connection.execute(sa.insert(nodes), due)
                due.clear()
        connection.execute(sa.insert(nodes), due)
        last = {"leaf_index": size - 1, "leaf": b"{}", "received": AT}
        connection.execute(sa.insert(entries), last)


def run() -> Iterator[dict[str, Any]]:
    """Measure both engines."""
    yield from sqlite()
    yield from postgresql()
