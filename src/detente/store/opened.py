"""A store that is open: acts that write, one at a time and durable; pictures that only read."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from detente.errors import OutcomeUnknown, StoreUnusable
from detente.exchange import PrivateKey, sign_checkpoint
from detente.store.address import WRITES, engine_at, in_one_go, make_sure
from detente.store.refusals import (
    made_durable,
    may_be_tried_again,
    shut,
    telling,
    telling_of_files,
    why_of,
)
from detente.store.rows import Head, Writing, head_of, put_head
from detente.store.schema import upgrade
from detente.store.tail import Tail
from detente.store.taking_turns import Errand, Turns

__all__ = ["Store", "open_store"]

T = TypeVar("T")
ATTEMPTS = 12
SHORTEST, LONGEST = 0.005, 0.5
ONE_PICTURE = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
"""How PostgreSQL is told, first of all, what the reader of a transaction is to see."""


class Store:
    """What one node keeps, in SQLite or PostgreSQL.

    Attributes:
        engine: where it is kept.
        secret: keys the hashes of rows.
        host: signs the checkpoint that closes each growth of the log, which bears the name of its
            owner; None: the log cannot grow.
        writer: the same engine, for transactions that write.
    """

    def __init__(self, engine: Engine, secret: bytes, host: PrivateKey | None) -> None:
        """Stand ready; nothing is opened before it is needed."""
        self.engine, self.secret, self.host = engine, secret, host
        self._known: Tail | None = None
        self.writer = engine.execution_options(**{WRITES: True})
        self._turns = Turns(self._together)

    def write(self, act: Callable[[Writing], T]) -> T:
        """Do an act in one transaction; answers what it answers, once that is durable.

        The act may share its commit with others that wait, and may be done again from the start
        where the engine asks for it: whatever it does outside the transaction could happen twice.
        What it raises undoes it, and it alone.

        Args:
            act: takes the transaction, reads and writes by it, and answers plain data.

        Raises:
            KeeperError: the engine refused; nothing of the act was kept, but for
                `OutcomeUnknown`, after which it stands whole or not at all.
        """
        return self._turns.take(act)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one picture of the whole store, however others write.

        Raises:
            KeeperError: the engine refused.
        """
        with telling(), self.engine.connect() as connection, connection.begin():
            if connection.dialect.name != "sqlite":
                connection.exec_driver_sql(ONE_PICTURE)
            yield connection

    def head(self) -> Head:
        """Tell where log and records stand."""
        with self.reading() as connection:
            return head_of(connection, self.secret)

    def close(self) -> None:
        """Let all connections go."""
        self.engine.dispose()

    def _together(self, batch: Sequence[Errand[Any]]) -> None:
        """Do all acts under one commit; where one of them fails, each under its own."""
        if len(batch) > 1:
            try:
                return self._stubbornly(batch)
            except OutcomeUnknown as failure:
                for each in batch:
                    each.fail(failure)
                return None
            except Exception:  # noqa: BLE001  # each act is done again, and meets it alone
                pass
        for each in batch:
            self._alone(each)
        return None

    def _alone(self, errand: Errand[Any]) -> None:
        """Do one act under a commit of its own, and keep why it fails."""
        try:
            with telling():
                try:
                    self._stubbornly([errand])
                except IntegrityError:  # a word that stands already; or the act's own affair
                    self._stubbornly([errand], careful=True)
        except Exception as failure:  # noqa: BLE001  # it belongs to whoever waits
            errand.fail(failure)

    def _stubbornly(self, batch: Sequence[Errand[Any]], *, careful: bool = False) -> None:
        """Try again, after a while, where the engine asks for it."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._once(batch, careful=careful)
            except DBAPIError as error:
                if not may_be_tried_again(error) or attempt == ATTEMPTS:
                    raise
            finally:
                for each in batch:
                    each.settle()
            time.sleep(random.uniform(SHORTEST, min(LONGEST, SHORTEST * 2**attempt)))
        return None

    def _once(self, batch: Sequence[Errand[Any]], *, careful: bool) -> None:
        """Do all acts in one transaction; once it is durable, nothing that breaks undoes it."""
        try:
            self._transact(batch, careful=careful)
        except Exception:
            if not batch[0].durable:
                raise

    def _transact(self, batch: Sequence[Errand[Any]], *, careful: bool) -> None:
        """Do all acts, and make them durable."""
        with self.writer.connect() as connection:
            transaction = connection.begin()
            head = head_of(connection, self.secret, lock=True)
            before, log = replace(head), self.host.owner if self.host else ""
            writing = Writing(connection, head, self.secret, log, self._known, careful=careful)
            for each in batch:
                each.answer.append(each.act(writing))
            with in_one_go(connection):
                self._close_off(writing, before)
                made_durable(transaction)
                self._settle(writing, batch)

    def _settle(self, writing: Writing, batch: Sequence[Errand[Any]]) -> None:
        """Note that all is durable, and where the next transaction goes on."""
        for each in batch:
            each.durable = True
        if writing.tail is not None:
            self._known = writing.tail.settled()

    def _close_off(self, writing: Writing, before: Head) -> None:
        """Hand over what is due, a checkpoint where the log has grown, and the head."""
        head = writing.head
        if self.host and head.size > before.size:
            head.root = writing.end().root()
            note = sign_checkpoint(head.size, head.root, self.host)
            writing.due["checkpoints"] = [{"size": head.size, "note": note}]
        writing.flush()
        if head != before:
            put_head(writing)


def open_store(where: str | Path, *, secret: bytes = b"", host: PrivateKey | None = None) -> Store:
    """Open what a node keeps, made where it is not there, and brought up to date.

    Args:
        where: the path of an SQLite file, or an URL such as ``postgresql://officer@host/detente``.
        secret: keys the hashes of rows, so that a change by a hand without it is seen; keep it
            with the key of the host. The same one each time.
        host: the key that signs checkpoints; its owner's name is the name of the log. Without it
            the store can be read and the log does not grow.

    Raises:
        StoreUnusable: it cannot be opened, was made by a newer Détente, or would not survive a
            loss of power.
        StoreDamaged: it is no database, or another secret was used.
    """
    engine = engine_at(where)
    if engine.dialect.name == "sqlite" and engine.url.database not in (None, "", ":memory:"):
        with telling_of_files():
            Path(str(engine.url.database)).touch(mode=0o600)
    store = Store(engine, secret, host)
    try:
        with telling():
            _bring_up_to_date(store)
    except (SQLAlchemyError, ValueError) as error:
        why = why_of(getattr(error, "orig", None) or error)
        raise StoreUnusable(
            f"the database is not as Détente makes it, or cannot be brought up to date: {why}"
        ) from error
    return store


def _bring_up_to_date(store: Store) -> None:
    """Take the steps that are due; where another process takes them too, look again."""
    for last in (False, False, True):
        try:
            with store.writer.begin() as connection:
                make_sure(connection)
                upgrade(connection)
                head = head_of(connection, store.secret, lock=True)
                if not head.version:
                    put_head(Writing(connection, head, store.secret))
            return
        except SQLAlchemyError as error:
            if last or (isinstance(error, DBAPIError) and shut(error)):
                raise
            time.sleep(SHORTEST)
