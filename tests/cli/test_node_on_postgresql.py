"""A node on a real PostgreSQL, walked from the command: made, filed at, kept safe, put back."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import Result

import detente
from tests.cli.conftest import Run
from tests.cli.test_node import SECRET, released, steps
from tests.store.conftest import POSTGRESQL, a_schema

Call = Callable[..., Result]
SETTINGS = Path("node/node.toml")


@pytest.fixture
def places() -> Iterator[list[str]]:
    """Where two empty schemas are, their addresses without a password; that is told apart."""
    one, other = a_schema(), a_schema()
    found = [sa.make_url(next(each)).set(password=None) for each in (one, other)]
    yield [each.render_as_string() for each in found]
    for each in (one, other):
        next(each, None)


@pytest.fixture
def at(run: Run, places: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """A node with France and Germany on PostgreSQL; call ``detente`` there, in its folder."""
    shipped = detente.library()
    monkeypatch.setattr("detente.desk.node.read_library", lambda: shipped)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DETENTE_NODE", "node")
    for name in ("DETENTE_NODE_PASSPHRASE", "DETENTE_KEY_PASSPHRASE"):
        monkeypatch.setenv(name, SECRET)
    if password := sa.make_url(POSTGRESQL).password:
        monkeypatch.setenv("PGPASSWORD", str(password))

    def call(line: str, code: int = 0, **rest: Any) -> Result:
        found = run(*shlex.split(line), **rest)
        assert found.exit_code == code, (line, found.output)
        return found

    place = shlex.quote(places[0])
    call(f"admin start node --log forum.example/log --name Forum --database {place}")
    for code in ("FR", "DE"):
        call(f"keys make {code}.key --delegation {code} --log forum.example/log -o {code}.json")
        call(f"admin admit {code}.json --two-eyes --officer host")
        roles = "--role reader --role drafter --role releaser"
        call(f"admin officer {code.lower()} --delegation {code} {roles} --officer host")
    word = next(body for name, body in steps() if name == "word.toml")
    Path("word.toml").write_text(word.replace('"exercise"\nby', '"real"\nby'), encoding="utf-8")
    return call


def moved(place: str) -> None:
    """Let the node look for its database elsewhere."""
    lines = SETTINGS.read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("database")]
    told = f"database = {json.dumps(place)}"
    SETTINGS.write_text("\n".join([told, *kept]) + "\n", encoding="utf-8")


def test_a_node_is_walked_backed_up_and_put_back_on_either_engine(
    at: Call, places: list[str]
) -> None:
    released(at)
    shown = json.loads(at("log show --officer de --json").stdout)
    assert [each["kind"] for each in shown] == [*["keys"] * 3, "notification"]
    at("log receipt 3 -o receipt.json --officer de")
    assert at("log verify receipt.json --host node/host.txt").stdout.endswith("All holds.\n")
    assert json.loads(at("admin check --json").stdout) == {"entries": 4}
    assert "4 entries" in at("admin backup node.zip").stdout
    assert at("admin restore node.zip", 2).stderr, "nothing is written over"
    assert json.loads(at("log show --officer de --json").stdout) == shown
    for place in (places[1], "detente.db"):
        moved(place)
        assert "4 entries are back" in at("admin restore node.zip").stdout
        assert json.loads(at("admin check --json").stdout) == {"entries": 4}
        assert json.loads(at("log show --officer de --json").stdout) == shown
        at("log receipt 3 -o again.json --officer de")
        assert at("log verify again.json --host node/host.txt").stdout.endswith("All holds.\n")
    moved(places[1])
    draft = json.loads(at("notify new word.toml --number --officer de --json").stdout)["draft"]
    assert draft, "the node goes on where it was put back"


def test_a_password_in_the_settings_is_refused_and_not_repeated(
    at: Call, places: list[str]
) -> None:
    open_ = sa.make_url(places[0]).set(password="swordfish").render_as_string(hide_password=False)
    moved(open_)
    for line in ("admin check", "log show --officer de"):
        refused = at(line, 2)
        assert "leave the password out of the address" in refused.stderr
        assert "PGPASSWORD" in refused.stderr
        assert "swordfish" not in refused.output
    made = at(f"admin start other --log a.example/b --name O --database {shlex.quote(open_)}", 2)
    assert "leave the password out of the address" in made.stderr
    assert "swordfish" not in made.output
    assert not Path("other").exists()
