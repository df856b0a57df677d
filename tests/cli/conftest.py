"""The command on a small library: what it prints, what it writes, how it ends."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from detente.cli import main

HERE = Path(__file__).resolve().parent

Run = Callable[..., Result]


def lines(text: str) -> list[str]:
    """Lines without the blanks that tables end them with."""
    return [line.rstrip() for line in text.splitlines()]


@pytest.fixture
def run() -> Run:
    """Call ``detente`` with arguments; standard output and error are kept apart."""

    def call(*arguments: str | Path, stdin: str | None = None) -> Result:
        runner = CliRunner(env={"COLUMNS": "", "NO_COLOR": "1"})
        return runner.invoke(main, [str(a) for a in arguments], input=stdin, prog_name="detente")

    return call


@pytest.fixture
def small() -> Path:
    """A small library."""
    return HERE / "small"


@pytest.fixture
def activities() -> Path:
    """Three activities by four accounts, as CSV."""
    return HERE / "activities.csv"


@pytest.fixture
def told() -> Path:
    """Three activities by two sources, as TOML."""
    return HERE / "activities.toml"
