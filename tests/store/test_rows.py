"""Rows: chained where they only grow, versioned where they change, and nothing in between."""

import ast
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from detente.errors import Outdated
from detente.store import Store, Writing, append, change, remove, table
from detente.store.schema import CHANGING, LOG, RECORDS
from tests.house.survey import SRC, python_files, tree

AT = datetime(2031, 5, 1, 12, 0, 0, 250)


def an_act(writing: Writing, **values: Any) -> int:
    said = {
        "at": AT,
        "officer": "o",
        "delegation": "AT",
        "act": "draft",
        "request": "",
        "outcome": "",
    }
    return append(writing, "acts", **(said | values))


def a_draft(writing: Writing, seen: int | None, content: str = "{}", key: str = "d-1") -> int:
    said = {"delegation": "AT", "state": "open", "changed": AT, "officer": "o", "content": content}
    return change(writing, "drafts", key, seen, **said)


def only(call: Callable[..., Any], *given: Any) -> Callable[[Writing], Any]:
    """An act that is one call."""
    return lambda writing: call(writing, *given)


def test_records_are_numbered_together(store: Store) -> None:
    assert store.write(an_act) == 0
    delivery = {"statement": "s", "delegation": "AT", "how": "read", "at": AT}
    assert store.write(lambda writing: append(writing, "deliveries", **delivery)) == 1
    assert store.write(an_act) == 2
    assert store.head().records == 3
    with store.reading() as connection:
        rows = connection.execute(sa.select(table("acts"))).mappings().all()
    assert [(row["number"], row["at"], row["key"]) for row in rows] == [
        (0, AT, None),
        (2, AT, None),
    ]


def test_an_act_that_raises_leaves_nothing(store: Store) -> None:
    before = store.head()

    def half(writing: Writing) -> None:
        an_act(writing)
        a_draft(writing, 0)
        raise RuntimeError("changed its mind")

    with pytest.raises(RuntimeError, match="changed its mind"):
        store.write(half)
    assert store.head() == before
    with store.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(table("drafts"))) == 0


def test_one_key_of_an_act_is_taken_once(store: Store) -> None:
    store.write(lambda writing: an_act(writing, key="k"))
    with pytest.raises(sa.exc.IntegrityError):
        store.write(lambda writing: an_act(writing, key="k"))
    assert store.write(lambda writing: an_act(writing, key="other")) == 1


def test_a_draft_is_changed_by_whoever_saw_it(store: Store) -> None:
    assert store.write(lambda writing: a_draft(writing, 0, "first")) == 1
    assert store.write(lambda writing: a_draft(writing, 1, "second")) == 2
    with pytest.raises(Outdated, match="you saw version 1, and version 2 stands") as caught:
        store.write(lambda writing: a_draft(writing, 1, "late"))
    assert (caught.value.seen, caught.value.stands) == (1, 2)
    with pytest.raises(Outdated):
        store.write(lambda writing: a_draft(writing, 0, "as if it were new"))
    with pytest.raises(Outdated, match="does not stand any more"):
        store.write(lambda writing: a_draft(writing, 1, key="never made"))
    with store.reading() as connection:
        assert connection.scalar(sa.select(table("drafts").c.content)) == "second"


def test_only_the_columns_that_are_named_change(store: Store) -> None:
    store.write(lambda writing: a_draft(writing, 0, "text"))
    store.write(lambda writing: change(writing, "drafts", "d-1", state="submitted"))
    with store.reading() as connection:
        row = connection.execute(sa.select(table("drafts"))).mappings().one()
    assert (row["state"], row["content"], row["version"]) == ("submitted", "text", 2)


def test_a_row_of_two_keys_goes(store: Store) -> None:
    store.write(lambda writing: change(writing, "alert_marks", ("a", "o"), read=AT))
    assert store.write(lambda writing: remove(writing, "alert_marks", ("a", "o")))
    assert not store.write(lambda writing: remove(writing, "alert_marks", ("a", "o")))


