"""How the address of a PostgreSQL is read for the driver pg8000: sockets, encryption, passwords.

What stands in an address, in a password file and in the environment is called as PostgreSQL's own
programs call it (PostgreSQL documentation, 34.1.2 Parameter Key Words, 34.15 Environment Variables,
34.16 The Password File), so that an address that opens ``psql`` opens a store.
"""

from __future__ import annotations

import getpass
import os
import re
import ssl
import stat
from pathlib import Path
from typing import Any

from sqlalchemy import URL

from detente.errors import StoreUnusable

__all__ = ["connecting"]

PORT = 5432
KNOWN = ("application_name", "host", "options", "passfile", "sslmode", "sslrootcert")
"""What may stand behind the question mark of an address."""

UNVERIFIED: dict[str, bool | None] = {
    "disable": False,
    "allow": None,
    "prefer": None,
    "require": True,
}
"""Modes in which nobody looks who the server is, and what the driver is told for each: never
encrypted, encrypted where the server can, always encrypted."""

VERIFIED = ("verify-ca", "verify-full")

LINE = re.compile(4 * r"((?:\\.|[^:\\])*):" + r"((?:\\.|[^:\\])*)")
"""A line of a password file: host, port, database, user, password; a backslash takes the meaning
of the colon or backslash behind it."""


def connecting(url: URL) -> dict[str, Any]:
    """Tell the driver how to connect.

    Args:
        url: the address. A password that it does not hold is taken from the environment variable
            PGPASSWORD, or else from the password file that it, PGPASSFILE or the home folder
            names. The user is the machine's where it names none.

    Raises:
        StoreUnusable: it holds what is not known, or a file that it names cannot be used.
    """
    asked = {name: str(value) for name, value in url.query.items()}
    if odd := sorted(set(asked) - set(KNOWN)):
        raise StoreUnusable(
            f"the address of the database holds {', '.join(odd)}, which is not known; known are "
            f"{', '.join(KNOWN)}. Another driver may know it: name it, as postgresql+driver://…"
        )
    host, port = asked.get("host") or url.host or "localhost", url.port or PORT
    user = url.username or getpass.getuser()
    told: dict[str, Any] = {"user": user, "database": url.database or user}
    told |= {"host": host, "port": port}
    told["ssl_context"] = _encryption(asked.get("sslmode", "prefer"), asked.get("sslrootcert"))
    if host.startswith("/"):
        told |= {"unix_sock": f"{host}/.s.PGSQL.{port}", "ssl_context": False}
        host = "localhost"
    if "options" in asked:
        told["startup_params"] = {"options": asked["options"]}
    told["application_name"] = asked.get("application_name")
    place = (host, str(port), told["database"], user)
    told["password"] = url.password or os.environ.get("PGPASSWORD") or _filed(asked, place)
    return told


def _encryption(mode: str, authorities: str | None) -> ssl.SSLContext | bool | None:
    """Give what the driver is told about encryption."""
    if mode in UNVERIFIED and not authorities:
        return UNVERIFIED[mode]
    if mode not in (*UNVERIFIED, *VERIFIED):
        known = ", ".join((*UNVERIFIED, *VERIFIED))
        raise StoreUnusable(f"sslmode={mode} is not known; known are {known}")
    if mode in ("disable", "allow", "prefer"):
        raise StoreUnusable(f"sslrootcert says nothing with sslmode={mode}; write verify-full")
    try:
        context = ssl.create_default_context(cafile=authorities)
    except OSError as error:
        raise StoreUnusable(f"sslrootcert={authorities} cannot be read: {error}") from error
    context.check_hostname = mode == "verify-full"
    return context


def _filed(asked: dict[str, str], place: tuple[str, ...]) -> str:
    """Find a password in the password file; empty where there is none for this place."""
    named = asked.get("passfile") or os.environ.get("PGPASSFILE")
    path = Path(named) if named else Path.home() / ".pgpass"
    try:
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise StoreUnusable(f"{path} can be read by others than its owner: chmod 600 it")
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        if named:
            raise StoreUnusable(f"{path}, the password file that is named, is not there") from None
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise StoreUnusable(f"{path}, the password file, cannot be read: {error}") from error
    for line in lines:
        found = None if line.startswith("#") else LINE.fullmatch(line)
        if found:
            *keys, password = (re.sub(r"\\(.)", r"\1", part) for part in found.groups())
            if all(key in ("*", part) for key, part in zip(keys, place, strict=True)):
                return password
    return ""
