"""Pouches: carried both ways, half-written, damaged, opened twice, in any order, and hostile."""

from __future__ import annotations

import shutil
import stat
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import ProofError, RecordError
from detente.exchange.check.pouch import LOG, MANIFEST, TAGMANIFEST, Pouch
from detente.exchange.check.sealed import Sealed
from detente.exchange.pouches import Brought, begins, bring, pack
from tests.exchange import simulator
from tests.exchange.simulator import Forum
from tests.exchange.test_log_files import spoken

ORIGIN = simulator.LOG


class Member:
    """A delegation without a network: what it holds of the log comes out of pouches alone."""

    def __init__(self) -> None:
        self.forum = Forum.__new__(Forum)
        self.forum.nodes, self.forum.taken = {}, []
        self.entries: list[Any] = []
        self.mirror = spoken()

    def open(self, path: Path) -> list[int]:
        """Open a pouch, take in what is new, and tell which entries that were."""
        brought = self.look(path)
        new = list(brought.entries())
        self.entries += new
        return [index for index, _, _ in new]

    def look(self, path: Path) -> Brought:
        pouch = Pouch(path)
        size = len(self.entries)
        first = begins(pouch) or 0
        before = self.mirror.held(first) if 0 < first <= size else None
        root = self.mirror.root(size)
        return bring(pouch, origin=ORIGIN, before=before, size=size, root=root)


@pytest.fixture
def forum() -> Forum:
    return spoken()


