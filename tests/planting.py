"""Faults planted in a copy of the source, each of which the tests named with it must see.

A suite that stays green with ``<`` for ``<=`` is no suite. A fault is one small change of one line;
the tests named with it are run against the changed copy and must fail, and pass when nothing is
changed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Fault:
    """A fault: what it is, where it is planted, and which tests must see it."""

    name: str
    file: str
    old: str
    new: str
    seen_by: str = ""


def environment(source: Path) -> dict[str, str]:
    """Where a copy of the source is what is imported."""
    return {**os.environ, "PYTHONPATH": str(source), "PYTHONDONTWRITEBYTECODE": "1"}


def suite(source: Path, *tests: str) -> subprocess.CompletedProcess[str]:
    """Run tests against a copy of the source."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    where = environment(source)
    return subprocess.run(
        command, cwd=ROOT, env=where, capture_output=True, text=True, check=False, timeout=300
    )


def copied(folder: Path) -> Path:
    """Copy the source, with the library beside the package, where an installed one has it."""
    source = folder / "src"
    shutil.copytree(ROOT / "src", source, ignore=shutil.ignore_patterns("__pycache__"))
    (source / "detente" / "library").symlink_to(ROOT / "library")
    return source


def planted(fault: Fault, folder: Path) -> Path:
    """Copy the source and plant a fault in it."""
    source = copied(folder)
    file = source / "detente" / fault.file
    text = file.read_text(encoding="utf-8")
    assert text.count(fault.old) == 1, f"{fault.file} has changed; plant the fault anew"
    file.write_text(text.replace(fault.old, fault.new), encoding="utf-8")
    return source
