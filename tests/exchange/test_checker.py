"""The checker as a newcomer runs it: files in, words out, an exit code; alone, on any machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.exchange import cosign
from detente.exchange.check import told
from detente.exchange.log_files import write_growth
from detente.exchange.receipts import write_receipt
from detente.exchange.tree import consistency
from tests.exchange.simulator import LOG, NOON, Forum, key_of
from tests.exchange.test_log_files import public, spoken

CHECK = Path(told.__file__).parent
HOST = key_of(LOG).verifier()
HOLDS, FAILS, UNREAD, OPEN = range(4)
WORD = 3


class Desk:
    """A folder with files of a forum, and the checker at hand."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys

    def put(self, name: str, data: bytes | str | list[bytes]) -> str:
        """Write a file and give its name."""
        if isinstance(data, list):
            data = b"".join(data)
        at = self.folder / name
        at.write_bytes(data.encode() if isinstance(data, str) else data)
        return str(at)

    def check(self, *files: str, host: str = HOST) -> tuple[int, str]:
        """Run the checker; its code and what it told, without the folder's name."""
        code = told.main([*files, *(["--host", host] if host else [])])
        return code, self.capsys.readouterr().out.replace(f"{self.folder}/", "")


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


@pytest.fixture
def forum() -> Forum:
    forum = spoken()
    forum.admit(key_of("BB", 7), use="witness")
    return forum


def witnessed(forum: Forum) -> str:
    host = forum.keys[LOG].public
    return cosign(
        forum.checkpoint(), host=host, key=key_of("BB", 7), at=1_772_366_400, seen=None, path=[]
    )


def test_a_receipt_is_told_in_words(desk: Desk, forum: Forum) -> None:
    receipt = desk.put("receipt.json", forum.receipt(WORD, checkpoint=witnessed(forum)))
    code, text = desk.check(receipt)
    statement = forum.taken[WORD].statement
    assert code == HOLDS
    assert text.splitlines() == [
        f"receipt.json: entry 3 stands in the log {LOG} of 9 entries; received {NOON}.",
        "receipt.json: note by AA, made 2026-03-01T12:00:00Z, marked test.",
        f"receipt.json: statement {statement.id}, for public; its seal counts.",
        "receipt.json: BB has seen the same log (2026-03-01 12:00:00 UTC).",
        "All holds.",
    ]


def test_a_word_is_shown_and_moves_no_cursor(desk: Desk, forum: Forum) -> None:
    word = forum.say("AA", {"text": "Größe\x1b[2J \x9b2J \u202e fin", "b": "\n"})
    code, text = desk.check("--word", desk.put("receipt.json", forum.receipt(word.index)))
    assert code == HOLDS
    assert '"text": "Größe\\u001b[2J \\x9b2J \\u202e fin"' in text


def test_without_the_hosts_key_it_is_asked_whose_log_it_is(desk: Desk, forum: Forum) -> None:
    receipt = desk.put("receipt.json", forum.receipt(WORD))
    code, text = desk.check(receipt, host="")
    assert code == OPEN
    assert f"WHOSE LOG IS IT? It was opened with the key {HOST} ;" in text
    key = desk.put("host.txt", HOST + "\n")
    assert desk.check(receipt, host=key)[0] == HOLDS


def test_a_receipt_of_a_forged_log_does_not_hold(desk: Desk, forum: Forum) -> None:
    receipt = desk.put("receipt.json", forum.receipt(WORD))
    code, text = desk.check(receipt, host=key_of(LOG, 5).verifier())
    assert code == FAILS
    assert "the host's key is another than the one" in text


def test_a_lean_receipt_needs_the_log(desk: Desk, forum: Forum) -> None:
    lean = desk.put("lean.json", write_receipt(forum.place(WORD), forum.checkpoint()))
    code, text = desk.check(lean)
    assert code == OPEN
    assert "hand in the log to check the seal" in text
    log = desk.put("log.jsonl", forum.lines(shown=public))
    code, text = desk.check(lean, log)
    assert code == HOLDS
    assert "its seal counts" in text


def test_a_hidden_word_is_told_as_hidden(desk: Desk, forum: Forum) -> None:
    receipt = desk.put("receipt.json", forum.receipt(4, shown=False))
    code, text = desk.check(receipt)
    assert code == HOLDS
    assert "the word itself is not shown" in text
    assert "BB," not in text


