"""Every route under requests that no one would send: none fails in a way that is not foreseen."""

from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import openapi
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from detente.api.feeding import FEEDS
from detente.api.reading import READS
from detente.desk import ACTS
from tests.api.conftest import Asking

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


OFFICERS = ("fr-keeper", "fr-drafter", "fr-second", "host")


def test_no_request_brings_a_route_down(asking: Asking) -> None:
    schema = openapi.from_asgi("/v1/openapi.json", asking.client.app)
    each: Iterator[Any] = schema.get_all_operations()
    operations = [found.ok() for found in each]
    asked = {each.path for each in operations if each.path != STREAM}
    acts = {f"/v1/{name}" for name, act in ACTS.items() if not act.enters}
    read = {f"/v1/{path}" for path in (*(path for path, *_ in READS), *FEEDS)}
    assert asked == acts | {SESSION} | read
    for operation in operations:
        if operation.path != STREAM:
            tried = sum(_tried(operation, asking.headers(officer)) for officer in OFFICERS)
            assert tried >= len(OFFICERS), operation.path


SESSION = "/v1/session"
STREAM = "/v1/words/stream"
"""It never ends; what it gives is tried with the acts."""


def _tried(operation: Any, headers: dict[str, str]) -> int:
    """Ask a route for whatever its description allows; answers how often."""
    tried = 0

    @settings(
        max_examples=5,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        nonlocal tried
        tried += 1
        case.call_and_validate(headers=headers, checks=CHECKS)

    ask()
    return tried
