"""Triggers that refuse to change or remove a row of a table that only grows.

They guard against a slip, in code or at a prompt; whoever owns the database can drop them, which is
why the log is proven by its tree and its witnesses, and not by them.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from detente.store.refusals import state_of

__all__ = ["guard", "guarded"]

REFUSAL = "this table only grows"
NOT_SUPPORTED = "0A000"
"""SQLSTATE feature_not_supported, PostgreSQL documentation, Appendix A."""

SQLITE = {
    "update": "BEFORE UPDATE ON {table}",
    "delete": "BEFORE DELETE ON {table}",
    # INSERT OR REPLACE removes the row that is in the way, and fires no trigger of DELETE
    "replace": "BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})",
}
SQLITE_TRIGGER = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{name} {when}
BEGIN SELECT RAISE(ABORT, '{table}: {refusal}'); END
"""

FUNCTION = """
CREATE OR REPLACE FUNCTION detente_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%: {refusal}', TG_TABLE_NAME;
END
$$
"""
POSTGRESQL = {
    "change": "BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW",
    "truncate": "BEFORE TRUNCATE ON {table} FOR EACH STATEMENT",
}
POSTGRESQL_TRIGGER = """
CREATE TRIGGER {table}_no_{name} {when} EXECUTE FUNCTION detente_only_grows()
"""


def guard(connection: Connection, tables: Iterable[str]) -> None:
    """Put the triggers on tables that have none; an engine that knows no triggers goes without.

    Args:
        connection: in a transaction.
        tables: names of tables that only grow.
    """
    if connection.dialect.name == "sqlite":
        for name in tables:
            for statement in sqlite_triggers(connection, name):
                connection.execute(text(statement))
        return
    there = set(guarded(connection))
    try:
        with connection.begin_nested():
            connection.execute(text(FUNCTION.format(refusal=REFUSAL)))
            for name in sorted(set(tables) - there):
                for each, when in POSTGRESQL.items():
                    made = POSTGRESQL_TRIGGER.format(table=name, name=each, when=when)
                    connection.execute(text(made.format(table=name)))
    except DBAPIError as error:
        if state_of(error.orig) != NOT_SUPPORTED:
            raise


def sqlite_triggers(connection: Connection, name: str) -> list[str]:
    """Write the triggers of one table for SQLite."""
    keys = inspect(connection).get_pk_constraint(name)["constrained_columns"]
    same = " AND ".join(f"{key} = NEW.{key}" for key in keys)
    return [
        SQLITE_TRIGGER.format(
            table=name, name=each, when=when.format(table=name, same=same), refusal=REFUSAL
        )
        for each, when in SQLITE.items()
    ]


def guarded(connection: Connection) -> list[str]:
    """Tell which tables carry the triggers."""
    if connection.dialect.name == "sqlite":
        asked = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_%'"
    else:
        asked = (
            "SELECT DISTINCT event_object_table FROM information_schema.triggers "
            "WHERE trigger_name LIKE '%_no_change' AND trigger_schema = current_schema()"
        )
    return sorted(set(connection.scalars(text(asked))))
