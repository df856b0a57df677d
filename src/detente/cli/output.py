"""Where an answer goes: standard output, or a file that is whole or not there at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.refusal import Refused

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

WIDTH = 100
"""Columns of a table that does not go to a terminal."""

output = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write to a file instead, whole or not at all. An older file of this name is replaced.",
)


def put(content: str | bytes, path: Path | None) -> None:
    """Write an answer to a file, or to standard output when there is none.

    Raises:
        Refused: the file cannot be written.
    """
    data = content.encode() if isinstance(content, str) else content
    if path is None:
        stream = click.get_binary_stream("stdout")
        stream.write(data)
        stream.flush()
        return
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Refused(f"{path} cannot be written ({error.strerror}); check the folder.") from None


def show(parts: Iterable[RenderableType], path: Path | None = None) -> None:
    """Show tables and texts: in colour on a terminal, plain anywhere else."""
    import io

    if path is None:
        on = console()
        for part in parts:
            on.print(part)
        return
    plain = console(io.StringIO())
    for part in parts:
        plain.print(part)
    put(plain.file.getvalue() if isinstance(plain.file, io.StringIO) else "", path)


def console(file: object = None) -> Console:
    """Give a console as wide as the terminal, or `WIDTH` where there is none."""
    from rich.console import Console

    wide = WIDTH if file is not None or _is_plain() else None
    return Console(
        file=file,  # type: ignore[arg-type]  # a StringIO, which rich types as a text stream
        width=wide,
        highlight=False,
        markup=False,
        emoji=False,
    )


def _is_plain() -> bool:
    """Whether standard output is no terminal and nobody has set a width."""
    return not (click.get_text_stream("stdout").isatty() or os.environ.get("COLUMNS", "").isdigit())


def on_terminal() -> bool:
    """Whether standard output is a terminal, on which bytes must not be poured."""
    return click.get_text_stream("stdout").isatty()
