"""Both sides of a screening as the command line takes them, and what is found of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli import reading
from detente.cli.asides import latitude_first
from detente.cli.asking import Kilometres, as_of, gathering, own_library
from detente.cli.output import aside, spare
from detente.cli.progress import Steps
from detente.cli.refusal import Refused
from detente.errors import SenderError

if TYPE_CHECKING:
    import polars as pl

    from detente.activities import ReadResult
    from detente.dossiers import Input
    from detente.instruments import Library
    from detente.redlines import RedLines

STEPS = 2
"""How many steps of work `laid_out` is."""

_ASKED = 1000


@dataclass(frozen=True)
class Sought:
    """What is to be laid side by side, and what is asked of it.

    Attributes:
        files: files of activities.
        redlines: a file of red lines.
        within_km: how near is worth telling, where a line does not say it.
        as_of: naive UTC instant; None: the whole record.
        keep_good: whether good rows of files that have bad ones are kept.
        folder: a library folder of the user's own; None: the one that came with Détente.
    """

    files: tuple[str, ...]
    redlines: str
    within_km: float = 0.0
    as_of: dt.datetime | None = None
    keep_good: bool = False
    folder: Path | None = None

    def check(self, output: Path | None) -> None:
        """Refuse what cannot be laid out, or a file to write that is read.

        Raises:
            click.UsageError: only one file is given.
            Refused: the file to write is read too.
        """
        if not self.files:
            raise click.UsageError(
                f"only {self.redlines} is given; name the files of activities, then the file of"
                " red lines."
            )
        spare((*self.files, self.redlines), output)


seeking = gathering(
    Sought,
    "sought",
    (
        click.argument("files", nargs=-1, metavar="ACTIVITIES..."),
        click.argument("redlines", metavar="REDLINES"),
        click.option(
            "--within",
            "within_km",
            type=Kilometres(),
            default=0.0,
            metavar="KM",
            help="How near, in kilometres, an activity outside the area of a line is still told,"
            " for lines that do not say it themselves; without it 0.",
        ),
        as_of,
        reading.keep_good,
        own_library,
    ),
)
"""Give a command the arguments and options of `Sought`, which it takes as ``sought``."""


@dataclass(frozen=True)
class Sides:
    """What is laid side by side.

    Attributes:
        result: the activities as read.
        lines: the red lines as read.
        library: the library whose words they use.
        inputs: the files, by hash.
        sought: what is asked of them.
    """

    result: ReadResult
    lines: RedLines
    library: Library
    inputs: tuple[Input, ...]
    sought: Sought

    def left_out(self, ctx: click.Context) -> None:
        """Tell which rows were left out for their faults, and end with the code that says so."""
        reading.left_out(
            ctx,
            (self.result.faults, self.result.frame.height),
            (self.lines.faults, len(self.lines.lines)),
        )


def laid_out(steps: Steps, sought: Sought) -> Sides:
    """Read both sides.

    Raises:
        Refused: either cannot be taken; all faults of both are told.
    """
    import detente as dt_

    steps.begin("Reading the library")
    library = dt_.library(sought.folder)
    named = (*sought.files, sought.redlines)
    steps.begin(f"Reading {', '.join(Path(file).name for file in named)}")
    refused: list[str] = []
    with _gathered(refused):
        result, inputs = reading.read(sought.files, library, keep_good=sought.keep_good)
    with _gathered(refused):
        lines, beside = reading.read_lines(sought.redlines, library, keep_good=sought.keep_good)
    if refused:
        raise Refused("\n".join(refused))
    return Sides(result, lines, library, (*inputs, *beside), sought)


@contextmanager
def _gathered(refused: list[str]) -> Iterator[None]:
    """Keep what a side is refused for, so that the other side is read too."""
    try:
        yield
    except (SenderError, Refused) as error:
        refused.append(str(error))


def screened(steps: Steps, sides: Sides) -> pl.DataFrame:
    """Lay the sides beside one another; one more step. Slips of the pen are asked about aside."""
    import detente as dt_

    accounts, lines, sought = sides.result.frame.height, sides.lines.lines, sides.sought
    steps.begin(f"Screening {accounts:,} accounts against {len(lines):,} lines")
    found: pl.DataFrame = dt_.screen(
        sides.result.frame,
        lines,
        within_km=sought.within_km,
        as_of=sought.as_of,
        library=sides.library,
    )
    aside(latitude_first(_exchanged(sides, found)))
    return found


def _exchanged(sides: Sides, found: pl.DataFrame) -> pl.DataFrame:
    """Lay what lies near to no line there with longitude and latitude exchanged.

    Asked are the first thousand accounts that have an area.
    """
    import polars as pl

    from detente.screening import members_of
    from detente.screening.slips import exchanged

    given = sides.result.frame
    if "area" not in given.columns:
        return found.select("activity", "redline").clear()
    placed = found.filter(pl.col("relation").ne_missing("not stated"))["activity"].unique()
    far = given.filter(pl.col("area").is_not_null(), ~pl.col("activity").is_in(placed.implode()))
    return exchanged(
        far.head(_ASKED),
        sides.lines.lines,
        within_m=1000 * sides.sought.within_km,
        members=members_of(sides.library.groups),
        as_of=sides.sought.as_of,
    )


def together(steps: Steps, sides: Sides) -> pl.DataFrame:
    """Add up what bears on a line at one time; one more step."""
    import detente as dt_

    steps.begin("Adding up what goes on at one time")
    return dt_.simultaneous(
        sides.result.frame, sides.lines.lines, as_of=sides.sought.as_of, library=sides.library
    )


def met(steps: Steps, sides: Sides) -> pl.DataFrame:
    """Lay the activities that are placed beside one another; one more step."""
    import detente as dt_

    steps.begin("Laying activities beside one another")
    told: pl.DataFrame = dt_.encounters(
        sides.result.frame,
        within_km=sides.sought.within_km,
        placed_only=True,
        as_of=sides.sought.as_of,
    )
    return told
