"""Cells read in bulk and one by one agree: what bulk takes, the exact rules take alike."""

from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from detente.activities import cells
from detente.activities.cells import Reader

Make = Callable[[pl.Expr], Reader]

DATES = st.from_regex(r"[01289]{4}-[0-3]?[0-9]-[0-3]?[0-9]", fullmatch=True)
TIMES = st.from_regex(
    r"[T t]([0-2]?[0-9]:[0-6][0-9](:[0-6][0-9](\.[0-9]{1,7})?)?)?(Z|z|[+-][0-2][0-9]:?[0-6][0-9])?",
    fullmatch=True,
)
MOMENTS = st.one_of(
    DATES, st.builds("{}{}".format, DATES, TIMES), st.sampled_from(["none", "None"])
)
COUNTS = st.one_of(
    st.from_regex(r"[+-]?[0-9]{0,3}(\.\.?)?-?[0-9]{0,3}", fullmatch=True),
    st.text("0123456789., -", max_size=24),
)
ANSWERS = st.sampled_from(["true", "TRUE", "yes", "Yes", "no", "false", "f", "y", "1", "0", "on"])


def in_bulk(make: Make, cell: str) -> tuple[object, ...] | None:
    """What the expressions give for one cell; None when they leave it."""
    reader = make(pl.col("cell"))
    frame = pl.DataFrame({"cell": [cell]})
    for way in (reader.fast, reader.again):
        values = (
            frame.select(expr.alias(str(i)) for i, expr in enumerate(way)).row(0) if way else ()
        )
        if any(value is not None for value in values):
            return values
    return None


def exactly(make: Make, cell: str) -> tuple[object, ...] | None:
    """What the exact rules give for one cell; None when they refuse it."""
    try:
        return make(pl.col("cell")).slow(cell)
    except ValueError:
        return None


def assert_agree(make: Make, cell: str) -> None:
    """Bulk takes no cell that the exact rules refuse, and takes the others alike."""
    bulk = in_bulk(make, cell)
    assert bulk is None or bulk == exactly(make, cell)


@pytest.mark.parametrize("make", [cells.moment, cells.notice, cells.bound, cells.said])
@settings(deadline=None, max_examples=50)
@given(cell=MOMENTS)
@example(cell="2026-09-14T06:00:60Z")
@example(cell="2026-09-14T24:00Z")
@example(cell="2026-09-14T06:00+24:00")
@example(cell="2026-09-14T06:00-00:00")
@example(cell="+202-09-14")
@example(cell="9999-12-31")
@example(cell="2024-02-29")
@example(cell="2023-02-29")
@example(cell="1000-01-01T00:00+23:59")
@example(cell="2026-09-14T06:00:30.1234567Z")
def test_moments(make: Make, cell: str) -> None:
    assert_agree(make, cell)


@pytest.mark.parametrize("make", [cells.count, cells.whole])
@settings(deadline=None, max_examples=50)
@given(cell=COUNTS)
@example(cell="007..9")
@example(cell="9..8")
@example(cell="..")
@example(cell="999999999999999999..9999999999999999999")
def test_counts(make: Make, cell: str) -> None:
    if not cell.endswith(".0"):  # the bulk takes 9000.0, which no one-by-one rule needs to see
        assert_agree(make, cell)


@settings(deadline=None, max_examples=50)
@given(cell=ANSWERS)
def test_answers(cell: str) -> None:
    taken = {"true": True, "yes": True, "no": False, "false": False}.get(cell.lower())
    assert in_bulk(cells.yes_no, cell) == (None if taken is None else (taken,))
    assert exactly(cells.yes_no, cell) is None


@pytest.mark.parametrize(
    ("make", "cell"),
    [
        (cells.moment, "2026-09-14"),
        (cells.moment, "2026-09-14T06:00Z"),
        (cells.moment, "2026-09-14T06:00:30.25+03:00"),
        (cells.notice, "none"),
        (cells.notice, "2026-09-14T06:00Z"),
        (cells.count, "9000"),
        (cells.count, "8000..12000"),
        (cells.count, "13001.."),
        (cells.count, "..7000"),
    ],
)
def test_what_is_plain_is_read_in_bulk(make: Make, cell: str) -> None:
    assert in_bulk(make, cell) is not None
    assert in_bulk(make, cell) == exactly(make, cell)
