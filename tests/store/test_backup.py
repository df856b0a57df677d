"""Backup and restore, within an engine and from one to the other; what is not whole is refused."""

import hashlib
import json
import stat
import threading
import zipfile
from pathlib import Path

import pytest

from detente.errors import BackupRefused, StoreDamaged, StoreFull, StoreUnusable
from detente.store import Store, backup, check, copy_file, open_store, restore
from detente.store import archive as archive_room
from tests.store.conftest import HOST, SECRET
from tests.store.filled import everything, fill
from tests.store.test_rows import an_act


@pytest.fixture
def archive(store: Store, tmp_path: Path) -> Path:
    """An archive of a store that holds something."""
    fill(store)
    path = tmp_path / "node.zip"
    backup(store, path)
    return path


@pytest.fixture
def of_sqlite(tmp_path: Path) -> Path:
    """An archive like any other."""
    store = open_store(tmp_path / "detente.db", secret=SECRET, host=HOST)
    fill(store)
    backup(store, tmp_path / "node.zip")
    store.close()
    return tmp_path / "node.zip"


def test_every_table_has_rows_in_these_tests(store: Store, archive: Path) -> None:
    assert [name for name, rows in everything(store).items() if not rows] == []


def test_what_is_restored_into_the_other_engine_is_the_same(
    store: Store, archive: Path, elsewhere: str
) -> None:
    restore(archive, elsewhere, secret=SECRET)
    other = open_store(elsewhere, secret=SECRET, host=HOST)
    assert everything(other) == everything(store)
    assert check(other) == check(store)
    assert other.write(an_act) == store.head().records, "and it goes on from there"
    check(other)
    other.close()


def test_there_and_back_gives_the_same_bytes(
    store: Store, archive: Path, elsewhere: str, tmp_path: Path
) -> None:
    restore(archive, elsewhere, secret=SECRET)
    other = open_store(elsewhere, secret=SECRET)
    backup(other, tmp_path / "again.zip")
    other.close()
    with zipfile.ZipFile(archive) as one, zipfile.ZipFile(tmp_path / "again.zip") as two:
        assert one.namelist() == two.namelist()
        assert {name: one.read(name) for name in one.namelist()} == {
            name: two.read(name) for name in two.namelist()
        }


def test_a_backup_is_for_its_owner_alone(archive: Path) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600


def test_a_backup_while_others_write_is_of_one_instant(
    store: Store, where: str, tmp_path: Path
) -> None:
    stop = threading.Event()

    def writes() -> None:
        while not stop.is_set():
            store.write(an_act)

    thread = threading.Thread(target=writes)
    thread.start()
    try:
        sizes = [backup(store, tmp_path / f"{n}.zip").tables["acts"][0] for n in range(4)]
    finally:
        stop.set()
        thread.join()
    assert sizes == sorted(sizes)
    for number, size in enumerate(sizes):
        place = tmp_path / f"{number}.db"
        restore(tmp_path / f"{number}.zip", place, secret=SECRET)
        restored = open_store(place, secret=SECRET)
        assert check(restored).records == size
        restored.close()


def test_a_place_that_is_not_empty_is_left_alone(store: Store, where: str, archive: Path) -> None:
    before = everything(store)
    with pytest.raises(BackupRefused, match="stands there already"):
        restore(archive, where, secret=SECRET)
    assert everything(store) == before


def test_another_secret_restores_nothing(archive: Path, elsewhere: str) -> None:
    with pytest.raises(StoreDamaged, match="not as it was written"):
        restore(archive, elsewhere, secret=b"another")
    restore(archive, elsewhere, secret=SECRET)


def again(archive: Path, name: str, change: bytes | None, *, hashed: bool = False) -> Path:
    """Write an archive again with one member changed, or left out; with a fitting hash, or not."""
    path = archive.with_name("changed.zip")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(path, "w") as new:
        manifest = json.loads(old.read("manifest.json"))
        for member in old.namelist():
            data = old.read(member)
            if member == name:
                if change is None:
                    continue
                data = change
            if hashed and member == name:
                table = manifest["tables"][name.removesuffix(".jsonl")]
                table["sha256"] = hashlib.sha256(data).hexdigest()
                table["rows"] = data.count(b"\n")
            if member == "manifest.json" and name != "manifest.json":
                data = json.dumps(manifest).encode()
            new.writestr(member, data)
    return path


