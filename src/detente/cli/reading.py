"""Files as the command line takes them, and what tells two inputs apart."""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.refusal import LEFT_OUT, Refused

if TYPE_CHECKING:
    from detente.activities import ReadResult
    from detente.dossiers import Input
    from detente.errors import Fault
    from detente.instruments import Library
    from detente.redlines import RedLines

STANDARD_INPUT = "-"

keep_good = click.option(
    "--keep-good",
    is_flag=True,
    help="Keep the good rows of a file that has bad ones; the faults go to standard error.",
)


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
        Refused: one of them holds red lines instead.
    """
    import detente as dt
    from detente.errors import ActivityFileError

    with _replayable(files) as piped:
        try:
            result = dt.read_activities(list(files), library=library, keep_good=keep_good)
        except ActivityFileError:
            _refuse_lines(files, library)
            raise
    if keep_good and result.faults and not result.frame.height:
        _refuse_lines(files, library)
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
        Refused: it holds activities instead.
    """
    import detente as dt
    from detente.errors import RedLineFileError
    from detente.redlines.reading import AREAS

    try:
        lines = dt.read_redlines(file, library=library, keep_good=keep_good)
    except RedLineFileError:
        _refuse_activities(file, library)
        raise
    if keep_good and lines.faults and not lines.lines:
        _refuse_activities(file, library)
    areas = Path(file).with_name(AREAS)
    beside = [str(areas)] if areas.is_file() and areas != Path(file) else []
    return lines, tuple(_input(each, b"") for each in (file, *beside))


def _refuse_lines(files: Sequence[str], library: Library) -> None:
    """Refuse files that hold red lines where activities are due, if any of them does."""
    import detente as dt
    from detente.errors import RedLineFileError

    for file in files:
        with suppress(RedLineFileError):
            if dt.read_redlines(file, library=library, keep_good=True).lines:
                raise Refused(f"{file} holds red lines where activities are due.")


def _refuse_activities(file: str, library: Library) -> None:
    """Refuse a file that holds activities where red lines are due, if it does."""
    import detente as dt
    from detente.errors import ActivityFileError

    if file == STANDARD_INPUT:
        raise Refused("standard input is for activities; name the file of red lines last.")
    with suppress(ActivityFileError):
        if dt.read_activities(file, library=library, keep_good=True).frame.height:
            raise Refused(f"{file} holds activities where red lines are due, as the last file.")


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


def left_out(ctx: click.Context, *read: tuple[Sequence[Fault], int]) -> None:
    """Tell which rows were left out for their faults, and end with the code that says so.

    Args:
        ctx: the command that ends; it goes on where there are no faults.
        read: the faults of what was read, with how many good rows were kept.
    """
    for faults, kept in read:
        if faults:
            _report(faults, kept)
    if any(faults for faults, _ in read):
        ctx.exit(LEFT_OUT)


def _report(faults: Sequence[Fault], kept: int) -> None:
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
