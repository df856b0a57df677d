"""From a table as it came, in texts or in types, to the typed frame with its faults named."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import polars as pl

from detente.activities import cells as read
from detente.activities.cells import Reader, Values
from detente.activities.columns import (
    HEIGHTS,
    INSTANT,
    MOMENTS,
    NOTICES,
    columns,
    heads,
    ordered,
)
from detente.activities.rules import check
from detente.activities.vocabulary import Vocabulary
from detente.files.faults import Faults
from detente.files.headers import OWN

_TEXTS: dict[str, Callable[[pl.Expr], Reader]] = {
    "moment": read.moment,
    "notice": read.notice,
    "bound": read.bound,
    "said": read.said,
    "count": read.count,
    "whole": read.whole,
    "altitude_low": partial(read.height, opened=-math.inf),
    "altitude_high": partial(read.height, opened=math.inf),
    "yes or no": read.yes_no,
    "text": read.text,
}
_FITS = {
    "moment": "Date, Datetime or String",
    "notice": "Date, Datetime or String",
    "bound": "Datetime or String",
    "said": "Date, Datetime or String",
    "count": "a whole-number type or String",
    "whole": "a whole-number type or String",
    "altitude_low": "a number type or String",
    "altitude_high": "a number type or String",
    "yes or no": "Boolean or String",
    "text": "String",
}

_NUL = "\0"


@dataclass(frozen=True)
class _Column:
    """One column of the table: what it yields, and how it is read."""

    name: str
    targets: tuple[str, ...]
    reader: Reader

    def key(self, target: str) -> str:
        """Name the intermediate column that holds one of its yields."""
        return f"{self.name} > {target}"


def interpret(table: pl.DataFrame, vocabulary: Vocabulary, faults: Faults) -> pl.DataFrame:
    """Give the typed frame of a table whose columns are all known, row for row.

    Args:
        table: one row per activity and source; each column is text as in a CSV file, or typed.
        vocabulary: what it may say.
        faults: where every fault is reported; a cell at fault becomes null and spoils its row.
    """
    if not table.width:
        return table
    clean = _without_nul(_trimmed(table), faults)
    plan = _plan(clean, vocabulary, faults)
    typed = clean.select(
        expr.alias(column.key(target))
        for column in plan
        for target, expr in zip(column.targets, column.reader.fast, strict=True)
    )
    typed = _one_by_one(clean, typed, plan, faults)
    labels = {target: column.name for column in plan for target in column.targets}
    labels |= {name: name for name in clean.columns}
    _report_clashes(clean, typed, plan, faults)
    frame = _merged(typed, plan, vocabulary)
    return check(frame, clean, labels, vocabulary, faults)


def _trimmed(table: pl.DataFrame) -> pl.DataFrame:
    """Drop the blanks around texts; a cell of blanks alone states nothing."""
    bare = table.select(
        pl.col(name).cast(pl.String).str.strip_chars() if _is_text(dtype) else pl.col(name)
        for name, dtype in table.schema.items()
    )
    texts = pl.selectors.string()
    blank = bare.select((texts == "").any())
    emptied = [column.name for column in blank.iter_columns() if column.item()]
    return bare.with_columns(pl.when(pl.col(emptied) != "").then(pl.col(emptied)))


def _without_nul(table: pl.DataFrame, faults: Faults) -> pl.DataFrame:
    """Report texts that hold a NUL character, and leave them out."""
    held = table.select(pl.selectors.string().str.contains(_NUL, literal=True))
    spoilt = [mark.name for mark in held if mark.any()]
    for name in spoilt:
        rows = held[name].fill_null(False).arg_true()
        values = table[name].gather(rows)
        faults.each(rows, name, values, "the text holds a NUL character", _always_delete)
    return table.with_columns(
        pl.when(~pl.col(name).str.contains(_NUL, literal=True)).then(pl.col(name))
        for name in spoilt
    )


def _always_delete(_: str) -> str:
    """Say what to do about a letter that no text holds."""
    return "Delete it; perhaps the file was copied badly."


def _is_text(dtype: pl.DataType) -> bool:
    """Tell whether a column holds texts, whatever their storage."""
    return isinstance(dtype, pl.String | pl.Categorical | pl.Enum)


def _plan(table: pl.DataFrame, vocabulary: Vocabulary, faults: Faults) -> list[_Column]:
    """Choose how each column is read; report the columns whose type does not fit."""
    plan = []
    for name, dtype in table.schema.items():
        role = _role(name, vocabulary)
        reader = _reader(name, dtype, role)
        if reader is None:
            remedy = f"Use {_FITS[role]}."
            faults.about(name, str(dtype), "the column's type does not fit", remedy)
        else:
            plan.append(_Column(name, _targets(name, role), reader))
    return plan


def _role(name: str, vocabulary: Vocabulary) -> str:
    """Say what kind of statement a column holds."""
    if name in NOTICES:
        return "notice"
    if name in MOMENTS:
        return "moment"
    if name in vocabulary.measures:
        return "count"
    if name == "stated_at":
        return "said"
    if name in HEIGHTS:
        return name
    by_type = {INSTANT: "bound", pl.Int64(): "whole", pl.Boolean(): "yes or no"}
    return by_type.get(columns(vocabulary).get(name, pl.String()), "text")


def _targets(name: str, role: str) -> tuple[str, ...]:
    """Name the columns of the frame that one column of a table yields."""
    if role == "count":
        return f"{name}_low", f"{name}_high"
    if role == "moment":
        return name, f"{name}_latest"
    return (name, f"{name}_latest", NOTICES[name]) if role == "notice" else (name,)


def _reader(name: str, dtype: pl.DataType, role: str) -> Reader | None:
    """Choose the reader of a column by its type; None when the type does not fit."""
    column = pl.col(name)
    if name.startswith(OWN):
        return None if dtype.is_nested() else read.refusing((column,), "")
    if dtype == pl.Null:
        return _TEXTS[role](pl.lit(None, pl.String))
    if dtype == pl.String:
        return _TEXTS[role](column)
    if role in ("count", "whole") and dtype.is_numeric():
        number = _whole_number(column, dtype)
        pair = (number, number) if role == "count" else (number,)
        return read.refusing(pair, "not a whole number; write 9000")
    if role in HEIGHTS and dtype.is_numeric():
        height = column.cast(pl.Float64)
        number = pl.when(height.is_not_nan()).then(height)
        return read.refusing((number,), "not a number; write 3000, or null when it is not stated")
    if role == "yes or no" and dtype == pl.Boolean:
        return read.refusing((column,), "")
    return _instants(column, dtype, role)


def _whole_number(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Take numbers as they are where they are whole; null elsewhere."""
    number = column.cast(pl.Int64, strict=False)
    if dtype.is_integer():
        return number
    return pl.when(column.is_finite() & (column == column.floor())).then(number)


