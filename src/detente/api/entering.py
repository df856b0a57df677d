"""A session over HTTP: entered with a passphrase, carried in a cookie, left again."""

import time
from http import HTTPStatus
from typing import Annotated, Any

from anyio import CapacityLimiter, sleep, to_thread
from fastapi import Depends, FastAPI, HTTPException, Request, Response
from pydantic import Field

from detente.api import problems
from detente.api.guards import Gate, cookie_of, safely
from detente.desk import Workbench, perform
from detente.desk.asked import NAME, Entering
from detente.desk.sessions import LONGEST, Entered, entered
from detente.errors import NotPermitted
from detente.sources.source import Strict

__all__ = ["Session", "admitted", "install"]

AT_ONCE = 2
"""How many may be entering at one time; others wait, and hold up nobody who has entered."""


class Entry(Entering):
    """Who enters.

    Attributes:
        officer: the id.
        passphrase: the officer's.
    """

    officer: str = Field(pattern=NAME)


class Session(Strict):
    """The session of whoever asks.

    Attributes:
        session: its id, which opens nothing.
        officer: who has entered.
        ends: when it ends if nothing more is asked.
        csrf: to be sent as `X-CSRF-Token` with each request that is no GET.
    """

    session: str
    officer: str
    ends: str
    csrf: str


def install(app: FastAPI, bench: Workbench, gate: Gate, *, held: float) -> None:
    """Let officers enter and leave.

    Args:
        app: the application.
        bench: the workbench of the node.
        gate: who counts how often it is tried.
        held: seconds after which whoever may not enter is told so, whatever the reason.
    """
    limiter = CapacityLimiter(AT_ONCE)
    path, problems_ = "/v1/session", problems.PROBLEMS

    @app.post(
        path, summary="Enter with a passphrase; the answer sets the cookie.", responses=problems_
    )
    async def enter(wanted: Entry, request: Request, response: Response) -> Session:
        """Begin a session, or hold the answer back for a while."""
        gate.knocked(request, wanted.officer)
        since = time.monotonic()
        try:
            told = await to_thread.run_sync(_opened, bench, wanted, limiter=limiter)
        except NotPermitted as refusal:
            gate.turned_away(request, wanted.officer)
            await sleep(max(0.0, held - (time.monotonic() - since)))
            raise HTTPException(HTTPStatus.UNAUTHORIZED, str(refusal)) from None
        return admitted(bench, request, response, told)

    @app.get(path, summary="Tell whose session it is, and until when.", responses=problems_)
    def look(guest: Annotated[Entered, Depends(gate.session)]) -> Session:
        return Session(
            session=guest.session,
            officer=guest.officer.id,
            ends=f"{guest.ends.isoformat(timespec='seconds')}Z",
            csrf=guest.csrf,
        )

    @app.delete(path, summary="Leave: end the session.", status_code=204, responses=problems_)
    def leave(guest: Annotated[Entered, Depends(gate.session)], request: Request) -> Response:
        perform(bench, guest.officer.id, "close_session", {"session": guest.session})
        response = Response(status_code=HTTPStatus.NO_CONTENT)
        name, secure = cookie_of(request), safely(request)
        response.delete_cookie(name, secure=secure, httponly=True, samesite="strict")
        return response


def admitted(
    bench: Workbench, request: Request, response: Response, told: dict[str, Any]
) -> Session:
    """Hand a session that was begun to the browser.

    Args:
        bench: the workbench of the node.
        request: what was asked.
        response: the answer, which gets the cookie.
        told: what came of beginning it.
    """
    _set_cookie(request, response, told["secret"])
    found = entered(bench, told["secret"])
    assert found is not None
    return Session(
        session=found.session, officer=found.officer.id, ends=told["ends"], csrf=found.csrf
    )


def _opened(bench: Workbench, wanted: Entry) -> Any:
    """Begin a session."""
    form = Entering(passphrase=wanted.passphrase)
    return perform(bench, wanted.officer, "open_session", form)


def _set_cookie(request: Request, response: Response, secret: str) -> None:
    """Hand out the secret of a session to a browser, which shows it to this node alone."""
    response.set_cookie(
        cookie_of(request),
        secret,
        max_age=int(LONGEST.total_seconds()),
        path="/",
        secure=safely(request),
        httponly=True,
        samesite="strict",
    )
