"""The engines that each test of the store runs on: SQLite in a file, PostgreSQL in a schema."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from detente.store import Store, open_store
from detente.store.address import engine_at
from tests.conftest import absent
from tests.exchange.simulator import LOG, key_of

POSTGRESQL = os.environ.get("DETENTE_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432/test")
SECRET = b"a secret of the tests"


HOST = key_of(LOG)


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where an empty database is: a file, or a schema of its own on a real server."""
    if request.param == "sqlite":
        yield str(tmp_path / "detente.db")
    else:
        yield from a_schema()


@pytest.fixture
def elsewhere(where: str, tmp_path: Path) -> Iterator[str]:
    """Where an empty database of the other engine is."""
    if "://" in where:
        yield str(tmp_path / "elsewhere.db")
    else:
        yield from a_schema()


@pytest.fixture
def postgresql() -> Iterator[str]:
    """Where an empty schema of PostgreSQL is."""
    yield from a_schema()


def a_schema() -> Iterator[str]:
    """Make a schema, give the URL that leads into it, and drop it afterwards."""
    server = engine_at(POSTGRESQL)
    name = f"detente_{secrets.token_hex(6)}"
    try:
        with server.begin() as connection:
            connection.execute(sa.text(f"CREATE SCHEMA {name}"))
    except sa.exc.DBAPIError as error:
        absent(f"no PostgreSQL answers; DETENTE_TEST_POSTGRESQL says where one is ({error.orig})")
    url = sa.make_url(POSTGRESQL).update_query_dict({"options": f"-csearch_path={name}"})
    yield url.render_as_string(hide_password=False)
    with server.begin() as connection:
        connection.execute(sa.text(f"DROP SCHEMA {name} CASCADE"))
    server.dispose()


@pytest.fixture
def store(where: str) -> Iterator[Store]:
    """An empty store."""
    opened = open_store(where, secret=SECRET, host=HOST)
    yield opened
    opened.close()