def test_an_altered_receipt_does_not_hold(desk: Desk, forum: Forum) -> None:
    found = json.loads(forum.receipt(WORD))
    found["opening"]["salt"] = found["opening"]["salt"][::-1]
    code, text = desk.check(desk.put("receipt.json", json.dumps(found)))
    assert code == FAILS
    assert "receipt.json: DOES NOT HOLD: the word shown is not the one" in text
    assert text.endswith("IT DOES NOT HOLD.\n")


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff\xfe", b"[]", b"{" * 100_000, b"a\n1\n\n"])
def test_what_cannot_be_read_is_told(desk: Desk, data: bytes) -> None:
    code, text = desk.check(desk.put("file", data))
    assert code == UNREAD
    assert "file: CANNOT BE READ: " in text
    assert desk.check(str(desk.folder / "nothing"))[0] == UNREAD
    assert desk.check(desk.put("file", data), host="no key")[0] == UNREAD


def test_a_log_is_told_in_words(desk: Desk, forum: Forum) -> None:
    code, text = desk.check(desk.put("log.jsonl", forum.lines(shown=public)))
    assert code == HOLDS
    assert text.splitlines() == [
        "log.jsonl: entries 0 to 8 of forum.example/log, read in order.",
        "log.jsonl: 8 words shown, each sealed with a key that counted there.",
        "log.jsonl: 1 entries whose words are not shown to you.",
        "log.jsonl: no witness signed it: compare your checkpoint with other members.",
        "All holds.",
    ]


def test_parts_of_a_log_are_put_in_order(desk: Desk, forum: Forum) -> None:
    one, two = desk.put("a", forum.lines(0, 5)), desk.put("b", forum.lines(5))
    assert desk.check(one, two)[0] == desk.check(two, one)[0] == HOLDS
    code, text = desk.check(two)
    assert code == OPEN
    assert "hand in the part before it" in text


def test_a_log_whose_end_nobody_vouches_for_is_open(desk: Desk, forum: Forum) -> None:
    code, text = desk.check(desk.put("log.jsonl", forum.lines()[:-1]))
    assert code == OPEN
    assert "no checkpoint vouches for its last entries" in text


def test_an_altered_log_does_not_hold(desk: Desk, forum: Forum) -> None:
    lines = forum.lines()
    lines[4] = lines[4].replace(b'"signature": "', b'"signature": "A')
    code, text = desk.check(desk.put("log.jsonl", lines))
    assert code == FAILS
    assert "log.jsonl: DOES NOT HOLD: entry 3: " in text


def test_two_checkpoints_of_one_log_hold_with_a_proof(desk: Desk, forum: Forum) -> None:
    one, two = desk.put("one", forum.checkpoint(5)), desk.put("two", forum.checkpoint())
    code, text = desk.check(one, two)
    assert code == OPEN
    assert "whether the log only grew from 5 to 9 cannot be told" in text
    path = consistency(5, forum.size, forum.node)
    proof = desk.put("proof", write_growth(5, forum.size, path))
    code, text = desk.check(one, two, proof)
    assert (code, text) == (HOLDS, "one and two: one log, which only grew.\nAll holds.\n")
    assert desk.check(one, two, desk.put("log", forum.lines()))[0] == HOLDS


def test_a_split_view_at_one_size_is_shown(desk: Desk) -> None:
    one = desk.put("mine", spoken().checkpoint())
    two = desk.put("theirs", spoken("told otherwise").checkpoint())
    code, text = desk.check(one, two)
    assert code == FAILS
    assert "mine and theirs: SPLIT VIEW: two roots for one log of 8 entries." in text
    assert "Keep both files, and show them to the other members." in text


def test_a_split_view_at_two_sizes_is_shown(desk: Desk) -> None:
    other = spoken("told otherwise")
    other.say("AA", {})
    one, two = desk.put("mine", spoken().checkpoint()), desk.put("theirs", other.checkpoint())
    path = consistency(8, 9, other.node)
    code, text = desk.check(one, two, desk.put("proof", write_growth(8, 9, path)))
    assert code == FAILS
    assert "SPLIT VIEW: the log of 8 entries is not how the log of 9 entries begins" in text


def test_a_split_view_between_two_receipts_is_shown(desk: Desk) -> None:
    one = desk.put("mine.json", spoken().receipt(WORD))
    two = desk.put("theirs.json", spoken("told otherwise").receipt(WORD))
    code, text = desk.check(one, two)
    assert code == FAILS
    assert "mine.json and theirs.json: SPLIT VIEW" in text


def test_a_split_view_between_a_log_and_a_checkpoint_is_shown(desk: Desk) -> None:
    other = spoken("told otherwise")
    other.say("AA", {})
    log = desk.put("log", other.lines())
    for name, data in (
        ("mine", spoken().checkpoint()),
        ("mine.json", spoken().receipt(WORD)),
    ):
        code, text = desk.check(log, desk.put(name, data))
        assert code == FAILS
        assert f"{name} and the log handed in: SPLIT VIEW: at 8 entries they differ" in text


def test_two_members_compare_their_logs(desk: Desk) -> None:
    """The shorter and the longer one, in either order, with and without a split view."""
    longer, other = spoken(), spoken("told otherwise")
    for forum in (longer, other):
        forum.say("AA", {})
    mine = desk.put("mine", spoken().lines())
    theirs = desk.put("theirs", longer.lines())
    lied = desk.put("lied", other.lines())
    for names in ((mine, theirs), (theirs, mine)):
        code, text = desk.check(*names)
        assert (code, "SPLIT VIEW" in text) == (HOLDS, False)
    for names in ((mine, lied), (lied, mine), (theirs, lied)):
        code, text = desk.check(*names)
        assert code == FAILS
        assert "SPLIT VIEW" in text


def test_nobody_is_accused_with_a_log_for_which_no_checkpoint_vouches(desk: Desk) -> None:
    """A third party makes up the end of a log to have the host look like a liar."""
    made_up = desk.put("made-up", spoken("told otherwise").lines()[:-1])
    code, text = desk.check(made_up, desk.put("mine", spoken().checkpoint()))
    assert code == FAILS
    assert "SPLIT VIEW" not in text
    assert "mine: DOES NOT HOLD: it is of another log than the one handed in" in text


def test_a_line_without_end_is_not_read_to_its_end(desk: Desk, forum: Forum) -> None:
    lines = forum.lines()
    code, text = desk.check(desk.put("log", [*lines[:3], b'"' + b"x" * (5 << 20) + b'"\n']))
    assert code == UNREAD
    assert "log: line 4 breaks off" in text


def test_nobody_is_accused_with_a_checkpoint_that_the_host_did_not_sign(desk: Desk) -> None:
    """A third party makes up a checkpoint to have the host look like a liar."""
    forged = spoken("told otherwise")
    forged.keys[LOG] = key_of(LOG, 9)
    made_up = desk.put("made-up", forged.checkpoint())
    for name, data in (("mine", spoken().checkpoint()), ("log", b"".join(spoken().lines()))):
        code, text = desk.check(made_up, desk.put(name, data))
        assert code in (OPEN, FAILS)
        assert "SPLIT VIEW" not in text
        assert "made-up: " in text


def test_a_pouch_is_told_in_words(desk: Desk, forum: Forum) -> None:
    words = [forum.sealed("AA", {}), forum.sealed("AA", {"n": 1})]
    for name in ("pouch", "pouch.zip"):
        notes = [forum.checkpoint(4)]
        path = forum.pouch(desk.folder / name, outgoing=words, checkpoints=notes)
        code, text = desk.check(str(path))
        assert code == HOLDS
        assert f"{name}: whole; every file in it is the one that was packed." in text
        assert f"{name}: 2 sealed words are on their way to the log." in text
        assert f"{name}: entries 0 to 8 of forum.example/log, read in order." in text
    (desk.folder / "pouch" / "manifest-sha256.txt").unlink()
    code, text = desk.check(str(desk.folder / "pouch"))
    assert code == UNREAD
    assert "manifest-sha256.txt is missing" in text or "missing; the pouch is not whole" in text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xef\xbb\xbf" + HOST.encode() + b"\r\n", ""),
        (b"\xff\xfe\x00", "copy it whole"),
        (None, "no such file"),
    ],
)
def test_the_hosts_key_comes_from_any_editor(
    desk: Desk, forum: Forum, data: bytes | None, said: str
) -> None:
    file = desk.put("receipt.json", forum.receipt(WORD))
    host = str(desk.folder / "host.txt") if data is None else desk.put("host.txt", data)
    code, text = desk.check(file, host=host)
    assert code == (UNREAD if said else HOLDS)
    assert said in text
    assert "codec" not in text
