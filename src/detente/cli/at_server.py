"""An officer at a node that a server offers: an act is one request, sent again if it is lost."""

from __future__ import annotations

import json
import os
import secrets
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from detente.cli.refusal import Refused

if TYPE_CHECKING:
    from detente.instruments import Library

__all__ = ["OF_PROGRAM", "AtServer", "Requests"]

OF_PROGRAM = "DETENTE_API_KEY"
PATIENCE, TRIES = 60.0, 3
NEAR = ("localhost", "127.0.0.1", "::1")


@dataclass
class Requests:
    """The requests of one command, each by a name under which it is done once.

    Attributes:
        once: the caller's own name for all of them; empty: none was given.
    """

    once: str
    _made: Counter[str] = field(default_factory=Counter)

    def key(self, act: str) -> str:
        """Name the next request for an act: the same one, where the command is given again."""
        self._made[act] += 1
        return f"{self.once}/{act}/{self._made[act]}" if self.once else ""


@dataclass(frozen=True)
class AtServer:
    """An officer at a node that a server offers.

    Attributes:
        server: its address, without a slash at the end.
        secret: the key for programs, which says who acts.
        requests: names the requests of the command.
    """

    server: str
    secret: str
    requests: Requests

    @classmethod
    def found(cls, server: str, key: Path | None, requests: Requests) -> AtServer:
        """Take the address of a server, and the key from a file or else from the environment.

        Raises:
            Refused: there is no key, or it would travel in the clear.
        """
        parts = urlsplit(server)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Refused(f"{server} is no address; write it like https://node.example")
        if parts.scheme == "http" and parts.hostname not in NEAR:
            raise Refused(f"{server}: the key would travel in the clear; use https")
        secret = key.read_text("utf-8").strip() if key else os.environ.get(OF_PROGRAM, "")
        if not secret or not secret.isascii():
            raise Refused(f"give a key for programs: --api-key-file FILE, or {OF_PROGRAM}")
        return cls(server.rstrip("/"), secret, requests)

    @property
    def library(self) -> Library:
        """The library that came with this Détente; the server checks with its own."""
        from detente.instruments import read_library

        return read_library()

    def act(self, name: str, /, **request: Any) -> Any:
        """Do an act; where the connection breaks it is asked again, and done once."""
        headers = {
            "Authorization": f"Bearer {self.secret}",
            "Content-Type": "application/json",
            "Idempotency-Key": self.requests.key(name) or secrets.token_hex(16),
        }
        body = json.dumps(request).encode()
        asked = urllib.request.Request(f"{self.server}/v1/{name}", body, headers, method="POST")
        for last in (*(False,) * (TRIES - 1), True):
            try:
                with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
                    return json.load(answer)
            except urllib.error.HTTPError as refused:
                raise Refused(_told(refused)) from None
            except (OSError, ValueError) as lost:
                if last:
                    raise Refused(f"{self.server} does not answer: {lost}") from None
        raise AssertionError("the last try answers or is refused")


def _told(refused: urllib.error.HTTPError) -> str:
    """Give what a server says of a request that it refuses."""
    try:
        detail: str = json.load(refused)["detail"]
    except (ValueError, KeyError, TypeError):
        return f"the server refuses: {refused.code} {refused.reason}"
    return detail
