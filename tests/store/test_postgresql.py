"""Addresses of PostgreSQL: who asks, whereto, with which password, and in how few trips."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from detente.errors import StoreUnusable
from detente.store import open_store, table
from detente.store.address import engine_at, in_one_go
from detente.store.postgresql import connecting
from tests.store.conftest import HOST, SECRET
from tests.store.speaking import Speakers
from tests.store.test_rows import a_draft

ODD = "p@ss:w/rd %41?#'\\ é"
IN_URL = "p%40ss%3Aw%2Frd%20%2541%3F%23%27%5C%20%C3%A9"
IN_FILE = "p@ss\\:w/rd %41?#'\\\\ é"


@pytest.fixture(autouse=True)
def nobody_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine that gives no password and has no file of them."""
    for name in ("PGPASSWORD", "PGPASSFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


def told(address: str) -> dict[str, Any]:
    """What the driver is told for an address."""
    return connecting(sa.make_url(address))


class Doorkeeper:
    """A server that asks for a password in clear, notes it, and lets nobody in."""

    def __init__(self, listening: socket.socket) -> None:
        self.listening, self.heard = listening, b""
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        self.listening.settimeout(10)
        at, _ = self.listening.accept()
        self.listening.close()  # whoever comes again finds nobody, and does not wait
        at.settimeout(10)
        with at, at.makefile("rwb") as lines:
            lines.read(int.from_bytes(lines.read(4)) - 4)
            lines.write(b"R" + (8).to_bytes(4) + (3).to_bytes(4))
            lines.flush()
            assert lines.read(1) == b"p"
            self.heard = lines.read(int.from_bytes(lines.read(4)) - 4)
            said = b"SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed\0\0"
            lines.write(b"E" + (len(said) + 4).to_bytes(4) + said)

    def password(self) -> str:
        """What was heard."""
        self.thread.join(10)
        return self.heard.rstrip(b"\0").decode()


@pytest.fixture
def doorkeeper() -> Iterator[tuple[Doorkeeper, int]]:
    """One that listens at a port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        yield Doorkeeper(listening), port


@pytest.mark.parametrize("way", ["address", "PGPASSWORD", "PGPASSFILE", "passfile", "home"])
def test_a_password_comes_over_whole_whichever_way_it_is_given(
    doorkeeper: tuple[Doorkeeper, int], way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper, port = doorkeeper
    given = f":{IN_URL}" if way == "address" else ""
    address = f"postgresql://de%40sk{given}@127.0.0.1:{port}/log?sslmode=disable"
    file = tmp_path / ".pgpass"
    if way in ("PGPASSFILE", "passfile", "home"):
        other = "127.0.0.1:1:log:de@sk:not this"
        line = f"127.0.0.1:{port}:*:de@sk:{IN_FILE}"
        file.write_text(f"# of tests\n{other}\n{line}\n*:*:*:*:nor this\n", encoding="utf-8")
        file.chmod(0o600)
    if way in ("PGPASSFILE", "passfile"):
        file = file.rename(tmp_path / "elsewhere")
    if way == "PGPASSFILE":
        monkeypatch.setenv(way, str(file))
    if way == "PGPASSWORD":
        monkeypatch.setenv(way, ODD)
    if way == "passfile":
        address += f"&passfile={file}"
    with pytest.raises(StoreUnusable, match=r"lets nobody in .*: password auth") as refusal:
        open_store(address, secret=SECRET)
    assert keeper.password() == ODD
    assert "28P01" not in str(refusal.value)
    assert ODD not in str(refusal.value)


def test_a_socket_of_the_machine_is_named_by_its_folder(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / ".s.PGSQL.5433"))
        listening.listen()
        keeper = Doorkeeper(listening)
        with pytest.raises(StoreUnusable, match="lets nobody in"):
            open_store(f"postgresql://desk:x@:5433/log?host={tmp_path}", secret=SECRET)
        assert keeper.password() == "x"
    with pytest.raises(StoreUnusable, match="does not answer"):
        open_store(f"postgresql://desk@/log?host={tmp_path}", secret=SECRET)


def test_a_password_file_that_others_can_read_or_that_is_not_there_is_refused(
    tmp_path: Path,
) -> None:
    file = tmp_path / ".pgpass"
    file.write_text("*:*:*:*:x\n", encoding="utf-8")
    file.chmod(0o640)
    with pytest.raises(StoreUnusable, match="chmod 600"):
        told("postgresql://desk@db/log")
    with pytest.raises(StoreUnusable, match="is not there"):
        told(f"postgresql://desk@db/log?passfile={tmp_path / 'none'}")
    file.unlink()
    assert told("postgresql://desk@db/log")["password"] == ""


@pytest.mark.parametrize(
    ("asked", "context"),
    [
        ("", None),
        ("?sslmode=disable", False),
        ("?sslmode=prefer", None),
        ("?sslmode=require", True),
    ],
)
def test_how_far_a_connection_is_encrypted_is_what_the_address_says(
    asked: str, context: bool | None
) -> None:
    assert told(f"postgresql://desk@db/log{asked}")["ssl_context"] is context


@pytest.mark.parametrize(("mode", "named"), [("verify-full", True), ("verify-ca", False)])
def test_a_server_is_looked_at_where_the_address_asks_for_it(mode: str, named: bool) -> None:
    context = told(f"postgresql://desk@db/log?sslmode={mode}")["ssl_context"]
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, named)


def test_a_server_that_does_not_encrypt_is_told_nothing_where_encryption_is_asked_for() -> None:
    heard: list[bytes] = []

    def serve(listening: socket.socket) -> None:
        listening.settimeout(10)
        at, _ = listening.accept()
        listening.close()
        at.settimeout(10)
        with at:
            at.recv(8)
            at.sendall(b"N")
            heard.append(at.recv(100))

    for mode in ("require", "verify-full"):
        with socket.create_server(("127.0.0.1", 0)) as listening:
            place = f"127.0.0.1:{listening.getsockname()[1]}/log"
            thread = threading.Thread(target=serve, args=[listening], daemon=True)
            thread.start()
            with pytest.raises(StoreUnusable, match="refuses SSL"):
                open_store(f"postgresql://desk:secret@{place}?sslmode={mode}", secret=SECRET)
            thread.join(10)
    assert heard == [b"", b""]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("?connect_timeout=5", "connect_timeout, which is not known"),
        ("?sslmode=verify", "sslmode=verify is not known"),
        ("?sslrootcert=ca.pem", "says nothing with sslmode=prefer"),
        ("?sslmode=verify-full&sslrootcert=/no/such.pem", "cannot be read"),
    ],
)
def test_what_an_address_may_not_hold_is_said(asked: str, why: str) -> None:
    with pytest.raises(StoreUnusable, match=why):
        engine_at(f"postgresql://desk@db/log{asked}")


def test_a_database_that_is_not_there_is_told_in_words(postgresql: str) -> None:
    other = sa.make_url(postgresql).set(database="no_such_database")
    with pytest.raises(StoreUnusable, match=r'database "no_such_database" does not exist$'):
        open_store(other.render_as_string(hide_password=False), secret=SECRET)


def test_a_word_is_made_durable_in_few_trips(
    postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pg8000 import core

    from detente.store import one_trip

    store, trips = open_store(postgresql, secret=SECRET, host=HOST), []

    def counted(sock: Any) -> None:
        trips.append(sock)
        sock.flush()

    speakers = Speakers(store, "AT")
    for room in (core, one_trip):
        monkeypatch.setattr(room, "_flush", counted)
    speakers.say("AT", "a word")
    assert len(trips) == 3, "begin, the head, and all that is kept with the commit"
    store.close()


def test_nothing_that_is_sent_is_held_back(postgresql: str) -> None:
    """Else several words under one commit take 40 ms, whatever else they take."""
    store = open_store(postgresql, secret=SECRET, host=HOST)
    with store.reading() as connection:
        driven: Any = connection.connection.driver_connection
        if driven._usock.family in (socket.AF_INET, socket.AF_INET6):
            assert driven._usock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert connection.scalar(sa.text("SELECT 1")) == 1
    store.close()


def test_what_is_refused_ahead_of_a_commit_undoes_all_of_it(postgresql: str) -> None:
    store = open_store(postgresql, secret=SECRET, host=HOST)
    rows = [{"number": number, "hash": bytes(32)} for number in (0, 2, 2)]

    def ahead() -> None:
        with store.writer.connect() as connection:
            transaction = connection.begin()
            with in_one_go(connection):
                for row in rows:
                    connection.execute(sa.insert(table("nodes")), row)
                transaction.commit()

    with pytest.raises(sa.exc.IntegrityError):
        ahead()
    with store.reading() as connection:
        assert list(connection.scalars(sa.select(table("nodes").c.number))) == []
    assert store.write(lambda writing: a_draft(writing, 0)) == 1
    store.close()
