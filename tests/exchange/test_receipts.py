"""Checkpoints, witnesses and receipts: what is proved, and that any other byte is noticed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import ProofError, RecordError
from detente.exchange import Access, Keyring, cosign, sign_checkpoint
from detente.exchange.check.notes import read_checkpoint
from detente.exchange.check.reading import text64
from detente.exchange.check.receipt import check_receipt, read_receipt
from detente.exchange.keys import admitting, revoking, rotating
from detente.exchange.notes import gathered
from detente.exchange.receipts import write_receipt
from detente.exchange.tree import consistency
from tests.exchange.simulator import LOG, Forum, key_of

WITNESS = key_of("BB", 7)
AT = 1_772_366_400


def spoken() -> Forum:
    """A forum in which something was said."""
    forum = Forum("AA", "BB", "CC")
    forum.admit(WITNESS, use="witness")
    for nth in range(6):
        access = Access("nation") if nth % 2 else Access("public")
        forum.say("AA", {"nth": nth}, access=access)
    return forum


FORUM = spoken()
WORD = 5
NOTE = cosign(
    FORUM.checkpoint(), host=FORUM.keys[LOG].public, key=WITNESS, at=AT, seen=None, path=[]
)
RECEIPT = FORUM.receipt(WORD, checkpoint=NOTE)


def test_a_receipt_proves_who_said_what_and_who_witnessed_it() -> None:
    shown = check_receipt(read_receipt(RECEIPT))
    assert shown.statement is not None
    assert shown.statement.by == "AA"
    assert shown.statement.content == {"nth": 0}
    assert shown.witnesses == {"BB": AT}
    assert shown.host == FORUM.keys[LOG].public


def test_a_receipt_of_a_hidden_word_proves_that_it_stands_there() -> None:
    receipt = read_receipt(FORUM.receipt(WORD, shown=False))
    shown = check_receipt(receipt)
    assert shown.statement is None
    assert shown.host == FORUM.keys[LOG].public
    assert b"nth" not in FORUM.receipt(WORD, shown=False)


def test_a_receipt_without_keys_needs_the_log() -> None:
    lean = write_receipt(FORUM.place(WORD), FORUM.checkpoint())
    assert check_receipt(read_receipt(lean)).statement is None
    shown = check_receipt(read_receipt(lean), FORUM.ring)
    assert shown.statement is not None
    assert shown.statement.by == "AA"


def test_every_entry_has_a_receipt_at_every_later_size() -> None:
    for size in range(1, FORUM.size + 1):
        for index in range(size):
            lean = write_receipt(FORUM.place(index, size), FORUM.checkpoint(size))
            shown = check_receipt(read_receipt(lean), FORUM.ring)
            assert shown.statement == FORUM.taken[index].statement


def says_the_same(data: bytes) -> bool:
    """Whether a receipt holds, for the same word and the same host."""
    shown = check_receipt(read_receipt(data))
    good = check_receipt(read_receipt(RECEIPT))
    return (shown.statement, shown.host) == (good.statement, good.host)


def plain(data: bytes = RECEIPT) -> Any:
    return json.loads(data)


@given(st.integers(0, len(RECEIPT) - 1), st.integers(0, 255))
def test_a_receipt_with_any_byte_changed_is_refused_or_says_the_same(at: int, byte: int) -> None:
    """What changes nothing is white space, and the line of a witness that nobody then knows."""
    changed = RECEIPT[:at] + bytes([byte]) + RECEIPT[at + 1 :]
    try:
        assert says_the_same(changed)
    except (ProofError, RecordError):
        return
    before, after = plain(), plain(changed)
    if before != after:
        before["proof"], after["proof"] = (
            each["proof"].rpartition("\n— ")[0] for each in (before, after)
        )
        assert before == after


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to all texts and numbers in a JSON value."""
    if isinstance(value, dict | list):
        each = value.items() if isinstance(value, dict) else enumerate(value)
        return [way for name, part in each for way in leaves(part, (*path, name))]
    return [path]


