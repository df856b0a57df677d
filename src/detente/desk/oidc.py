"""Officers who enter by an issuer of OpenID Connect that the deployment names, if it names one.

The authorization code flow with PKCE, `state` and `nonce` (OpenID Connect Core 1.0, section 3.1;
RFC 7636; RFC 9700). The issuer is the only one that a node ever calls: its own addresses must stand
at its own origin, and no redirect is followed.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode, urlsplit

from pydantic import Field

from detente.desk.drawn_secrets import hashed
from detente.errors import NotPermitted, SenderError
from detente.sources.source import Strict

__all__ = ["Issuer", "IssuerFails", "Oidc", "Pending"]

Plain = dict[str, Any]
Asks = Callable[[str, Mapping[str, str] | None, Mapping[str, str]], Any]
"""Asks an address, with a form or without, with headers; answers what JSON came back."""

NEAR = ("localhost", "127.0.0.1", "::1")
PATIENCE = dt.timedelta(minutes=10)
"""How long an entry that was begun may take."""

SLACK = dt.timedelta(minutes=1)
"""How far the clocks of node and issuer may be apart."""

KNOWN = dt.timedelta(hours=1)
"""How long what the issuer said of its addresses and keys is taken to hold."""

AGAIN = dt.timedelta(minutes=1)
"""How soon the keys of the issuer are asked for again where one is not known."""

MOST = 1024
"""Entries that may be pending at one time; the oldest is forgotten for another."""


class IssuerFails(Exception):
    """The issuer does not answer as it should; whoever keeps the node must act."""


class Oidc(Strict):
    """What ``[oidc]`` in ``node.toml`` says.

    Attributes:
        issuer: the issuer, as its tokens name it.
        client_id: how the issuer knows this node.
        client_secret_file: a file in the node's folder with the secret of the client; empty: it is
            in the environment, or there is none.
        redirect: the address to which the issuer sends browsers back: that of this node, ending in
            ``/v1/session/oidc/return``.
        claim: the claim whose value is linked with an officer.
        algorithms: with which the issuer may sign.
    """

    issuer: str = Field(pattern=r"^https?://[^\s?#]+$")
    client_id: str = Field(min_length=1, max_length=256)
    client_secret_file: str = ""
    redirect: str = Field(pattern=r"^https?://[^\s?#]+/v1/session/oidc/return$")
    claim: str = Field(default="sub", pattern=r"^[A-Za-z0-9_:/.-]{1,128}$")
    algorithms: list[Literal["RS256", "PS256", "ES256", "ES384"]] = Field(
        default=["RS256", "ES256"], min_length=1
    )

    def checked(self) -> Oidc:
        """Refuse what would travel in the clear.

        Raises:
            SenderError: an address is plain HTTP, and not on this machine.
        """
        for name in ("issuer", "redirect"):
            _encrypted(getattr(self, name), f"oidc.{name}", SenderError)
        return self


@dataclass(frozen=True)
class Pending:
    """An entry that was begun.

    Attributes:
        address: where the browser is sent.
        browser: the secret that the browser shows when it comes back.
    """

    address: str
    browser: str


@dataclass(frozen=True)
class _Begun:
    """What the node keeps of an entry that was begun; it counts once."""

    browser: str
    nonce: str
    verifier: str
    ends: dt.datetime


@dataclass(eq=False)
class Issuer:
    """The issuer that a deployment names.

    Attributes:
        settings: what ``node.toml`` says of it.
        secret: of the client; empty: it has none.
        asks: how it is asked.
    """

    settings: Oidc
    secret: str
    asks: Asks
    _begun: dict[str, _Begun] = field(default_factory=dict)
    _addresses: tuple[dt.datetime, Plain] | None = None
    _keys: tuple[dt.datetime, list[Plain]] | None = None
    _lock: Any = field(default_factory=threading.Lock)

    def begin(self, now: dt.datetime) -> Pending:
        """Begin an entry.

        Raises:
            IssuerFails: the issuer does not say where browsers are sent.
        """
        there = self.addresses(now)["authorization_endpoint"]
        state, nonce, verifier, browser = (secrets.token_urlsafe(32) for _ in range(4))
        with self._lock:
            for known in [s for s, each in self._begun.items() if each.ends <= now]:
                del self._begun[known]
            while len(self._begun) >= MOST:
                del self._begun[next(iter(self._begun))]
            self._begun[state] = _Begun(hashed(browser), nonce, verifier, now + PATIENCE)
        asked = {
            "response_type": "code",
            "client_id": self.settings.client_id,
            "redirect_uri": self.settings.redirect,
            "scope": "openid" if self.settings.claim != "email" else "openid email",
            "state": state,
            "nonce": nonce,
            "code_challenge": _challenge(verifier),
            "code_challenge_method": "S256",
        }
        return Pending(f"{there}{'&' if '?' in there else '?'}{urlencode(asked)}", browser)

    def returned(self, now: dt.datetime, browser: str, given: Mapping[str, str]) -> str:
        """Take back a browser: answers the value of the claim that says who it is.

        Args:
            now: the instant, naive in UTC.
            browser: the secret that the browser shows.
            given: the query with which it came back.

        Raises:
            NotPermitted: the entry was not begun in this browser, or is over, or was used; or what
                the issuer says of it does not hold.
            IssuerFails: the issuer does not answer as it should.
        """
        with self._lock:
            begun = self._begun.pop(given.get("state", ""), None)
        if begun is None or begun.ends <= now:
            raise NotPermitted("this entry was not begun here, is over, or was used; begin again")
        if not hmac.compare_digest(begun.browser, hashed(browser)):
            raise NotPermitted("this entry was begun in another browser; begin again")
        if given.get("iss", self.settings.issuer) != self.settings.issuer:
            raise NotPermitted("another issuer sent this browser back")
        if "error" in given or not given.get("code"):
            raise NotPermitted("the issuer let nobody in")
        token = self._exchanged(now, given["code"], begun.verifier)
        claims = self.checked(token, begun.nonce, now)
        value = claims.get(self.settings.claim)
        if not isinstance(value, str) or not value or len(value) > MOST:
            raise NotPermitted(f"the issuer does not say {self.settings.claim!r}")
        if self.settings.claim == "email" and claims.get("email_verified") is not True:
            raise NotPermitted("the issuer has not verified the address")
        return value

    def addresses(self, now: dt.datetime) -> Plain:
        """Give what the issuer says of itself (OpenID Connect Discovery 1.0, section 4).

        Raises:
            IssuerFails: it calls itself otherwise, or names addresses at another origin.
        """
        if self._addresses is None or self._addresses[0] + KNOWN <= now:
            base = self.settings.issuer.rstrip("/")
            told = self.asks(f"{base}/.well-known/openid-configuration", None, {})
            if not isinstance(told, dict) or told.get("issuer") != self.settings.issuer:
                raise IssuerFails("the issuer calls itself otherwise than node.toml does")
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                self._own(told.get(name), name)
            self._addresses = now, told
        return self._addresses[1]

    def _own(self, address: Any, name: str) -> None:
        """Refuse an address that is not the issuer's own."""
        if not isinstance(address, str) or _origin(address) != _origin(self.settings.issuer):
            raise IssuerFails(f"{name} does not stand at the origin of the issuer")

    def _exchanged(self, now: dt.datetime, code: str, verifier: str) -> str:
        """Exchange a code for a token about who it is."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.settings.redirect,
            "client_id": self.settings.client_id,
            "code_verifier": verifier,
        }
        headers = {}
        if self.secret:
            parts = [urlencode({"": each})[1:] for each in (self.settings.client_id, self.secret)]
            basic = base64.b64encode(":".join(parts).encode()).decode()
            headers["Authorization"] = f"Basic {basic}"
        told = self.asks(self.addresses(now)["token_endpoint"], form, headers)
        token = told.get("id_token") if isinstance(told, dict) else None
        if not isinstance(token, str):
            raise NotPermitted("the issuer does not say who it is")
        return token

    def checked(self, token: str, nonce: str, now: dt.datetime) -> Plain:
        """Check a token about who it is (OpenID Connect Core 1.0, section 3.1.3.7).

        Raises:
            NotPermitted: it does not hold.
            IssuerFails: the issuer does not show its keys.
        """
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import import_key

        try:
            head = json.loads(_bytes64(token.partition(".")[0]))
            key = self._key(head, now)
            read = jwt.decode(token, import_key(key), algorithms=list(self.settings.algorithms))
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            raise NotPermitted("the token about who it is bears no seal of the issuer") from None
        claims: Plain = read.claims
        if wrong := self._wrong(claims, nonce, now):
            raise NotPermitted(f"the token about who it is does not hold: {wrong}")
        return claims

    def _wrong(self, claims: Plain, nonce: str, now: dt.datetime) -> str:
        """Tell what in a token does not fit; empty where all does."""
        mine, aud = self.settings.client_id, claims.get("aud")
        audience = aud if isinstance(aud, list) else [aud]
        at = now.replace(tzinfo=dt.UTC).timestamp()
        slack = SLACK.total_seconds()
        said = claims.get("nonce")
        if claims.get("iss") != self.settings.issuer:
            return "another issuer made it"
        if mine not in audience or claims.get("azp", mine) != mine:
            return "it is meant for another client"
        if len(audience) > 1 and "azp" not in claims:
            return "it does not say for which of several clients it was made"
        if not isinstance(said, str) or not hmac.compare_digest(said.encode(), nonce.encode()):
            return "it answers another question"
        if not _number(claims.get("exp")) or claims["exp"] + slack <= at:
            return "it has expired"
        times = [claims.get("iat"), *([claims["nbf"]] if "nbf" in claims else [])]
        if any(not _number(each) or each - slack > at for each in times):
            return "its time has not come"
        return ""

    def _key(self, head: Plain, now: dt.datetime) -> Plain:
        """Find the key of the issuer that a token names; where it is not known, ask once more.

        Raises:
            ValueError: it has no such key.
        """
        found = None if self._keys is None or self._keys[0] + KNOWN <= now else self._named(head)
        if found is None and (self._keys is None or self._keys[0] + AGAIN <= now):
            told = self.asks(self.addresses(now)["jwks_uri"], None, {})
            keys = told.get("keys") if isinstance(told, dict) else None
            if not isinstance(keys, list):
                raise IssuerFails("the issuer does not show its keys")
            self._keys = now, [each for each in keys if _seals(each)]
            found = self._named(head)
        if found is None:
            raise ValueError("no such key")
        return found

    def _named(self, head: Plain) -> Plain | None:
        """Give the key that a token names, among those that are known."""
        keys = self._keys[1] if self._keys else []
        if "kid" in head:
            return next((each for each in keys if each.get("kid") == head["kid"]), None)
        return keys[0] if len(keys) == 1 else None


def _seals(key: Any) -> bool:
    """Tell whether a key is a public one that may seal: never one that both sides share."""
    return (
        isinstance(key, dict)
        and key.get("kty") in ("RSA", "EC", "OKP")
        and key.get("use", "sig") == "sig"
        and "d" not in key
    )


def _number(value: Any) -> bool:
    """Tell whether a value is a number."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _bytes64(text: str) -> bytes:
    """Read base64url."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _challenge(verifier: str) -> str:
    """Give the challenge of a verifier (RFC 7636, section 4.2)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _origin(address: str) -> tuple[str, str | None, int | None]:
    """Give the origin of an address."""
    parts = urlsplit(address)
    return parts.scheme, parts.hostname, parts.port


def _encrypted(address: str, name: str, refuse: type[Exception]) -> None:
    """Refuse an address over which secrets would travel in the clear."""
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in NEAR:
        raise refuse(f"{name}: {address} would travel in the clear; use https")