@pytest.fixture(params=["pouch", "pouch.zip"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return tmp_path / str(request.param)


def test_a_pouch_brings_a_log_once(forum: Forum, path: Path) -> None:
    member = Member()
    forum.pouch(path)
    assert member.open(path) == list(range(forum.size))
    assert member.open(path) == []
    assert [entry for _, entry, _ in member.entries] == [each.entry for each in forum.taken]


def test_pouches_that_overlap_or_come_twice_bring_each_entry_once(
    forum: Forum, tmp_path: Path
) -> None:
    member = Member()
    for nth, (first, size) in enumerate([(0, 4), (2, 6), (0, 5), (6, 8), (3, 8)]):
        path = tmp_path / f"{nth}.zip"
        pack(path, origin=ORIGIN, log=forum.lines(first, size))
        had = len(member.entries)
        assert member.open(path) == list(range(had, max(had, size)))
    assert len(member.entries) == 8


def test_a_pouch_that_comes_too_early_is_refused_and_opens_later(
    forum: Forum, tmp_path: Path
) -> None:
    member = Member()
    pack(tmp_path / "first", origin=ORIGIN, log=forum.lines(0, 4))
    pack(tmp_path / "second", origin=ORIGIN, log=forum.lines(4))
    with pytest.raises(RecordError, match="bring the one that begins at 0"):
        member.open(tmp_path / "second")
    assert member.open(tmp_path / "first") == [0, 1, 2, 3]
    assert member.open(tmp_path / "second") == list(range(4, forum.size))


def test_words_go_the_other_way_in_their_authors_order(forum: Forum, path: Path) -> None:
    words = [forum.sealed("AA", {"nth": nth}) for nth in range(12)]
    pack(path, origin=ORIGIN, outgoing=words)
    pouch = Pouch(path)
    assert begins(pouch) is None
    brought = bring(pouch, origin=ORIGIN, before=None, size=0, root=forum.root(0))
    assert brought.outgoing == words
    assert list(brought.entries()) == []
    taken: dict[str, Sealed] = {}
    for _ in range(2):  # opened twice: the id of a statement tells that it is there
        for each in brought.outgoing:
            taken.setdefault(sha256(each.content()).hexdigest(), each)
    assert list(taken.values()) == words


def test_checkpoints_of_witnesses_are_carried(forum: Forum, path: Path) -> None:
    notes = [forum.checkpoint(), forum.checkpoint(3)]
    forum.pouch(path, checkpoints=[*notes, notes[0]])
    found = Member().look(path).checkpoints
    assert sorted(each.size for each in found) == [3, forum.size]


def test_nothing_is_written_over(forum: Forum, path: Path) -> None:
    forum.pouch(path)
    before = Pouch(path).read(MANIFEST)
    with pytest.raises(RecordError, match="is there already"):
        forum.pouch(path)
    assert Pouch(path).read(MANIFEST) == before


def test_a_pouch_of_another_log_is_refused(forum: Forum, path: Path) -> None:
    forum.pouch(path)
    with pytest.raises(RecordError, match="and not of other"):
        bring(Pouch(path), origin="other", before=None, size=0, root=forum.root(0))


def test_a_split_view_is_seen_when_a_pouch_is_opened(path: Path) -> None:
    """What the member holds ends otherwise than the log in the pouch at that size."""
    spoken("told otherwise").pouch(path)
    mine = spoken()
    with pytest.raises(ProofError, match="at 8 entries it is another log"):
        bring(Pouch(path), origin=ORIGIN, before=None, size=8, root=mine.root())


def test_a_pouch_whose_words_do_not_hold_brings_nothing(forum: Forum, path: Path) -> None:
    lines = forum.lines()
    lines[4] = lines[4].replace(b'"signature": "', b'"signature": "A')
    pack(path, origin=ORIGIN, log=lines)
    with pytest.raises(ProofError, match="entry 3"):
        Member().open(path)


def test_a_log_without_a_checkpoint_brings_nothing(forum: Forum, path: Path) -> None:
    pack(path, origin=ORIGIN, log=forum.lines()[:-1])
    with pytest.raises(ProofError, match="no checkpoint vouches"):
        Member().open(path)


class Broken(Exception):
    """The disk is pulled out."""


def test_packing_that_breaks_off_leaves_no_pouch_and_can_be_done_again(
    forum: Forum, path: Path
) -> None:
    lines = forum.lines()

    def breaking(at: int) -> Any:
        for nth, line in enumerate(lines):
            if nth == at:
                raise Broken
            yield line

    for at in range(1, len(lines)):
        with pytest.raises(Broken):
            pack(path, origin=ORIGIN, log=breaking(at))
        assert not path.exists()
    forum.pouch(path)
    assert Member().open(path) == list(range(forum.size))
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def files(folder: Path) -> list[Path]:
    return sorted(each for each in folder.rglob("*") if each.is_file())


def full(forum: Forum, folder: Path) -> Path:
    """A pouch with something of everything."""
    return forum.pouch(folder, outgoing=[forum.sealed("AA", {})], checkpoints=[forum.checkpoint(3)])


def test_a_pouch_that_was_copied_in_part_is_refused(forum: Forum, tmp_path: Path) -> None:
    """Each file left out, and each file cut short, whichever order they are copied in."""
    whole = full(forum, tmp_path / "whole")
    for nth, each in enumerate(files(whole)):
        for cut in (None, 0, -1):
            copy = tmp_path / f"copy{nth}{cut}"
            shutil.copytree(whole, copy)
            at = copy / each.relative_to(whole)
            if cut is None:
                at.unlink()
                # nothing vouches for the rest without its manifest, and the name says what lacks
                name = at.relative_to(copy).as_posix()
                with pytest.raises(RecordError, match=f"{name}.* missing"):
                    Pouch(copy)
            else:
                at.write_bytes(at.read_bytes()[:cut])
                with pytest.raises((RecordError, ProofError), match="copy"):
                    Pouch(copy)


def test_each_altered_byte_of_a_pouch_is_noticed(forum: Forum, tmp_path: Path) -> None:
    whole = full(forum, tmp_path / "whole")
    for each in files(whole):
        data = each.read_bytes()
        for at in range(0, len(data), 1 if len(data) < 700 else 97):
            each.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
            with pytest.raises((RecordError, ProofError)):
                Pouch(whole)
        each.write_bytes(data)
    assert LOG in Pouch(whole).names


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_damaged_zip_is_refused_or_whole(data: st.DataObject, tmp_path: Path) -> None:
    path = tmp_path / "pouch.zip"
    if not path.exists():
        full(spoken(), path)
        path.with_suffix(".whole").write_bytes(path.read_bytes())
    whole = path.with_suffix(".whole").read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    part = data.draw(st.binary(max_size=4))
    path.write_bytes(whole[:at] + part + whole[at + data.draw(st.integers(0, 9)) :])
    try:
        names = Pouch(path).names
    except (RecordError, ProofError):
        return
    assert LOG in names


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=200))
def test_any_bytes_are_no_pouch(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "some.zip"
    path.write_bytes(data)
    with pytest.raises(RecordError, match="no folder and no whole"):
        Pouch(path)
    folder = tmp_path / "folder"
    folder.mkdir(exist_ok=True)
    (folder / TAGMANIFEST).write_bytes(data)
    with pytest.raises(RecordError):
        Pouch(folder)


def zipped(path: Path, change: Callable[[zipfile.ZipFile], None]) -> Path:
    """A whole pouch as a .zip, and something more in it."""
    spoken().pouch(path)
    with zipfile.ZipFile(path, "a") as archive:
        change(archive)
    return path


def linked(archive: zipfile.ZipFile) -> None:
    info = zipfile.ZipInfo(f"pouch/data/outgoing/000000-{'0' * 64}.json")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(info, "/etc/passwd")


HOSTILE: dict[str, Callable[[zipfile.ZipFile], None]] = {
    "out of the folder": lambda archive: archive.writestr("pouch/../../evil.txt", "x"),
    "from the root": lambda archive: archive.writestr("/etc/passwd", "x"),
    "with a drive": lambda archive: archive.writestr("C:\\evil.txt", "x"),
    "beside": lambda archive: archive.writestr("pouch/data/more.txt", "x"),
    "a link": linked,
    "too dense": lambda archive: archive.writestr(
        f"pouch/data/outgoing/000000-{'0' * 64}.json", b" " * (20 << 20), zipfile.ZIP_DEFLATED
    ),
    "no manifest vouches": lambda archive: archive.writestr(
        f"pouch/data/outgoing/000000-{'0' * 64}.json", "{}"
    ),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_zip_is_refused_and_nothing_is_unpacked(what: str, tmp_path: Path) -> None:
    path = zipped(tmp_path / "pouch.zip", HOSTILE[what])
    with pytest.raises(RecordError, match="pouch"):
        Pouch(path)
    assert [each.name for each in tmp_path.iterdir()] == ["pouch.zip"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_stands_twice_in_a_zip_is_refused(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "pouch.zip", lambda archive: archive.writestr(f"pouch/{LOG}", b"other")
    )
    with pytest.raises(RecordError, match="stands twice"):
        Pouch(path)


def test_an_encrypted_zip_is_refused(forum: Forum, tmp_path: Path) -> None:
    path = forum.pouch(tmp_path / "pouch.zip")
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(RecordError, match="encrypted"):
        Pouch(path)


def test_links_and_strangers_in_a_folder_are_refused(forum: Forum, tmp_path: Path) -> None:
    for nth, name in enumerate(["data/log.jsonl", "data/outgoing", "evil"]):
        folder = forum.pouch(tmp_path / f"pouch{nth}")
        at = folder / name
        at.unlink(missing_ok=True)
        try:
            at.symlink_to(tmp_path)
        except OSError:
            pytest.skip("this system makes no links")
        with pytest.raises(RecordError, match="is a link"):
            Pouch(folder)
    folder = forum.pouch(tmp_path / "pouch9")
    (folder / "\x1b[2J.txt").write_text("x")
    with pytest.raises(RecordError, match=r"no pouch holds a file called '\\x1b"):
        Pouch(folder)


def test_a_place_where_nothing_is_is_no_pouch(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="no folder and no whole"):
        Pouch(tmp_path / "nowhere")
    with pytest.raises(RecordError, match=r"tagmanifest-sha256\.txt is missing"):
        Pouch(tmp_path)


def test_a_pouch_is_a_bag(forum: Forum, tmp_path: Path) -> None:
    """RFC 8493, 2: the declaration, the manifest and its payload, the tag manifest."""
    folder = forum.pouch(tmp_path / "pouch")
    declared = (folder / "bagit.txt").read_text("utf-8")
    assert declared == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    for manifest in (MANIFEST, TAGMANIFEST):
        for line in (folder / manifest).read_text("utf-8").splitlines():
            found, name = line.split("  ")
            assert sha256((folder / name).read_bytes()).hexdigest() == found
    payload = {each.relative_to(folder).as_posix() for each in files(folder / "data")}
    assert payload == {line.split()[1] for line in (folder / MANIFEST).read_text().splitlines()}
