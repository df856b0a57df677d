"""Détente: an open crisis-prevention toolkit.

    >>> import detente as dt
    >>> library = dt.library()
    >>> activities = dt.read_activities("exercises.csv").frame  # doctest: +SKIP
    >>> findings = dt.obligations(activities, library=library)  # doctest: +SKIP

Everything here is loaded when it is first asked for, so that ``import detente`` is quick.
"""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

    import detente.positions as positions  # noqa: PLR0402  # a room, as below
    import detente.stability as stability  # noqa: PLR0402  # a room, shown under its own name
    from detente.activities import ReadResult
    from detente.consultations import Picture
    from detente.instruments import Library
    from detente.invocations import Consultation
    from detente.notices import Notices
    from detente.obligations.evaluate import Keep
    from detente.obligations.explain import Explanation
    from detente.redlines import RedLines

__version__ = "0.1.0"

__all__ = [
    "encounters",
    "explain",
    "library",
    "obligations",
    "positions",
    "read_activities",
    "read_consultations",
    "read_notices",
    "read_redlines",
    "screen",
    "simultaneous",
    "stability",
    "standing",
    "what_if",
    "write_activities",
]


def library(folder: str | Path | None = None) -> Library:
    """Read the agreed texts.

    Args:
        folder: a library folder of your own; None: the library that came with this Détente.

    Raises:
        LibraryError: a file of the folder cannot be read. Its author must act.
    """
    from detente.instruments import read_library

    return read_library(Path(folder) if folder else None)


def read_activities(
    paths: str | Path | Sequence[str | Path],
    *,
    library: Library | None = None,
    keep_good: bool = False,
) -> ReadResult:
    """Read activities from CSV, Parquet, JSON, GeoJSON or TOML.

    Args:
        paths: a file or several; ``-`` is CSV from standard input.
        library: the library whose words the files use; None: the one that came with Détente.
        keep_good: keep the good rows of a file that has bad ones, and report the bad.

    Returns:
        The activity frame (Polars), with zones of application settled by host and area as far as
        they can be; the faults; the sources and names that the files give.

    Raises:
        ActivityFileError: the files have faults, all of them listed. The sender must act.
    """
    from dataclasses import replace

    from detente.activities import read_activities as read
    from detente.obligations.words import vocabulary
    from detente.obligations.zoning import by_area

    known = _given(library)
    result = read(paths, vocabulary(known), keep_good=keep_good)
    zones = {zone.column for zone in known.zones.values()} & set(result.frame.columns)
    return replace(
        result,
        frame=by_area(result.frame, known),
        stated_zones=result.frame.select("activity", "source", *sorted(zones)),
    )


def read_redlines(
    paths: str | Path | Sequence[str | Path],
    *,
    library: Library | None = None,
    keep_good: bool = False,
) -> RedLines:
    """Read red lines and concerns from TOML, CSV or GeoJSON.

    Args:
        paths: a file or several; a file ``areas.toml`` beside one of them is read too.
        library: the library whose words and zones the files use; None: the one that came with
            Détente.
        keep_good: keep the good lines of a file that has bad ones, and report the bad.

    Raises:
        RedLineFileError: the files have faults, all of them listed. The sender must act.
    """
    from detente.obligations.words import redline_words
    from detente.redlines import read_redlines as read

    return read(paths, redline_words(library or _shipped()), keep_good=keep_good)


def read_consultations(paths: str | Path | Sequence[str | Path]) -> tuple[Consultation, ...]:
    """Read consultations from TOML; see `detente.invocations.read_consultations`."""
    from detente.invocations import read_consultations as read

    return read(paths)


def standing(
    consultation: Consultation, at: dt.date | dt.datetime, *, library: Library | None = None
) -> Picture:
    """Tell how a consultation stands as of a moment; see `detente.consultations.asked`."""
    from detente.consultations import asked

    return asked(consultation, at, _given(library))