def refused(path: Path, told: str) -> None:
    """See that an archive is refused, and that the place stays empty."""
    elsewhere = path.with_name("elsewhere.db")
    with pytest.raises((BackupRefused, StoreDamaged), match=told):
        restore(path, elsewhere, secret=SECRET)
    opened = open_store(elsewhere, secret=SECRET)
    assert opened.head().records == 0
    opened.close()


@pytest.mark.parametrize(
    ("name", "change", "hashed", "told"),
    [
        ("acts.jsonl", None, False, "not a whole archive"),
        ("manifest.json", None, False, "manifest.json is not that of a backup"),
        ("manifest.json", b"{", False, "manifest.json is not that of a backup"),
        ("manifest.json", b'{"detente-backup": 2, "step": 1, "tables": {}}', False, "form 2"),
        ("manifest.json", b'{"detente-backup": 1, "step": 9, "tables": {}}', False, "newer"),
        (
            "manifest.json",
            b'{"detente-backup": 1, "step": 1, "tables": {}}',
            False,
            "not the tables",
        ),
        ("acts.jsonl", b"", False, "not the 3 rows that were written"),
        ("acts.jsonl", b"", True, "should stand there"),
        ("acts.jsonl", b"[1]\n", True, "acts.jsonl, line 1"),
        ("acts.jsonl", b"not json\n", True, "acts.jsonl, line 1"),
        ("drafts.jsonl", b'["d-0","AT","x","2031-05-01T12:00:00","o","",1,"00"]\n', True, "d-0"),
    ],
)
def test_an_archive_that_was_changed_is_refused(
    of_sqlite: Path, name: str, change: bytes | None, hashed: bool, told: str
) -> None:
    refused(again(of_sqlite, name, change, hashed=hashed), told)


@pytest.mark.parametrize("share", [0, 1, 3, 5, 9])
def test_half_an_archive_is_refused(of_sqlite: Path, share: int) -> None:
    data = of_sqlite.read_bytes()
    of_sqlite.write_bytes(data[: len(data) * share // 10])
    refused(of_sqlite, "not a whole archive")


def test_no_flipped_byte_of_an_archive_goes_unseen(tmp_path: Path) -> None:
    store = open_store(tmp_path / "detente.db", secret=SECRET, host=HOST)
    fill(store, rounds=1)
    path = tmp_path / "node.zip"
    backup(store, path)
    data = path.read_bytes()
    was = everything(store)
    for place in range(0, len(data), 101):
        path.write_bytes(data[:place] + bytes([data[place] ^ 0x10]) + data[place + 1 :])
        target = tmp_path / f"{place}.db"
        try:
            restore(path, target, secret=SECRET)
        except (BackupRefused, StoreDamaged):
            continue
        restored = open_store(target, secret=SECRET)
        assert everything(restored) == was, f"byte {place}"  # a date or a note of the zip
        restored.close()


def test_a_file_is_copied_while_it_is_written(tmp_path: Path) -> None:
    store = open_store(tmp_path / "detente.db", secret=SECRET, host=HOST)
    fill(store)
    copy_file(store, tmp_path / "copy.db")
    copy = open_store(tmp_path / "copy.db", secret=SECRET)
    assert everything(copy) == everything(store)
    check(copy)
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600


def test_only_a_file_is_copied(postgresql: str, tmp_path: Path) -> None:
    store = open_store(postgresql, secret=SECRET)
    with pytest.raises(StoreUnusable, match="backup"):
        copy_file(store, tmp_path / "copy.db")
    store.close()


def test_a_backup_that_finds_no_room_leaves_the_last_one(
    store: Store, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = archive.read_bytes()

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive_room, "_write_rows", no_room)
    with pytest.raises(StoreFull, match="No space left"):
        backup(store, archive)
    assert archive.read_bytes() == before
    assert [each.name for each in archive.parent.iterdir() if each.suffix == ".part"] == []