def _instants(column: pl.Expr, dtype: pl.DataType, role: str) -> Reader | None:
    """Read a column of dates or instants; a date has two ends, so it cannot be a bound."""
    never = pl.lit(None, INSTANT)
    if dtype == pl.Datetime:
        zone = getattr(dtype, "time_zone", None)
        plain = column.dt.convert_time_zone("UTC").dt.replace_time_zone(None) if zone else column
        opens, closes = plain.cast(INSTANT), never
    elif dtype == pl.Date and role != "bound":
        opens = column.cast(INSTANT)
        closes = opens + pl.duration(days=1)
    else:
        return None
    given = pl.when(column.is_not_null()).then(True)
    shapes = {"moment": (opens, closes), "notice": (opens, closes, given)}
    fits = role in ("moment", "notice", "said", "bound")
    return read.refusing(shapes.get(role, (opens,)), "") if fits else None


def _one_by_one(
    clean: pl.DataFrame, typed: pl.DataFrame, plan: list[_Column], faults: Faults
) -> pl.DataFrame:
    """Read on their own the cells that the bulk expressions did not take."""
    left = clean.hstack(typed).select(
        (
            pl.col(column.name).is_not_null()
            & pl.all_horizontal(pl.col(column.key(t)).is_null() for t in column.targets)
        ).alias(column.name)
        for column in plan
    )
    for column in plan:
        if left[column.name].any():
            typed = _patched(clean[column.name], typed, column, left[column.name], faults)
    return typed


