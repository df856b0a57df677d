"""Opening: what an engine is set to, the steps of the schema, and what is refused."""

import re
import stat
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from detente.errors import StoreDamaged, StoreUnusable
from detente.store import Store, grow_only, open_store, schema
from detente.store.address import engine_at, make_sure
from detente.store.grow_only import guarded
from detente.store.schema import CHANGING, LOG, RECORDS, picture, stands_at, taken
from detente.store.steps import STEPS, Step
from tests.house.survey import SRC, python_files
from tests.store.conftest import SECRET


def test_an_empty_place_becomes_a_store(store: Store) -> None:
    with store.reading() as connection:
        assert set(sa.inspect(connection).get_table_names()) == {*LOG, *RECORDS, *CHANGING, "steps"}
        assert stands_at(connection) == len(STEPS)
    assert store.head().size == 0


def test_opening_again_changes_nothing(where: str, store: Store) -> None:
    before = store.head()
    again = open_store(where, secret=SECRET)
    assert again.head() == before
    again.close()


def test_many_may_open_an_empty_place_at_once(where: str) -> None:
    opened: list[Store] = []
    threads = [
        threading.Thread(target=lambda: opened.append(open_store(where, secret=SECRET)))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [each.head().version for each in opened] == [1] * 6
    for each in opened:
        each.close()


def test_the_database_is_as_the_picture_has_it(store: Store) -> None:
    with store.reading() as connection:
        seen = sa.inspect(connection)
        for name, drawn in picture().tables.items():
            columns = {each["name"]: each["nullable"] for each in seen.get_columns(name)}
            assert columns == {each.name: each.nullable for each in drawn.c}, name
            key = seen.get_pk_constraint(name)["constrained_columns"]
            assert key == [each.name for each in drawn.primary_key], name
            indexes = {each["name"] for each in seen.get_indexes(name)}
            assert {each.name for each in drawn.indexes} <= indexes, name


def test_every_table_is_named_once() -> None:
    assert sorted([*LOG, *RECORDS, *CHANGING]) == sorted(picture().tables)


def test_a_step_has_its_number() -> None:
    assert [step.number for step in STEPS] == list(range(1, len(STEPS) + 1))


def a_second(connection: sa.Connection) -> None:
    connection.execute(sa.text("ALTER TABLE outbox ADD COLUMN remark TEXT"))


def a_second_that_fails(connection: sa.Connection) -> None:
    a_second(connection)
    connection.execute(sa.text("ALTER TABLE no_such_table ADD COLUMN remark TEXT"))


def test_a_later_step_is_taken_and_what_is_kept_stays(
    where: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.head()
    later = (*STEPS, Step(len(STEPS) + 1, "a remark", lambda metadata: None, a_second))
    monkeypatch.setattr(schema, "STEPS", later)
    again = open_store(where, secret=SECRET)
    with again.reading() as connection:
        assert stands_at(connection) == len(later)
        assert "remark" in {each["name"] for each in sa.inspect(connection).get_columns("outbox")}
    assert again.head() == before
    again.close()


def test_a_step_that_fails_leaves_nothing(
    where: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = (*STEPS, Step(len(STEPS) + 1, "fails", lambda metadata: None, a_second_that_fails))
    monkeypatch.setattr(schema, "STEPS", later)
    with pytest.raises(StoreUnusable, match="no_such_table"):
        open_store(where, secret=SECRET)
    with store.reading() as connection:
        assert stands_at(connection) == len(STEPS)
        assert "remark" not in {
            each["name"] for each in sa.inspect(connection).get_columns("outbox")
        }


def test_a_database_of_a_newer_one_is_refused(where: str, store: Store) -> None:
    with store.writer.begin() as connection:
        connection.execute(sa.insert(taken).values(number=99, name="from the future"))
    with pytest.raises(StoreUnusable, match="newer"):
        open_store(where, secret=SECRET)


def test_another_secret_is_seen_at_once(where: str, store: Store) -> None:
    with pytest.raises(StoreDamaged, match="key that the store was opened with"):
        open_store(where, secret=b"another")


def test_sqlite_waits_for_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "detente.db"
    store = open_store(path)
    with store.reading() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys", "trusted_schema")
        found = [connection.scalar(sa.text(f"PRAGMA {name}")) for name in asked]
    assert found == ["wal", 2, 1, 0]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("setting", ["synchronous = NORMAL", "synchronous = OFF"])
def test_an_sqlite_that_does_not_wait_is_refused(tmp_path: Path, setting: str) -> None:
    engine = engine_at(tmp_path / "detente.db")
    sa.event.listen(engine, "connect", lambda opened, _: opened.execute(f"PRAGMA {setting}"))
    with engine.connect() as connection, pytest.raises(StoreUnusable, match="2 are needed"):
        make_sure(connection)


def test_sqlite_in_memory_is_refused() -> None:
    with pytest.raises(StoreUnusable, match="journal_mode = memory"):
        open_store(":memory:")


def test_postgresql_waits_for_the_disk_even_where_the_server_would_not(postgresql: str) -> None:
    lax = postgresql + "%20-csynchronous_commit%3Doff"
    store = open_store(lax)
    with store.reading() as connection:
        assert connection.scalar(sa.text("SHOW synchronous_commit")) == "on"
        assert connection.scalar(sa.text("SHOW transaction_isolation")) == "repeatable read"
    with store.writer.connect() as connection:
        assert connection.scalar(sa.text("SHOW transaction_isolation")) == "read committed"
    store.close()


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("oracel://host/db", "no such kind of database"),
        ("postgresql+asyncpgx://host/db", "no such kind of database"),
        ("http//://", "cannot be read as an URL"),
        ("postgresql://postgres@127.0.0.1:1/none", "does not answer"),
        ("no/such/folder/detente.db", "Look at the folder"),
    ],
)
def test_what_cannot_be_opened_is_said(where: str, told: str, tmp_path: Path) -> None:
    place = where if "://" in where else str(tmp_path / where)
    with pytest.raises(StoreUnusable, match=told):
        open_store(place)


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    path = tmp_path / "detente.db"
    path.write_bytes(b"this is a letter, not a database. " * 200)
    with pytest.raises(StoreDamaged, match="not a whole SQLite database"):
        open_store(path)
    assert path.read_bytes().startswith(b"this is a letter")


def test_triggers_stand_on_all_that_only_grows(store: Store) -> None:
    with store.reading() as connection:
        assert guarded(connection) == sorted([*LOG, *RECORDS])


REFUSED = re.compile(
    r"\b(SERIAL|BIGSERIAL|SEQUENCE|IDENTITY|GENERATED|DEFERRABLE|EXCLUDE|GIST|GIN|HASH\s*\(|UNLOGGED"
    r"|INHERITS|CREATE\s+(TYPE|DOMAIN|EXTENSION|RULE)|JSONB?|ARRAY|GEOMETRY|TABLESPACE|NOTIFY|LISTEN"
    r"|ADVISORY|LOCK\s+TABLE)\b",
    re.IGNORECASE,
)


def rendered() -> str:
    """Everything that makes the tables, as PostgreSQL is told it."""
    dialect = sa.make_url("postgresql+pg8000://").get_dialect()()
    tables = picture().sorted_tables
    made: list[sa.DDLElement] = [sa.schema.CreateTable(drawn) for drawn in tables]
    made += [sa.schema.CreateIndex(each) for drawn in tables for each in drawn.indexes]
    return "\n".join(str(each.compile(dialect=dialect)) for each in made)


def test_nothing_is_asked_that_distributed_databases_refuse() -> None:
    made = rendered()
    assert made.count("CREATE TABLE") == len(picture().tables)
    assert REFUSED.findall(made) == []
    kinds = set(re.findall(r"^\t\w+ ([A-Z]+)\b", made, re.MULTILINE)) - {"KEY"}
    assert kinds == {"TEXT", "BIGINT", "BYTEA"}


@pytest.mark.parametrize(
    "asked",
    ["id BIGSERIAL", "x INT GENERATED ALWAYS AS (y) STORED", "UNIQUE (a) DEFERRABLE", "USING gist"],
)
def test_what_they_refuse_is_seen(asked: str) -> None:
    assert REFUSED.search(asked)


def test_no_code_asks_for_what_they_refuse() -> None:
    asked = re.compile(r"pg_advisory|\bLISTEN\b|\bNOTIFY\b|LOCK TABLE|nextval|SKIP LOCKED")
    found = [path.name for path in python_files(SRC / "store") if asked.search(path.read_text())]
    assert found == []


def test_an_engine_without_triggers_goes_without(
    postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuses = "DO $$ BEGIN RAISE EXCEPTION 'no triggers here' USING ERRCODE = '0A000'; END $$"
    monkeypatch.setattr(grow_only, "FUNCTION", refuses)
    store = open_store(postgresql, secret=SECRET)
    with store.reading() as connection:
        assert guarded(connection) == []
    assert store.head().version == 1
    store.close()
