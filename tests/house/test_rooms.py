"""Rooms: where things stand, how large they are, and that each has its tests."""

import ast
import statistics
from pathlib import Path

import pytest

import detente
from tests.house.survey import (
    LIBRARY,
    ROOT,
    SRC,
    functions,
    lines_of_code,
    name,
    python_files,
    tree,
)

BANNED = {"utils", "util", "helpers", "common", "core", "base", "manager", "service", "models"}
ROOMS = sorted(path.parent for path in SRC.glob("*/__init__.py"))

# Raising a limit needs a line here, with the reason.
LONGER_MODULES: dict[str, str] = {}
LONGER_FUNCTIONS: dict[str, str] = {}
MORE_NAMES: dict[str, str] = {
    "src/detente/__init__.py": "one call for each question that can be asked from Python",
    "src/detente/errors/__init__.py": "each way of being refused has a name of its own",
}


def test_there_are_rooms() -> None:
    assert ROOMS


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_has_tests(room: Path) -> None:
    mirror = ROOT / "tests" / room.name
    assert list(mirror.glob("test_*.py")), f"{name(room)} has no test in tests/{room.name}"


def test_no_folder_or_module_bears_an_empty_name() -> None:
    found = [
        name(path)
        for path in python_files(SRC, ROOT / "tests", ROOT / "benchmarks")
        if BANNED & {path.stem, *path.relative_to(ROOT).parts}
    ]
    assert found == [], "say what lives there, in the field's words"


def test_the_library_holds_no_python() -> None:
    strays = [name(path) for path in LIBRARY.rglob("*") if path.suffix in {".py", ".pyc", ".ipynb"}]
    assert strays == []


def test_modules_are_short() -> None:
    lengths = {
        name(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in python_files(SRC, ROOT / "tests")
    }
    assert {k: n for k, n in lengths.items() if n > 400 and k not in LONGER_MODULES} == {}


def test_functions_are_short() -> None:
    lengths = {
        f"{name(path)}:{function.name}": lines_of_code(function)
        for path in python_files(SRC)
        for function in functions(tree(path))
    }
    assert {k: n for k, n in lengths.items() if n > 60 and k not in LONGER_FUNCTIONS} == {}
    assert statistics.median(lengths.values()) <= 10


def public_names(path: Path) -> list[str]:
    """The names in `__all__`, which must be written out."""
    for node in tree(path).body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        if any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
            assert isinstance(node, ast.Assign)
            return list(ast.literal_eval(node.value))
    return []


@pytest.mark.parametrize(
    "path", [SRC / "__init__.py", *(r / "__init__.py" for r in ROOMS)], ids=name
)
def test_a_room_has_few_public_names(path: Path) -> None:
    assert len(public_names(path)) <= 12 or name(path) in MORE_NAMES


def test_what_a_room_gathers_it_names() -> None:
    silent = [
        name(path)
        for path in python_files(SRC)
        if path.name == "__init__.py"
        and any(
            isinstance(node, ast.ImportFrom) and node.module != "__future__"
            for node in tree(path).body
        )
        and not public_names(path)
    ]
    assert silent == [], "a package that re-exports names lists them in __all__"


def test_the_python_door_shows_what_is_meant_to_be_called() -> None:
    assert dir(detente) == sorted([*detente.__all__, "__version__"])
