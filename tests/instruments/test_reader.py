"""The reader of library files: every refusal names the file, the key, and the way out."""

import shutil
from pathlib import Path

import pytest

from detente.errors import LibraryError
from detente.instruments import read_library

HEAD = """
title = "Accord"
short = "A"
force = "political"
parties = [{ state = "DE" }, { state = "FR" }]
in_force = [{ from = 2000-01-01 }]
source = { document = "Accord" }
basis = "text"
"""
ENTRY = """
[[provision]]
id = "1"
title = "Notice"
gist = "Notice is given."
duty = "notify"
kinds = ["exercise"]
clock = "2"
any_of = [{ measure = "troops", at_least = 5 }]
source = { document = "Accord", paragraph = "1" }
basis = "text"

[[clock]]
id = "2"
gist = "Two days."
before = { days = 2 }
source = { document = "Accord", paragraph = "2" }
basis = "text"
"""
VOCABULARY = {
    "kinds.toml": '[kind]\nexercise = "Exercise"\n',
    "measures.toml": '[measure.troops]\nunit = "persons"\ndefinition = "Troops"\n',
    "facts.toml": '[fact.alert]\ndefinition = "Alert"\n',
}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library of one instrument that holds together."""
    folder = tmp_path / "instruments" / "a" / "accord"
    folder.mkdir(parents=True)
    (folder / "instrument.toml").write_text(HEAD)
    (folder / "1-notice.toml").write_text(ENTRY)
    for name, text in VOCABULARY.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def chapter(library: Path) -> Path:
    return library / "instruments" / "a" / "accord" / "1-notice.toml"


def test_the_path_is_the_name(library: Path) -> None:
    read = read_library(library)
    text, provision = read.provision("a/accord/1")
    assert (text.path, provision.id, provision.draft) == ("a/accord", "1", True)
    clock = text.clock_of(provision)
    assert clock is not None
    assert clock.id == "2"


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ('id = "1"', "id = 40.1", "provision.0.id", "put it in quotes"),
        ('duty = "notify"', 'duty = "tell"', "provision.0.duty", "notify"),
        ("at_least = 5", "at_least = 5, more_than = 4", "provision.0.any_of.0", "exactly one of"),
        ("before = { days = 2 }", "before = { days = 2, hours = 1 }", "clock.0.before", "exactly"),
        ('kinds = ["exercise"]', 'kind = ["exercise"]', "provision.0.kind", "not permitted"),
        ('basis = "text"', 'basis = "recalled"', "provision.0", "confidence"),
    ],
)
def test_a_value_that_does_not_fit(
    library: Path, old: str, new: str, key: str, reason: str
) -> None:
    file = chapter(library)
    file.write_text(ENTRY.replace(old, new, 1))
    with pytest.raises(LibraryError, match=reason) as caught:
        read_library(library)
    assert caught.value.file == "instruments/a/accord/1-notice.toml"
    assert caught.value.key == key


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a = " + "[" * 100_000, "nested too deeply"),
        (".".join(["a"] * 2_000) + " = 1", "nested too deeply"),
        ("a = " + "9" * 6_000, "more digits than can be read"),
        ("a = \0", "not TOML"),
    ],
)
def test_what_cannot_be_read_at_all(library: Path, text: str, reason: str) -> None:
    chapter(library).write_text(text)
    with pytest.raises(LibraryError, match=reason) as caught:
        read_library(library)
    assert caught.value.file == "instruments/a/accord/1-notice.toml"


def test_a_folder_where_a_file_should_be(library: Path) -> None:
    chapter(library).unlink()
    chapter(library).mkdir()
    with pytest.raises(LibraryError, match="it cannot be read"):
        read_library(library)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('clock = "2"', 'clock = "3"', "no clock is called '3'"),
        ('measure = "troops"', 'measure = "troop"', "no measure is called 'troop'.*troops"),
        ('kinds = ["exercise"]', 'kinds = ["excercise"]', "no kind is called.*exercise"),
        ("at_least = 5", 'at_least = 5, facts = [{ fact = "alarm", is = true }]', "no fact"),
        ("at_least = 5", 'at_least = 5, facts = [{ fact = "alert", in = ["a"] }]', "is = true"),
        ('duty = "notify"', 'duty = "notify"\nzone = "moon"', "no zone is called 'moon'"),
        ('duty = "notify"', 'duty = "notify"\nunless = ["9"]', "no exception is called '9'"),
    ],
)
def test_a_name_that_does_not_exist(library: Path, old: str, new: str, reason: str) -> None:
    chapter(library).write_text(ENTRY.replace(old, new, 1))
    with pytest.raises(LibraryError, match=reason):
        read_library(library)


def test_an_id_that_stands_twice(library: Path) -> None:
    shutil.copy(chapter(library), chapter(library).with_name("2-again.toml"))
    with pytest.raises(LibraryError, match="stands twice"):
        read_library(library)


def test_what_is_no_toml(library: Path) -> None:
    chapter(library).write_text("[[provision]\n")
    with pytest.raises(LibraryError, match="not TOML"):
        read_library(library)


def test_a_missing_file_and_a_missing_folder(library: Path) -> None:
    (library / "kinds.toml").unlink()
    with pytest.raises(LibraryError, match=r"kinds\.toml: the file is missing"):
        read_library(library)
    with pytest.raises(LibraryError, match="no such folder"):
        read_library(library / "nowhere")
