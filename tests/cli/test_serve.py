"""A node that is served, and two delegations that use it from terminals of their own."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from detente.cli.at_server import AtServer, Requests
from detente.cli.refusal import Refused
from tests.cli.test_node import COMMAND, SECRET, steps

Call = Callable[..., str]


@pytest.fixture
def call(tmp_path: Path) -> Call:
    """Call ``detente`` in a process of its own; at a server if an officer's key is named."""
    for name, body in steps():
        if name.endswith(".toml"):
            (tmp_path / name).write_text(body, encoding="utf-8")

    def detente(line: str, officer: str = "", code: int = 0) -> str:
        surroundings = {**os.environ, **_secrets(), "COLUMNS": "140"}
        if officer:
            surroundings |= {"DETENTE_SERVER": (tmp_path / "address").read_text("ascii")}
            line += f" --api-key-file {officer}.secret"
        else:
            surroundings |= {"DETENTE_NODE": "node", "DETENTE_OFFICER": "host"}
        done = subprocess.run(
            [sys.executable, "-c", COMMAND, *shlex.split(line)],
            cwd=tmp_path,
            env=surroundings,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )
        assert done.returncode == code, (line, done.stdout, done.stderr)
        return done.stdout + done.stderr

    return detente


def _secrets() -> dict[str, str]:
    """Give the passphrases, which are never arguments."""
    return dict.fromkeys(("DETENTE_NODE_PASSPHRASE", "DETENTE_KEY_PASSPHRASE"), SECRET)


@pytest.fixture
def served(call: Call, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A node of two delegations, served; each officer has a key for programs."""
    call("admin start node --log forum.example/log --name Forum --exercise")
    roles = " ".join(f"--role {role}" for role in ("reader", "drafter", "clearer", "releaser"))
    for code in ("FR", "DE"):
        call(f"keys make {code}.key --delegation {code} --log forum.example/log -o {code}.json")
        call(f"admin admit {code}.json --two-eyes")
        call(f"admin officer {code.lower()} --delegation {code} {roles}")
        call(f"keys program {code.lower()} -o {code.lower()}.secret")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "address").write_text(f"http://127.0.0.1:{port}", "ascii")
    started = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "serve", "--node", "node", "--port", str(port)],
        cwd=tmp_path,
        env={**os.environ, **_secrets()},
        stdout=(tmp_path / "said").open("w"),
        stderr=subprocess.STDOUT,
        text=True,
    )
    _wait(port, started)
    yield started
    started.kill()
    started.wait()


def _got(address: str) -> str:
    """Read an address, as a calendar program does."""
    with urllib.request.urlopen(address, timeout=30) as answer:
        return str(answer.read().decode())


def _wait(port: int, started: subprocess.Popen[str]) -> None:
    """Wait until a server answers."""
    for _ in range(600):
        assert started.poll() is None, "the server ended"
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server does not answer")


def test_two_delegations_file_receive_correct_and_prove_at_a_server(
    call: Call, served: subprocess.Popen[str], tmp_path: Path
) -> None:
    told = call("notify new word.toml --activity star.toml --number --json", "fr")
    draft = json.loads(told)["draft"]
    assert "osce/vd-2011, 40.1.1   applies" in call(f"notify picture {draft}", "fr")
    call(f"notify submit {draft} --seen 1", "fr")
    call(f"notify release {draft} --seen 2 --key FR.key", "fr")
    assert "notification" in call("notify list", "de")
    assert "Northern Star 26" in call("notify read 3", "de")
    assert "DE" in call("notify deliveries 3", "fr")
    twice = [call("notify new word.toml --once mine --json", "fr") for _ in range(2)]
    assert twice[0] == twice[1]
    told = call("notify correct 3 --set troops=15500 --number --json", "fr")
    draft = json.loads(told)["draft"]
    call(f"notify submit {draft} --seen 1", "fr")
    call(f"notify release {draft} --seen 2 --key FR.key", "fr")
    assert "correction" in call("notify list --about 3", "de")
    call("log receipt 4 -o receipt.json", "de")
    assert call("log verify receipt.json --host node/host.txt").endswith("All holds.\n")
    told = call("keys feed --label phone -o feed.txt --json", "de")
    address, other = (tmp_path / "feed.txt").read_text("ascii").split()
    assert "BEGIN:VCALENDAR" in _got(address)
    assert len(json.loads(_got(other))["features"]) == 2
    call(f"keys withdraw {json.loads(told)['feed_token']}", "de")
    with pytest.raises(urllib.error.HTTPError, match="401"):
        _got(address)
    token = address.partition("token=")[2]
    assert token
    served.send_signal(signal.SIGTERM)
    assert token not in (tmp_path / "said").read_text("utf-8")
    assert served.wait(30) == -signal.SIGTERM
    assert "whole" in call("admin check")


def test_alerts_are_raised_by_the_server_itself(call: Call, served: subprocess.Popen[str]) -> None:
    told = call("notify new word.toml --activity star.toml --number --json", "fr")
    draft = json.loads(told)["draft"]
    call(f"notify submit {draft} --seen 1", "fr")
    call(f"notify release {draft} --seen 2 --key FR.key", "fr")
    for _ in range(60):
        shown = call("alerts list", "de")
        if "notification" in shown:
            break
        time.sleep(0.5)
    assert re.search(r"word +notification by FR, marked exercise", shown)


def test_what_a_server_refuses_is_told_as_at_the_node(
    call: Call, served: subprocess.Popen[str], tmp_path: Path
) -> None:
    assert "no draft of yours is called d-1" in call("notify submit d-1 --seen 1", "fr", code=2)
    (tmp_path / "no.secret").write_text("nobody's\n", "ascii")
    assert "Send a key for programs that counts" in call("notify list", "no", code=2)
    served.kill()
    served.wait()
    assert "does not answer" in call("notify list", "fr", code=2)


@pytest.mark.parametrize(
    ("server", "told"),
    [
        ("http://node.example", "in the clear"),
        ("node.example", "no address"),
        ("ftp://node.example", "no address"),
        ("http://127.0.0.1:8642", "give a key for programs"),
    ],
)
def test_a_key_goes_nowhere_in_the_clear(
    server: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DETENTE_API_KEY", raising=False)
    with pytest.raises(Refused, match=told):
        AtServer.found(server, None, Requests(""))


def test_a_request_that_is_lost_is_sent_again_under_the_same_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent: list[str] = []

    def lose(request: object, timeout: float) -> None:
        sent.append(request.get_header("Idempotency-key"))  # type: ignore[attr-defined]  # a Request
        raise ConnectionResetError("gone")

    monkeypatch.setattr("urllib.request.urlopen", lose)
    with pytest.raises(Refused, match="does not answer: gone"):
        AtServer("http://127.0.0.1:1", "s", Requests("")).act("checkpoint")
    assert len(sent) == 3
    assert len(set(sent)) == 1
