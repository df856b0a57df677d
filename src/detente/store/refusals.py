"""What engines refuse, told as errors of the house; and which acts may simply be tried again."""

from __future__ import annotations

import contextlib
import errno
import ssl
from collections.abc import Iterator

from sqlalchemy import RootTransaction
from sqlalchemy.exc import DBAPIError

from detente.errors import (
    KeeperError,
    OutcomeUnknown,
    StoreBusy,
    StoreDamaged,
    StoreFull,
    StoreUnusable,
)

__all__ = [
    "REFUSED_ROW",
    "made_durable",
    "may_be_tried_again",
    "shut",
    "state_of",
    "telling",
    "telling_of_files",
    "why_of",
]

# https://www.sqlite.org/rescode.html: the lowest 8 bits are the primary result code
SQLITE_BUSY, SQLITE_LOCKED, SQLITE_READONLY, SQLITE_IOERR = 5, 6, 8, 10
SQLITE_CORRUPT, SQLITE_FULL, SQLITE_CANTOPEN, SQLITE_NOTADB = 11, 13, 14, 26

# PostgreSQL documentation, Appendix A: serialization_failure, deadlock_detected
AGAIN = {"40001", "40P01"}
LOCK_NOT_AVAILABLE = "55P03"
OUT_OF_ROOM = {"53100", "53200"}
DAMAGED = {"XX001", "XX002", "58P01"}
ENDED = {"57P01", "57P02", "57P03"}
NOT_LET_IN = ("28", "3D")
"""Classes: invalid authorization, invalid catalog name."""

UNANSWERED = ("connect", "communication error", "refuses SSL")
"""What drivers say where no connection comes about."""

REFUSED_ROW = "23"
"""Class: a row that a constraint refuses."""

ROOM = "nothing of the act was kept. Make room on the disk, then act again"


def sqlite_code(error: DBAPIError) -> int:
    """Give the primary result code of SQLite; 0 where the error is not SQLite's."""
    return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF


def state_of(raised: BaseException | None) -> str:
    """Give the SQLSTATE of what a driver raised; empty where there is none."""
    return str(_fields(raised).get("C") or getattr(raised, "sqlstate", None) or "")


def _fields(raised: BaseException | None) -> dict[str, str]:
    """Give what the server said, field by field, as pg8000 hands it on; empty from other drivers.

    The letters are those of PostgreSQL documentation, 55.8 Error and Notice Message Fields.
    """
    first = raised.args[0] if raised is not None and raised.args else None
    return first if isinstance(first, dict) else {}


def why_of(raised: BaseException | None) -> str:
    """Give in words what a driver raised."""
    said = _fields(raised)
    return " ".join(said[each] for each in ("M", "D") if each in said) or str(raised).strip()


def state(error: DBAPIError) -> str:
    """Give the SQLSTATE; empty where there is none."""
    return state_of(error.orig)


def may_be_tried_again(error: DBAPIError) -> bool:
    """Tell whether an act that was undone by this may simply be done once more."""
    return state(error) in AGAIN or lost(error)


def lost(error: DBAPIError) -> bool:
    """Tell whether the connection is gone."""
    return error.connection_invalidated or state(error) in ENDED or state(error).startswith("08")


def shut(error: DBAPIError) -> bool:
    """Tell whether the server was reached and lets nobody in: not to be tried again at once."""
    return state(error).startswith(NOT_LET_IN) or "refuses SSL" in str(error.orig)


def told(error: DBAPIError) -> KeeperError | None:
    """Tell an engine's refusal to whoever keeps the node; None where it is a slip of our own."""
    why = why_of(error.orig)
    return _of_sqlite(sqlite_code(error), why) or _of_postgresql(error, why)


def _of_sqlite(code: int, why: str) -> KeeperError | None:
    """Tell a result code of SQLite."""
    if code in (SQLITE_FULL, SQLITE_IOERR):
        return StoreFull(f"the disk took nothing more ({why}): {ROOM}.")
    if code in (SQLITE_BUSY, SQLITE_LOCKED):
        return StoreBusy(f"others were writing all the time ({why}). Act again.")
    if code in (SQLITE_CORRUPT, SQLITE_NOTADB):
        return StoreDamaged([f"the file is not a whole SQLite database: {why}"])
    if code in (SQLITE_CANTOPEN, SQLITE_READONLY):
        return StoreUnusable(f"the file cannot be written: {why}. Look at its folder and rights.")
    return None


def _of_postgresql(error: DBAPIError, why: str) -> KeeperError | None:
    """Tell an SQLSTATE, or a server that does not answer."""
    code = state(error)
    if code in OUT_OF_ROOM:
        return StoreFull(f"the server has no room left ({why}): {ROOM}.")
    if code in AGAIN or code == LOCK_NOT_AVAILABLE:
        return StoreBusy(f"others were writing all the time ({why}). Act again.")
    if code in DAMAGED:
        return StoreDamaged([f"the server cannot read what it holds: {why}"])
    if code.startswith(NOT_LET_IN):
        return StoreUnusable(f"the server lets nobody in with this address: {why}")
    if lost(error) or any(each in why for each in UNANSWERED):
        return StoreUnusable(f"the database does not answer: {why}")
    return None


@contextlib.contextmanager
def telling() -> Iterator[None]:
    """Tell refusals of the engine as errors of the house; others pass as they are.

    Raises:
        KeeperError: the engine refused.
    """
    try:
        yield
    except DBAPIError as error:
        refusal = told(error)
        if refusal is None:
            raise
        raise refusal from error
    except ssl.SSLError as error:  # as it is: pg8000 does not make one of its own of it
        raise StoreUnusable(f"the database does not answer in a way to trust: {error}") from error


@contextlib.contextmanager
def telling_of_files() -> Iterator[None]:
    """Tell what the file system refuses as errors of the house.

    Raises:
        KeeperError: a file could not be made.
    """
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise StoreFull(f"the disk took nothing more ({error}): {ROOM}.") from error
        raise StoreUnusable(f"{error}. Look at the folder and its rights.") from error


def made_durable(transaction: RootTransaction) -> None:
    """Commit.

    Raises:
        OutcomeUnknown: the connection broke meanwhile; the transaction stands whole or not at all.
    """
    try:
        transaction.commit()
    except DBAPIError as error:
        if not lost(error):
            raise
        raise OutcomeUnknown(
            f"the connection broke while the act was made durable ({why_of(error.orig)}). It "
            "stands whole or not at all: ask again with the same key."
        ) from error
