"""Passphrases of officers: only what argon2id makes of one is kept (RFC 9106)."""

from __future__ import annotations

import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY
from pydantic import SecretStr
from sqlalchemy import Connection, select

from detente.desk import asked
from detente.desk.officers import own_or_host
from detente.desk.sessions import end_all
from detente.desk.sitting import Sitting
from detente.desk.workbench import Workbench
from detente.errors import NotPermitted
from detente.store import change, table

__all__ = ["checked", "exchanged", "give", "hashed", "kept_of", "made", "set_own"]

HASHER = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
"""64 MiB, three passes, four lanes, a salt of 16 bytes and a tag of 32 (RFC 9106, section 4, the
second recommended option)."""

AT_ONCE = threading.BoundedSemaphore(2)
"""How many passphrases are worked on at one time: each takes its memory."""

NOBODY = "no officer enters with this name and passphrase"


def give(sitting: Sitting, wanted: asked.GivenPassphrase) -> dict[str, str]:
    """Give an officer a passphrase to enter with: a keyholder the own ones, the host any.

    It ends all sessions of that officer.

    Raises:
        NotPermitted: the officer is another delegation's.
    """
    officer = own_or_host(sitting.connection, sitting.officer, wanted.officer, sitting.bench.log)
    return _keep(sitting, officer.id)


def set_own(sitting: Sitting, _wanted: asked.OwnPassphrase) -> dict[str, str]:
    """Put another passphrase in the place of one's own; it ends all of one's sessions.

    Raises:
        NotPermitted: the one that stands is another one, or there is none.
        Outdated: it was replaced meanwhile.
    """
    before, _ = sitting.ready
    if kept_of(sitting.connection, sitting.officer.id) != before:
        raise NotPermitted(NOBODY)
    return _keep(sitting, sitting.officer.id)


def _keep(sitting: Sitting, officer: str) -> dict[str, str]:
    """Keep a new passphrase, and end the sessions that the old one began."""
    *_, new = sitting.ready
    change(sitting.keeps, "officers", officer, password=new)
    end_all(sitting.keeps, officer)
    return {"officer": officer}


def made(_bench: Workbench, _officer: str, wanted: asked.GivenPassphrase) -> tuple[str]:
    """Work on a new passphrase, before the store is asked for its turn."""
    return (hashed(wanted.passphrase),)


def exchanged(bench: Workbench, officer: str, wanted: asked.OwnPassphrase) -> tuple[str, str]:
    """Check the passphrase that stands, and work on the new one."""
    return checked(bench, officer, wanted.old), hashed(wanted.passphrase)


def checked(bench: Workbench, officer: str, passphrase: SecretStr) -> str:
    """Check the passphrase of whoever says to be an officer; answers what is kept of it.

    It takes as long for an officer who is not there, or has none.

    Raises:
        NotPermitted: it does not open; why is not told.
    """
    with bench.store.reading() as connection:
        kept = kept_of(connection, officer)
    with AT_ONCE:
        try:
            if kept is None:
                HASHER.hash(_plain(passphrase))
            elif HASHER.verify(kept, _plain(passphrase)):
                return kept
        except (VerificationError, InvalidHashError):
            pass
    raise NotPermitted(NOBODY)


def hashed(passphrase: SecretStr) -> str:
    """Give what is kept of a passphrase."""
    with AT_ONCE:
        return HASHER.hash(_plain(passphrase))


def kept_of(connection: Connection, officer: str) -> str | None:
    """Read what is kept of an officer's passphrase; None where the officer has none, or is gone."""
    officers = table("officers")
    here = (officers.c.id == officer) & (officers.c.state == "open")
    kept: str | None = connection.scalar(select(officers.c.password).where(here))
    return kept


def _plain(passphrase: SecretStr) -> bytes:
    """Give a passphrase in one form, however the keyboard composes its letters."""
    return unicodedata.normalize("NFC", passphrase.get_secret_value()).encode()
