"""Every test asserts something."""

import ast

import pytest

from tests.house.survey import ROOT, Function, functions, name, python_files, tree

ASSERTING_CALLS = {"raises", "warns", "fail", "deprecated_call"}


def called(node: ast.Call) -> str:
    """The last name of what is called: `pytest.raises(...)` gives `raises`."""
    target = node.func
    return target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")


def asserts(function: Function, module: ast.Module, depth: int = 2) -> bool:
    """Whether a test asserts, by itself or through functions of its own module."""
    nodes = list(ast.walk(function))
    calls = {called(node) for node in nodes if isinstance(node, ast.Call)}
    if any(isinstance(node, ast.Assert) for node in nodes) or calls & ASSERTING_CALLS:
        return True
    if any(call.startswith("assert_") for call in calls):
        return True
    near = [other for other in functions(module) if other.name in calls and other is not function]
    return depth > 0 and any(asserts(other, module, depth - 1) for other in near)


def test_every_test_asserts() -> None:
    silent = [
        f"{name(path)}:{function.name}"
        for path in python_files(ROOT / "tests")
        for function in functions(tree(path))
        if function.name.startswith("test_") and path.name.startswith("test_")
        if not asserts(function, tree(path))
    ]
    assert silent == []


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("def test_x():\n    run()", False),
        ("def test_x():\n    assert run()", True),
        ("def test_x():\n    with pytest.raises(E):\n        run()", True),
        ("def same(a):\n    assert a\ndef test_x():\n    same(1)", True),
        ("def same(a):\n    return a\ndef test_x():\n    same(1)", False),
    ],
)
def test_an_assertion_is_seen(source: str, answer: bool) -> None:
    module = ast.parse(source)
    (test,) = [function for function in functions(module) if function.name == "test_x"]
    assert asserts(test, module) is answer
