"""Pouches as carriers really bring them: cut off, in part, twice, in another order, or hostile."""

from __future__ import annotations

import json
import resource
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from detente.cli import pouch as pouch_room
from detente.cli.at_node import AtNode
from detente.desk import SystemClock
from tests.cli.conftest import run
from tests.cli.test_node import at

__all__ = ["at", "run"]

Call = Callable[..., Result]
REST = "--key FR.key --delegation FR --log forum.example/log"


@pytest.fixture
def words(at: Call) -> list[Path]:
    """Four words of France on files, each with its number."""
    text = Path("word.toml").read_text(encoding="utf-8")
    files = [Path(f"word-{nth}.toml") for nth in range(1, 5)]
    for nth, file in enumerate(files, 1):
        file.write_text(f'number = "CBM/FR/26/{nth:04}/F25/O"\n{text}', encoding="utf-8")
    return files


def written(at: Call, name: str, *words: Path) -> Path:
    """A pouch of sealed words, written where there is no node."""
    made = SystemClock().now().strftime("%Y-%m-%dT%H:%M:%SZ")
    at(f"pouch write {name} {' '.join(map(str, words))} {REST} --made {made}")
    return Path(name)


def told(at: Call, name: str | Path, code: int = 0) -> list[int]:
    """Open a pouch; answers where the words stand that it brought, and were not there yet."""
    came = json.loads(at(f"pouch open {name} --officer fr --json", code).stdout)
    return [each["index"] for each in came["taken"] if not each["again"]]


def numbers(at: Call) -> list[str]:
    """The numbers of the words in the log, in its order."""
    listed = json.loads(at("log show --officer fr --json").stdout)
    return [
        json.loads(at(f"notify read {each['index']} --officer fr --json").stdout)["content"][
            "word"
        ]["number"][10:14]
        for each in listed
        if each["kind"] != "keys"
    ]


