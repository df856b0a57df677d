"""The application: a route for each act, made from the table of acts, and the stream of words."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import FastAPI, Header, Request
from fastapi.responses import JSONResponse

import detente
from detente.api import entering, feeding, listening, oidc, problems, reading
from detente.api.bodies import Route
from detente.api.guards import Bounds, Gate
from detente.desk import ACTS, Act, Workbench, perform
from detente.desk.officers import Officer

__all__ = ["application"]

SAYS = """The acts of a node of Détente. Each is asked by `POST /v1/ACT` with a body in its form, by
a program that shows the key of an officer, or in the session of an officer who has entered with a
passphrase: then each request that is no `GET` carries `X-CSRF-Token`. The answer tells what came of
it; of an act that writes, once that is durable. With the header `Idempotency-Key` the same request
is done once, however often it is sent. What is refused is told as problem details (RFC 9457), with
a stable `code`."""

KEY = r"^[\x21-\x7e]{1,128}$"


def application(
    bench: Workbench,
    *,
    often: str = "50/second",
    strangers: str = "10/minute",
    wrong: str = "30/minute",
    held: float = 1.0,
) -> FastAPI:
    """Make the application of a node.

    Args:
        bench: the workbench of the node.
        often: how often one officer may ask, such as ``50/second``.
        strangers: how often what opens nothing may be tried from one address.
        wrong: how often it may be tried to enter under one name with what is wrong.
        held: seconds after which whoever may not enter is told so.
    """
    app = FastAPI(
        title="Détente",
        version=detente.__version__,
        description=SAYS,
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.router.route_class = Route
    app.state.gate = gate = Gate(bench, often=often, strangers=strangers, wrong=wrong)
    for act in ACTS.values():
        if not act.enters:
            _route(app, bench, gate, act)
    entering.install(app, bench, gate, held=held)
    if bench.issuer is not None:
        oidc.install(app, bench, gate, bench.issuer)
    reading.install(app, bench, gate)
    feeding.install(app, bench, gate)
    listening.install(app, bench, gate)
    problems.install(app)
    app.add_middleware(Bounds)
    return app


def _route(app: FastAPI, bench: Workbench, gate: Gate, act: Act) -> None:
    """Give an act its route."""
    key = Annotated[str, Header(alias="Idempotency-Key", pattern=KEY)]

    async def asked(wanted: Any, request: Request, once: str = "") -> JSONResponse:
        def does(officer: Officer) -> JSONResponse:
            return JSONResponse(perform(bench, officer.id, act.name, wanted, key=once))

        return await gate.let_in(request, does, writes=act.writes)

    async def asked_without(wanted: Any, request: Request) -> JSONResponse:
        return await asked(wanted, request)

    endpoint: Callable[..., Coroutine[Any, Any, JSONResponse]]
    endpoint = asked if act.writes else asked_without
    endpoint.__annotations__ |= {"wanted": act.asks}
    if act.writes:
        endpoint.__annotations__["once"] = key
    path = f"/v1/{act.name}"
    gate.behind.add(path)
    app.post(
        path,
        name=act.name,
        operation_id=act.name,
        summary=act.says,
        description=f"For a {act.role}.",
        response_model=None,
        responses=problems.PROBLEMS,
    )(endpoint)
