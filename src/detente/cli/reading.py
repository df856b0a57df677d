"""Files as the command line takes them, and what tells two inputs apart."""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from detente.activities import ReadResult
    from detente.dossiers import Input
    from detente.errors import Fault
    from detente.instruments import Library
    from detente.redlines import RedLines

STANDARD_INPUT = "-"


def read(
    files: Sequence[str], library: Library, *, keep_good: bool = False
) -> tuple[ReadResult, tuple[Input, ...]]:
    """Read files of activities, and take the hash of each.

    Args:
        files: paths; ``-`` is CSV on standard input.
        library: the library whose words the files use.
        keep_good: keep good rows and report the bad ones.

    Raises:
        ActivityFileError: the files have faults, and `keep_good` is not set.
    """
    import detente as dt

    with _replayable(files) as piped:
        result = dt.read_activities(list(files), library=library, keep_good=keep_good)
    return result, tuple(_input(file, piped) for file in files)


def read_lines(
    file: str, library: Library, *, keep_good: bool = False
) -> tuple[RedLines, tuple[Input, ...]]:
    """Read a file of red lines, and take its hash and that of the areas beside it.

    Args:
        file: its path.
        library: the library whose words and zones the file uses.
        keep_good: keep good lines and report the bad ones.

    Raises:
        RedLineFileError: the file has faults, and `keep_good` is not set.
    """
    import detente as dt
    from detente.redlines.reading import AREAS

    lines = dt.read_redlines(file, library=library, keep_good=keep_good)
    areas = Path(file).with_name(AREAS)
    beside = [str(areas)] if areas.is_file() and areas != Path(file) else []
    return lines, tuple(_input(each, b"") for each in (file, *beside))


@contextmanager
def _replayable(files: Sequence[str]) -> Iterator[bytes]:
    """Take standard input whole, so that it can be both read and hashed; give its bytes."""
    if STANDARD_INPUT not in files:
        yield b""
        return
    piped, before = sys.stdin.buffer.read(), sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(piped), encoding="utf-8")
    try:
        yield piped
    finally:
        sys.stdin = before


def _input(file: str, piped: bytes) -> Input:
    """Name a file and take its hash."""
    from detente.dossiers import Input

    if file == STANDARD_INPUT:
        return Input("standard input", hashlib.sha256(piped).hexdigest())
    with Path(file).open("rb") as opened:
        return Input(Path(file).name, hashlib.file_digest(opened, "sha256").hexdigest())


def report_faults(faults: Sequence[Fault], kept: int) -> None:
    """Tell on standard error what was found wrong, and how many good rows were kept."""
    from detente.dossiers.harmless import harmless
    from detente.errors import told

    count = f"{len(faults):,} fault{'' if len(faults) == 1 else 's'} found"
    rows = (
        f"{kept:,} good row{'' if kept == 1 else 's'} kept"
        if kept
        else "no row is good, so none was kept"
    )
    click.echo(f"detente: {count}; {rows}.", err=True)
    for line in told(faults):
        click.echo(f"  {harmless(line)}", err=True)