def replaced(value: Any, path: tuple[Any, ...], part: Any) -> bytes:
    """A copy of a JSON value with one part replaced."""
    copy = json.loads(json.dumps(value))
    inner = copy
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = part
    return json.dumps(copy).encode()


@pytest.mark.parametrize("path", leaves(plain()), ids=str)
def test_every_part_of_a_receipt_counts(path: tuple[Any, ...]) -> None:
    part: Any = plain()
    for name in path:
        part = part[name]
    others = [part + 1, part - 1] if isinstance(part, int) else ["", part[:-2], part[1:]]
    for other in others:
        with pytest.raises((ProofError, RecordError)):
            check_receipt(read_receipt(replaced(plain(), path, other)))


@given(st.sampled_from(leaves(plain())), st.data())
def test_any_value_in_a_receipt_is_refused_with_one_of_two_errors(
    path: tuple[Any, ...], data: st.DataObject
) -> None:
    any_json: st.SearchStrategy[Any] = (
        st.none() | st.booleans() | st.integers() | st.text() | st.just([]) | st.just({})
    )
    changed = replaced(plain(), path, data.draw(any_json))
    try:
        check_receipt(read_receipt(changed))
    except (ProofError, RecordError):
        return
    assert json.loads(changed) == plain()


@given(st.binary(max_size=200))
def test_any_bytes_are_no_receipt_and_no_checkpoint(data: bytes) -> None:
    with pytest.raises(RecordError):
        read_receipt(data)
    with pytest.raises(RecordError):
        read_checkpoint(data)


@given(st.integers(0, len(NOTE) - 1), st.characters())
def test_a_checkpoint_with_any_letter_changed_is_refused_or_unsigned(at: int, letter: str) -> None:
    changed = NOTE[:at] + letter + NOTE[at + 1 :]
    host = FORUM.keys[LOG].public
    try:
        found = read_checkpoint(changed)
        signed = found.signed(LOG, host)
        witnessed = found.witnessed("BB", WITNESS.public)
    except (ProofError, RecordError):
        return
    assert changed == NOTE or not (signed and witnessed)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n\n",
        NOTE[:-1],
        NOTE + "\n",
        NOTE.replace("\n\n", "\n"),
        NOTE.replace(f"\n{FORUM.size}\n", f"\n0{FORUM.size}\n"),
        NOTE.replace(f"\n{FORUM.size}\n", "\n-1\n"),
        NOTE.replace("— ", "- "),
        NOTE.replace("— ", "—  "),
        NOTE + NOTE.splitlines()[-1],
        NOTE.replace(LOG, LOG + "\r", 1),
        NOTE + "— BB AAAA\n",
        NOTE + "— BB A A\n",
        NOTE.rpartition("\n\n")[0] + "\n\n" + "— x AAAAAAAA\n" * 257,
    ],
)
def test_what_is_no_checkpoint_is_refused(note: str) -> None:
    with pytest.raises(RecordError, match="checkpoint"):
        read_checkpoint(note)


def test_a_line_of_somebody_unknown_is_ignored() -> None:
    host = FORUM.keys[LOG].public
    assert read_checkpoint(NOTE + "— stranger AAAAAAAA\n").signed(LOG, host)


def test_a_witness_that_signs_again_spoils_nothing() -> None:
    host = FORUM.keys[LOG].public
    later = cosign(NOTE, host=host, key=WITNESS, at=AT + 60, seen=None, path=[])
    assert read_checkpoint(later).witnessed("BB", WITNESS.public) == AT + 60
    assert read_checkpoint(gathered([NOTE, later])).witnessed("BB", WITNESS.public) == AT + 60
    assert len(read_checkpoint(gathered([NOTE, later])).lines) == 2
    one, two = (bytearray(read_checkpoint(later).lines[-n][2]) for n in (1, 2))
    one[:8] = two[:8]
    line = text64(read_checkpoint(later).lines[-1][1] + one)
    with pytest.raises(ProofError, match="signature of BB does not hold"):
        read_checkpoint(later + f"— BB {line}\n").witnessed("BB", WITNESS.public)


