"""What the house tests look at: files, syntax trees, functions, headings."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "detente"
LIBRARY = ROOT / "library"
DOCS = ROOT / "docs"

MADE = {
    ".git",
    ".tools",
    "coasts",
    "dist",
    "htmlcov",
    "__pycache__",
    "spark-warehouse",
    "metastore_db",
}
TEXT = {".py", ".toml", ".md", ".txt", ".in", ".csv", ".json", ".html", ".j2", ".css", ".cff", ""}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def is_made(path: Path) -> bool:
    """Whether a path is something that ./dev or a tool made, and is not tracked."""
    parts = path.relative_to(ROOT).parts
    return any(
        part in MADE or part.startswith(".venv") or part.endswith(("_cache", ".egg-info"))
        for part in parts
    ) or parts[-1].endswith(("-report.html", "-dossier.html"))


@cache
def tracked() -> tuple[Path, ...]:
    """Every text file of the repository (without asking git, which may not be installed)."""
    found = (path for path in ROOT.rglob("*") if path.suffix in TEXT and not is_made(path))
    return tuple(
        sorted(path for path in found if path.is_file() and ".hypothesis" not in path.parts)
    )


def python_files(*folders: Path) -> Iterator[Path]:
    """The Python files under some folders."""
    for folder in folders:
        yield from sorted(path for path in folder.rglob("*.py") if not is_made(path))


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(module: ast.Module) -> Iterator[Function]:
    """Every function and method, nested ones too."""
    yield from (node for node in ast.walk(module) if isinstance(node, Function))


def lines_of_code(function: Function) -> int:
    """How many lines a function has, its docstring left out."""
    total = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is not None:
        total -= (first.end_lineno or first.lineno) - first.lineno + 1
    return total


def name(path: Path) -> str:
    """A path as the reader of a failure wants it."""
    return path.relative_to(ROOT).as_posix()


def anchors(text: str) -> set[str]:
    """The anchors of the headings of a Markdown page."""
    found = re.findall(r"^#{1,6}\s+(.+?)\s*#*$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in found}
