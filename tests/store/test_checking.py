"""Checking: a hand that changes a row, or a byte of the file, is seen."""

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from detente.errors import KeeperError, StoreDamaged
from detente.store import Store, check, open_store, table
from detente.store.address import SQLITE
from detente.store.checking import faults_of
from detente.store.columns import Instant
from detente.store.schema import CHANGING, LOG, RECORDS
from tests.store.conftest import HOST, SECRET
from tests.store.filled import everything, fill
from tests.store.speaking import Speakers


def test_what_was_written_is_whole(store: Store) -> None:
    check(store)
    fill(store)
    head = check(store)
    assert (head.records, head.size, head.keys) == (19, 6, 3)


def damaged(store: Store, statement: str) -> list[str]:
    """What is found after a statement of whoever owns the database; then it is taken back.

    The triggers are taken off first, and put back, as such a hand would.
    """
    sqlite = store.engine.dialect.name == "sqlite"
    with store.writer.connect() as connection, connection.begin() as transaction:
        asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        kept = connection.execute(sa.text(asked)).all() if sqlite else []
        for name, _ in kept:
            connection.execute(sa.text(f"DROP TRIGGER {name}"))
        for name in [] if sqlite else [*LOG, *RECORDS]:
            connection.execute(sa.text(f"ALTER TABLE {name} DISABLE TRIGGER ALL"))
        assert connection.execute(sa.text(statement)).rowcount, statement
        for _, made in kept:
            connection.exec_driver_sql(made)
        found = faults_of(connection, SECRET)
        transaction.rollback()
    return found


REFERRED_TO = {"delegations.id", "officers.id"}
"""Keys that the engine itself does not let change."""

OTHER = "2031-05-01T12:00:00.000000Z"


def another(column: sa.Column[Any]) -> str:
    """Another value of a column, in SQL that both engines read."""
    name = column.name
    if isinstance(column.type, Instant):
        return f"coalesce('2000' || substr({name}, 5), '{OTHER}')"
    if column.type.python_type is int:
        return f"{name} + 100"
    return f"{name} || {name}" if column.type.python_type is bytes else "'other'"


def test_every_column_of_every_table_is_held(store: Store) -> None:
    fill(store, rounds=2)
    for name in [*LOG, *RECORDS, *CHANGING]:
        where = table(name)
        for column in where.c:
            if not column.foreign_keys and f"{name}.{column.name}" not in REFERRED_TO:
                key = next(iter(where.primary_key)).name
                row = f"{key} = (SELECT max({key}) FROM {name})"
                change = f"UPDATE {name} SET {column.name} = {another(column)} WHERE {row}"
                assert damaged(store, change), change
    check(store)


BY_HAND = {
    "DELETE FROM acts WHERE number = 8": "record 8 should stand there",
    "DELETE FROM alerts WHERE number = 17": "record 17 should stand",
    "UPDATE acts SET chain = (SELECT chain FROM alerts WHERE number = 5)": "not as it was written",
    "UPDATE heads SET records = records - 1": "key that the store was opened with",
    "DELETE FROM heads": "0 were written",
    "DELETE FROM holds": "19 were written, and 18 stand",
    "DELETE FROM entries WHERE leaf_index = 3": "entry 3 should stand there",
    "DELETE FROM entries WHERE leaf_index = 5": "statements 5: stands beyond",
    "DELETE FROM statements WHERE leaf_index = 4": "statements 4",
    "DELETE FROM readers WHERE leaf_index = 4 AND reader = 'AT'": "readers 4",
    "UPDATE readers SET reader = '*public' WHERE leaf_index = 5": "readers 5",
    f"INSERT INTO readers VALUES ('BE', 5, '{OTHER}')": "readers 5",
    f"INSERT INTO readers VALUES ('BE', 9, '{OTHER}')": "readers 9",
    "DELETE FROM refers": "refers 4",
    "DELETE FROM nodes WHERE number = 3": "nodes 3",
    "INSERT INTO nodes VALUES (5000, 'x')": "nodes 5000",
    "DELETE FROM checkpoints WHERE size = 6": "checkpoints: the log of 6 entries has none",
    "UPDATE steps SET name = 'another'": "is not called",
    "UPDATE steps SET number = 9 WHERE number = 2": "newer",
}


def test_a_hand_is_seen(store: Store) -> None:
    fill(store)
    for statement, told in BY_HAND.items():
        assert told in " ".join(damaged(store, statement)), statement
    check(store)


@pytest.mark.parametrize(
    "statement",
    ["DROP TRIGGER acts_no_update", "DROP INDEX acts_by_delegation", "CREATE TABLE x (y TEXT)"],
)
def test_a_schema_that_is_not_ours_is_seen(tmp_path: Path, statement: str) -> None:
    store = open_store(tmp_path / "detente.db", secret=SECRET)
    with store.writer.begin() as connection:
        connection.execute(sa.text(statement))
    with pytest.raises(StoreDamaged, match="is not as Détente makes it"):
        check(store)


def flips(path: Path) -> list[int]:
    """The bytes of a file to flip: some on each page, more where there is something."""
    data = path.read_bytes()
    chance = random.Random(4)
    said = [place for place, byte in enumerate(data) if byte]
    return sorted({*chance.sample(said, 300), *range(0, 100, 3)})


def test_no_flipped_byte_of_the_file_goes_unseen(tmp_path: Path) -> None:
    path = tmp_path / "detente.db"
    store = open_store(path, secret=SECRET, host=HOST)
    fill(store)
    was = everything(store)
    store.close()
    data = path.read_bytes()
    assert not (tmp_path / "detente.db-wal").exists(), "all is in the one file"
    unseen = []
    for place in flips(path):
        path.write_bytes(data[:place] + bytes([data[place] ^ 0x08]) + data[place + 1 :])
        for left in ("-wal", "-shm"):
            path.with_name(path.name + left).unlink(missing_ok=True)
        if not seen(path, was):
            unseen.append(place)
    assert unseen == []
    assert SQLITE["cell_size_check"] == "ON"


def seen(path: Path, was: object) -> bool:
    """Whether a change is seen; a byte that bears no meaning leaves all rows as they were."""
    try:
        store = open_store(path, secret=SECRET)
        check(store)
        return everything(store) == was
    except KeeperError:
        return True


def test_a_seal_that_does_not_hold_is_seen(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that takes a word whose seal does not hold is shown by whoever looks at its store."""
    speakers = Speakers(store, "AT")
    forged = speakers.forum.sealed("AT", {"text": "never said"}, key=speakers.forum.keys["AT"])
    other = speakers.sealed("AT", "said")
    forged = replace(forged, signature=other.signature)
    with monkeypatch.context() as lenient:
        lenient.setattr("detente.exchange.check.sealed.verifies", lambda *_: True)
        speakers.file(forged)
    with pytest.raises(StoreDamaged, match="the seal does not hold"):
        check(store)
    check(store, seals=False)
