"""A node whose disk is full: it says so, keeps nothing half, is read, and works again with room."""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from detente.exchange.check.receipt import check_receipt, read_receipt
from detente.store import check
from tests.api.conftest import Asking, asking
from tests.desk.conftest import library, node
from tests.desk.node import Node, body, seen

__all__ = ["asking", "library", "node"]

ROOM = 40_000


@contextlib.contextmanager
def no_file_grows_beyond(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def sizes(node: Node) -> int:
    """How many bytes the largest file of the database has."""
    path = Path(str(node.store.engine.url.database))
    return max(each.stat().st_size for each in path.parent.glob(f"{path.name}*"))


def until_full(asking: Asking) -> tuple[list[str], Any, dict[str, Any]]:
    """Say words until the node refuses; answers those it took, the refusal, and what it refused."""
    taken: list[str] = []
    for nth in range(200):
        told = {"body": body(None, {"text": "x" * 20_000})}
        answer = asking.post("fr-drafter", "draft_word", f"k-{nth}", **told)
        if answer.status_code != 200:
            return taken, answer, {"key": f"k-{nth}", **told}
        taken.append(answer.json()["draft"])
    raise AssertionError("the disk was never full")


def refused_then_done(
    asking: Asking, full: Callable[[], contextlib.AbstractContextManager[Any]]
) -> None:
    """Fill the disk, and see what is answered while it is full and afterwards."""
    said = asking.node.released()
    before = asking.node.store.head()
    with full():
        taken, answer, asked = until_full(asking)
        assert answer.headers["content-type"] == "application/problem+json"
        assert (answer.status_code, answer.json()["code"]) == (503, "store-full")
        assert "nothing of the act was kept. Make room" in answer.json()["detail"]
        listed = asking.done("fr-drafter", "list_drafts")
        assert {each["id"] for each in listed} == set(taken), "what was refused left nothing"
        (word,) = asking.done("de-drafter", "list_words", kinds=["notification"])
        receipt = asking.done("de-drafter", "receipt_of_word", word=word["word"])["receipt"]
        shown = check_receipt(read_receipt(receipt.encode())).statement
        assert shown is not None
        assert shown.id == said["word"], "the word itself is still read"
        assert asking.done("de-drafter", "checkpoint")["size"] == before.size
        check(asking.node.store)
    key = asked.pop("key")
    begun = asking.done("fr-drafter", "draft_word", key, **asked)
    assert asking.done("fr-drafter", "draft_word", key, **asked) == begun
    assert len(asking.done("fr-drafter", "list_drafts")) == len(taken) + 1
    assert asking.done("de-drafter", "read_word", word=said["word"])["by"] == "FR"
    assert check(asking.node.store).size == before.size


def test_a_disk_that_takes_no_more_is_told_and_nothing_is_half_kept(asking: Asking) -> None:
    refused_then_done(asking, lambda: no_file_grows_beyond(sizes(asking.node) + ROOM))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own that is soon full; only root may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("no disk can be mounted here; the size of files is bounded instead, above")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


class TestOnASmallDisk:
    """The same on a real disk that is full."""

    @pytest.fixture
    def tmp_path(self, small_disk: Path) -> Path:
        """Where the node lies."""
        return small_disk

    def test_a_disk_that_is_full_is_told_and_nothing_is_half_kept(
        self, asking: Asking, small_disk: Path
    ) -> None:
        @contextlib.contextmanager
        def ballast() -> Iterator[None]:
            path = small_disk / "ballast"
            with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
                while file.write(bytes(4096)):
                    pass
            os.truncate(path, path.stat().st_size - ROOM)
            yield
            path.unlink()

        refused_then_done(asking, ballast)


def test_a_release_on_a_full_disk_leaves_the_draft_cleared(asking: Asking) -> None:
    draft = asking.node.cleared()
    sealed = asking.node.sealed(draft)
    with no_file_grows_beyond(4096):
        answer = asking.post("fr-second", "release_word", "r", **seen(draft), sealed=sealed)
        assert (answer.status_code, answer.json()["code"]) == (503, "store-full")
        (lying,) = asking.done("fr-drafter", "list_drafts")
        assert (lying["state"], lying["version"]) == ("cleared", draft["version"])
        assert asking.done("de-drafter", "list_words", kinds=["notification"]) == []
    told = asking.done("fr-second", "release_word", "r", **seen(draft), sealed=sealed)
    assert told["index"] == 4
    check(asking.node.store)
