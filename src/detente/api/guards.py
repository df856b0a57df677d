"""What stands before every route: who asks, how often, how much; and what every answer carries."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from http import HTTPStatus
from typing import NoReturn, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import HTTPException, Request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from detente.api.problems import answer
from detente.desk.api_keys import whose
from detente.desk.feed_tokens import whose_feed
from detente.desk.officers import Officer
from detente.desk.sessions import Entered, entered
from detente.desk.workbench import Workbench

__all__ = ["Bounds", "Gate", "cookie_of", "safely"]

T = TypeVar("T")

LARGEST = 4 << 20
"""Bytes of a request at most."""

AT_ONCE = 4
"""How many read at one time; the others wait for their turn."""

NEAR = ("localhost", "127.0.0.1", "::1")
SAFE = ("GET", "HEAD", "OPTIONS")
CSRF = "X-CSRF-Token"

_HEADERS = (
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
)


class Gate:
    """Lets officers in by the key of their program or by their session, none of them too often.

    Attributes:
        bench: the workbench of the node.
        often: how often one officer may ask.
        strangers: how often what opens nothing may be tried from one address.
        wrong: how often it may be tried to enter under one name, from wherever.
        behind: the paths that let officers in only when they are asked, by `let_in`.
    """

    def __init__(self, bench: Workbench, *, often: str, strangers: str, wrong: str) -> None:
        """Stand at the door."""
        self.bench = bench
        self.often: RateLimitItem = parse(often)
        self.strangers: RateLimitItem = parse(strangers)
        self.wrong: RateLimitItem = parse(wrong)
        self.behind: set[str] = set()
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._readers = CapacityLimiter(AT_ONCE)

    def __call__(self, request: Request) -> Officer:
        """Say who asks.

        Raises:
            HTTPException: nobody who is known, or somebody who asks too often; or a request in a
                session that does not show that it comes from a page of this node.
        """
        kind, _, secret = request.headers.get("authorization", "").partition(" ")
        if not kind:
            return self.session(request).officer
        officer = whose(self.bench, secret) if kind.lower() == "bearer" and secret else None
        if officer is None:
            self._opens_nothing(request)
            told = "Send a key for programs that counts, Authorization: Bearer SECRET, or enter."
            need = {"WWW-Authenticate": "Bearer"}
            raise HTTPException(HTTPStatus.UNAUTHORIZED, told, headers=need)
        self._not_too_often(officer)
        return officer

    def feed(self, request: Request) -> Officer:
        """Say who reads a feed: also by a token in the address, which opens nothing else.

        Raises:
            HTTPException: as for the whole.
        """
        secret = request.query_params.get("token", "")
        if not secret:
            return self(request)
        officer = whose_feed(self.bench, secret)
        if officer is None:
            self._opens_nothing(request)
            told = "The token in the address opens nothing; make another one."
            raise HTTPException(HTTPStatus.UNAUTHORIZED, told)
        self._not_too_often(officer)
        return officer

    async def let_in(
        self, request: Request, does: Callable[[Officer], T], *, writes: bool = False
    ) -> T:
        """Say who asks and do what is asked, apart from the one thread that serves everybody.

        Few read at one time: threads that compute take turns anyway, and many only hold up one
        another. What writes waits for the disk; the more of them wait, the more share a commit.

        Raises:
            HTTPException: as for the whole.
        """
        limiter = None if writes else self._readers
        return await to_thread.run_sync(lambda: does(self(request)), limiter=limiter)

    async def turn_strangers_away(self, request: Request) -> None:
        """Ask who it is, where a route behind this gate was asked for something not in its form.

        Raises:
            HTTPException: as for the whole.
        """
        if request.url.path in self.behind:
            await to_thread.run_sync(self, request, limiter=self._readers)

    def session(self, request: Request) -> Entered:
        """Say whose session a request is made in.

        Raises:
            HTTPException: as for the whole.
        """
        secret = request.cookies.get(cookie_of(request), "")
        found = entered(self.bench, secret) if secret else None
        if found is None:
            self._opens_nothing(request)
            told = "Enter first, or send a key for programs: Authorization: Bearer SECRET."
            need = {"WWW-Authenticate": "Bearer"}
            raise HTTPException(HTTPStatus.UNAUTHORIZED, told, headers=need)
        self._not_too_often(found.officer)
        shown = request.headers.get(CSRF, "").encode()
        if request.method not in SAFE and not hmac.compare_digest(shown, found.csrf.encode()):
            told = f"In a session, send {CSRF} with each request that is no GET."
            raise HTTPException(HTTPStatus.FORBIDDEN, told)
        return found

    def counts(self, request: Request) -> bool:
        """Tell whether that by which a request was let in still counts; it asks for nothing."""
        _, _, secret = request.headers.get("authorization", "").partition(" ")
        if secret:
            return whose(self.bench, secret) is not None
        return (
            entered(self.bench, request.cookies.get(cookie_of(request), ""), asks=False) is not None
        )

    def knocked(self, request: Request, name: str) -> None:
        """Let somebody try to enter.

        Raises:
            HTTPException: it was tried too often from this address, or under this name.
        """
        self._stranger_waits(request)
        if not self._limiter.test(self.wrong, "enter", name):
            _too_often()

    def begins(self, request: Request) -> None:
        """Let a browser go to an issuer, or come back from there.

        Raises:
            HTTPException: it was tried too often from this address.
        """
        self._stranger_waits(request)
        if not self._limiter.hit(self.wrong, "issuer", _address(request)):
            _too_often()

    def turned_away(self, request: Request, name: str) -> None:
        """Count that somebody did not get in."""
        self._limiter.hit(self.strangers, _address(request))
        self._limiter.hit(self.wrong, "enter", name)

    def _opens_nothing(self, request: Request) -> None:
        """Count what opens nothing; only where it does not, so that strangers shut nobody out.

        Behind a proxy an officer may come from the same address as they do.
        """
        if not self._limiter.hit(self.strangers, _address(request)):
            _too_often()

    def _stranger_waits(self, request: Request) -> None:
        """Refuse an address from which too much was tried that opens nothing."""
        if not self._limiter.test(self.strangers, _address(request)):
            _too_often()

    def _not_too_often(self, officer: Officer) -> None:
        """Refuse an officer who asks too often."""
        if not self._limiter.hit(self.often, officer.id):
            _too_often()


def safely(request: Request) -> bool:
    """Tell whether a cookie is for encrypted connections alone: all but one within a machine."""
    return request.url.scheme != "http" or request.url.hostname not in NEAR


def cookie_of(request: Request) -> str:
    """Name the cookie of a session.

    With the prefix, no other host can have set it (RFC 6265bis, section 4.1.3.2).
    """
    return "__Host-detente" if safely(request) else "detente"


def _address(request: Request) -> str:
    """Tell where a request comes from."""
    return request.client.host if request.client else ""


def _too_often() -> NoReturn:
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
