"""A served node with many words and many officers, asked at a steady pace, as on a busy day.

Requests are sent when they are due, whether or not those before were answered, and each is timed
from when it was due: a server that falls behind is seen to. Every request comes from another
officer, with that officer's own key for programs.
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.speed.sealing import key_of
from detente.desk import Workbench, make_node, open_node, perform, raise_alerts
from detente.desk.node import Settings
from detente.exchange import Access, PrivateKey, compose
from detente.exchange.check.sealed import Sealed
from detente.exchange.keys import admitting
from detente.store import file

LOG, PASSPHRASE, PORT = "bench.example/log", "a passphrase for a benchmark", 8699
WORDS, OFFICERS, DELEGATIONS = 100_000, 1_000, 50
THROUGH_THE_DESK, AT_ONCE = 500, 1_000
A_SECOND, SECONDS, HANDS = 100, 15, 16
NAMED = 5  # every so manieth word is for a named addressee alone
GOAL = "99 of 100 under 50 milliseconds"

Request = tuple[str, dict[str, Any]]


@dataclass
class Filled:
    """A node that is full: its folder, the keys of its officers, some words for all."""

    folder: Path
    keys: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


def run(folder: Path) -> Iterator[dict[str, Any]]:
    """Fill a node, serve it, ask it, and tell how long answers took, by act and together."""
    start = time.perf_counter()
    full = filled(folder / "node")
    what = f"serving, {WORDS:,} words, {OFFICERS:,} officers, {A_SECOND} requests a second"
    yield {"what": "serving, to fill the node", "seconds": time.perf_counter() - start}
    with open(folder / "serve.txt", "w") as told:
        serving = subprocess.Popen(_command(full.folder), stdout=told, stderr=told, env=_named())
    try:
        _await_server()
        _warm(full)
        before = _busy(serving.pid)
        took = _asked(full)
        each = 1000 * (_busy(serving.pid) - before) / len(took)
    finally:
        serving.terminate()
        serving.wait(30)
    for act in sorted({act for act, _ in took}):
        yield {"what": f"{what}, {act}", **_told([each for name, each in took if name == act])}
    together = _told([each for _, each in took])
    yield {"what": f"{what}, all reads", **together, "CPU milliseconds each": each, "goal": GOAL}


def filled(folder: Path) -> Filled:
    """Make a node with its delegations, officers and words."""
    make_node(folder, Settings(log=LOG, name="Bench"), PASSPHRASE, officer="host")
    bench = open_node(folder, PASSPHRASE)
    full = Filled(folder)
    try:
        delegations = _admitted(bench, full)
        words = _sealed(delegations)
        for first in range(THROUGH_THE_DESK, WORDS, AT_ONCE):
            _file(bench, words[first : first + AT_ONCE])
        for nth, each in enumerate(words[:THROUGH_THE_DESK]):
            said = perform(bench, f"o-{nth % DELEGATIONS:04}", "file_sealed", _as_told(each))
            if nth % NAMED:
                full.words.append(said["word"])
        raise_alerts(bench)
    finally:
        bench.store.close()
    return full


def _admitted(bench: Workbench, full: Filled) -> list[PrivateKey]:
    """Admit delegations and their officers, each with a key for programs."""
    keys = [key_of(f"{chr(65 + nth // 26)}{chr(65 + nth % 26)}") for nth in range(DELEGATIONS)]
    for key in keys:
        told = {"delegation": key.owner, "name": f"Delegation {key.owner}"}
        perform(bench, "host", "admit_delegation", told | {"keys": admitting(LOG, key)})
    for nth in range(OFFICERS):
        officer = f"o-{nth:04}"
        roles = {"roles": ["reader", "releaser"], "delegation": keys[nth % DELEGATIONS].owner}
        perform(bench, "host", "set_officer", {"officer": officer, "name": officer, **roles})
        given = perform(bench, "host", "give_host_api_key", {"officer": officer, "label": "bench"})
        full.keys.append(given["secret"])
    return keys


def _sealed(delegations: list[PrivateKey]) -> list[Sealed]:
    """Seal words, the delegations by turns; in every fifth a named addressee alone is told."""
    made = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    text = "An exercise, made up; troops 9,500, tanks 260, an area of four corners. " * 4
    words = []
    for nth in range(WORDS):
        key = delegations[nth % DELEGATIONS]
        to = delegations[(nth + 7) % DELEGATIONS].owner
        access = Access("named", (to,)) if nth % NAMED == 0 else Access("participants")
        content = {"number": f"{key.owner}/26/{nth:07}", "text": text}
        said: dict[str, Any] = {"kind": "notification", "marker": "test"}
        said |= {"access": access, "content": content}
        words.append(key.seal(compose(log=LOG, by=key.owner, made=made, **said)))
    return words


def _file(bench: Workbench, words: list[Sealed]) -> None:
    """File words, many in one transaction."""
    at = bench.clock.now()
    bench.store.write(lambda writing: [file(writing, each, at=at) for each in words])


def _as_told(word: Sealed) -> dict[str, Any]:
    """Write a sealed word as a request brings it."""
    names = ("payload", "protected", "signature")
    return {"sealed": {name: getattr(word, name) for name in names}}


def _command(folder: Path) -> list[str]:
    """Give the command that serves a node."""
    program = "from detente.cli.program import main; main()"
    return [sys.executable, "-c", program, "serve", "--node", str(folder), "--port", str(PORT)]


def _named() -> dict[str, str]:
    """Give the surroundings in which a node is served."""
    return os.environ | {"DETENTE_NODE_PASSPHRASE": PASSPHRASE}


def _await_server(seconds: float = 60) -> None:
    """Wait until somebody listens."""
    until = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", PORT), 1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


def _warm(full: Filled) -> None:
    """Ask each thing once: what a server does at its first request is not what is measured."""
    line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    for asked in _requests(full, 2 * HANDS):
        _ask(line, asked, full.keys[0])
    line.close()


def _busy(process: int) -> float:
    """Tell for how many seconds a process has kept a processor busy."""
    with open(f"/proc/{process}/stat") as told:
        fields = told.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _asked(full: Filled) -> list[tuple[str, float]]:
    """Ask at a steady pace, by several hands; answers the act and the seconds of each request."""
    due = iter(enumerate(_requests(full, A_SECOND * SECONDS)))
    took: list[tuple[str, float]] = []
    failed: list[Exception] = []
    turn, start = threading.Lock(), time.perf_counter() + 0.5

    def hand() -> None:
        line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        while True:
            with turn:
                nth, asked = next(due, (-1, None))
            if asked is None:
                return
            begins = start + nth / A_SECOND
            time.sleep(max(0.0, begins - time.perf_counter()))
            try:
                _ask(line, asked, full.keys[nth % OFFICERS])
            except (OSError, RuntimeError) as error:
                failed.append(error)
                return
            took.append((asked[0], time.perf_counter() - begins))

    hands = [threading.Thread(target=hand) for _ in range(HANDS)]
    for each in hands:
        each.start()
    for each in hands:
        each.join()
    if failed:
        raise failed[0]
    return took


def _requests(full: Filled, count: int) -> Iterator[Request]:
    """Give what officers ask: mostly what is new, sometimes a word, its receipt, old pages."""
    word = lambda: {"word": secrets.choice(full.words)}  # noqa: E731  one line is enough
    page = lambda: {"after": secrets.randbelow(WORDS), "limit": 50}  # noqa: E731  the same
    mix: list[Any] = [
        lambda: ("list_words", {"after": WORDS - 50, "limit": 50}),
        lambda: ("list_words", page()),
        lambda: ("list_words", {"authors": ["AA"], "limit": 50}),
        lambda: ("list_alerts", {"limit": 50}),
        lambda: ("list_drafts", {}),
        lambda: ("checkpoint", {}),
        lambda: ("see_myself", {}),
        lambda: ("receipt_of_word", word()),
    ]
    return (mix[nth % len(mix)]() for nth in range(count))


def _ask(line: http.client.HTTPConnection, asked: Request, key: str) -> None:
    """Ask one thing, and read the whole answer."""
    act, wanted = asked
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    line.request("POST", f"/v1/{act}", json.dumps(wanted), headers)
    answer = line.getresponse()
    told = answer.read()
    if answer.status != http.client.OK:
        raise RuntimeError(f"{act}: {answer.status} {told[:200]!r}")


def _told(seconds: list[float]) -> dict[str, Any]:
    """Give the middle and the hundredth of what was slowest, in milliseconds."""
    ordered = sorted(seconds)
    return {
        "milliseconds": 1000 * ordered[len(ordered) // 2],
        "95 of 100 within": 1000 * ordered[len(ordered) * 95 // 100],
        "99 of 100 within": 1000 * ordered[len(ordered) * 99 // 100],
        "answers": len(ordered),
    }
