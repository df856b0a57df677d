"""Bodies of requests, read in one way only: as sealed words and everything else from outside."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from detente.api.guards import LARGEST
from detente.errors import RecordError
from detente.exchange.check.reading import json_of

__all__ = ["Route"]


class _Asked(Request):
    """A request whose body is JSON that every reader takes for the same (RFC 7493)."""

    async def json(self) -> Any:
        """Read the body.

        Raises:
            JSONDecodeError: a name stands twice, it is no UTF-8, nested too deeply, or a number in
                it is none that all readers hold.
        """
        try:
            return json_of(await self.body(), "body", LARGEST)
        except RecordError as error:
            raise json.JSONDecodeError(str(error).removeprefix("body: "), "", 0) from None


class Route(APIRoute):
    """A route that reads bodies so."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Give what answers a request."""
        answers = super().get_route_handler()

        async def asked(request: Request) -> Response:
            """Answer a request whose body is read so.

            Strangers are told that they are, before they are told what in a request is wrong.
            """
            try:
                return await answers(_Asked(request.scope, request.receive))
            except RequestValidationError:
                await request.app.state.gate.turn_strangers_away(request)
                raise

        return asked
