"""Entering by the issuer that the deployment names: to it, and back, with the same session."""

from http import HTTPStatus
from importlib.util import find_spec
from typing import Annotated

from fastapi import FastAPI, HTTPException, Query, Request, Response
from fastapi.responses import RedirectResponse

from detente.api import problems
from detente.api.entering import Session, admitted
from detente.api.guards import Gate, cookie_of, safely
from detente.desk import Workbench, perform
from detente.desk.logins import officer_known
from detente.desk.oidc import PATIENCE, Issuer, IssuerFails, Pending
from detente.errors import NotPermitted, SenderError, UnknownName

__all__ = ["install"]

Given = Annotated[str, Query(max_length=4096)]


def install(app: FastAPI, bench: Workbench, gate: Gate, issuer: Issuer) -> None:
    """Let officers enter by an issuer.

    Args:
        app: the application.
        bench: the workbench of the node.
        gate: who counts how often it is tried.
        issuer: the issuer.

    Raises:
        SenderError: what reads the tokens of an issuer is not installed.
    """
    _make_sure()
    path = "/v1/session/oidc"
    told = {**problems.PROBLEMS, int(HTTPStatus.BAD_GATEWAY): problems.PROBLEMS[503]}

    @app.get(
        path,
        summary="Enter by the issuer that this node names: sends the browser there.",
        status_code=HTTPStatus.SEE_OTHER,
        response_class=Response,
        responses=told,
    )
    def begin(request: Request) -> Response:
        gate.begins(request)
        try:
            pending = issuer.begin(bench.clock.now())
        except IssuerFails as failure:
            raise HTTPException(HTTPStatus.BAD_GATEWAY, str(failure)) from None
        return _sent(request, pending)

    @app.get(
        f"{path}/return",
        summary="Come back from the issuer; the answer sets the cookie of the session.",
        responses=told,
    )
    def come_back(
        request: Request,
        response: Response,
        state: Given = "",
        code: Given = "",
        iss: Given = "",
        error: Given = "",
    ) -> Session:
        gate.begins(request)
        given = {"state": state, "code": code, "iss": iss, "error": error}
        given = {name: value for name, value in given.items() if value}
        browser = request.cookies.get(_cookie(request), "")
        try:
            value = issuer.returned(bench.clock.now(), browser, given)
            officer = officer_known(bench, value)
            told = perform(bench, officer, "open_session_by_issuer", {"value": value})
        except IssuerFails as failure:
            raise HTTPException(HTTPStatus.BAD_GATEWAY, str(failure)) from None
        except (NotPermitted, UnknownName) as refusal:
            gate.turned_away(request, "")
            raise HTTPException(HTTPStatus.UNAUTHORIZED, str(refusal)) from None
        response.delete_cookie(_cookie(request), secure=safely(request), httponly=True)
        return admitted(bench, request, response, told)


def _make_sure() -> None:
    """Refuse to serve where the tokens of an issuer could not be read."""
    if find_spec("joserfc") is None:
        raise SenderError(
            "node.toml names an issuer, and what reads its tokens is not installed; "
            "install detente[oidc], or take [oidc] out"
        )


def _sent(request: Request, pending: Pending) -> Response:
    """Send a browser to the issuer; it is known again when it comes back."""
    answer = RedirectResponse(pending.address, HTTPStatus.SEE_OTHER)
    answer.set_cookie(
        _cookie(request),
        pending.browser,
        max_age=int(PATIENCE.total_seconds()),
        path="/",
        secure=safely(request),
        httponly=True,
        samesite="lax",  # strict ones are not shown when the issuer sends the browser back
    )
    return answer


def _cookie(request: Request) -> str:
    """Name the cookie by which the browser is known when it comes back."""
    return f"{cookie_of(request)}-oidc"
