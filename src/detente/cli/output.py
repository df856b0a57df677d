"""Where an answer goes: standard output, or a file that is whole or not there at all."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from detente.cli.refusal import Refused
from detente.files.whole import whole

if TYPE_CHECKING:
    from rich.console import RenderableType

T = TypeVar("T")

PAGES = {".html": "html", ".htm": "html"}
"""Endings of a page."""

WIDTH = 100
"""Columns of a table that does not go to a terminal."""

output = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write to a file instead, whole or not at all. An older file of this name is replaced.",
)


def spare(files: Iterable[str], path: Path | None) -> None:
    """Refuse to write over a file that is read.

    Args:
        files: what is read.
        path: what is to be written; None: standard output.

    Raises:
        Refused: it is one of the files.
    """
    if path is not None and path.resolve() in {Path(file).resolve() for file in files}:
        raise Refused(f"{path} is also read; give another file to write, with -o.")


def put(content: str | bytes, path: Path | None) -> None:
    """Write an answer to a file, or to standard output when there is none.

    Raises:
        Refused: the file cannot be written.
    """
    data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    if path is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        with whole(path) as part:
            part.write_bytes(data)
    except OSError as error:
        raise Refused(f"{path} cannot be written ({error.strerror}); check the folder.") from None


def by_ending(path: Path, known: Mapping[str, T]) -> T:
    """Choose by the ending of a file what to write into it.

    Args:
        path: the file.
        known: what each ending, such as ``.csv``, stands for.

    Raises:
        click.UsageError: the ending stands for nothing that can be written.
    """
    ending = path.suffix.lower()
    if ending not in known:
        endings = ", ".join(known)
        raise click.UsageError(
            f"-o {path}: the ending does not tell a format that can be written."
            f" Use one of: {endings}."
        )
    return known[ending]


def show(parts: Iterable[RenderableType], path: Path | None = None) -> None:
    """Show tables and texts: in colour on a terminal, plain anywhere else."""
    if path is None:
        _print(parts, None)
        return
    plain = io.StringIO()
    _print(parts, plain)
    put(plain.getvalue(), path)


def marked(line: str) -> Iterator[RenderableType]:
    """Give the line that stands above an answer and marks it, if there is one."""
    from rich.text import Text

    if line:
        yield Text(line, style="bold yellow")
        yield ""


def aside(line: str) -> None:
    """Tell a person on standard error what the answer itself has no place for, if anything."""
    if line:
        click.echo(f"detente: {line}", err=True)


def _print(parts: Iterable[RenderableType], to: io.StringIO | None) -> None:
    """Print as wide as the terminal, or `WIDTH` where there is none."""
    from rich.console import Console
    from rich.text import Text

    wide = WIDTH if to is not None or _is_plain() else None
    console = Console(file=to, width=wide, highlight=False, markup=False, emoji=False)
    for part in parts:
        # Printing joins texts and forgets that one of them is not to be broken.
        console.print(part, soft_wrap=isinstance(part, Text) and bool(part.no_wrap))


def _is_plain() -> bool:
    """Whether standard output is no terminal and nobody has set a width."""
    return not (sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit())


def on_terminal() -> bool:
    """Whether standard output is a terminal, on which bytes must not be poured."""
    return sys.stdout.isatty()