def test_what_only_grows_is_not_changed_by_our_own_calls(store: Store) -> None:
    for name in [*LOG, *RECORDS]:
        with pytest.raises(KeyError, match="only grows"):
            store.write(only(change, name, "k"))
        with pytest.raises(KeyError, match="only grows"):
            store.write(only(remove, name, "k"))


def test_what_is_no_record_is_not_appended_as_one(store: Store) -> None:
    for name in [*LOG, *CHANGING]:
        with pytest.raises(KeyError, match="no table of records"):
            store.write(only(append, name))


def test_a_column_that_is_not_there_is_said(store: Store) -> None:
    with pytest.raises(KeyError, match="no column outcom"):
        store.write(lambda writing: an_act(writing, outcom=""))
    with pytest.raises(KeyError, match="no column stat"):
        store.write(lambda writing: change(writing, "drafts", "d-1", stat="open"))


def test_an_instant_with_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(sa.exc.StatementError, match="carries a zone"):
        store.write(lambda writing: an_act(writing, at=datetime(2031, 5, 1, tzinfo=UTC)))


def in_every_way(name: str, dialect: str) -> list[str]:
    """The statements by which somebody at a prompt may try to change a table."""
    first = next(iter(table(name).c)).name
    ways = [f"UPDATE {name} SET {first} = {first}", f"DELETE FROM {name}"]
    if dialect == "sqlite":
        ways.append(f"INSERT OR REPLACE INTO {name} SELECT * FROM {name}")
    else:
        ways.append(f"TRUNCATE {name}")
    return ways


def filled(store: Store) -> None:
    """Put one row into every table that only grows, by the engine itself."""
    with store.writer.begin() as connection:
        for name in [*LOG, *RECORDS]:
            values = {
                each.name: {bytes: b"x", str: "x", int: 7}.get(each.type.python_type, AT)
                for each in table(name).c
            }
            connection.execute(sa.insert(table(name)), values)


def test_the_engine_refuses_to_change_what_only_grows(store: Store) -> None:
    filled(store)
    for name in [*LOG, *RECORDS]:
        for way in in_every_way(name, store.engine.dialect.name):
            with pytest.raises(sa.exc.DBAPIError, match="only grows"), store.writer.begin() as at:
                at.execute(sa.text(way))


STATEMENT = re.compile(
    r"\b(UPDATE\s+\w+\s+SET|DELETE\s+FROM|TRUNCATE\s+\w+$|INSERT\s+OR\s+REPLACE|REPLACE\s+INTO"
    r"|DROP\s+T|ON\s+CONFLICT|MERGE\s+INTO)",
    re.IGNORECASE,
)
DOC = (ast.Module, ast.FunctionDef, ast.ClassDef)
CHANGES = {"update", "delete", "deletion", "merge", "on_conflict_do_update", "drop", "drop_all"}


def changing_calls(path: Path) -> list[str]:
    """The calls of a module that change or remove rows, and the SQL texts that would."""
    module = tree(path)
    from_engine = {
        alias.asname or alias.name
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for alias in node.names
    }
    calls = [
        node.func.id
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id in CHANGES & from_engine
    ]
    told = [
        ast.get_docstring(node, clean=False) for node in ast.walk(module) if isinstance(node, DOC)
    ]
    texts = [
        node.value
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if node.value not in told and STATEMENT.search(node.value)
    ]
    return calls + texts


def test_rows_are_changed_in_one_module_only() -> None:
    found = {
        path.relative_to(SRC).as_posix(): calls
        for path in python_files(SRC)
        if "sqlalchemy" in path.read_text(encoding="utf-8") and (calls := changing_calls(path))
    }
    assert found == {"store/rows.py": ["deletion", "update"]}


@pytest.mark.parametrize(
    "text",
    [
        "from sqlalchemy import update\nupdate(x)",
        "from sqlalchemy import delete as deletion\ndeletion(x)",
        "x = 'delete from entries'",
        "x = 'INSERT OR REPLACE INTO entries VALUES (1)'",
    ],
)
def test_a_change_elsewhere_is_seen(text: str, tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(text, encoding="utf-8")
    assert changing_calls(path)