def _patched(
    cells: pl.Series, typed: pl.DataFrame, column: _Column, left: pl.Series, faults: Faults
) -> pl.DataFrame:
    """Read the cells of one column marked `left`, first together, then each distinct one once."""
    rows = left.arg_true()
    for read_some in (_in_bulk, _exactly):
        taken = read_some(cells.gather(rows), rows, column, faults)
        for target in column.targets:
            key = column.key(target)
            patched = typed[key].scatter(taken["row"], taken[target].cast(typed.schema[key]))
            typed = typed.with_columns(patched)
        rows = rows.filter(~rows.is_in(taken["row"].implode()))
    return typed


def _in_bulk(cells: pl.Series, rows: pl.Series, column: _Column, _: Faults) -> pl.DataFrame:
    """Read left cells by the second set of expressions; give those taken, with their rows."""
    again = column.reader.again or (pl.lit(None),) * len(column.targets)
    named = (expr.alias(t) for t, expr in zip(column.targets, again, strict=True))
    read = pl.DataFrame({column.name: cells}).select(rows.alias("row"), *named)
    return read.filter(pl.any_horizontal(pl.col(t).is_not_null() for t in column.targets))


def _exactly(cells: pl.Series, rows: pl.Series, column: _Column, faults: Faults) -> pl.DataFrame:
    """Read left cells one by one; give those taken, with their rows, and report the others."""
    found = [str(cell) for cell in cells]
    answers = {cell: _answer(column.reader, cell) for cell in set(found)}
    taken: list[Values] = []
    for row, cell in zip(rows, found, strict=True):
        answer = answers[cell]
        if isinstance(answer, str):
            problem, _, remedy = answer.partition("; ")
            faults.at(row, column.name, cell, problem, _sentence(remedy))
        else:
            taken.append((row, *answer))
    return pl.DataFrame(taken, schema=["row", *column.targets], orient="row")


def _answer(reader: Reader, cell: str) -> Values | str:
    """Read one cell exactly; give the sentence that refuses it."""
    try:
        return reader.slow(cell)
    except ValueError as error:
        return str(error)


def _sentence(words: str) -> str:
    """Begin with a capital and end with a full stop."""
    return f"{words[0].upper()}{words[1:].rstrip('.')}." if words else ""


def _report_clashes(
    clean: pl.DataFrame, typed: pl.DataFrame, plan: list[_Column], faults: Faults
) -> None:
    """Report rows in which two columns state one thing differently.

    A bound such as ``starts_latest`` does not clash with ``starts``: it makes it less exact.
    """
    single = {column.name: column for column in plan if len(column.targets) == 1}
    for column in plan:
        for target in column.targets:
            other = single.get(target)
            if other not in (None, column) and not target.endswith("_latest"):
                rows = _clash(typed, column, target).arg_true()
                values = (str(value) for value in clean[target].gather(rows))
                problem = f"{column.name} in the same row says otherwise"
                faults.each(rows, target, values, problem, lambda _: "Keep one of them.")


def _clash(typed: pl.DataFrame, column: _Column, target: str) -> pl.Series:
    """Mark the rows in which a column and the one that bears the target's name differ."""
    here, there = pl.col(column.key(target)), pl.col(f"{target} > {target}")
    stated = pl.any_horizontal(pl.col(column.key(t)).is_not_null() for t in column.targets)
    return typed.select(stated & there.is_not_null() & here.ne_missing(there)).to_series()


def _merged(typed: pl.DataFrame, plan: list[_Column], vocabulary: Vocabulary) -> pl.DataFrame:
    """Bring what the columns yield to the columns of the frame, families made whole.

    A column that states only one thing comes before one that states several.
    """
    yields: dict[str, list[str]] = {}
    for column in sorted(plan, key=lambda each: len(each.targets)):
        for target in column.targets:
            yields.setdefault(target, []).append(column.key(target))
    out = {target: pl.coalesce(keys) for target, keys in yields.items()}
    lead = heads(vocabulary)
    led = {lead.get(name) for name in yields}
    for name, dtype in columns(vocabulary).items():
        if lead[name] in led and name not in out:
            out[name] = pl.lit(None, dtype)
    filled = typed.with_columns(expr.alias(name) for name, expr in out.items())
    return filled.select(ordered(out, vocabulary))
