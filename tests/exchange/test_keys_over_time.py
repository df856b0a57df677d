"""Whose seal counts when: keys admitted, replaced and ended by entries of the log."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import ProofError, RecordError
from detente.exchange import Access, PrivateKey
from detente.exchange.keys import admitting, revoking, rotating
from tests.exchange.simulator import LOG, NOON, Forum, key_of


@pytest.fixture
def forum() -> Forum:
    return Forum("AA", "BB")


def about_keys(forum: Forum, by: str, content: dict[str, Any], **parts: Any) -> None:
    forum.say(by, content, kind="keys", **parts)


def test_a_log_opens_with_its_hosts_key_and_admits_delegations(forum: Forum) -> None:
    assert forum.size == 3
    assert forum.ring.delegations(forum.size) == ["AA", "BB"]
    assert [each.entry.keys for each in forum.taken] == [1, 2, 3]
    assert forum.say("AA", {}).entry.keys == 3


def test_a_key_counts_from_the_entry_after_the_one_that_brings_it(forum: Forum) -> None:
    (key,) = forum.ring.current(forum.size, "AA")
    assert (key.since, key.until, key.admitted_by) == (2, None, LOG)
    assert not key.counts(1)
    assert key.counts(2)


def test_a_word_of_a_stranger_is_refused(forum: Forum) -> None:
    with pytest.raises(ProofError, match="was never admitted"):
        forum.say("CC", {}, key=key_of("CC"))


def test_a_word_in_the_name_of_another_is_refused(forum: Forum) -> None:
    sealed = forum.sealed("AA", {}, key=forum.keys["BB"])
    with pytest.raises(ProofError, match="in the name of AA"):
        forum.take(sealed)


def test_a_word_for_another_log_is_refused(forum: Forum) -> None:
    from detente.exchange import compose

    payload = compose(
        log="other.example",
        by="AA",
        made=NOON,
        kind="note",
        marker="real",
        access=Access("public"),
        content={},
    )
    with pytest.raises(ProofError, match=r"for other\.example"):
        forum.take(forum.keys["AA"].seal(payload))


def test_a_rotated_key_counts_up_to_its_rotation_and_the_new_one_after(forum: Forum) -> None:
    old, new = forum.keys["AA"], key_of("AA", 1)
    before = forum.say("AA", {}).index
    about_keys(forum, "AA", rotating(LOG, old.id, new))
    rotation = forum.size - 1
    was, now = forum.ring.keys[old.id], forum.ring.keys[new.id]
    assert was.counts(before)
    assert was.counts(rotation)
    assert not was.counts(rotation + 1)
    assert not now.counts(rotation)
    assert now.counts(rotation + 1)
    with pytest.raises(ProofError, match="did not count there"):
        forum.say("AA", {}, key=old)
    assert forum.say("AA", {}, key=new).index == rotation + 1


def test_a_revoked_key_counts_for_what_came_before_and_for_nothing_after(forum: Forum) -> None:
    key = forum.keys["AA"]
    word = forum.say("AA", {})
    about_keys(forum, "AA", revoking("AA", key.id, "lost with a laptop"))
    assert forum.ring.opened(word.index, word.opening.sealed).by == "AA"
    assert forum.ring.keys[key.id].ended_by == "AA"
    with pytest.raises(ProofError, match="did not count there"):
        forum.say("AA", {})
    assert forum.ring.delegations(forum.size) == ["BB"]


def test_the_host_may_end_a_key_and_it_is_seen_that_it_was_the_host(forum: Forum) -> None:
    key = forum.keys["AA"]
    about_keys(forum, LOG, revoking("AA", key.id, "told by telephone that it is stolen"))
    assert forum.ring.keys[key.id].ended_by == LOG


def test_a_delegation_that_lost_all_keys_is_admitted_anew_by_the_host(forum: Forum) -> None:
    about_keys(forum, "AA", revoking("AA", forum.keys["AA"].id, "lost"))
    forum.admit(key_of("AA", 1))
    assert forum.say("AA", {}).statement.by == "AA"


def test_a_delegation_admits_a_second_key_itself(forum: Forum) -> None:
    second = key_of("AA", 1)
    about_keys(forum, "AA", admitting(LOG, second))
    assert forum.ring.keys[second.id].admitted_by == "AA"
    assert forum.say("AA", {}, key=second).statement.by == "AA"
    assert forum.say("AA", {}).statement.by == "AA"


def test_the_host_rotates_its_own_key(forum: Forum) -> None:
    new = key_of(LOG, 1)
    about_keys(forum, LOG, rotating(LOG, forum.keys[LOG].id, new))
    with pytest.raises(ProofError, match="did not count there"):
        forum.admit(key_of("CC"))
    forum.keys[LOG] = new
    forum.admit(key_of("CC"))
    assert forum.ring.delegations(forum.size) == ["AA", "BB", "CC"]


def refusals(forum: Forum) -> list[tuple[str, str, dict[str, Any], str]]:
    """What nobody may say of a key: by whom, the content, and how it is refused."""
    a, b, new = forum.keys["AA"], forum.keys["BB"], key_of("AA", 1)
    stranger = key_of("CC")
    unproven = admitting(LOG, stranger)
    unproven["key"]["proof"] = admitting(LOG, new)["key"]["proof"]
    other_log = admitting("other.example", stranger)
    other_use = admitting(LOG, stranger)
    other_use["key"]["use"] = "witness"
    return [
        ("BB", "another delegation admits", admitting(LOG, new), "BB may not admit"),
        ("BB", "another delegation rotates", rotating(LOG, a.id, new), "BB may not rotate"),
        (LOG, "the host rotates for it", rotating(LOG, a.id, new), "may not rotate"),
        ("BB", "another delegation ends", revoking("AA", a.id, ""), "BB may not revoke"),
        ("AA", "a key of another", revoking("AA", b.id, ""), "no key of AA"),
        ("AA", "a key that is not there", revoking("AA", new.id, ""), "no key of AA"),
        (LOG, "a key twice", admitting(LOG, a), "in use before"),
        (LOG, "the key of another", admitting(LOG, PrivateKey("CC", a._private)), "in use before"),
        (LOG, "no proof that it is held", unproven, "nothing shows that CC holds"),
        (LOG, "a proof for another log", other_log, "nothing shows that CC holds"),
        (LOG, "a proof for another use", other_use, "nothing shows that CC holds"),
        (LOG, "a log that opens twice", admitting(LOG, key_of(LOG, 1)), "opens the log"),
        (LOG, "the last key of the host", revoking(LOG, forum.keys[LOG].id, ""), "the last key"),
    ]


@pytest.mark.parametrize("which", range(13))
def test_what_nobody_may_say_of_a_key(forum: Forum, which: int) -> None:
    by, _, content, told = refusals(forum)[which]
    before = forum.ring.copy()
    with pytest.raises(ProofError, match=told):
        about_keys(forum, by, content)
    assert forum.ring.keys == before.keys
    assert forum.ring.places == before.places


def test_every_refusal_is_tried(forum: Forum) -> None:
    assert len(refusals(forum)) == 13


def test_an_ended_key_never_comes_back(forum: Forum) -> None:
    key = forum.keys["AA"]
    about_keys(forum, "AA", revoking("AA", key.id, "lost"))
    with pytest.raises(ProofError, match="in use before"):
        forum.admit(key)
    with pytest.raises(ProofError, match="no key of AA that counts"):
        about_keys(forum, LOG, revoking("AA", key.id, "again"))


def test_a_witness_key_seals_nothing_and_a_rotation_keeps_the_use(forum: Forum) -> None:
    witness = key_of("AA", 7)
    forum.admit(witness, use="witness")
    with pytest.raises(ProofError, match="did not count"):
        forum.say("AA", {}, key=witness)
    with pytest.raises(ProofError, match="same use"):
        about_keys(forum, "AA", rotating(LOG, witness.id, key_of("AA", 8)))
    about_keys(forum, "AA", rotating(LOG, witness.id, key_of("AA", 8), use="witness"))
    assert [key.id for key in forum.ring.current(forum.size, "AA", "witness")] == [
        key_of("AA", 8).id
    ]


def test_what_is_said_of_keys_is_public(forum: Forum) -> None:
    with pytest.raises(ProofError, match="public"):
        about_keys(forum, LOG, admitting(LOG, key_of("CC")), access=Access("participants"))


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"act": "trust", "delegation": "AA"},
        {"act": "revoke", "delegation": "AA"},
        {"act": "revoke", "delegation": "AA", "ends": 3, "reason": ""},
        {"act": "revoke", "delegation": "AA", "ends": "AA/0", "reason": "line\nbreak"},
        {"act": "admit", "delegation": "A/B", "key": {}},
        {"act": "admit", "delegation": "CC", "key": {"public": "00", "use": "seal", "proof": ""}},
        {"act": "admit", "delegation": "CC", "key": "mine"},
        {"act": ["admit"], "delegation": "CC"},
    ],
)
def test_what_says_nothing_of_keys_is_refused(forum: Forum, content: dict[str, Any]) -> None:
    with pytest.raises(RecordError):
        about_keys(forum, LOG, content)
    assert len(forum.ring.places) == 3


ANY: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers(-(2**52), 2**52) | st.text() | st.just([]) | st.just({})
)


@given(st.sampled_from(["act", "delegation", "key", "ends", "reason", "more"]), st.data())
def test_anything_said_of_keys_is_taken_or_refused(name: str, data: st.DataObject) -> None:
    forum = Forum("AA", "BB")
    old, new = forum.keys["AA"], key_of("AA", 1)
    good = data.draw(
        st.sampled_from(
            [rotating(LOG, old.id, new), revoking("AA", old.id, ""), admitting(LOG, new)]
        )
    )
    part = data.draw(ANY)
    inner = data.draw(st.sampled_from(["public", "use", "proof", "more"]))
    content = {**good, name: part}
    if name == "key" and "key" in good:
        content["key"] = {**good["key"], inner: part}
    places, keys = set(forum.ring.places), dict(forum.ring.keys)
    try:
        about_keys(forum, "AA", content)
    except (ProofError, RecordError):
        assert (forum.ring.places, forum.ring.keys) == (places, keys)
        return
    assert name == "reason"


def test_the_first_entry_is_sealed_with_the_key_that_it_brings() -> None:
    forum = Forum()
    forum.ring = type(forum.ring)(LOG)
    forum.taken.clear()
    sealed = forum.sealed(LOG, admitting(LOG, key_of(LOG)), kind="keys", key=key_of(LOG, 1))
    with pytest.raises(ProofError, match="opened by another key"):
        forum.take(sealed)
    with pytest.raises(RecordError):
        forum.take(forum.sealed(LOG, {}, kind="note"))