def read_notices(paths: Any, *, gazetteer: Any = None, library: Library | None = None) -> Notices:
    """Read NOTAM and navigational warnings; see `detente.notices.read_notices`."""
    from detente.notices import read_notices as read
    from detente.obligations.announced import framing

    return read(paths, gazetteer=gazetteer, framing=framing(_given(library)))


def write_activities(
    activities: ReadResult | Any, path: str | Path, *, library: Library | None = None
) -> None:
    """Write activities as CSV, Parquet, JSON, GeoJSON or TOML, by the ending.

    Args:
        activities: an activity frame (Polars), or what `read_activities` gave; sources, names and
            notes of the latter are written too, where the format has a place for them (TOML).
        path: the file; it is written whole or not at all.
        library: the library whose words are used; None: the one that came with Détente.

    Raises:
        FrameError: it is no Polars frame, or what it holds does not fit. The sender must act.
    """
    from detente.activities import ReadResult
    from detente.activities import write_activities as write
    from detente.obligations.words import vocabulary

    known = vocabulary(_given(library))
    if isinstance(activities, ReadResult):
        told = activities
        write(
            told.frame,
            Path(path),
            known,
            sources=told.sources,
            names=told.names,
            notes=told.notes,
        )
    else:
        write(activities, Path(path), known)


def obligations(
    frame: Any,
    *,
    library: Library | None = None,
    as_of: dt.date | dt.datetime | None = None,
    instruments: Collection[str] | str = (),
    keep: Keep = "addressed",
    complete: bool = False,
) -> Any:
    """Evaluate agreed texts on activities; see `detente.obligations.evaluate.evaluate`."""
    from detente.obligations.evaluate import evaluate

    return evaluate(
        frame,
        library=_given(library),
        as_of=as_of,
        instruments=instruments,
        keep=keep,
        complete=complete,
    )


def explain(
    frame: Any,
    name: str,
    *,
    activity: object,
    source: object = None,
    library: Library | None = None,
    as_of: dt.date | dt.datetime | None = None,
) -> Explanation:
    """Explain one finding in words; see `detente.obligations.explain.explain`."""
    from detente.obligations.explain import explain as tell

    return tell(frame, name, library=_given(library), activity=activity, source=source, as_of=as_of)


def screen(
    activities: Any,
    redlines: Any,
    *,
    within_km: float = 0.0,
    as_of: dt.date | dt.datetime | None = None,
    library: Library | None = None,
) -> Any:
    """Screen activities against red lines and concerns: what comes near to which, and when.

    Args:
        activities: a Polars frame of activities, such as ``read_activities(…).frame``; or a lazy
            one, which may exceed memory; or a PySpark frame.
        redlines: red lines, such as what `read_redlines` gave, or some of its ``.lines``; or what
            `detente.screening.prepare` made of them, and then the other arguments are its own; or,
            beside PySpark activities and where there are very many, a PySpark frame of them, as
            `detente.redlines.frame` has it.
        within_km: how near, in kilometres, an activity outside the area of a line is still told,
            for lines that do not say it themselves.
        as_of: instant, in UTC where it has no zone, or a date, which means the end of that day;
            what was stated later is not known. None: the whole record.
        library: says which States belong to which organisation; None: the one that came with
            Détente.

    Returns:
        A frame in kind with the columns `detente.screening.SCREENED`; see
        `detente.screening.screen`.

    Raises:
        FrameError: it is no frame, or a column of it is absent or does not fit. The sender must
            act.
        SenderError: another argument is not what it may be. The sender must act.
    """
    from detente.screening import members_of
    from detente.screening import screen as ask
    from detente.screening.given import activities_given, metres_given, prepared_given
    from detente.times import asked_at

    return ask(
        activities_given(activities, on_a_cluster=True),
        prepared_given(redlines),
        within_m=metres_given(within_km),
        members=members_of(_given(library).groups),
        as_of=asked_at(as_of),
    )


