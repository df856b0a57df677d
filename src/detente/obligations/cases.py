"""Cases beside the library's provisions: what is given, what is found, what was expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.errors import LibraryError
from detente.instruments.library import Case, Library, Text
from detente.measures import Count, parse_count
from detente.obligations.evaluate import evaluate
from detente.obligations.fitting import MOMENTS, WORDS
from detente.times.moments import Moment, parse_moment

if TYPE_CHECKING:
    import polars as pl

ANSWERS: dict[object, object] = {True: True, False: False, "cannot be told": None, "none": "none"}
ABOUT_PAIRS = "obligee"


@dataclass(frozen=True)
class Outcome:
    """One case and what the engine found.

    Attributes:
        name: instrument, provision and the case's own name.
        expected: the keys of the finding that the case states.
        found: the same keys as found; ``verdict = "none"`` when there is no finding.
    """

    name: str
    expected: Mapping[str, object]
    found: Mapping[str, object]

    @property
    def agrees(self) -> bool:
        """Whether everything that is expected was found."""
        return self.expected == self.found


def outcome(library: Library, text: Text, case: Case) -> Outcome:
    """Run one case of an instrument.

    Raises:
        LibraryError: the case says something that cannot be read. Its author must act.
    """
    expected = {key: _expected(text, case, key, value) for key, value in case.expect.items()}
    rows = [case.given, *({**case.given, **other} for other in case.others)]
    frame = _frame(library, text, case, rows)
    findings = evaluate(frame, library=library, instruments=[text.path]).rows(named=True)
    towards = expected.get(ABOUT_PAIRS)
    matching = [
        finding
        for finding in findings
        if finding["activity"] == "0"
        and finding["provision"] == case.provision
        and (towards is None or finding[ABOUT_PAIRS] == towards)
    ]
    found = {key: _found(matching, key) for key in expected}
    return Outcome(f"{text.path}/{case.provision}: {case.name}", expected, found)


def _expected(text: Text, case: Case, key: str, value: object) -> object:
    """Read one key of what a case expects."""
    if key == "verdict":
        if value not in ANSWERS:
            problem = 'write true, false, "cannot be told", or "none" for no finding'
            raise LibraryError(text.path, f"case {case.name!r}: verdict", problem)
        return ANSWERS[value]
    if key in ("reached", "missing") and isinstance(value, tuple):
        return ", ".join(str(item) for item in value)
    if key not in ("due", "done"):
        return None if (key, value) == ("timing", "cannot be told") else value
    try:
        return _moment(value).earliest
    except ValueError as error:
        raise LibraryError(text.path, f"case {case.name!r}: {key}", str(error)) from None


def _found(matching: list[dict[str, Any]], key: str) -> object:
    """Give one key of the finding; the first one is the finding towards all parties."""
    if not matching:
        return "none" if key == "verdict" else None
    return matching[0].get(key)


def _frame(
    library: Library, text: Text, case: Case, rows: Sequence[Mapping[str, object]]
) -> pl.DataFrame:
    """Make the frame of a case: its own activity is ``0``."""
    import polars as pl

    cells = []
    for number, given in enumerate(rows):
        row: dict[str, object] = {"activity": str(number), "source": "case"}
        for key, value in given.items():
            try:
                row.update(_cells(library, key, value))
            except ValueError as error:
                place = f"case {case.name!r}: given.{key}"
                raise LibraryError(text.path, place, str(error)) from None
        cells.append(row)
    frame = pl.DataFrame(cells, infer_schema_length=None)
    known = [name for name in frame.columns if frame.schema[name] != pl.Null]
    return frame.select(known)


def _cells(library: Library, key: str, value: object) -> dict[str, object]:
    """Turn one given value into columns of the frame; an empty text is "not stated"."""
    if value == "":
        return {}
    if key in library.measures:
        count = value if isinstance(value, int) else parse_count(str(value))
        count = Count(count, count) if isinstance(count, int) else count
        return {f"{key}_low": count.low, f"{key}_high": count.high}
    if key in MOMENTS:
        return _moments(key, value)
    zones = {zone.column for zone in library.zones.values()}
    if key not in {*library.facts, *zones, *WORDS, "counterpart", "activity", "source"}:
        raise ValueError("no column, measure, fact or zone has this name")
    return {key: value}


def _moments(key: str, value: object) -> dict[str, object]:
    """Turn a moment into its earliest and latest; ``none`` states that it did not come."""
    done = key.removesuffix("_at")
    if value == "none":
        return {done: False}
    moment = _moment(value)
    return {key: moment.earliest, f"{key}_latest": moment.latest}


def _moment(value: object) -> Moment:
    """Read a date, an instant with its offset, or either as text."""
    return Moment.of(value) if isinstance(value, dt.date) else parse_moment(str(value))
