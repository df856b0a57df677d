"""What a person should know of an answer that the answer itself has no place for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from detente.activities import ReadResult

LARGE = 10
"""Megabytes from which on a page is slow to open in a browser."""

_OF_ONE = 0.00055
"""About so many megabytes one finding takes in a page; `tests/cli/test_asides.py` measures it."""

_FEW = 3
"""How many are named, where others are only counted."""

_FORMULA = r"^[=+\-@\t\r]"
"""How a cell begins that spreadsheets take for a formula (OWASP, "CSV Injection")."""


def kept_accounts(result: ReadResult, as_of: dt.datetime | None) -> str:
    """Say which accounts are known at an instant; empty where none is asked for."""
    from detente.dossiers import words
    from detente.dossiers.accounts import known_at, undated

    if as_of is None:
        return ""
    known = known_at(result, as_of)
    later, without = result.frame.height - known.frame.height, undated(known)
    told = [f"{_accounts(later)} given later left out"] if later else []
    if without:
        told.append(f"{_accounts(without, 'undated ')} (no stated_at) kept")
    return f"As of {words.instant(as_of)}: {'; '.join(told) or 'every account was given'}."


def _accounts(number: int, trait: str = "") -> str:
    """Say how many accounts."""
    return f"{number:,} {trait}account{'' if number == 1 else 's'}"


def latitude_first(pairs: pl.DataFrame) -> str:
    """Ask about coordinates that may have changed places; empty where none may.

    Args:
        pairs: each ``activity`` and ``redline`` that would be near to one another then.
    """
    from detente.dossiers.harmless import harmless

    named = [f"{harmless(one)} near to {harmless(line)}" for one, line in pairs.iter_rows()]
    if not named:
        return ""
    more = f" and {len(named) - _FEW:,} more" if len(named) > _FEW else ""
    return (
        "is latitude written first in one of the files? Longitude comes first; with the two"
        f" exchanged there would be {', '.join(named[:_FEW])}{more}."
    )


def too_large(findings: int) -> str:
    """Warn of a page that is slow to open; empty where it is not."""
    megabytes = findings * _OF_ONE
    if megabytes < LARGE:
        return ""
    return (
        f"a page of {findings:,} findings takes about {megabytes:,.0f} MB and opens slowly; ask"
        " fewer texts with --instrument, or write --format parquet or csv."
    )


def formulas(findings: pl.DataFrame) -> str:
    """Warn of ids that a spreadsheet would take for formulas; empty where there are none."""
    import polars as pl

    cells = findings.select("activity", "source").unique()
    named = cells.filter(pl.any_horizontal(pl.all().str.contains(_FORMULA))).height
    if not named:
        return ""
    return (
        "some ids begin with = + - or @, which a spreadsheet takes for a formula; they are written"
        " as stated, so import the file as text."
    )
