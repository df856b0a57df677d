"""The checker alone: what it needs, how long it is, and that its folder is enough."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.exchange.simulator import Forum
from tests.exchange.test_checker import CHECK, FAILS, HOLDS, HOST, UNREAD, WORD
from tests.exchange.test_log_files import spoken


@pytest.fixture
def forum() -> Forum:
    return spoken()


def imports(path: Path) -> set[str]:
    """What a module imports, each by its full name."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


ED25519 = {"cryptography.exceptions", "cryptography.hazmat.primitives.asymmetric.ed25519"}


def test_the_checker_needs_the_standard_library_and_one_call() -> None:
    """The tree of errors is used where it is installed, and not needed (see below)."""
    needed = set().union(*(imports(path) for path in CHECK.glob("*.py")))
    ours = {name for name in needed if name.startswith("detente.exchange.check")}
    beyond = {n for n in needed - ours if n.partition(".")[0] not in sys.stdlib_module_names}
    assert beyond == {*ED25519, "detente.errors"}
    asks = [p.name for p in CHECK.glob("*.py") if imports(p) & ED25519]
    assert asks == ["sealed.py"]


def code_lines(path: Path) -> int:
    """How many lines a module has that are neither empty, nor comment, nor docstring."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        body = getattr(node, "body", None)
        first = body[0] if isinstance(body, list) and body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            for at in range(first.lineno - 1, first.end_lineno or first.lineno):
                lines[at] = ""
    return sum(bool(line.strip()) and not line.strip().startswith("#") for line in lines)


def test_a_person_can_read_the_checker_in_an_afternoon() -> None:
    assert sum(map(code_lines, CHECK.glob("*.py"))) < 1300


ALONE = """
import sys
import os
sys.path[:] = [each for each in sys.path if not os.path.isdir(os.path.join(each, "detente"))]
sys.meta_path.insert(0, type("No", (), {"find_spec": staticmethod(lambda name, *_: (_ for _ in ()
).throw(ImportError(name)) if name.partition(".")[0] in BARRED else None)}))
"""


MISSING = "ModuleNotFoundError(name, name=name.partition('.')[0])"


def test_the_folder_works_alone_on_a_machine_without_detente(tmp_path: Path, forum: Forum) -> None:
    """Copied under another name, with every package but one out of reach."""
    shutil.copytree(CHECK, tmp_path / "verify", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "receipt.json").write_bytes(forum.receipt(WORD))
    (tmp_path / "log.jsonl").write_bytes(b"".join(forum.lines()))
    found = json.loads(forum.receipt(WORD))
    found["entry"]["received"] = "2026-03-02T12:00:00Z"
    (tmp_path / "altered.json").write_text(json.dumps(found))
    barred = ["rfc8785", "polars", "narwhals", "numpy", "pydantic", "click", "rich", "babel"]
    guard = f"BARRED = {barred!r}\n{ALONE}\nimport runpy\nsys.argv = sys.argv[1:]\n"
    run = f"{guard}runpy.run_path(sys.argv[0], run_name='__main__')"

    def check(*files: str) -> tuple[int, str]:
        command = [sys.executable, "-c", run, "verify", *files, "--host", HOST]
        done = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
        )
        return done.returncode, done.stdout + done.stderr

    assert check("receipt.json", "log.jsonl")[0] == HOLDS
    code, text = check("altered.json")
    assert (code, "DOES NOT HOLD" in text) == (FAILS, True)
    assert check("nothing.json")[0] == UNREAD


def test_without_its_one_package_nothing_is_said_of_a_receipt(tmp_path: Path) -> None:
    """Python would end with 1, and that is: it does not hold."""
    shutil.copytree(CHECK, tmp_path / "verify", ignore=shutil.ignore_patterns("__pycache__"))
    guard = f"BARRED = ['cryptography']\n{ALONE.replace('ImportError(name)', MISSING)}"
    run = f"{guard}\nimport runpy\nrunpy.run_path('verify', run_name='__main__')"
    command = [sys.executable, "-c", run, "receipt.json"]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout) == (UNREAD, "")
    assert done.stderr == ("Nothing was checked: run python -m pip install cryptography first.\n")


def test_it_runs_as_a_module_and_as_a_folder(tmp_path: Path, forum: Forum) -> None:
    (tmp_path / "log.jsonl").write_bytes(b"".join(forum.lines()))
    for way in (["-m", "detente.exchange.check"], [str(CHECK)]):
        command = [sys.executable, *way, "log.jsonl", "--host", HOST]
        done = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
        )
        assert (done.returncode, done.stderr) == (HOLDS, "")
        assert done.stdout.endswith("All holds.\n")
