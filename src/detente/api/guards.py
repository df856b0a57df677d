"""What stands before every route: who asks, how often, how much; and what every answer carries."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import HTTPException, Request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from detente.api.problems import answer
from detente.desk.api_keys import whose
from detente.desk.officers import Officer
from detente.desk.workbench import Workbench

__all__ = ["Bounds", "Gate"]

LARGEST = 4 << 20
"""Bytes of a request at most."""

_HEADERS = (
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
)


class Gate:
    """Lets officers in by the key of their program, and none of them too often.

    Attributes:
        bench: the workbench of the node.
        often: how often one officer may ask.
        strangers: how often a key that opens nothing may be tried from one address.
    """

    def __init__(self, bench: Workbench, *, often: str, strangers: str) -> None:
        """Stand at the door."""
        self.bench = bench
        self.often: RateLimitItem = parse(often)
        self.strangers: RateLimitItem = parse(strangers)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def __call__(self, request: Request) -> Officer:
        """Say who asks.

        Raises:
            HTTPException: nobody who is known, or somebody who asks too often.
        """
        address = request.client.host if request.client else ""
        if not self._limiter.test(self.strangers, address):
            self._too_often()
        kind, _, secret = request.headers.get("authorization", "").partition(" ")
        officer = whose(self.bench, secret) if kind.lower() == "bearer" and secret else None
        if officer is None:
            self._limiter.hit(self.strangers, address)
            told = "Send a key for programs that counts: Authorization: Bearer SECRET."
            need = {"WWW-Authenticate": "Bearer"}
            raise HTTPException(HTTPStatus.UNAUTHORIZED, told, headers=need)
        if not self._limiter.hit(self.often, officer.id):
            self._too_often()
        return officer

    def _too_often(self) -> None:
        """Refuse somebody who asks too often."""
        told = "Too many requests; wait a little."
        raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, told, headers={"Retry-After": "1"})


class Bounds:
    """Refuses requests that are too large, whatever they say of their size, and dresses answers."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, as long as it keeps within the bounds."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body = await _whole(receive)
        if body is None:
            told = f"A request has at most {LARGEST:,} bytes."
            refused = answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "request-too-large", told)
            await refused(scope, receive, send)
            return
        given = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def again() -> Message:
            return next(given, None) or await receive()

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_HEADERS]
            await send(message)

        await self.app(scope, again, dressed)


async def _whole(receive: Receive) -> bytes | None:
    """Take the body of a request; None where it is too large."""
    parts, size = [], 0
    while True:
        message = await receive()
        part = message.get("body", b"")
        size += len(part)
        if size > LARGEST:
            return None
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)