def test_copies_of_one_checkpoint_come_together() -> None:
    bare, other = FORUM.checkpoint(), key_of("CC", 7)
    host = FORUM.keys[LOG].public
    second = cosign(bare, host=host, key=other, at=AT + 1, seen=None, path=[])
    together = gathered([bare, NOTE, second, NOTE])
    found = read_checkpoint(together)
    assert (found.witnessed("BB", WITNESS.public), found.witnessed("CC", other.public)) == (
        AT,
        AT + 1,
    )
    assert len(found.lines) == 3
    with pytest.raises(ProofError, match="not copies of one"):
        gathered([bare, FORUM.checkpoint(3)])


def witness(forum: Forum, size: int, seen: str | None) -> str:
    """Let the witness sign what the log was at a size."""
    before = read_checkpoint(seen).size if seen else 0
    path = consistency(before, size, forum.node)
    host = forum.keys[LOG].public
    return cosign(forum.checkpoint(size), host=host, key=WITNESS, at=AT, seen=seen, path=path)


def test_a_witness_follows_a_log_that_grows() -> None:
    seen = None
    for size in (1, 4, 4, 7, FORUM.size):
        seen = witness(FORUM, size, seen)
        assert read_checkpoint(seen).witnessed("BB", WITNESS.public) == AT


def test_a_witness_does_not_go_back() -> None:
    seen = witness(FORUM, 7, None)
    with pytest.raises(ProofError, match="is not the beginning"):
        cosign(
            FORUM.checkpoint(4),
            host=FORUM.keys[LOG].public,
            key=WITNESS,
            at=AT,
            seen=seen,
            path=[],
        )


def test_a_witness_refuses_a_log_that_is_shown_differently() -> None:
    lied = spoken()
    other = spoken()
    lied.say("AA", {"nth": "as one member sees it"})
    other.say("AA", {"nth": "as another sees it"})
    seen = witness(lied, lied.size, None)
    with pytest.raises(ProofError, match="two roots for one log"):
        witness(other, other.size, seen)
    other.say("AA", {})
    with pytest.raises(ProofError, match="is not how the log of 13 entries begins"):
        witness(other, other.size, seen)


def test_a_witness_refuses_what_the_host_did_not_sign() -> None:
    thief = key_of(LOG, 1)
    note = sign_checkpoint(FORUM.size, FORUM.root(), thief)
    with pytest.raises(ProofError, match="not one that the host"):
        cosign(note, host=FORUM.keys[LOG].public, key=WITNESS, at=AT, seen=None, path=[])


def test_a_receipt_shows_every_statement_about_keys() -> None:
    short = plain()
    for at in range(len(short["keys"])):
        fewer = {**short, "keys": short["keys"][:at] + short["keys"][at + 1 :]}
        with pytest.raises(ProofError):
            check_receipt(read_receipt(json.dumps(fewer).encode()))


def test_a_withheld_revocation_is_noticed() -> None:
    """The host leaves out of a receipt that the key was ended before the word was sealed."""
    forum = spoken()
    key = forum.keys["AA"]
    forum.say("AA", revoking("AA", key.id, "stolen"), kind="keys")
    late = forum.sealed("AA", {"by": "a thief"})
    ring = forum.ring
    forum.ring = spoken().ring  # the host looks away
    forum.take(late)
    forum.ring = ring
    about = [n for n, each in enumerate(forum.taken) if each.statement.kind == "keys"]
    with pytest.raises(ProofError, match="5 statements about keys came up to this entry, and 6"):
        check_receipt(read_receipt(forum.receipt(forum.size - 1)))
    told = [forum.place(each) for each in about[:-1]]
    lie = write_receipt(forum.place(forum.size - 1), forum.checkpoint(), told)
    # the entry itself was then counted wrongly, which every reader of the log sees
    assert forum.taken[-1].entry.keys < forum.taken[-2].entry.keys
    assert check_receipt(read_receipt(lie)).statement is not None


