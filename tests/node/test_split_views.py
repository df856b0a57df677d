"""A host that shows two members two logs: seen when they compare what each of them holds."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from click.testing import Result

from detente.api import application
from detente.desk import SystemClock, Workbench
from tests.cli.conftest import run
from tests.cli.test_node import at, released
from tests.desk.conftest import library
from tests.node.served import free_port, opened

__all__ = ["at", "library", "run"]

Call = Callable[..., Result]
LOG = "forum.example/log"
HOST = "--host node/host.txt"


@pytest.fixture
def liar(at: Call) -> Call:
    """A host with one key and two logs: France is shown the one in `node`, Germany `other`."""
    at(f"keys make w.key --delegation DE --log {LOG} --use witness -o w.json")
    at("admin admit w.json --further --officer host")
    roles = "--role reader --role witness --role releaser"
    at(f"admin officer de --delegation DE {roles} --officer host")
    at("log checkpoint -o common.txt --officer fr")
    shutil.copytree("node", "other")
    released(at)
    spoken(at, "CBM/FR/26/0001/F25/O", "other")
    return at


def spoken(at: Call, number: str, node: str) -> None:
    """A word of France that was made up apart, in the log that a node shows."""
    text = Path("word.toml").read_text(encoding="utf-8").replace("14000", "2000")
    Path("apart.toml").write_text(f'number = "{number}"\n{text}', encoding="utf-8")
    made = SystemClock().now().strftime("%Y-%m-%dT%H:%M:%SZ")
    name = f"apart-{len(list(Path.cwd().glob('apart-*')))}.zip"
    key = f"--key FR.key --delegation FR --log {LOG}"
    at(f"pouch write {name} apart.toml {key} --made {made}")
    assert json.loads(at(f"pouch open {name} --officer fr --node {node} --json").stdout)["taken"]


def test_two_members_who_compare_what_they_hold_see_it(liar: Call) -> None:
    liar("pouch pack mine --officer fr --node node")
    liar("pouch pack theirs --officer de --node other")
    for name in ("mine", "theirs"):
        assert liar(f"log verify {name} {HOST}").stdout.endswith("All holds.\n")
    text = liar(f"log verify mine theirs {HOST}", 1).stdout
    assert "SPLIT VIEW" in text
    assert "The host signed two logs that are not one. Keep both files" in text
    for name in ("mine", "theirs"):
        assert f"{name}: 5 entries, root " in text
    assert f"signed by {LOG}." in text

    for who, node in (("fr", "node"), ("de", "other")):
        liar(f"log checkpoint -o {who}.txt --officer {who} --node {node}")
        liar(f"log receipt 4 -o {who}.json --officer {who} --node {node}")
    for names in ("fr.txt de.txt", "fr.json de.json", "fr.txt de.json"):
        assert (
            "SPLIT VIEW: two roots for one log of 5" in liar(f"log verify {names} {HOST}", 1).stdout
        )
    assert "SPLIT VIEW" in liar("log compare de.txt --officer fr --node node", 1).stdout
    honest = liar("log compare common.txt --officer fr --node other").stdout
    assert "one log, which only grew" in honest
    spoken(liar, "CBM/FR/26/0002/F25/O", "other")
    later = liar("log compare fr.txt --officer de --node other", 1).stdout
    assert "the log of 5 entries is not how the log of 6 entries begins" in later
    assert "fr.txt: 5 entries" in later
    assert "this node: 6 entries" in later


def test_a_witness_sees_it_signs_nothing_and_keeps_both(liar: Call) -> None:
    sign = f"log witness --seen seen.txt --key w.key --officer de {HOST}"
    assert "DE has signed the log of 5 entries" in liar(f"{sign} --node node").stdout
    assert "has not grown" in liar(f"{sign} --node node").stdout
    kept = Path("seen.txt").read_bytes()
    spoken(liar, "CBM/FR/26/0002/F25/O", "other")
    refused = liar(f"{sign} --node other", 2).stderr
    assert "Nothing was signed" in refused
    assert Path("seen.txt").read_bytes() == kept
    text = liar(f"log verify seen.txt seen.txt.other {HOST}", 3).stdout
    assert "cannot be told; hand in the log or a proof" in text
    liar("pouch pack theirs --officer de --node other")
    text = liar(f"log verify seen.txt theirs {HOST}", 1).stdout
    assert "seen.txt: 5 entries, root " in text
    assert f"signed by {LOG} and DE." in text
    spoken(liar, "CBM/FR/26/0003/F25/O", "node")
    assert "DE has signed the log of 6 entries" in liar(f"{sign} --node node").stdout

    shutil.rmtree("node")
    shutil.copytree("other", "node")
    refused = liar(f"{sign} --node node", 2).stderr
    assert "Nothing was signed" in refused


def test_a_checkpoint_that_another_member_witnessed_shows_it_by_the_api(
    liar: Call, library: Any
) -> None:
    liar(f"log witness --seen seen.txt --key w.key --officer de {HOST} --node node")
    note = Path("seen.txt").read_text("utf-8")
    others = opened(Path("other"), library)
    mine = opened(Path("node"), library)
    (split,) = others.act("fr", "compare_checkpoints", notes=[note])
    (same,) = mine.act("fr", "compare_checkpoints", notes=[note])
    assert (split["one_log"], split["size"], split["own_size"]) == (False, 5, 5)
    assert "SPLIT VIEW: at 5 entries the log of this node is another one" in split["told"]
    assert split["witnesses"] == same["witnesses"] == ["DE"]
    assert split["signed"] == same["signed"] != []
    assert (same["one_log"], same["told"]) == (True, "the log of this node begins so")
    common = Path("common.txt").read_text("utf-8")
    forged = note.replace(LOG, "forum.example/loh", 1)
    made_up = common.replace("\n4\n", "\n3\n")
    unsigned = "".join(common.partition("\n\n")[:2]) + "— somebody AAAAAAAA\n"
    notes = [common, forged, made_up, unsigned]
    told = others.act("fr", "compare_checkpoints", notes=notes)
    assert [each["one_log"] for each in told] == [True, None, None, None]
    assert "of another log" in told[1]["told"]
    assert "does not hold" in told[2]["told"]
    assert "nobody is accused" in told[3]["told"]
    for each in (others, mine):
        each.store.close()


def test_a_node_that_was_put_back_is_told(liar: Call, library: Any) -> None:
    spoken(liar, "CBM/FR/26/0002/F25/O", "node")
    liar("log checkpoint -o later.txt --officer fr --node node")
    node = opened(Path("other"), library)
    (told,) = node.act("fr", "compare_checkpoints", notes=[Path("later.txt").read_text("utf-8")])
    assert (told["one_log"], told["size"], told["own_size"]) == (None, 6, 5)
    assert "was put back to an older state" in told["told"]
    node.store.close()
    text = liar("log compare later.txt --officer fr --node other", 3).stdout
    assert "this node was put back to an older state, or is another one" in text


@pytest.fixture
def serving() -> Iterator[Callable[[Workbench], str]]:
    """Serve a node in this process; answers its address."""
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def serve(bench: Workbench) -> str:
        port = free_port()
        config = uvicorn.Config(application(bench), port=port, log_level="error")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            thread.join(0.02)
            assert thread.is_alive()
        running.append((server, thread))
        return f"http://127.0.0.1:{port}"

    yield serve
    for server, thread in running:
        server.should_exit = True
        thread.join()


def test_a_server_is_compared_and_witnessed_from_afar(
    liar: Call,
    library: Any,
    serving: Callable[[Workbench], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    liar("log checkpoint -o fr.txt --officer fr --node node")
    node = opened(Path("other"), library)
    secret = node.act("host", "give_host_api_key", officer="de", label="t")["secret"]
    Path("de.secret").write_text(secret, encoding="ascii")
    monkeypatch.delenv("DETENTE_NODE")
    there = f"--server {serving(node.bench)} --api-key-file de.secret"
    assert "say whose log it is with --host" in liar(f"log compare fr.txt {there}", 2).stderr
    assert "SPLIT VIEW" in liar(f"log compare fr.txt {there} {HOST}", 1).stdout
    assert "only grew" in liar(f"log compare common.txt {there} {HOST}").stdout
    sign = f"log witness --seen seen.txt --key w.key {there} {HOST}"
    assert "DE has signed the log of 5 entries" in liar(sign).stdout
    assert "SPLIT VIEW" in liar(f"log verify seen.txt fr.txt {HOST}", 1).stdout
    node.store.close()
