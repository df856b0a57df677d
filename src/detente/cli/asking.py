"""What may be asked: as of when, of which library, and under which suppositions."""

from __future__ import annotations

import datetime as dt
import functools
import math
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from detente.instruments import Library

Command = Callable[..., None]
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_TICK = dt.timedelta(microseconds=1)


class Instant(click.ParamType[dt.datetime, Any]):
    """A date, which means the end of that day in UTC, or an instant with its offset."""

    name = "moment"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.datetime:
        """Read it as a naive UTC instant."""
        from detente.times.moments import parse_moment

        if isinstance(value, dt.datetime):
            return value
        try:
            moment = parse_moment(value)
        except ValueError as error:
            self.fail(f"{value!r} is {error}", param, ctx)
        return moment.latest - _TICK if moment.latest else moment.earliest


class Day(click.ParamType[dt.date, Any]):
    """A date such as 2020-11-22."""

    name = "date"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """Read it."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            from detente.times.moments import meant

            written = meant(value) or "2020-11-22"
            self.fail(f"{value!r} is no date; write it as {written}", param, ctx)


class Kilometres(click.ParamType[float, Any]):
    """A distance in kilometres, from nil on."""

    name = "km"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read it."""
        try:
            distance = float(value)
        except ValueError:
            distance = math.nan
        if not 0 <= distance < math.inf:
            self.fail(f"{value!r} is no distance; write a number from 0 on, as in 50", param, ctx)
        return distance


@dataclass(frozen=True)
class Asked:
    """The options that change what the texts say.

    Attributes:
        folder: a library folder of the user's own; None: the one that came with Détente.
        levels: other levels, such as ``osce/vd-2011/40.1.1:troops=5000``.
        in_force: instruments taken as in force at any time.
        law_on: who is bound as things stood on this day; None: on the activity's own.
        proposed: folders of proposed instruments.
    """

    folder: Path | None
    levels: tuple[str, ...]
    in_force: tuple[str, ...]
    law_on: dt.date | None
    proposed: tuple[Path, ...]

    def library(self) -> Library:
        """Read the library and lay the suppositions over it.

        Raises:
            DetenteError: the library, a proposed instrument or an option cannot be taken.
        """
        import detente as dt_

        library = dt_.library(self.folder)
        return dt_.what_if(
            library, levels=self.levels, in_force=self.in_force, on=self.law_on, add=self.proposed
        )

    def assumptions(self) -> tuple[str, ...]:
        """Say in sentences what is supposed; empty when nothing is."""
        told = [f"{folder.name} is added as a proposed instrument." for folder in self.proposed]
        told += [
            f"The level {level} holds instead of the one in the text." for level in self.levels
        ]
        told += [f"{path} is in force at any time." for path in self.in_force]
        if self.law_on:
            told.append(f"Who is bound is judged as things stood on {self.law_on.isoformat()}.")
        return tuple(told)

    def mark(self) -> str:
        """Say in one line that an answer is a what-if, and which; empty when it is none."""
        supposed = self.assumptions()
        return f"What-if, not the record: {' '.join(supposed)}" if supposed else ""


def complete_instrument(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Propose the instruments of the library whose path begins so, for the shell."""
    import detente as dt_

    del ctx, param
    return [path for path in dt_.library().texts if path.startswith(incomplete)]


def complete_provision(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Propose the provisions of the library whose name begins so, for the shell."""
    import detente as dt_

    del ctx, param
    return [name for name, _, _ in dt_.library() if name.startswith(incomplete)]


def complete_name(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Propose instruments, and provisions once an instrument is written, for the shell."""
    paths = complete_instrument(ctx, param, incomplete)
    return paths or complete_provision(ctx, param, incomplete)


own_library = click.option(
    "--library",
    "folder",
    type=FOLDER,
    metavar="FOLDER",
    help="Use a library of your own instead of the one that came with Détente.",
)

_OPTIONS = (
    click.option(
        "--if-level",
        "levels",
        metavar="NAME:MEASURE=N",
        multiple=True,
        help="What if a level were another, e.g. osce/vd-2011/40.1.1:troops=5000. Repeatable.",
    ),
    click.option(
        "--if-in-force",
        "in_force",
        metavar="INSTRUMENT",
        multiple=True,
        shell_complete=complete_instrument,
        help="What if an instrument were in force at any time. Repeatable.",
    ),
    click.option(
        "--law-on",
        type=Day(),
        metavar="DATE",
        help="What if the law stood as on this day, whenever the activity takes place.",
    ),
    click.option(
        "--with",
        "proposed",
        type=FOLDER,
        metavar="FOLDER",
        multiple=True,
        help="Add a proposed instrument: a folder with instrument.toml. Repeatable.",
    ),
    own_library,
)

as_of = click.option(
    "--as-of",
    type=Instant(),
    metavar="MOMENT",
    help="What was said or given later is left out. 2021-08-05 means the end of that day in UTC;"
    " or an instant such as 2021-08-05T12:00Z. Without it the whole record counts.",
)


Options = tuple[Callable[[Command], Command], ...]


def gathering(kind: type[Any], name: str, options: Options) -> Callable[[Command], Command]:
    """Give a command several options, which it takes together as one argument.

    Args:
        kind: a dataclass with a field for each option.
        name: the argument's name.
        options: the options, in the order of the help page.
    """
    names = [field.name for field in fields(kind)]

    def gather(function: Command) -> Command:
        @functools.wraps(function)
        def gathered(**given: Any) -> None:
            together = kind(**{each: given.pop(each) for each in names})
            function(**{name: together}, **given)

        command: Command = gathered
        for option in reversed(options):
            command = option(command)
        return command

    return gather


asking = gathering(Asked, "asked", _OPTIONS)
"""Give a command the options of `Asked`, which it takes as ``asked``."""
