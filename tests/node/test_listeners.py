"""Many listen at a served node over real sockets: each hears every word once, and holds up none."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from detente.api.listening import AT_MOST
from detente.instruments import Library
from tests.desk.conftest import library
from tests.desk.node import Node
from tests.node.served import free_port, made, opened, serve

__all__ = ["library"]

OFFICERS = 12
WORDS = 3
PATIENCE = 60.0


@dataclass
class Listener:
    """A program that listens; what it has heard.

    Attributes:
        reader, writer: its connection.
        ids: of the events that came, in their order.
        words: the ids of the words in them.
        ended: whether the node ended the stream.
    """

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    ids: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    ended: bool = False

    @classmethod
    async def at(cls, port: int, secret: str, last: str = "") -> tuple[int, Listener]:
        """Begin to listen; answers the status as well."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        since = f"Last-Event-ID: {last}\r\n" if last else ""
        head = f"GET /v1/words/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n{since}"
        writer.write(f"{head}Authorization: Bearer {secret}\r\n\r\n".encode())
        status = int((await reader.readline()).split()[1])
        while (await reader.readline()).strip():
            pass
        return status, cls(reader, writer)

    async def hear(self, until: int) -> None:
        """Listen until so many events came, or the stream ends."""
        while len(self.words) < until:
            line = (await self.reader.readline()).decode()
            if not line:
                self.ended = True
                return
            name, _, told = line.strip().partition(": ")
            if name == "id":
                self.ids.append(told)
            elif name == "data":
                self.words.append(json.loads(told)["word"])

    async def to_its_end(self) -> None:
        """Listen until the node ends the stream."""
        await self.hear(10**9)


@pytest.fixture
def place(tmp_path: Path, library: Library) -> Iterator[tuple[Node, dict[str, str], int]]:
    """A served node with a dozen officers who listen; its folder is open here too."""
    secrets = made(tmp_path / "node", library)
    node = opened(tmp_path / "node", library)
    for nth in range(OFFICERS):
        officer = f"de-{nth}"
        told: dict[str, Any] = {"officer": officer, "delegation": "DE", "roles": ["reader"]}
        node.act("host", "set_officer", **told, name=officer)
        given = node.act("host", "give_host_api_key", officer=officer, label="listens")
        secrets[officer], secrets[f"{officer}'s key"] = given["secret"], given["api_key"]
    port = free_port()
    server = serve(tmp_path / "node", port)
    yield node, secrets, port
    server.kill()
    server.wait()
    node.store.close()


def test_many_hear_each_word_once_and_one_that_does_not_read_holds_up_none(
    place: tuple[Node, dict[str, str], int],
) -> None:
    node, secrets, port = place
    before = len(node.act("de-0", "list_words"))

    async def listen() -> None:
        every = [f"de-{nth}" for nth in range(OFFICERS) for _ in range(AT_MOST)]
        begun = [await Listener.at(port, secrets[officer]) for officer in every]
        assert {status for status, _ in begun} == {200}
        silent, *listeners = [listener for _, listener in begun]
        status, _ = await Listener.at(port, secrets["de-0"])
        assert status == 429
        await asyncio.gather(*(each.hear(before) for each in listeners))
        said = []
        for nth in range(WORDS):
            released = await asyncio.to_thread(
                node.released, "fr", number=f"CBM/FR/26/{nth + 1:04}/F25/O"
            )
            said.append(released["word"])
        await asyncio.gather(*(each.hear(before + WORDS) for each in listeners))
        for each in listeners:
            assert each.words[before:] == said
            assert len(set(each.words)) == len(each.words)
        assert not silent.ids

        cut = listeners.pop()
        cut.writer.close()
        status, again = await Listener.at(port, secrets[every[-1]], last=cut.ids[-2])
        while status == 429:  # until the node has seen that the other went away
            await asyncio.sleep(0.1)
            status, again = await Listener.at(port, secrets[every[-1]], last=cut.ids[-2])
        await again.hear(1)
        assert again.words == [said[-1]]

        withdrawn, key = listeners[-1], secrets[f"{every[-1]}'s key"]
        await asyncio.to_thread(node.act, "host", "withdraw_host_api_key", api_key=key)
        await withdrawn.to_its_end()
        assert (withdrawn.ended, len(withdrawn.ids)) == (True, before + WORDS)
        other = listeners[0]
        last = await asyncio.to_thread(node.released, "fr", number="CBM/FR/26/0009/F25/O")
        await other.hear(before + WORDS + 1)
        assert other.words[-1] == last["word"]
        for each in (silent, again, *listeners):
            each.writer.close()

    asyncio.run(asyncio.wait_for(listen(), PATIENCE))
