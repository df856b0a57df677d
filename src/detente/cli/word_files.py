"""Files of words as the command line takes and gives them: TOML, JSON, and the numbered text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from detente.cli.output import by_ending, put
from detente.cli.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.errors import Fault
    from detente.instruments import Library
    from detente.notifications import Word
    from detente.notifications.heads import WordRead

Ending = Literal[".toml", ".json", ".txt"]
ENDINGS: dict[str, Ending] = {".toml": ".toml", ".json": ".json", ".txt": ".txt"}
FORMS = ("toml", "json", "txt")
LANGUAGES = ("en", "fr", "de", "it", "ru", "es")
MARKERS = ("real", "exercise", "test")

WORD = click.Path(exists=True, dir_okay=False, path_type=Path)
BEFORE = click.Path(exists=True, path_type=Path)

marker = click.option(
    "--marker",
    type=click.Choice(MARKERS),
    required=True,
    help="Whether the word is real, part of an exercise, or a test of the channel.",
)
language = click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="Language of labels, dates, numbers and names; free text stays as it was written.",
)
form = click.option(
    "--to",
    "form",
    type=click.Choice(FORMS),
    help="toml, json or txt (the numbered text). Without it the ending of -o tells; without -o"
    " toml.",
)
before = click.option(
    "--before",
    "earlier",
    type=BEFORE,
    multiple=True,
    metavar="PATH",
    help="A file of an earlier word, or a folder of them. Repeatable.",
)


def read_word(path: Path, library: Library, *, keep_good: bool = False) -> tuple[Word, int]:
    """Read the word of a file, by its ending.

    Args:
        path: the file.
        library: the library that has its format.
        keep_good: go on with the good fields of a file that has faults, and report these.

    Returns:
        The word, and how many faults were reported.

    Raises:
        WordFileError: the file has faults and `keep_good` is not set, or holds no word at all.
    """
    read = _read(path, library)
    if not keep_good or read.word is None:
        return read.sure(), 0
    report(read.faults)
    return read.word, len(read.faults)


def _read(path: Path, library: Library) -> WordRead:
    """Read a file, by its ending."""
    from detente.notifications import read_text
    from detente.notifications.content import read_json, read_toml

    readers = {".toml": read_toml, ".json": read_json, ".txt": read_text}
    ending = path.suffix.lower()
    if ending not in readers:
        raise Refused(f"{path}: a word is read from .toml, .json or .txt; name the file so.")
    return readers[ending](path.read_bytes(), library, path.name)


def read_earlier(paths: Iterable[Path], library: Library) -> list[Word]:
    """Read the words that went before, in the order in which they were made.

    Args:
        paths: files, and folders whose files of words are taken.
        library: the library that has their formats.

    Raises:
        WordFileError: one of the files has faults.
    """
    read = (_read(file, library).sure() for path in paths for file in _files(path))
    return sorted(read, key=lambda word: (word.made, word.number))


def _files(path: Path) -> Iterator[Path]:
    """Go through the files of words that a path means."""
    if path.is_dir():
        yield from (file for file in sorted(path.iterdir()) if file.suffix.lower() in ENDINGS)
    else:
        yield path


def report(faults: Sequence[Fault]) -> None:
    """Tell on standard error what was found wrong in a file of which the good is kept."""
    from detente.dossiers.harmless import harmless
    from detente.errors import told

    count = f"{len(faults):,} fault{'' if len(faults) == 1 else 's'} found"
    if faults:
        click.echo(f"detente: {count}; the good fields are kept.", err=True)
    for line in told(faults):
        click.echo(f"  {harmless(line)}", err=True)


def put_word(
    word: Word, library: Library, path: Path | None, form: str | None, tongue: str
) -> None:
    """Write a word to a file or to standard output.

    Args:
        word: the word.
        library: the library that has its format.
        path: the file; None: standard output.
        form: ``toml``, ``json`` or ``txt``; None: by the ending of the file.
        tongue: language of the labels of the numbered text.

    Raises:
        click.UsageError: the ending of the file stands for nothing that can be written.
    """
    from detente.notifications import blank, write_text
    from detente.notifications.content import write_json, write_toml

    ending = f".{form}" if form else by_ending(path, ENDINGS) if path else ".toml"
    if ending == ".txt":
        put(write_text(word, blank(library, word.format), tongue), path)
    else:
        put(write_json(word) if ending == ".json" else write_toml(word), path)


def counted(asked: int, filled: int, prefilled: int, minutes: int | None) -> str:
    """Say how many fields of a word are filled, how many of them beforehand, in which time."""
    spent = f", {minutes} minutes spent" if minutes is not None else ""
    return f"{filled} of {asked} fields filled, {prefilled} of them beforehand{spent}."
