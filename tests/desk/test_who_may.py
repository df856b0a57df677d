"""Who may do what: every act, for every role, of a delegation and of the host; and every mark."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from detente.desk import ACTS, Workbench, start_node
from detente.desk.officers import ROLES
from detente.errors import DetenteError, NotPermitted, SenderError, UnknownName
from detente.exchange import Access, compose
from detente.exchange.check.log_file import check_log
from detente.exchange.keys import admitting
from detente.instruments import Library
from detente.store import open_store
from tests.desk.node import Node, SetClock, body, seen
from tests.exchange.simulator import LOG, key_of
from tests.notifications.words import notification

DRAFTER, CLEARER, RELEASER = "drafter", "clearer", "releaser"
MAY: dict[str, tuple[str, str]] = {
    "draft_word": (DRAFTER, "delegation"),
    "change_draft": (DRAFTER, "delegation"),
    "discard_draft": (DRAFTER, "delegation"),
    "see_draft": ("reader", "delegation"),
    "list_drafts": ("reader", "delegation"),
    "picture_of_draft": ("reader", "delegation"),
    "submit_draft": (DRAFTER, "delegation"),
    "clear_draft": (CLEARER, "delegation"),
    "send_back_draft": (CLEARER, "delegation"),
    "bytes_to_seal": (RELEASER, "delegation"),
    "release_word": (RELEASER, "delegation"),
    "file_sealed": (RELEASER, "delegation"),
    "list_words": ("reader", "any"),
    "find_words": ("reader", "any"),
    "map_of_words": ("reader", "any"),
    "calendar_of_words": ("reader", "any"),
    "read_word": ("reader", "any"),
    "deliveries_of_word": ("reader", "delegation"),
    "receipt_of_word": ("reader", "any"),
    "checkpoint": ("reader", "any"),
    "consistency": ("reader", "any"),
    "compare_checkpoints": ("reader", "any"),
    "cosign_checkpoint": ("witness", "delegation"),
    "pack_pouch": ("reader", "delegation"),
    "open_pouch": (RELEASER, "delegation"),
    "list_redlines": ("reader", "any"),
    "list_consultations": ("reader", "any"),
    "show_consultation": ("reader", "any"),
    "list_alerts": ("reader", "delegation"),
    "admit_delegation": ("admin", "host"),
    "admit_key": ("admin", "host"),
    "end_key": ("admin", "host"),
    "set_officer": ("admin", "host"),
    "set_own_officer": ("keyholder", "delegation"),
    "give_api_key": ("keyholder", "delegation"),
    "withdraw_api_key": ("keyholder", "delegation"),
    "give_host_api_key": ("admin", "host"),
    "withdraw_host_api_key": ("admin", "host"),
    "give_feed_token": ("reader", "any"),
    "list_feed_tokens": ("reader", "any"),
    "withdraw_feed_token": ("reader", "any"),
    "give_passphrase": ("keyholder", "delegation"),
    "give_host_passphrase": ("admin", "host"),
    "set_own_passphrase": ("reader", "any"),
    "open_session": ("reader", "any"),
    "open_session_by_issuer": ("reader", "any"),
    "give_login": ("keyholder", "delegation"),
    "withdraw_login": ("keyholder", "delegation"),
    "give_host_login": ("admin", "host"),
    "withdraw_host_login": ("admin", "host"),
    "list_logins": ("reader", "any"),
    "list_sessions": ("reader", "any"),
    "close_session": ("reader", "any"),
    "close_sessions": ("reader", "any"),
    "end_sessions": ("keyholder", "delegation"),
    "end_host_sessions": ("admin", "host"),
    "list_delegations": ("reader", "any"),
    "see_myself": ("reader", "any"),
    "list_acts": ("reader", "any"),
}
"""Who may do each act, written down apart from the code: the role, and whose officer."""

DRAFT: dict[str, Any] = {"draft": "d-0", "version": 1}
SEALED = {"payload": "e30", "protected": "e30", "signature": "e30"}
WORD = "0" * 64
PASSPHRASE = "made up for the tests"
ASKED: dict[str, dict[str, Any]] = {
    "compare_checkpoints": {"notes": ["none"]},
    "draft_word": {"body": {"word": {}}},
    "change_draft": {**DRAFT, "body": {"word": {}}},
    "discard_draft": DRAFT,
    "see_draft": {"draft": "d-0"},
    "picture_of_draft": {"draft": "d-0"},
    "submit_draft": DRAFT,
    "clear_draft": DRAFT,
    "send_back_draft": DRAFT,
    "bytes_to_seal": DRAFT,
    "release_word": {**DRAFT, "sealed": SEALED},
    "file_sealed": {"sealed": SEALED},
    "open_pouch": {"outgoing": []},
    "read_word": {"word": WORD},
    "deliveries_of_word": {"word": WORD},
    "receipt_of_word": {"word": WORD},
    "show_consultation": {"word": WORD},
    "consistency": {"old": 0},
    "cosign_checkpoint": {"note": "none"},
    "admit_delegation": {"delegation": "IT", "name": "Italy", "keys": {}},
    "admit_key": {"delegation": "FR", "keys": {}},
    "end_key": {"delegation": "FR", "ends": "FR/0", "reason": "lost"},
    "set_officer": {"officer": "new", "delegation": "PL", "name": "New", "roles": ["reader"]},
    "give_api_key": {"officer": "nobody", "label": "none"},
    "withdraw_api_key": {"api_key": "none"},
    "give_host_api_key": {"officer": "nobody", "label": "none"},
    "withdraw_host_api_key": {"api_key": "none"},
    "give_feed_token": {"label": "none"},
    "withdraw_feed_token": {"feed_token": "none"},
    "give_passphrase": {"officer": "nobody", "passphrase": PASSPHRASE},
    "give_host_passphrase": {"officer": "nobody", "passphrase": PASSPHRASE},
    "set_own_passphrase": {"old": PASSPHRASE, "passphrase": PASSPHRASE},
    "open_session": {"passphrase": PASSPHRASE},
    "give_login": {"officer": "nobody", "value": "none"},
    "withdraw_login": {"login": "none"},
    "give_host_login": {"officer": "nobody", "value": "none"},
    "withdraw_host_login": {"login": "none"},
    "close_session": {"session": "none"},
    "end_sessions": {"officer": "nobody"},
    "end_host_sessions": {"officer": "nobody"},
    "set_own_officer": {"officer": "own", "name": "Own", "roles": ["reader"]},
}
"""A request in the right form; whether it can be done as things stand is another matter."""


@pytest.fixture(scope="module")
def all_roles(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Iterator[Node]:
    """A node with an officer for each role: of France, and of the host."""
    folder: Path = tmp_path_factory.mktemp("roles")
    store = open_store(folder / "detente.db", secret=b"of the tests", host=key_of(LOG))
    clock = SetClock()
    there = Node(store, Workbench(store, library, clock), clock)
    start_node(there.bench, officer="host", name="A forum")
    for delegation in ("FR", "PL"):
        there.admit(delegation)
    for role in ROLES:
        told: dict[str, Any] = {
            "officer": f"host-{role}",
            "delegation": LOG,
            "name": role,
            "roles": [role],
        }
        there.act("host", "set_officer", **told)
        if role != "admin":
            of_fr = {**told, "officer": f"fr-{role}", "delegation": "FR"}
            there.act("host", "set_officer", **of_fr)
    yield there
    store.close()


def refused(node: Node, officer: str, act: str) -> bool:
    """Whether the desk refuses an act to an officer, whatever else may be in its way."""
    try:
        node.act(officer, act, **ASKED.get(act, {}))
    except NotPermitted as refusal:
        return str(refusal).startswith(f"{act} is for ")
    except DetenteError:
        return False
    return False


def test_every_act_is_in_the_table_and_in_this_one() -> None:
    assert {name: (act.role, act.whose) for name, act in ACTS.items()} == MAY


KNOWN = [act for act in MAY if not act.startswith("open_session")]
"""The acts of officers who are known already; who enters is tried with the sessions."""


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("act", KNOWN)
def test_an_act_is_done_by_its_role_and_by_no_other(all_roles: Node, act: str, role: str) -> None:
    needed, whose = MAY[act]
    for side in ("fr", "host"):
        if (side, role) == ("fr", "admin"):
            continue
        may = role == needed and whose in ("any", {"fr": "delegation", "host": "host"}[side])
        assert refused(all_roles, f"{side}-{role}", act) is not may, (side, role, act)


@pytest.mark.parametrize("act", KNOWN)
def test_nobody_the_node_does_not_know_does_anything(all_roles: Node, act: str) -> None:
    with pytest.raises(UnknownName, match="no officer is called 'nobody'"):
        all_roles.act("nobody", act, **ASKED.get(act, {}))


def test_an_officer_without_roles_acts_no_more(node: Node) -> None:
    told: dict[str, Any] = {"officer": "fr-drafter", "delegation": "FR", "roles": []}
    node.act("host", "set_officer", name="Gone", **told)
    with pytest.raises(UnknownName, match="no officer is called 'fr-drafter'"):
        node.act("fr-drafter", "list_words")


MARKS = {
    "nation": (Access("nation"), {"FR"}),
    "named": (Access("named", ("DE",)), {"FR", "DE"}),
    "participants": (Access("participants"), {"FR", "DE", "PL"}),
    "public": (Access("public"), {"FR", "DE", "PL", LOG}),
}


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_tells_who_reads_a_word_by_every_act_that_shows_one(node: Node, mark: str) -> None:
    access, readers = MARKS[mark]
    word = said(node, access)
    for officer in ("fr-drafter", "de-drafter", "pl-drafter", "host"):
        who = LOG if officer == "host" else officer[:2].upper()
        may = who in readers
        listed = node.act(officer, "list_words", kinds=["notification"])
        assert [each["word"] for each in listed] == ([word] if may else [])
        found = node.act(officer, "find_words", kinds=["notification"])["words"]
        assert [each["word"] for each in found] == ([word] if may else [])
        for act in ("read_word", "receipt_of_word"):
            assert can(node, officer, act, word) is may, (officer, act)
        assert can(node, officer, "deliveries_of_word", word) is (who == "FR")
        if who != LOG:
            carried = "".join(node.act(officer, "pack_pouch")["log"])
            assert ('"opening"' in carried.splitlines()[5]) is may, officer


def said(node: Node, access: Access) -> str:
    """A word of France in the log, for whom it may concern."""
    payload = compose(
        log=LOG,
        by="FR",
        made="2026-09-01T12:00:00Z",
        kind="notification",
        marker="real",
        access=access,
        content={"text": "Made up."},
    )
    sealed = json.loads(key_of("FR").seal(payload).canonical())
    word: str = node.act("fr-keeper", "file_sealed", sealed=sealed)["word"]
    return word


def can(node: Node, officer: str, act: str, word: str) -> bool:
    """Whether an act shows an officer something of a word."""
    try:
        return bool(node.act(officer, act, word=word)) or act == "deliveries_of_word"
    except (UnknownName, NotPermitted):
        return False


def test_a_pouch_is_kept_as_a_delivery_and_brings_each_word_once(node: Node) -> None:
    word = node.released()["word"]
    packed = node.act("de-drafter", "pack_pouch", key="once")
    assert (packed["first"], packed["size"], len(packed["log"])) == (0, 5, 7)
    node.act("de-drafter", "pack_pouch", key="once")
    told = [each["how"] for each in node.act("fr-drafter", "deliveries_of_word", word=word)]
    assert told == ["packed into a pouch"]
    kept = node.act("de-drafter", "list_acts")
    assert [each["outcome"] for each in kept if each["act"] == "pack_pouch"] == [{}, {}]

    mine = node.sealed(node.cleared("pl", word=_of_pl("0001")), "pl")
    other = node.sealed(node.cleared(number="CBM/FR/26/0008/F25/O"), "fr")
    came = node.act("pl-second", "open_pouch", outgoing=[other, mine])
    assert [each["again"] for each in came["taken"]] == [False]
    assert [(each["nth"], each["code"]) for each in came["refused"]] == [(0, "not-permitted")]
    again = node.act("pl-second", "open_pouch", outgoing=[mine])
    assert [each["again"] for each in again["taken"]] == [True]
    with pytest.raises(UnknownName, match="no entry is called '99'"):
        node.act("de-drafter", "pack_pouch", first=99)


def _of_pl(serial: str) -> Any:
    return notification(made="", by="PL", number=f"CBM/PL/26/{serial}/F25/O")


def test_a_later_part_of_the_log_goes_on_from_the_earlier_one(node: Node) -> None:
    first = node.act("de-drafter", "pack_pouch")
    node.released()
    later = node.act("de-drafter", "pack_pouch", first=first["size"])
    assert json.loads(later["log"][0])["first"] == first["size"]
    before = check_log(line.encode() for line in first["log"])
    whole = check_log((line.encode() for line in later["log"]), after=before)
    assert (whole.faults, whole.frontier.size, whole.shown) == ([], 5, 1)


@pytest.mark.parametrize("first", [0, 3])
def test_a_pouch_comes_in_parts_that_are_one_log_though_it_grows_meanwhile(
    node: Node, first: int
) -> None:
    words = [node.released(number=f"CBM/FR/26/{nth:04}/F25/O")["word"] for nth in (1, 2)]
    whole = node.act("pl-drafter", "pack_pouch", first=first)
    assert whole["next"] is None
    parts = [node.act("de-drafter", "pack_pouch", first=first, limit=2)]
    later = node.released(number="CBM/FR/26/0003/F25/O")["word"]
    while (since := parts[-1]["next"]) is not None:
        told = {"first": first, "size": parts[0]["size"], "since": since}
        parts.append(node.act("de-drafter", "pack_pouch", limit=2, **told))
    assert [len(each["log"]) for each in parts] == ([3, 2, 3] if first == 0 else [3, 2])
    assert [line for each in parts for line in each["log"]] == whole["log"]
    assert {each["size"] for each in parts} == {whole["size"]}
    for word in words:
        handed = node.act("fr-drafter", "deliveries_of_word", word=word)
        assert [each["how"] for each in handed] == ["packed into a pouch"] * 2
    assert node.act("fr-drafter", "deliveries_of_word", word=later) == []
    with pytest.raises(UnknownName):
        node.act("de-drafter", "pack_pouch", since=99)
    with pytest.raises(UnknownName):
        node.act("de-drafter", "pack_pouch", size=99)


def test_the_host_ends_a_key_that_was_lost_and_admits_another(node: Node) -> None:
    old, new = key_of("FR"), key_of("FR", 1)
    node.act("host", "end_key", delegation="FR", ends=old.id, reason="lost at sea")
    cleared = node.cleared()
    with pytest.raises(DetenteError, match="did not count there"):
        node.act("fr-second", "release_word", **seen(cleared), sealed=node.sealed(cleared))
    with pytest.raises(DetenteError, match="not brought as one of DE"):
        node.act("host", "admit_key", delegation="DE", keys=admitting(LOG, new))
    node.act("host", "admit_key", delegation="FR", keys=admitting(LOG, new))
    me = node.act("fr-drafter", "see_myself")
    assert (me["delegation"], me["log"], me["at"]) == ("FR", LOG, "2026-09-01T12:00:00Z")


def test_what_is_asked_is_refused_with_its_place_before_anything_else(node: Node) -> None:
    with pytest.raises(SenderError, match="outgoing: Field required"):
        node.act("fr-second", "open_pouch")
    with pytest.raises(SenderError, match="first: Input should be greater"):
        node.act("fr-drafter", "pack_pouch", first=-1)
    assert node.act("fr-drafter", "draft_word", body=body())["version"] == 1
