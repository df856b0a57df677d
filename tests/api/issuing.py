"""A small issuer of OpenID Connect, at an address of this machine, that can be made to lie."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

Claims = dict[str, Any]


def quiet(claims: Claims) -> Claims:
    """Leave the claims as they are."""
    return claims


@dataclass
class SmallIssuer:
    """An issuer that lets in whoever comes, as `subject`.

    Attributes:
        at: the instant by its clock, in seconds.
        lies: changes what it claims.
        seals: makes the token; None: as it should.
        says: changes what it says of itself.
    """

    subject: str = "anna-at-home"
    at: float = 0.0
    lies: Callable[[Claims], Claims] = quiet
    seals: Callable[[SmallIssuer, Claims], str] | None = None
    says: Callable[[Claims], Claims] = quiet
    moved: str = ""
    secret: str = "of the client"
    keys: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    codes: dict[str, Claims] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make keys, and listen."""
        self.keys = {
            "r": RSAKey.generate_key(2048, {"kid": "r", "use": "sig"}),
            "e": ECKey.generate_key("P-256", {"kid": "e", "use": "sig"}),
        }
        issuer = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._told(issuer.get(self.path))

            def do_POST(self) -> None:
                size = int(self.headers.get("Content-Length", 0))
                form = parse_qs(self.rfile.read(size).decode())
                given = {name: values[0] for name, values in form.items()}
                self._told(issuer.post(given, self.headers.get("Authorization", "")))

            def _told(self, told: Any) -> None:
                data = json.dumps(told).encode()
                code = 302 if isinstance(told, str) else 200 if told else 400
                self.send_response(code)
                if code == 302:
                    self.send_header("Location", told)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Answers)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def name(self) -> str:
        """How it is called."""
        return f"http://127.0.0.1:{self.server.server_port}/realm"

    def close(self) -> None:
        """Listen no more."""
        self.server.shutdown()
        self.server.server_close()

    def get(self, path: str) -> Any:
        """What it says of itself, and its keys."""
        self.asked.append(path)
        if self.moved:
            return self.moved
        if path.endswith("/.well-known/openid-configuration"):
            names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            return self.says({"issuer": self.name, **{n: f"{self.name}/{n}" for n in names}})
        return {"keys": [key.as_dict(private=False) for key in self.keys.values()]}

    def visit(self, address: str) -> str:
        """A browser comes, and somebody enters; answers the code."""
        query = {n: v[0] for n, v in parse_qs(urlsplit(address).query).items()}
        assert query["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = query
        return code

    def post(self, given: Claims, shown: str) -> Any:
        """Exchange a code, once, for who has shown the verifier and the secret."""
        self.asked.append("token")
        query = self.codes.pop(given["code"], None)
        digest = hashlib.sha256(given["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        expected = base64.b64encode(f"detente:{self.secret.replace(' ', '+')}".encode()).decode()
        if query is None or query["code_challenge"] != challenge or shown != f"Basic {expected}":
            return None
        if query["redirect_uri"] != given["redirect_uri"]:
            return None
        claims = self.lies(
            {
                "iss": self.name,
                "sub": self.subject,
                "aud": "detente",
                "nonce": query["nonce"],
                "iat": self.at,
                "exp": self.at + 300,
            }
        )
        seal = self.seals or (lambda issuer, said: issuer.sealed(said))
        return {"id_token": seal(self, claims), "token_type": "Bearer", "access_token": "x"}

    def sealed(self, claims: Claims, key: str = "r", algorithm: str = "RS256") -> str:
        """Seal claims with a key."""
        head = {"alg": algorithm, "kid": key}
        return jwt.encode(head, claims, self.keys[key], algorithms=[algorithm])


FOREIGN = RSAKey.generate_key(2048, {"kid": "r"})


def shared(issuer: SmallIssuer, claims: Claims) -> str:
    """A token sealed with the public key, as if it were a secret that both sides share."""
    public = issuer.keys["r"].as_pem(private=False)
    parts = [{"alg": "HS256", "kid": "r"}, claims]
    head, body = (base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=") for p in parts)
    seal = hmac.digest(public, head + b"." + body, hashlib.sha256)
    return b".".join([head, body, base64.urlsafe_b64encode(seal).rstrip(b"=")]).decode()


def bare(_: SmallIssuer, claims: Claims) -> str:
    """A token without a seal."""
    parts = [{"alg": "none", "kid": "r"}, claims]
    head, body = (base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=") for p in parts)
    return f"{head.decode()}.{body.decode()}."


def foreign(_: SmallIssuer, claims: Claims) -> str:
    """A token sealed with another key of the same name."""
    return jwt.encode({"alg": "RS256", "kid": "r"}, claims, FOREIGN)


def unknown(_: SmallIssuer, claims: Claims) -> str:
    """A token sealed with a key that the issuer does not show."""
    return jwt.encode({"alg": "RS256", "kid": "z"}, claims, FOREIGN)


def carried(_: SmallIssuer, claims: Claims) -> str:
    """A token that brings its own key along."""
    head = {"alg": "RS256", "kid": "z", "jwk": FOREIGN.as_dict(private=False)}
    return jwt.encode(head, claims, FOREIGN)


def other_algorithm(issuer: SmallIssuer, claims: Claims) -> str:
    """A token sealed with an algorithm that the node is not set to take."""
    return issuer.sealed(claims, algorithm="PS256")


def cut(issuer: SmallIssuer, claims: Claims) -> str:
    """A token of which claims were changed after it was sealed."""
    head, _, seal = issuer.sealed(claims).split(".")
    body = base64.urlsafe_b64encode(json.dumps({**claims, "sub": "other"}).encode())
    return ".".join([head, body.decode().rstrip("="), seal])