def test_a_receipt_of_another_log_is_not_checked_with_these_keys() -> None:
    ring = Keyring("other.example/log")
    ring.keys, ring.places = FORUM.ring.keys, FORUM.ring.places
    with pytest.raises(ProofError, match=f"is of the log {LOG}, and not of other"):
        check_receipt(read_receipt(RECEIPT), ring)


def test_a_witness_with_two_keys_signs_with_either() -> None:
    forum = spoken()
    forum.admit(key_of("BB", 8), use="witness")
    for nth in (7, 8):
        note = cosign(
            forum.checkpoint(),
            host=forum.keys[LOG].public,
            key=key_of("BB", nth),
            at=AT + nth,
            seen=None,
            path=[],
        )
        shown = check_receipt(read_receipt(forum.receipt(WORD, checkpoint=note)))
        assert shown.witnesses == {"BB": AT + nth}


def test_the_signature_of_an_ended_witness_key_is_none() -> None:
    forum = spoken()
    forum.say("BB", revoking("BB", WITNESS.id, "lost"), kind="keys")
    forum.say("AA", {})
    host = forum.keys[LOG].public
    note = cosign(forum.checkpoint(), host=host, key=WITNESS, at=AT, seen=None, path=[])
    shown = check_receipt(read_receipt(forum.receipt(WORD, checkpoint=note)))
    assert shown.witnesses == {}


@pytest.mark.parametrize("at", [253_402_300_800, 2**63])
def test_a_witness_after_the_last_year_is_refused(at: int) -> None:
    host = FORUM.keys[LOG].public
    note = cosign(FORUM.checkpoint(), host=host, key=WITNESS, at=at, seen=None, path=[])
    with pytest.raises(RecordError, match="after the year 9999"):
        read_checkpoint(note).witnessed("BB", WITNESS.public)


def test_a_statement_that_is_not_counted_does_not_stand_in_for_a_withheld_one() -> None:
    """The host takes in a key without counting it, and shows it where the revocation belongs."""
    forum = spoken()
    forum.say("BB", admitting(LOG, key_of("BB", 1)), kind="keys")
    uncounted = forum.size - 1
    forum.lie(uncounted, keys=5)
    forum.say("AA", revoking("AA", forum.keys["AA"].id, "stolen"), kind="keys")
    forum.lie(uncounted + 1, keys=6)
    word = forum.say("BB", {}).index
    forum.lie(word, keys=6)
    about = [0, 1, 2, 3, 4, uncounted]
    told = [forum.place(each) for each in about]
    receipt = write_receipt(forum.place(word), forum.checkpoint(), told)
    with pytest.raises(ProofError, match="number 6 is not shown"):
        check_receipt(read_receipt(receipt))


def test_a_receipt_holds_after_its_key_was_replaced_and_the_hosts_too() -> None:
    forum = spoken()
    before = forum.size - 1
    forum.say("AA", rotating(LOG, forum.keys["AA"].id, key_of("AA", 1)), kind="keys")
    forum.keys["AA"] = key_of("AA", 1)
    forum.say(LOG, rotating(LOG, forum.keys[LOG].id, key_of(LOG, 1)), kind="keys")
    either = forum.checkpoint()  # right after the change both keys of the host count
    check_receipt(read_receipt(forum.receipt(before, checkpoint=either)))
    forum.keys[LOG] = key_of(LOG, 1)
    after = forum.say("AA", {}).index
    for index in (before, after):
        shown = check_receipt(read_receipt(forum.receipt(index)))
        assert shown.host == key_of(LOG, 1).public
    forum.keys[LOG] = key_of(LOG)
    with pytest.raises(ProofError, match="no key of"):
        check_receipt(read_receipt(forum.receipt(before)))