def simultaneous(
    activities: Any,
    redlines: Any,
    *,
    as_of: dt.date | dt.datetime | None = None,
    library: Library | None = None,
) -> pl.DataFrame:
    """Ask which activities that bear on a line at one time reach its level together.

    Args:
        activities: a Polars frame of activities, such as ``read_activities(…).frame``.
        redlines: red lines, such as what `read_redlines` gave, or some of its ``.lines``.
        as_of: instant, in UTC where it has no zone, or a date, which means the end of that day;
            what was stated later is not known. None: the whole record.
        library: says which States belong to which organisation; None: the one that came with
            Détente.

    Returns:
        A frame (Polars); see `detente.screening.simultaneous`.

    Raises:
        FrameError: it is no frame, a column is absent or does not fit, or an account stands twice.
            The sender must act.
        SenderError: another argument is not what it may be. The sender must act.
    """
    from detente.screening import members_of
    from detente.screening import simultaneous as ask
    from detente.screening.given import activities_given, lines_given
    from detente.times import asked_at

    return ask(
        activities_given(activities),
        lines_given(redlines),
        members=members_of(_given(library).groups),
        as_of=asked_at(as_of),
    )


def encounters(
    activities: Any,
    *,
    within_km: float = 0.0,
    placed_only: bool = False,
    as_of: dt.date | dt.datetime | None = None,
) -> Any:
    """Screen activities against one another: who is near whom, and when.

    Args:
        activities: a Polars frame of activities, such as ``read_activities(…).frame``; or a
            PySpark frame.
        within_km: how near, in kilometres, counts as together; 0: their areas meet.
        placed_only: leave out pairs of which one has no area.
        as_of: instant, in UTC where it has no zone, or a date, which means the end of that day;
            what was stated later is not known. None: the whole record.

    Returns:
        A frame in kind; see `detente.screening.encounters`.

    Raises:
        FrameError: it is no frame, or a column is absent or does not fit. The sender must act.
        SenderError: another argument is not what it may be. The sender must act.
    """
    from detente.screening import encounters as ask
    from detente.screening.given import activities_given, metres_given
    from detente.times import asked_at

    return ask(
        activities_given(activities, on_a_cluster=True),
        within_m=metres_given(within_km),
        placed_only=placed_only,
        as_of=asked_at(as_of),
    )


def what_if(
    library: Library,
    *,
    levels: Iterable[str] | str = (),
    in_force: Iterable[str] | str = (),
    on: dt.date | None = None,
    add: Iterable[str | Path] | str | Path = (),
) -> Library:
    """Make another library from this one; see `detente.obligations.what_if`.

    Args:
        library: the library, which stays as it is.
        levels: other levels, such as ``osce/vd-2011/40.1.1:troops=5000``.
        in_force: instruments taken as in force at any time.
        on: judge who is bound as things stood on this day.
        add: folders of proposed instruments.

    A single text stands for a list of one.

    Raises:
        LibraryError: a proposed instrument cannot be read. Its author must act.
        SenderError: a level or the day is not written as it should be. The sender must act.
        UnknownName: an instrument, provision or measure is not known. The sender must act.
    """
    from detente.obligations.what_if import changed

    return changed(_given(library), levels=levels, in_force=in_force, on=on, add=add)


def __getattr__(name: str) -> Any:
    """Load a room that is called by its own name, when it is first asked for."""
    if name in ("positions", "stability"):
        return importlib.import_module(f"detente.{name}")
    raise AttributeError(f"module 'detente' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Name what is meant to be called; completion in a notebook shows nothing else."""
    return sorted([*__all__, "__version__"])


@cache
def _shipped() -> Library:
    """The library that came with this Détente, read once."""
    return library()


def _given(library: object) -> Library:
    """The library that is given, or the shipped one; SenderError where it is none."""
    from detente.errors import SenderError
    from detente.instruments import Library

    if library is None:
        return _shipped()
    if not isinstance(library, Library):
        kind = type(library).__name__
        raise SenderError(f"library is of type {kind}; give what detente.library(folder) gave")
    return library
