"""Blocks of a page written by hand that show what really is printed.

Above a fenced block a comment says what it shows, and `./dev docs` fills the block::

    <!-- shows: detente library list -->
    <!-- shows lines=1-12: detente explain my.csv a osce/vd-2011/40.1.1 -->
    <!-- shows lines=1-2,/^Zapad/+9: run -->
    <!-- shows: floors -->

`run` stands for ``./dev run``, without the node that it serves. Lines are counted from 1;
``/^Zapad/+9`` is the first line that the expression finds and the eight below it.

A block below ``<!-- file: my.csv -->`` is a file that the commands further down the page can read.
All commands of a page run in one folder, beside `library` and `scenarios`, in the page's order,
with a clock that stands and chance that is the same each time (see `docs/making/still.py`).
"""

from __future__ import annotations

import os
import re
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docs.making import commands
from docs.making.still import still

_BLOCK = re.compile(
    r"(?P<head><!-- (?P<what>shows|file)(?: lines=(?P<lines>[^:\s]+))?: (?P<told>[^\n]+?) -->\n+)"
    r"(?P<fence>```\w*)\n(?P<body>(?:(?!```)[^\n]*\n)*)```",
)


def filled(page: Path, root: Path) -> str:
    """Give a page with its blocks filled."""
    text = page.read_text(encoding="utf-8")
    if not _BLOCK.search(text):
        return text
    with _folder(root) as folder, still():
        return _BLOCK.sub(lambda block: _fill(block, root, folder), text)


@contextmanager
def _folder(root: Path) -> Iterator[Path]:
    """Stand in an empty folder with the library and the scenarios in it."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for each in ("library", "scenarios"):
            (folder / each).symlink_to(root / each, target_is_directory=True)
        os.chdir(folder)
        try:
            yield folder
        finally:
            os.chdir(before)


def _fill(block: re.Match[str], root: Path, folder: Path) -> str:
    """Give one block with its comment."""
    told = block["told"]
    if block["what"] == "file":
        path = folder / told
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block["body"], encoding="utf-8")
        return block[0]
    shown = floors(root) if told == "floors" else _session(told, block["lines"] or "", folder)
    return f"{block['head']}{block['fence']}\n{shown}\n```"


def _session(command: str, lines: str, folder: Path) -> str:
    """Show a command as typed in a checkout, and what it printed; the folder is shown as …."""
    words = "demo --no-serve" if command == "run" else command.removeprefix("detente")
    printed = commands.printed(words).replace(str(folder.resolve()), "…").splitlines()
    return "\n".join([f"$ ./dev {command}", *_chosen(printed, lines)]).rstrip()


def _chosen(printed: list[str], lines: str) -> Iterator[str]:
    """Go through the lines that are asked for; a line with … stands for what is left out."""
    last = 0
    for part in lines.split(",") if lines else [f"1-{len(printed)}"]:
        first, end = _span(printed, part)
        if first > last + 1:
            yield "…"
        last = end
        yield from printed[first - 1 : last]
    if last < len(printed):
        yield "…"


def _span(printed: list[str], part: str) -> tuple[int, int]:
    """Give the first and last line of one part of what is asked for.

    Raises:
        StopIteration: no line matches; the page's author must choose another expression.
    """
    found = re.fullmatch(r"/(.+)/\+(\d+)", part)
    if found:
        first = next(n for n, line in enumerate(printed, 1) if re.search(found[1], line))
        return first, first + int(found[2]) - 1
    first_, _, last_ = part.partition("-")
    return int(first_), int(last_ or first_)


def floors(root: Path) -> str:
    """Draw the floors of the house as the contract of import-linter has them."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (layers,) = (each["layers"] for each in contracts if each["type"] == "layers")
    return "\n".join(layers)
