"""The system holds no treaty number: what stands in the library must not stand in the code."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.house.survey import LIBRARY, SRC, name, python_files, tree

# Numbers that the code may hold although a level of the library happens to be the same.
MEANS_SOMETHING_ELSE: dict[int, str] = {
    100: "per cent",
    180: "degrees of longitude",
    360: "degrees of longitude",
    365: "days of a year",
    1000: "metres of a kilometre",
}


def numbers(value: object) -> Iterator[int]:
    """Every whole number from 100 in a parsed TOML value, at any depth."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from numbers(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from numbers(inner)
    elif isinstance(value, int) and not isinstance(value, bool) and value >= 100:
        yield value


def library_levels() -> set[int]:
    """The numbers of the agreed texts; cases, which try them one below, are left out."""
    files = [path for path in LIBRARY.rglob("*.toml") if not path.name.endswith(".cases.toml")]
    return {n for path in files for n in numbers(tomllib.loads(path.read_text(encoding="utf-8")))}


def literals(path: Path) -> Iterator[tuple[int, int]]:
    """Every whole number in a module and the line it stands on."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and type(node.value) in {int, float}:
            assert isinstance(node.value, int | float)
            if node.value == int(node.value):
                yield int(node.value), node.lineno


def test_the_library_has_levels() -> None:
    assert library_levels(), "without levels the next test would look for nothing"


def test_no_level_stands_in_the_code() -> None:
    levels = library_levels() - MEANS_SOMETHING_ELSE.keys()
    found = [
        f"{name(path)}:{line}: {number}"
        for path in python_files(SRC)
        for number, line in literals(path)
        if number in levels
    ]
    assert found == [], "levels live in the library; the code reads them from there"


def test_a_level_is_seen(tmp_path: Path) -> None:
    module = tmp_path / "rules.py"
    module.write_text("LEVELS = [9_000, 250.0]\nANSWER = True\n", encoding="utf-8")
    assert list(literals(module)) == [(9000, 1), (250, 1)]
    given = {"any_of": [{"measure": "troops", "at_least": 9000}], "checked": True, "days": 42}
    assert list(numbers(given)) == [9000]
