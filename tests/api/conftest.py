"""A node behind its API, with a key for each officer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from starlette.testclient import TestClient

from detente.api import application
from tests.desk.conftest import library, node, quick_passphrases
from tests.desk.node import Node

__all__ = ["library", "node", "quick_passphrases"]


@dataclass
class Asking:
    """A client that asks as officers do."""

    node: Node
    client: TestClient
    secrets: dict[str, str]

    def headers(self, officer: str, key: str = "") -> dict[str, str]:
        """What an officer's program sends beside its request."""
        told = {"Authorization": f"Bearer {self.secrets[officer]}"}
        return told | ({"Idempotency-Key": key} if key else {})

    def post(self, officer: str, act: str, /, key: str = "", **request: Any) -> Any:
        """Ask for an act."""
        return self.client.post(f"/v1/{act}", json=request, headers=self.headers(officer, key))

    def done(self, officer: str, act: str, /, key: str = "", **request: Any) -> Any:
        """Ask for an act that is done."""
        answer = self.post(officer, act, key, **request)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
def asking(node: Node) -> Iterator[Asking]:
    """All officers, each with a key."""
    secrets = {"host": _given(node, "host", "host", "give_host_api_key")}
    for delegation in ("fr", "de", "pl"):
        for role in ("drafter", "second", "keeper"):
            officer = f"{delegation}-{role}"
            secrets[officer] = _given(node, f"{delegation}-keeper", officer, "give_api_key")
    with TestClient(application(node.bench, often="1000/second", held=0.0)) as client:
        yield Asking(node, client, secrets)


def _given(node: Node, by: str, officer: str, act: str) -> str:
    """Give an officer a key."""
    secret: str = node.act(by, act, officer=officer, label="tests")["secret"]
    return secret
