"""The one call to the outside that a node can make: to the issuer that its deployment names."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

from detente.desk.oidc import NEAR, IssuerFails

__all__ = ["ask"]

PATIENCE = 10.0
"""Seconds after which an issuer does not answer."""

LARGEST = 1 << 18
"""Bytes of an answer at most."""


class _Nowhere(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: it could lead to somebody else."""

    def redirect_request(self, *_: Any) -> None:
        """Go nowhere."""


def ask(address: str, form: Mapping[str, str] | None, headers: Mapping[str, str]) -> Any:
    """Ask an address of the issuer, with a form or without; answers what JSON came back.

    Where it refuses what was asked (RFC 6749, section 5.2), that is nothing.

    Raises:
        IssuerFails: it does not answer, or not with JSON.
    """
    near = urlsplit(address).hostname in NEAR
    handlers: list[Any] = [_Nowhere, *([urllib.request.ProxyHandler({})] if near else [])]
    body = None if form is None else urlencode(form).encode()
    asked = urllib.request.Request(address, body, {"Accept": "application/json", **headers})
    try:
        with urllib.request.build_opener(*handlers).open(asked, timeout=PATIENCE) as answer:
            data = answer.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise ValueError("too large")
        return json.loads(data)
    except (OSError, ValueError, RecursionError) as error:
        if isinstance(error, urllib.error.HTTPError) and error.code == HTTPStatus.BAD_REQUEST:
            return {}
        place = f"{urlsplit(address).scheme}://{urlsplit(address).netloc}"
        raise IssuerFails(f"the issuer at {place} does not answer as it should: {error}") from None
