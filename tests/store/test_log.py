"""The log as it is kept: words filed once, in order, proven, and read by whom they are for."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from detente.errors import ClockBehind, ProofError, RecordError, StoreUnusable, UnknownName
from detente.exchange import Access, cosign, new_key
from detente.exchange.check.receipt import check_receipt, read_receipt
from detente.exchange.check.tree import check_consistency
from detente.exchange.keys import revoking
from detente.store import Store, append, check, open_store, table
from detente.store.filing import PATIENCE, Filed, file
from detente.store.proofs import checkpoint, entries, growth, places, receipt
from detente.store.words import Sought, word, words
from tests.exchange.simulator import LOG
from tests.store.conftest import HOST, SECRET
from tests.store.speaking import NOON, Speakers, filing


def shown(store: Store, index: int, *, words: bool = True) -> str | None:
    """The text that a receipt shows, checked as its reader would."""
    with store.reading() as connection:
        data = receipt(connection, index, shown=words)
    proven = check_receipt(read_receipt(data))
    assert proven.host == HOST.public
    return None if proven.statement is None else str(proven.statement.content["text"])


def test_a_word_is_filed_and_its_receipt_proves_it(store: Store) -> None:
    speakers = Speakers(store, "AT", "BE")
    filed = speakers.say("AT", "an exercise")
    assert filed == Filed(3, filed.id, NOON + timedelta(minutes=4))
    assert shown(store, 3) == "an exercise"
    assert shown(store, 3, words=False) is None
    assert (store.head().size, store.head().keys) == (4, 3)
    check(store)


def test_every_size_has_its_proofs(store: Store) -> None:
    speakers = Speakers(store, "AT")
    for number in range(15):
        speakers.say("AT", f"word {number}")
    with store.reading() as connection:
        roots = {}
        for size in range(1, 18):
            assert checkpoint(connection, size)[0] == size
            roots[size] = read_receipt(
                receipt(connection, 0, shown=True, size=size)
            ).checkpoint.root
            for place in places(connection, range(size), size):
                place.check(read_receipt(receipt(connection, 0, shown=False, size=size)).checkpoint)
        for old in range(1, 18):
            for new in range(old, 18):
                path = growth(connection, old, new)
                check_consistency(old, roots[old], new, roots[new], path)
    check(store)


def test_what_is_filed_again_stands_once(store: Store) -> None:
    speakers = Speakers(store, "AT")
    sealed = speakers.sealed("AT", "once")
    first, second = speakers.file(sealed), speakers.file(sealed)
    assert (second.index, second.received, second.again) == (first.index, first.received, True)
    again = speakers.file(speakers.forum.taken[0].opening.sealed)
    assert (again.index, again.again) == (0, True), "the key that it brings counts already"
    assert store.head().size == 3
    both = store.write(
        lambda at: [file(at, speakers.sealed("AT", "x"), at=speakers.at) for _ in "ab"]
    )
    assert [each.again for each in both] == [False, True]
    assert both[0].index == both[1].index == 3
    check(store)


def test_duplicates_from_many_hands_stand_once(store: Store) -> None:
    speakers = Speakers(store, "AT", "BE")
    sealed = [speakers.sealed("AT", f"word {number % 10}") for number in range(60)]
    with ThreadPoolExecutor(12) as pool:
        filed = list(pool.map(lambda each: store.write(filing(each, speakers.at)), sealed))
    assert len({each.index for each in filed}) == 10
    assert sum(not each.again for each in filed) == 10
    assert store.head().size == 13
    assert {shown(store, each.index) for each in filed} == {f"word {n}" for n in range(10)}
    check(store)


def test_two_nodes_of_one_database_grow_one_log(where: str, store: Store) -> None:
    other = open_store(where, secret=SECRET, host=HOST)
    speakers = Speakers(store, "AT")
    key = new_key("BE")
    speakers.forum.keys["BE"] = key

    def say(number: int) -> Filed:
        sealed = speakers.sealed("AT", f"word {number}")
        node = (store, other)[number % 2]
        return node.write(filing(sealed, speakers.at))

    with ThreadPoolExecutor(6) as pool:
        filed = list(pool.map(say, range(40)))
    assert sorted(each.index for each in filed) == list(range(2, 42))
    speakers.forum.admit(key)
    speakers.file(speakers.forum.taken[-1].opening.sealed)
    late = other.write(filing(speakers.sealed("BE", "admitted elsewhere"), speakers.at))
    assert late.index == 43
    check(other)
    other.close()


def test_a_word_that_is_refused_leaves_nothing_and_hinders_nobody(store: Store) -> None:
    speakers = Speakers(store, "AT", "BE")
    good = [speakers.sealed("AT", f"word {number}") for number in range(20)]
    unknown = speakers.forum.sealed("AT", {"text": "?"}, key=new_key("AT"))

    def attempt(number: int) -> str:
        try:
            sealed = unknown if number % 2 else good[number // 2]
            return str(store.write(filing(sealed, speakers.at)).again)
        except ProofError:
            return "refused"

    with ThreadPoolExecutor(8) as pool:
        came = list(pool.map(attempt, range(40)))
    assert (came[0::2], came[1::2]) == (["False"] * 20, ["refused"] * 20)
    assert store.head().size == 23
    check(store)


def test_a_key_that_ended_seals_nothing_more(store: Store) -> None:
    speakers = Speakers(store, "AT", "BE")
    early = speakers.sealed("AT", "sealed in time, filed too late")
    said = revoking("AT", speakers.forum.keys["AT"].id, "lost")
    speakers.say_keys(said)
    with pytest.raises(ProofError, match="did not count there"):
        speakers.file(early)
    check(store)


def test_a_store_without_the_key_of_the_host_does_not_grow(where: str, store: Store) -> None:
    speakers = Speakers(store, "AT")
    reader = open_store(where, secret=SECRET)
    with pytest.raises(StoreUnusable, match="without the key"):
        reader.write(filing(speakers.sealed("AT", "x"), speakers.at))
    assert store.head().size == 2
    check(reader)
    reader.close()


def test_what_is_no_statement_is_refused(store: Store) -> None:
    speakers = Speakers(store, "AT")
    with pytest.raises(RecordError):
        speakers.file(speakers.forum.keys["AT"].seal(b"{}"))
    assert store.head().size == 2


class TestTheClock:
    """The clock may jump: an entry is never received before the one before it."""

    def test_a_short_jump_back_is_held_and_shown(self, store: Store) -> None:
        speakers = Speakers(store, "AT")
        last = speakers.say("AT", "before")
        back = last.received - PATIENCE
        held = store.write(filing(speakers.sealed("AT", "after"), back))
        assert (held.received, held.held) == (last.received, PATIENCE)
        with store.reading() as connection:
            rows = connection.execute(sa.select(table("holds"))).mappings().all()
        assert [(row["leaf_index"], row["clock"]) for row in rows] == [(held.index, back)]
        check(store)

    def test_a_long_jump_back_is_refused(self, store: Store) -> None:
        speakers = Speakers(store, "AT")
        last = speakers.say("AT", "before")
        back = last.received - PATIENCE - timedelta(seconds=1)
        with pytest.raises(ClockBehind, match="Nothing was filed"):
            store.write(filing(speakers.sealed("AT", "after"), back))
        assert store.head().size == 3
        on = store.write(filing(speakers.sealed("AT", "after"), last.received))
        assert (on.index, on.held) == (3, timedelta())

    def test_a_jump_forward_stands_as_it_was_told(self, store: Store) -> None:
        speakers = Speakers(store, "AT")
        ahead = NOON + timedelta(days=400)
        assert store.write(filing(speakers.sealed("AT", "x"), ahead)).received == ahead
        with pytest.raises(ClockBehind, match="2032-06-04T12:00:00Z"):
            speakers.say("AT", "y")

    def test_instants_of_one_second_are_one(self, store: Store) -> None:
        speakers = Speakers(store, "AT")
        at = NOON + timedelta(hours=1)
        first = store.write(filing(speakers.sealed("AT", "a"), at + timedelta(milliseconds=900)))
        second = store.write(filing(speakers.sealed("AT", "b"), at + timedelta(milliseconds=100)))
        assert first.received == second.received == at
        assert second.held == timedelta()


def read_by(store: Store, reader: str, at: datetime, participant: bool = True) -> list[int]:
    """Where the words stand that somebody may read."""
    with store.reading() as connection:
        found = words(connection, reader=reader, participant=participant, at=at)
        return [each.leaf_index for each in found]


def test_words_are_read_by_whom_they_are_for(store: Store) -> None:
    speakers = Speakers(store, "AT", "BE", "CH")
    at = NOON + timedelta(hours=1)
    release = NOON + timedelta(days=2)
    later = f"{release.isoformat()}Z"
    speakers.say("AT", "4", access=Access("public"))
    speakers.say("AT", "5", access=Access("participants"))
    speakers.say("AT", "6", access=Access("named", ("BE",)))
    speakers.say("AT", "7", access=Access("nation"))
    speakers.say("BE", "8", access=Access("nation", (), Access("named", ("CH",)), later))
    speakers.say("BE", "9", access=Access("named", ("AT",), Access("public"), later))
    keys = [0, 1, 2, 3]
    assert read_by(store, "AT", at) == [*keys, 4, 5, 6, 7, 9]
    assert read_by(store, "BE", at) == [*keys, 4, 5, 6, 8, 9]
    assert read_by(store, "CH", at) == [*keys, 4, 5]
    assert read_by(store, "CH", release - timedelta(seconds=1)) == [*keys, 4, 5]
    assert read_by(store, "CH", release) == [*keys, 4, 5, 8, 9]
    assert read_by(store, "", at, participant=False) == [*keys, 4]
    assert read_by(store, "", release, participant=False) == [*keys, 4, 9]
    assert read_by(store, LOG, at, participant=False) == [*keys, 4], "the host has no right"
    for name in ("*public", "*participants"):
        assert read_by(store, name, at, participant=False) in ([*keys, 4], [*keys, 4, 5])


def test_words_are_sought(store: Store) -> None:
    speakers = Speakers(store, "AT", "BE")
    first = speakers.say("AT", "first")
    speakers.say("BE", "answer", kind="reply", refers=[first.id])
    speakers.say("AT", "third")
    as_at = {"reader": "AT", "participant": True, "at": speakers.at}

    def found(**sought: object) -> list[int]:
        with store.reading() as connection:
            rows = words(connection, Sought(**sought), **as_at)  # type: ignore[arg-type]  # by name
            return [each.leaf_index for each in rows]

    assert found(after=2) == [3, 4, 5]
    assert found(before=2) == [0, 1]
    assert found(newest=True, limit=2) == [5, 4]
    assert found(kinds=["reply"]) == [4]
    assert found(authors=["AT"]) == [3, 5]
    assert found(refers_to=first.id) == [4]
    with store.reading() as connection:
        same = word(connection, first.id, **as_at)  # type: ignore[arg-type]  # as above
        assert same is not None
        assert (same.leaf_index, same.author, same.received) == (3, "AT", first.received)
        assert word(connection, "0" * 64, **as_at) is None  # type: ignore[arg-type]  # as above


def test_a_witness_stands_under_its_checkpoint(store: Store) -> None:
    speakers = Speakers(store, "AT")
    witness = new_key("AT")
    speakers.forum.admit(witness, "witness")
    speakers.file(speakers.forum.taken[-1].opening.sealed)
    with store.reading() as connection:
        size, note = checkpoint(connection)
    signed = cosign(note, host=HOST.public, key=witness, at=1_935_489_600, seen=None, path=())
    line = signed.removeprefix(note)
    store.write(
        lambda at: append(at, "cosignatures", size=size, witness="AT", line=line, at=speakers.at)
    )
    with store.reading() as connection:
        assert checkpoint(connection) == (size, signed)
        proven = check_receipt(read_receipt(receipt(connection, 1, shown=True)))
    assert proven.witnesses == {"AT": 1_935_489_600}
    check(store)


def test_what_is_not_there_is_said(store: Store) -> None:
    Speakers(store, "AT")
    with store.reading() as connection:
        for asked in (
            lambda: receipt(connection, 2, shown=True),
            lambda: receipt(connection, -1, shown=True),
            lambda: checkpoint(connection, 9),
            lambda: growth(connection, 1, 9),
            lambda: growth(connection, 2, 1),
            lambda: places(connection, [0], 9),
        ):
            with pytest.raises(UnknownName):
                asked()
        assert [each.index for each in entries(connection, 0, 99)] == [0, 1]


def test_entries_look_alike_whoever_may_read_them(store: Store) -> None:
    speakers = Speakers(store, "AT")
    speakers.say("AT", "short", access=Access("public"))
    speakers.say("AT", "long " * 200, access=Access("nation"))
    with store.reading() as connection:
        leaves = list(connection.scalars(sa.select(table("entries").c.leaf)))
    assert {tuple(json.loads(leaf)) for leaf in leaves} == {
        ("commitment", "entry", "keys", "received")
    }
    assert len({len(leaf) for leaf in leaves}) == 1
