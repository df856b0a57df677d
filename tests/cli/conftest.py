"""The command on a small library: what it prints, what it writes, how it ends."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from detente.cli import main

HERE = Path(__file__).resolve().parent

Run = Callable[..., Result]

HEAD = "activity,source,kind,obligor,starts,ends,troops,area,stated_at\n"
BOX = '"POLYGON (({0} 54.2, {1} 54.2, {1} 54.4, {0} 54.4, {0} 54.2))"'
INSIDE, BESIDE, FAR = BOX.format(10.2, 10.6), BOX.format(11.2, 11.4), BOX.format(20.2, 20.4)
ACTIVITIES = (
    HEAD
    + f"birch,draft,exercise,DE,2031-05-05,2031-05-09,9500,{INSIDE},\n"
    + f"birch,press,exercise,DE,2031-05-05,2031-05-09,,{INSIDE},2031-05-07\n"
    + f"cedar,draft,exercise,DE,2031-05-20,,4000,{BESIDE},\n"
    + f"elm,draft,exercise,DE,2031-05-05,2031-05-09,9500,{FAR},\n"
    + "fir,draft,exercise,DE,2031-05-05,2031-05-09,9500,,\n"
)
LINES = (
    "id,holder,stance,called,words,source,kinds,obligors,levels,area,"
    "altitude_low,altitude_high,from,until\n"
    "bay,DK,declared,concern,No large exercise,statement,exercise,*,troops >= 9000,"
    '"POLYGON ((10 54, 11 54, 11 55, 10 55, 10 54))",open,open,2031-03-04,open\n'
    "vague,DK,declared,red line,Nothing near us,statement,,,,,,,2031-03-04,open\n"
)


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


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Path, Path]:
    """A file of activities and one of lines."""
    activities, redlines = tmp_path / "activities.csv", tmp_path / "lines.csv"
    activities.write_text(ACTIVITIES, encoding="utf-8")
    redlines.write_text(LINES, encoding="utf-8")
    return activities, redlines
