"""A node in a folder of its own, served by a real ``detente serve``, and programs that ask it."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.desk import make_node, open_node
from detente.desk.node import Settings
from detente.instruments import Library
from tests.desk.node import Node
from tests.exchange.simulator import LOG

PASSPHRASE = "of the tests"
COMMAND = "from detente.cli import main; main()"
SECRETS = dict.fromkeys(("DETENTE_NODE_PASSPHRASE", "DETENTE_KEY_PASSPHRASE"), PASSPHRASE)


def made(folder: Path, library: Library, database: str = "detente.db") -> dict[str, str]:
    """Make a node of France and Germany; answers a key for programs of each officer."""
    make_node(
        folder, Settings(log=LOG, name="Forum", database=database), PASSPHRASE, officer="host"
    )
    node = opened(folder, library)
    officers = []
    for delegation in ("FR", "DE"):
        node.admit(delegation)
        officers += [f"{delegation.lower()}-{each}" for each in ("drafter", "second", "keeper")]
    given = {
        each: node.act("host", "give_host_api_key", officer=each, label="t") for each in officers
    }
    node.store.close()
    return {officer: told["secret"] for officer, told in given.items()}


def opened(folder: Path, library: Library) -> Node:
    """Open a node in this process."""
    bench = open_node(folder, PASSPHRASE, library=library)
    return Node(bench.store, bench)


def free_port() -> int:
    """A port of this machine at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def serve(folder: Path, port: int, **more: Any) -> subprocess.Popen[bytes]:
    """Serve a node in a process of its own; it answers when this comes back."""
    command = [sys.executable, "-c", COMMAND, "serve", "--node", str(folder), "--port", str(port)]
    surroundings = {**os.environ, **SECRETS}
    started = subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL, **more)
    for _ in range(1200):
        assert started.poll() is None, "the server ended"
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return started
        time.sleep(0.05)
    started.kill()
    raise AssertionError("the server does not answer")


@dataclass
class Program:
    """A program that asks a served node as an officer does, over one connection.

    Attributes:
        port: where the node listens.
        secret: the key for programs.
        status: of the last answer.
    """

    port: int
    secret: str
    status: int = 0
    _connection: http.client.HTTPConnection | None = field(default=None, repr=False)

    def ask(self, act: str, /, key: str = "", **request: Any) -> Any:
        """Ask for an act; one that is asked too often waits.

        Raises:
            OSError: the node does not answer.
        """
        headers = {"Authorization": f"Bearer {self.secret}", "Content-Type": "application/json"}
        headers |= {"Idempotency-Key": key} if key else {}
        while True:
            answer = self._sent(f"/v1/{act}", json.dumps(request).encode(), headers)
            if self.status != http.HTTPStatus.TOO_MANY_REQUESTS:
                return answer
            time.sleep(0.05)

    def done(self, act: str, /, key: str = "", **request: Any) -> Any:
        """Ask for an act that is done."""
        answer = self.ask(act, key, **request)
        assert self.status == http.HTTPStatus.OK, (act, answer)
        return answer

    def _sent(self, path: str, body: bytes, headers: Mapping[str, str]) -> Any:
        """Send a request, and take the whole answer."""
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            self._connection.request("POST", path, body, headers)
            answer = self._connection.getresponse()
            data = answer.read()
        except (OSError, http.client.HTTPException) as lost:
            self.close()
            raise ConnectionError(str(lost)) from lost
        self.status = answer.status
        return json.loads(data)

    def close(self) -> None:
        """Let the connection go."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
