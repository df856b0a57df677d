"""The page for a newcomer: what it shows is what comes out, and its sample is made here."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from detente.exchange import cosign
from tests.exchange.simulator import LOG, Forum, key_of
from tests.house.survey import DOCS, SRC

PAGE = DOCS / "how-to" / "check-a-receipt.md"
SAMPLE = PAGE.parent / "sample"
WORD = {
    "text": "Exercise Quiet Harbour begins on 14 April with 8 200 troops (made up).",
    "number": "XX/26/0001",
}


def sample() -> dict[str, bytes]:
    """The receipt that the page speaks of, and the key of its host."""
    forum = Forum("AA", "BB")
    witness = key_of("BB", 7)
    forum.admit(witness, use="witness")
    word = forum.say("AA", WORD, kind="notification", marker="exercise").index
    forum.say("BB", {"refers": "your word"}, kind="reply", refers=[forum.taken[word].statement.id])
    host = forum.keys[LOG]
    note = cosign(
        forum.checkpoint(), host=host.public, key=witness, at=1_772_366_700, seen=None, path=[]
    )
    receipt = forum.receipt(word, checkpoint=note)
    return {"receipt.json": receipt, "host.txt": host.verifier().encode() + b"\n"}


@pytest.mark.parametrize("name", sample())
def test_the_sample_is_the_one_that_is_made_here(name: str) -> None:
    assert (SAMPLE / name).read_bytes() == sample()[name]


def test_the_page_shows_what_comes_out(tmp_path: Path) -> None:
    shutil.copytree(SRC / "exchange" / "check", tmp_path / "check")
    for name, data in sample().items():
        (tmp_path / name).write_bytes(data)
    blocks = re.findall(r"```console\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    shown = "".join(blocks)
    found = ""
    for command in re.findall(r"^\$ (.*)$", shown, re.MULTILINE):
        words = [sys.executable, *shlex.split(command)[1:]]
        done = subprocess.run(
            words, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
        )
        found += f"$ {command}\n{done.stdout}{done.stderr}"
    assert found == shown
