"""A whole log as a file: each altered byte, each dropped or swapped entry is noticed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import ProofError, RecordError
from detente.exchange import Access, Keyring
from detente.exchange.check.log_file import LogShown, check_log
from detente.exchange.check.notes import read_checkpoint
from detente.exchange.keys import revoking, rotating
from detente.exchange.taking import Taken
from tests.exchange.simulator import LOG, Forum, key_of

HIDDEN = Access("nation")


def spoken(last: str = "same to all") -> Forum:
    """A forum with words, open and hidden, and keys that change."""
    forum = Forum("AA", "BB")
    forum.say("AA", {"nth": 0})
    forum.say("BB", {"nth": 1}, access=HIDDEN)
    forum.say("AA", rotating(LOG, forum.keys["AA"].id, key_of("AA", 1)), kind="keys")
    forum.keys["AA"] = key_of("AA", 1)
    forum.say("AA", {"nth": 2})
    forum.say("BB", {"nth": last})
    return forum


def public(taken: Taken) -> bool:
    return taken.access.mark == "public"


FORUM = spoken()
LINES = FORUM.lines(shown=public)


def faults(lines: list[bytes], **more: Any) -> list[str]:
    """What does not hold in a log; what cannot be read is a fault here too."""
    try:
        return check_log(lines, **more).faults
    except (ProofError, RecordError) as error:
        return [str(error)]


def test_a_log_holds_and_shows_its_words() -> None:
    log = check_log(LINES)
    assert log.faults == []
    assert (log.origin, log.first, log.frontier.size) == (LOG, 0, FORUM.size)
    assert log.shown == FORUM.size - 1
    assert log.frontier.root() == FORUM.root()
    assert log.ring is not None
    assert log.ring.keys == FORUM.ring.keys
    assert [each.size for each in log.checkpoints] == [FORUM.size]


def test_several_processes_find_the_same() -> None:
    damaged = LINES[4].replace(b'"signature": "', b'"signature": "A', 1)
    wrong = [*LINES[:4], damaged, *LINES[5:]]
    for lines in (LINES, wrong):
        one, two = (check_log(lines, workers=n) for n in (1, 2))
        assert (one.faults, one.shown) == (two.faults, two.shown)


def test_parts_of_a_log_go_on_from_one_another() -> None:
    for cut in range(FORUM.size + 1):
        first = check_log(FORUM.lines(0, cut))
        second = check_log(FORUM.lines(cut), after=first)
        held = check_log(FORUM.lines(cut), after=FORUM.held(cut))
        for log in (second, held):
            assert log.faults == []
            assert log.frontier.root() == FORUM.root()
            assert log.ring is not None
            assert log.ring.keys == FORUM.ring.keys


def test_a_part_that_is_not_the_next_one_is_refused() -> None:
    before = FORUM.held(3)
    with pytest.raises(RecordError, match="hand in the one that begins at 3"):
        check_log(FORUM.lines(4), after=before)
    other = spoken()
    other.nodes[0, 2] = b"\0" * 32
    with pytest.raises(ProofError, match="does not go on"):
        check_log(other.lines(3), after=before)


def test_a_later_part_alone_proves_its_tree_but_no_seal() -> None:
    log = check_log(FORUM.lines(4))
    assert log.ring is None
    assert log.faults == []
    assert log.frontier.root() == FORUM.root()


def altered(lines: list[bytes], at: int, byte: int) -> bool:
    """Whether a log with one byte changed still shows all of its words."""
    whole = b"".join(lines)
    damaged = whole[:at] + bytes([byte]) + whole[at + 1 :]
    try:
        log = check_log(damaged.splitlines(keepends=True))
    except (ProofError, RecordError):
        return False
    return log.faults == [] and log.shown == len(lines) - 2


def test_each_altered_byte_of_a_small_log_is_noticed() -> None:
    forum = Forum("AA")
    forum.say("AA", {})
    lines = forum.lines()
    whole = b"".join(lines)
    assert altered(lines, 0, whole[0])
    assert [at for at in range(len(whole)) if altered(lines, at, whole[at] ^ 1)] == []


@given(st.data())
def test_any_altered_byte_of_a_log_is_noticed_but_for_white_space(data: st.DataObject) -> None:
    whole = b"".join(LINES)
    at = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255))
    meaningless = byte == whole[at] or bytes([byte, whole[at]]).isspace()
    if not meaningless:
        assert not altered(LINES, at, byte)


@pytest.mark.parametrize("at", range(1, len(LINES) - 1))
def test_a_dropped_a_doubled_and_a_swapped_entry_is_noticed(at: int) -> None:
    assert faults(LINES[:at] + LINES[at + 1 :])
    assert faults(LINES[: at + 1] + LINES[at:])
    if at + 1 < len(LINES) - 1:
        assert faults([*LINES[:at], LINES[at + 1], LINES[at], *LINES[at + 2 :]])


def test_a_log_that_breaks_off_is_noticed() -> None:
    assert faults([*LINES[:4], LINES[4][:-5]]) == [
        "log: line 5 breaks off; the file was not copied to its end"
    ]
    assert check_log(LINES[:5]).checkpoints == []


def test_a_host_that_withholds_a_statement_about_keys_is_noticed() -> None:
    shown = FORUM.lines(shown=lambda each: public(each) and each.index != 5)
    found = faults(shown)
    assert found[0] == "entry 5: a statement about keys is not shown"
    assert "was never admitted" in found[1]


def test_a_host_that_does_not_count_a_statement_about_keys_is_noticed() -> None:
    forum = spoken()
    for at in range(5, forum.size):
        forum.lie(at, keys=3)
    assert "entry 5: a statement about keys is not counted as one" in faults(forum.lines())


def test_a_host_that_counts_a_word_as_one_about_keys_is_noticed() -> None:
    forum = spoken()
    for at in range(3, forum.size):
        forum.lie(at, keys=forum.taken[at].entry.keys + 1)
    assert any("says nothing of keys" in each for each in faults(forum.lines()))


@pytest.mark.parametrize("keys", [0, 9])
def test_a_count_that_falls_or_leaps_is_noticed(keys: int) -> None:
    forum = spoken()
    forum.lie(6, keys=keys)
    assert any(f"counts {keys} statements about keys" in each for each in faults(forum.lines()))


def test_a_host_that_takes_a_word_with_an_ended_key_is_noticed() -> None:
    forum = spoken()
    forum.say("BB", revoking("BB", forum.keys["BB"].id, "stolen"), kind="keys")
    stolen = forum.sealed("BB", {"by": "a thief"})
    ring, lax = forum.ring, spoken().ring
    lax.places = ring.places
    forum.ring = lax
    forum.take(stolen)
    (fault,) = faults(forum.lines())
    assert fault.startswith(f"entry {forum.size - 1}: the key {forum.keys['BB'].id} did not count")


def test_a_checkpoint_that_the_entries_do_not_give_is_noticed() -> None:
    forum = spoken()
    forum.nodes = dict(forum.nodes)
    lines = forum.lines()
    other = spoken("told otherwise")
    lines[-1] = json.dumps({"checkpoint": other.checkpoint()}).encode() + b"\n"
    assert faults(lines) == [f"checkpoint of {forum.size}: the entries do not give its root"]


def test_a_checkpoint_that_the_host_did_not_sign_is_noticed() -> None:
    forum = spoken()
    forum.keys[LOG] = key_of(LOG, 9)
    assert faults(forum.lines()) == [
        f"checkpoint of {forum.size}: no key of {LOG} that counts there signed it"
    ]


def test_a_checkpoint_at_another_line_is_refused() -> None:
    lines = FORUM.lines()
    assert "a checkpoint of 8 stands after 7" in faults([*lines[:-2], lines[-1], lines[-2]])[0]


def test_a_log_is_held_against_checkpoints_from_elsewhere() -> None:
    other = spoken("told otherwise")
    same, differs = (read_checkpoint(each.checkpoint()) for each in (FORUM, other))
    early = read_checkpoint(other.checkpoint(4))
    assert check_log(LINES, against=[same, differs, early]).differs == [differs]


def test_a_clock_that_went_back_is_told_and_is_no_fault() -> None:
    forum = spoken()
    forum.take(forum.sealed("AA", {}), received="2026-02-01T12:00:00Z")
    log = check_log(forum.lines())
    assert (log.faults, log.clock_back) == ([], 1)


@pytest.mark.parametrize(
    "line",
    [
        b"{}\n",
        b"[]\n",
        b"\n",
        b'{"log":2,"origin":"a","first":0,"frontier":[]}\n',
        b'{"log":1,"origin":"a b","first":0,"frontier":[]}\n',
        b'{"log":1,"origin":"a","first":-1,"frontier":[]}\n',
        b'{"log":1,"origin":"a","first":0.0,"frontier":[]}\n',
        b'{"log":1,"origin":"a","first":0,"frontier":["AAAA"]}\n',
        b'{"log":1,"origin":"a","first":0,"frontier":{}}\n',
        b'{"log":1,"origin":"a","first":0}\n',
    ],
)
def test_what_does_not_begin_a_log_is_refused(line: bytes) -> None:
    with pytest.raises(RecordError, match=r"log|proof"):
        check_log([line, *LINES[1:]])


def test_a_frontier_that_does_not_fit_its_size_is_refused() -> None:
    with pytest.raises(ProofError, match="1 complete parts"):
        check_log([b'{"log":1,"origin":"a","first":4,"frontier":[]}\n'])


def test_no_lines_are_no_log() -> None:
    with pytest.raises(RecordError, match="not an object"):
        check_log([])


@given(st.lists(st.binary(max_size=60).map(lambda data: data + b"\n"), max_size=4))
def test_any_lines_are_refused(lines: list[bytes]) -> None:
    with pytest.raises((RecordError, ProofError)):
        check_log(lines)


ANY = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.integers())


@given(st.integers(1, len(LINES) - 2), st.dictionaries(st.text(max_size=3), ANY), ANY, ANY)
def test_any_row_is_a_fault_or_refused(at: int, row: dict[str, Any], entry: Any, word: Any) -> None:
    for value in (row, {"entry": entry}, {"entry": entry, "opening": word}, {"checkpoint": word}):
        line = json.dumps(value).encode() + b"\n"
        assert faults([*LINES[:at], line, *LINES[at + 1 :]])


@given(st.integers(1, len(LINES) - 2), ANY)
def test_any_opening_is_a_fault(at: int, word: Any) -> None:
    row = json.loads(LINES[at]) | {"opening": word}
    assert faults([*LINES[:at], json.dumps(row).encode() + b"\n", *LINES[at + 1 :]])


def test_twenty_faults_are_kept() -> None:
    log = LogShown(LOG, 0, FORUM.held(0).frontier, Keyring(LOG))
    for nth in range(30):
        log.fault(nth)
    assert log.faults == [str(nth) for nth in range(20)]
