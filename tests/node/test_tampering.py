"""A byte that is changed in what a node keeps: `detente admin check` tells of it, and which row."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from click.testing import Result

from detente.store.checking import faults_of
from tests.api.conftest import Asking, asking
from tests.cli.conftest import Run, run
from tests.cli.test_node import at, released
from tests.desk.conftest import library, node
from tests.desk.node import Node, seen

__all__ = ["asking", "at", "library", "node", "run"]

Call = Callable[..., Result]


def lived_in(asking: Asking) -> Node:
    """A node on which officers of two delegations have worked: something is in each table."""
    node = asking.node
    word = node.released()["word"]
    node.act("de-drafter", "read_word", word=word)
    node.drafted()
    other = node.drafted(number="CBM/FR/26/0008/F25/O")
    sent_back = node.act("fr-drafter", "submit_draft", **seen(other))
    node.act("fr-second", "send_back_draft", **seen(sent_back), remark="Say where.")
    return node


def flipped(value: Any, chance: random.Random) -> Any:
    """A stored value with one bit changed."""
    if isinstance(value, bytes):
        nth = chance.randrange(len(value))
        return value[:nth] + bytes([value[nth] ^ 1 << chance.randrange(8)]) + value[nth + 1 :]
    if isinstance(value, str) and value:
        nth = chance.randrange(len(value))
        return value[:nth] + chr(ord(value[nth]) ^ 1) + value[nth + 1 :]
    return 1 if value in (None, "") else value ^ 1 << chance.randrange(8)


def rows(path: Path) -> Iterator[tuple[str, int, str, Any]]:
    """Each stored value: its table, the row as SQLite numbers it, its column."""
    with closing(sqlite3.connect(path)) as base:
        names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        for (name,) in base.execute(names).fetchall():
            columns = [row[1] for row in base.execute(f"PRAGMA table_info({name})")]
            for row in base.execute(f"SELECT rowid, * FROM {name}").fetchall():
                yield from ((name, row[0], c, v) for c, v in zip(columns, row[1:], strict=True))


def test_a_bit_changed_in_any_table_is_told_with_its_row(asking: Asking) -> None:
    node, chance = lived_in(asking), random.Random(7)
    path = Path(str(node.store.engine.url.database))
    values = list(rows(path))
    tables = {name for name, *_ in values}
    assert len(tables) >= 15, tables
    for name in sorted(tables):
        own = [each for each in values if each[0] == name]
        for _, rowid, column, value in chance.sample(own, min(5, len(own))):
            other = flipped(value, chance)
            found = _told(node, name, rowid, column, other)
            assert found, (name, rowid, column, value, other)
            told = (name, name.removesuffix("s"), f"record {value} ")
            assert any(each in line for each in told for line in found), (name, column, found)
    with node.store.reading() as connection:
        assert faults_of(connection, b"of the tests") == []


def _told(node: Node, name: str, rowid: int, column: str, value: Any) -> list[str]:
    """What is found after a hand has changed one value; then it is taken back."""
    with node.store.writer.connect() as connection, connection.begin() as transaction:
        base = connection.connection.driver_connection
        assert base is not None
        base.execute("PRAGMA defer_foreign_keys = ON")
        asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        triggers = base.execute(asked).fetchall()
        for trigger, _ in triggers:
            base.execute(f"DROP TRIGGER {trigger}")
        try:
            base.execute(f"UPDATE {name} SET {column} = ? WHERE rowid = ?", [value, rowid])
        except sqlite3.IntegrityError as refusal:  # such a row stands already
            transaction.rollback()
            return [f"{name}: {refusal}"]
        for _, made in triggers:
            base.execute(made)
        found = faults_of(connection, b"of the tests")
        transaction.rollback()
    return found


def test_the_command_names_the_row_and_a_byte_of_the_file(at: Call) -> None:
    released(at)
    path = Path("node/detente.db")
    whole = path.read_bytes()
    assert "all of it is whole" in at("admin check").stdout
    with closing(sqlite3.connect(path)) as base:
        (made,) = base.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'acts_no_update'"
        ).fetchone()
        base.execute("DROP TRIGGER acts_no_update")
        base.execute("UPDATE acts SET officer = 'de' WHERE number = 5")
        base.execute(made)
        base.commit()
    told = at("admin check", 2).stderr
    assert "acts 5: not as it was written" in told
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    chance = random.Random(9)
    said = [place for place, byte in enumerate(whole) if byte]
    for place in chance.sample(said, 6):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        for ending in ("-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        told = at("admin check", 2).stderr
        assert told.startswith("detente: "), place
        assert "Traceback" not in told
    path.write_bytes(whole)
    assert "all of it is whole" in at("admin check").stdout


def test_a_log_in_which_any_letter_was_changed_is_told(at: Call, run: Run) -> None:
    released(at)
    at("pouch pack away --officer de")
    log, chance = Path("away/data/log.jsonl").read_bytes(), random.Random(5)
    for place in chance.sample(range(len(log)), 25):
        Path("log").write_bytes(log[:place] + bytes([log[place] ^ 1]) + log[place + 1 :])
        done = run("log", "verify", "log", "--host", "node/host.txt")
        assert done.exit_code in (1, 2, 3), place
        assert done.exception is None or isinstance(done.exception, SystemExit)
        assert not done.stdout.endswith("All holds.\n"), place
