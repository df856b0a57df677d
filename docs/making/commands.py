"""The command line in the documentation: every help page, and what commands print."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from unittest import mock

import click
from click.testing import CliRunner

import detente
from detente.cli import main
from detente.instruments import Library, read_library
from docs.making.markdown import generated_from

WIDTH = 100
"""Columns of a help page and of a table."""


def page() -> str:
    """Give the page of all commands."""
    parts = [
        generated_from("the help pages of the command"),
        "# The command line\n",
        "In a checkout the command is `./dev detente …`, after an installation `detente …`.\n",
    ]
    for name in _names(main, "detente"):
        parts += [f"## {name}\n", f"```text\n{_help(name)}\n```\n"]
    return "\n".join(parts)


def _names(command: click.Command, name: str) -> Iterator[str]:
    """Go through a command and those below it."""
    yield name
    if isinstance(command, click.Group):
        for below in command.commands.values():
            yield from _names(below, f"{name} {below.name}")


def _help(name: str) -> str:
    """Give the help page of one command."""
    words = [*name.split()[1:], "--help"]
    result = CliRunner().invoke(main, words, prog_name="detente", terminal_width=WIDTH)
    return _plain(result.output)


def _plain(text: str) -> str:
    """Drop the blanks at the ends of lines."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def printed(command: str) -> str:
    """Give what a command prints, standard output and standard error together.

    Args:
        command: the words after `detente`, as typed in a shell.
    """
    with (
        mock.patch.object(detente, "library", _library),
        mock.patch("detente.desk.node.read_library", _library),
    ):
        result = CliRunner(env={"COLUMNS": ""}).invoke(
            main, shlex.split(command), prog_name="detente"
        )
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return _plain(result.output)


def _library(folder: str | Path | None = None) -> Library:
    """Have the shipped library read once, and not once for each command that is shown."""
    return _shipped() if folder is None else read_library(Path(folder))


@cache
def _shipped() -> Library:
    """Read the library that comes with Détente."""
    return read_library()