def test_what_was_cut_off_or_copied_in_part_brings_nothing_until_it_is_whole(
    at: Call, words: list[Path]
) -> None:
    data = written(at, "whole.zip", *words[:2]).read_bytes()
    for share in (0, 1, len(data) // 3, len(data) - 30, len(data) - 1):
        Path("cut.zip").write_bytes(data[:share])
        refused = at("pouch open cut.zip --officer fr", 2)
        assert "pouch" in refused.stderr, share
        assert "Traceback" not in refused.stderr
    assert "no word" in at("notify read 3 --officer fr", 2).stderr
    Path("cut.zip").write_bytes(data)
    assert told(at, "cut.zip") == [3, 4]

    whole = written(at, "whole", *words[2:])
    there = Path("there")
    files = sorted(path for path in whole.rglob("*") if path.is_file())
    for nth, file in enumerate(files):
        (place := there / file.relative_to(whole)).parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(file.read_bytes()[:-1])
        at("pouch open there --officer fr", 2)
        shutil.copy(file, place)
        if nth < len(files) - 1:
            why = at("pouch open there --officer fr", 2).stderr
            assert "missing" in why or "copy the pouch again" in why
    assert told(at, there) == [5, 6]
    assert told(at, there) == []


def test_words_that_come_twice_and_in_another_order_stand_once_each(
    at: Call, words: list[Path]
) -> None:
    first = written(at, "first.zip", *words[:2])
    second = written(at, "second.zip", *words[2:])
    Path("third").mkdir()
    assert told(at, second) == [3, 4]
    assert told(at, first) == [5, 6]
    assert told(at, second) == told(at, first) == []
    assert numbers(at) == ["0003", "0004", "0001", "0002"]
    assert at("admin check").stdout == "7 entries; all of it is whole.\n"


def test_an_opening_that_breaks_off_is_done_again(
    at: Call, words: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    pouch = written(at, "out.zip", *words)
    monkeypatch.setattr(pouch_room, "AT_ONCE", 1)
    does, asked = AtNode.act, []

    def breaks(seat: AtNode, name: str, /, **request: Any) -> Any:
        asked.append(len(request.get("outgoing", ())))
        if len(asked) == 3:
            raise KeyboardInterrupt
        return does(seat, name, **request)

    monkeypatch.setattr(AtNode, "act", breaks)
    at(f"pouch open {pouch} --officer fr", 130)
    monkeypatch.setattr(AtNode, "act", does)
    assert asked == [1, 1, 1]
    assert told(at, pouch) == [5, 6]
    assert numbers(at) == ["0001", "0002", "0003", "0004"]


def test_many_words_are_handed_over_in_handfuls(monkeypatch: pytest.MonkeyPatch) -> None:
    word = {"payload": "x" * 300_000, "protected": "", "signature": ""}
    some = [(begins, len(each)) for begins, each in pouch_room._handfuls(iter([word] * 8))]
    assert some == [(0, 3), (3, 3), (6, 2)]
    monkeypatch.setattr(pouch_room, "AT_ONCE", 5)
    small = [{**word, "payload": ""}] * 11
    some = [(begins, len(each)) for begins, each in pouch_room._handfuls(iter(small))]
    assert some == [(0, 5), (5, 5), (10, 1)]
    assert list(pouch_room._handfuls(iter([]))) == []


def test_a_log_is_asked_for_part_by_part_as_it_is_written() -> None:
    asked: list[dict[str, Any]] = []

    class Seat:
        def act(self, name: str, /, **request: Any) -> Any:
            assert name == "pack_pouch"
            asked.append(request)
            return {"log": [f"{len(asked)}\n"], "next": 8 if len(asked) == 1 else None}

    first = {"first": 2, "size": 9, "log": ["0\n"], "next": 5}
    lines = pouch_room._lines(Seat(), first)  # type: ignore[arg-type]  # it asks nothing else
    assert (next(lines), asked) == (b"0\n", [])
    assert list(lines) == [b"1\n", b"2\n"]
    assert asked == [{"first": 2, "size": 9, "since": 5}, {"first": 2, "size": 9, "since": 8}]


def vouched(pouch: Path) -> None:
    """Write the manifests of a folder anew, as whoever made it up would."""
    for manifest, files in (
        ("manifest-sha256.txt", [path for path in (pouch / "data").rglob("*") if path.is_file()]),
        ("tagmanifest-sha256.txt", [pouch / "bagit.txt", pouch / "bag-info.txt"]),
    ):
        if manifest.startswith("tag"):
            files.append(pouch / "manifest-sha256.txt")
        lines = [f"{sha256(p.read_bytes()).hexdigest()}  {p.relative_to(pouch)}\n" for p in files]
        (pouch / manifest).write_text("".join(sorted(lines)), encoding="utf-8")


HOSTILE = (
    b"",
    b"{",
    b"[]",
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"payload": NaN}',
    b'{"payload": "e30", "payload": "e30", "protected": "e30", "signature": "e30"}',
    b'{"payload": 5, "protected": "e30", "signature": "e30"}',
    b'{"payload": "e30", "protected": "e30", "signature": "e30", "more": 1}',
)


def test_a_pouch_that_was_made_up_brings_nothing(at: Call, words: list[Path]) -> None:
    pouch = written(at, "out", *words[:2])
    _, second = sorted((pouch / "data/outgoing").iterdir())
    for data in HOSTILE:
        second.write_bytes(data)
        vouched(pouch)
        refused = at("pouch open out --officer fr", 2)
        assert f"data/outgoing/{second.name}: " in refused.stderr, data[:40]
    assert "no word" in at("notify read 3 --officer fr", 2).stderr


def test_a_pouch_that_finds_no_room_is_not_there(at: Call, words: list[Path]) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for name in ("out.zip", "out"):
        line = f"pouch write {name} {words[0]} {REST} --made 2026-09-01T10:00Z"
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
        try:
            refused = at(line, 2)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert "File too large. Look at the disk" in refused.stderr
        assert not Path(name).exists()
        assert "1 sealed by" in at(line).stdout
