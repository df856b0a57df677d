"""Passphrases and the sessions that they open: who is let in, for how long, and what ends it."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from argon2 import extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY
from pydantic import SecretStr

from detente.desk import passphrases
from detente.desk.sessions import csrf_of, entered
from detente.errors import DetenteError, NotPermitted, SenderError, UnknownName
from detente.store import table
from tests.desk.node import NOON, Node

FIRST, OTHER = "correct horse battery", "nine bean rows will I have"


def given(node: Node, officer: str, passphrase: str = FIRST) -> None:
    """Give an officer a passphrase."""
    node.act(f"{officer[:2]}-keeper", "give_passphrase", officer=officer, passphrase=passphrase)


def enter(node: Node, officer: str, passphrase: str = FIRST) -> dict[str, Any]:
    """Enter."""
    session: dict[str, Any] = node.act(officer, "open_session", passphrase=passphrase)
    return session


def inside(node: Node, session: dict[str, Any]) -> bool:
    """Whether a session opens anything now."""
    return entered(node.bench, session["secret"]) is not None


def test_an_officer_enters_and_is_known_by_the_session(node: Node) -> None:
    given(node, "fr-drafter")
    session = enter(node, "fr-drafter")
    found = entered(node.bench, session["secret"])
    assert found is not None
    assert (found.officer.id, found.session) == ("fr-drafter", session["session"])
    assert found.csrf == csrf_of(session["secret"])
    assert session["secret"] not in found.csrf
    (listed,) = node.act("fr-drafter", "list_sessions")
    assert listed == {
        "session": session["session"],
        "started": "2026-09-01T12:00:00Z",
        "ends": "2026-09-01T12:30:00Z",
    }
    assert node.act("fr-second", "list_sessions") == []


@pytest.mark.parametrize("secret", ["", "x", "s-0000000000000000"])
def test_what_is_no_secret_of_a_session_opens_nothing(node: Node, secret: str) -> None:
    given(node, "fr-drafter")
    enter(node, "fr-drafter")
    assert entered(node.bench, secret) is None


def test_neither_passphrase_nor_secret_is_kept_anywhere(node: Node) -> None:
    given(node, "fr-drafter")
    session = enter(node, "fr-drafter")
    told: dict[str, Any] = {"old": FIRST, "passphrase": OTHER}
    node.act("fr-drafter", "set_own_passphrase", **told)
    path = node.store.engine.url.database
    assert path
    for ending in ("", "-wal"):
        with open(path + ending, "rb") as file:
            kept = file.read()
        for secret in (FIRST, OTHER, session["secret"], csrf_of(session["secret"])):
            assert secret.encode() not in kept
    acts = [each["act"] for each in node.act("fr-drafter", "list_acts")]
    assert acts[-3:] == ["give_passphrase", "open_session", "set_own_passphrase"]
    requests = node.store.engine.connect().exec_driver_sql(
        "SELECT act, request FROM acts WHERE act LIKE '%passphrase' OR act = 'open_session'"
    )
    before = {row.act: row.request for row in requests}
    given(node, "fr-drafter", "quite another one of them")
    again = node.store.engine.connect().exec_driver_sql(
        "SELECT request FROM acts WHERE act = 'give_passphrase' ORDER BY number DESC LIMIT 1"
    )
    assert again.scalar() == before["give_passphrase"], "a hash of a passphrase is kept"


def test_an_idle_session_ends_and_one_in_use_goes_on_to_its_longest(node: Node) -> None:
    given(node, "fr-drafter")
    idle = enter(node, "fr-drafter")
    node.clock.go(minutes=30)
    assert not inside(node, idle)
    node.clock.at = NOON
    used = enter(node, "fr-drafter")
    for _ in range(24):
        node.clock.go(minutes=29)
        assert inside(node, used)
    node.clock.at = NOON
    node.clock.go(hours=11, minutes=59)
    assert inside(node, used)
    node.clock.go(minutes=1)
    assert not inside(node, used)


def test_sessions_that_have_ended_are_not_listed_and_go_when_another_begins(node: Node) -> None:
    given(node, "fr-drafter")
    given(node, "fr-second")
    enter(node, "fr-drafter")
    node.clock.go(minutes=30)
    assert node.act("fr-drafter", "list_sessions") == []
    kept = sa.select(table("sessions").c.officer)
    with node.store.reading() as connection:
        assert list(connection.scalars(kept)) == ["fr-drafter"]
    enter(node, "fr-second")
    with node.store.reading() as connection:
        assert list(connection.scalars(kept)) == ["fr-second"]


def test_a_passphrase_that_is_replaced_at_this_moment_opens_no_session(
    node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(node, "fr-drafter")
    write = node.store.write

    def meanwhile(act: Any) -> Any:
        monkeypatch.undo()
        given(node, "fr-drafter", OTHER)
        return write(act)

    monkeypatch.setattr(node.store, "write", meanwhile)
    with pytest.raises(NotPermitted, match="replaced at this moment"):
        enter(node, "fr-drafter")
    assert node.act("fr-drafter", "list_sessions") == []


def test_one_of_two_who_replace_a_passphrase_at_once_is_refused(
    node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(node, "fr-drafter")
    write = node.store.write

    def meanwhile(act: Any) -> Any:
        monkeypatch.undo()
        given(node, "fr-drafter", OTHER)
        return write(act)

    monkeypatch.setattr(node.store, "write", meanwhile)
    with pytest.raises(NotPermitted, match="no officer enters"):
        node.act("fr-drafter", "set_own_passphrase", old=FIRST, passphrase="a third one of them")
    assert enter(node, "fr-drafter", OTHER)


def test_an_officer_who_left_is_refused_in_the_same_words_as_nobody(node: Node) -> None:
    given(node, "fr-drafter")
    gone: dict[str, Any] = {"officer": "fr-drafter", "name": "Gone", "roles": []}
    node.act("fr-keeper", "set_own_officer", **gone)
    for officer in ("fr-drafter", "nobody"):
        with pytest.raises(NotPermitted, match="no officer enters with this name and passphrase"):
            enter(node, officer)


def test_a_session_that_was_ended_is_not_brought_back_by_what_is_asked_in_it(
    node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(node, "fr-drafter")
    session = enter(node, "fr-drafter")
    node.clock.go(minutes=10)
    write = node.store.write

    def meanwhile(act: Any) -> Any:
        monkeypatch.undo()
        node.act("fr-drafter", "close_sessions")
        return write(act)

    monkeypatch.setattr(node.store, "write", meanwhile)
    entered(node.bench, session["secret"])
    assert not inside(node, session)
    assert node.act("fr-drafter", "list_sessions") == []


def test_nobody_learns_who_is_an_officer_or_has_a_passphrase(node: Node) -> None:
    given(node, "fr-drafter")
    told: dict[str, Any] = {"officer": "fr-mute", "name": "Mute", "roles": ["drafter"]}
    node.act("fr-keeper", "set_own_officer", **told)
    given(node, "fr-mute")
    refusals = set()
    for officer, passphrase in [
        ("fr-drafter", OTHER),
        ("fr-drafter", ""),
        ("fr-second", FIRST),
        ("nobody", FIRST),
        ("fr-mute", OTHER),
    ]:
        with pytest.raises(NotPermitted) as refused:
            enter(node, officer, passphrase)
        refusals.add(str(refused.value))
    assert len(refusals) == 1
    with pytest.raises(NotPermitted, match="open_session is for a reader"):
        enter(node, "fr-mute")
    kept = node.act("fr-keeper", "list_acts", limit=1024)
    tried = [each["officer"] for each in kept if each["outcome"] == {"refused": "not-permitted"}]
    assert tried == ["fr-drafter", "fr-drafter", "fr-second", "fr-mute", "fr-mute"]


def test_as_much_work_is_done_for_who_is_not_there(
    node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(node, "fr-drafter")
    worked: list[str] = []
    hasher = passphrases.HASHER

    class Counting:
        def hash(self, given: bytes) -> str:
            worked.append("hash")
            return hasher.hash(given)

        def verify(self, kept: str, given: bytes) -> bool:
            worked.append("verify")
            return bool(hasher.verify(kept, given))

    monkeypatch.setattr(passphrases, "HASHER", Counting())
    for officer in ("fr-drafter", "fr-second", "nobody"):
        with pytest.raises(NotPermitted):
            enter(node, officer, OTHER)
    assert worked == ["verify", "hash", "hash"]


@pytest.mark.parametrize("act", ["close_session", "close_sessions", "end_sessions", "by the host"])
def test_a_session_is_ended(node: Node, act: str) -> None:
    given(node, "fr-drafter")
    given(node, "fr-second")
    session, other = enter(node, "fr-drafter"), enter(node, "fr-second")
    if act == "close_session":
        with pytest.raises(UnknownName):
            node.act("fr-second", act, session=session["session"])
        assert inside(node, session)
        node.act("fr-drafter", act, session=session["session"])
    elif act == "close_sessions":
        assert node.act("fr-drafter", act) == {"ended": 1}
    elif act == "end_sessions":
        with pytest.raises(NotPermitted, match="no officer of DE"):
            node.act("de-keeper", act, officer="fr-drafter")
        assert inside(node, session)
        node.act("fr-keeper", act, officer="fr-drafter")
    else:
        node.act("host", "end_host_sessions", officer="fr-drafter")
    assert (inside(node, session), inside(node, other)) == (False, True)


def test_a_new_passphrase_ends_the_sessions_of_the_old_one(node: Node) -> None:
    given(node, "fr-drafter")
    session = enter(node, "fr-drafter")
    told: dict[str, Any] = {"old": OTHER, "passphrase": OTHER}
    with pytest.raises(NotPermitted):
        node.act("fr-drafter", "set_own_passphrase", **told)
    assert inside(node, session)
    node.act("fr-drafter", "set_own_passphrase", **{**told, "old": FIRST})
    assert not inside(node, session)
    with pytest.raises(NotPermitted):
        enter(node, "fr-drafter")
    session = enter(node, "fr-drafter", OTHER)
    node.act("host", "give_host_passphrase", officer="fr-drafter", passphrase=FIRST)
    assert not inside(node, session)
    with pytest.raises(NotPermitted, match="no officer of DE"):
        node.act("de-keeper", "give_passphrase", officer="fr-drafter", passphrase=OTHER)
    assert inside(node, enter(node, "fr-drafter"))


def test_whoever_has_none_cannot_set_the_first_one(node: Node) -> None:
    told: dict[str, Any] = {"old": "", "passphrase": FIRST}
    with pytest.raises(NotPermitted):
        node.act("fr-drafter", "set_own_passphrase", **told)


def test_other_roles_leave_passphrase_and_session_and_who_leaves_takes_all_along(
    node: Node,
) -> None:
    given(node, "fr-drafter")
    session = enter(node, "fr-drafter")
    key = node.act("fr-keeper", "give_api_key", officer="fr-drafter", label="old")
    told: dict[str, Any] = {"officer": "fr-drafter", "name": "Drafter"}
    node.act("fr-keeper", "set_own_officer", **told, roles=["reader"])
    assert inside(node, session)
    node.act("fr-keeper", "set_own_officer", **told, roles=[])
    assert not inside(node, session)
    node.act("fr-keeper", "set_own_officer", **told, roles=["reader"])
    assert not inside(node, session)
    with pytest.raises(NotPermitted):
        enter(node, "fr-drafter")
    from detente.desk.api_keys import whose

    assert whose(node.bench, key["secret"]) is None


@pytest.mark.parametrize("passphrase", ["fourteen chars", "x" * 1025])
def test_a_passphrase_that_is_too_short_or_long_is_refused(node: Node, passphrase: str) -> None:
    with pytest.raises(SenderError, match=r"passphrase: Value should have at (least|most)"):
        given(node, "fr-drafter", passphrase)


def test_letters_are_the_same_however_they_are_composed(node: Node) -> None:
    given(node, "fr-drafter", "Żółta łódź podwodna é")
    assert enter(node, "fr-drafter", "Z\u0307o\u0301łta ło\u0301dz\u0301 podwodna e\u0301")
    with pytest.raises(DetenteError):
        enter(node, "fr-drafter", "Zolta lodz podwodna e")


def test_the_work_is_what_rfc_9106_recommends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    made = passphrases.hashed(SecretStr(FIRST))
    assert extract_parameters(made) == RFC_9106_LOW_MEMORY
    assert made.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
