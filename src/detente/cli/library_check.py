"""What does not hold in a library: entries that do not fit together, cases that find otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from detente.cli.progress import Steps
from detente.instruments.library import Library
from detente.instruments.reader import read_library, read_text
from detente.instruments.soundness import check
from detente.obligations.cases import outcome
from detente.obligations.what_if import with_text

if TYPE_CHECKING:
    from detente.obligations.cases import Outcome


def read(folder: Path | None) -> tuple[Library, list[str]]:
    """Read what is to be checked, without refusing what does not fit together.

    Args:
        folder: a library, or one proposed instrument; None: the library that came with Détente.

    Returns:
        The library, and the paths of the instruments to be checked.

    Raises:
        LibraryError: a file cannot be read at all.
    """
    if folder is None or not (folder / "instrument.toml").is_file():
        known = read_library(folder, strict=False)
        return known, list(known.texts)
    text = read_text(folder.resolve())
    return with_text(read_library(), text), [text.path]


def faults(known: Library) -> Iterator[str]:
    """Go through everything that does not hold together, a line each."""
    yield from (str(fault) for fault in check(known))


def unmet(known: Library, paths: Iterable[str], steps: Steps) -> Iterator[str]:
    """Run the cases, and go through those that find something else, some lines each."""
    for path in paths:
        text = known.texts[path]
        for case in text.cases:
            steps.begin(path)
            found = outcome(known, text, case)
            if not found.agrees:
                yield _told(found)


def _told(found: Outcome) -> str:
    """Tell what a case expected and what was found."""
    differing = [key for key in found.expected if found.expected[key] != found.found.get(key)]
    lines = [
        f"  {key}: {_words(found.expected, key)}, found {_words(found.found, key)}"
        for key in differing
    ]
    return "\n".join([f"{found.name}", *lines])


def _words(keys: Mapping[str, object], key: str) -> str:
    """Write one key of an outcome."""
    value = keys.get(key)
    if key == "verdict" and value is None:
        return "cannot be told"
    return str(value).lower() if isinstance(value, bool) else str(value)
