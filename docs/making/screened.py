"""The page of what a screening finds: its columns."""

from __future__ import annotations

from detente.cli import columns
from docs.making.markdown import code, generated_from, table

NOTES = """In a frame `verdict` is Boolean, `overlap_from` and `overlap_to` are timestamps, naive
and in UTC, and the rest is text; `reached` and `missing` are names joined by commas. In JSON they
are arrays, and moments are instants with `Z`.

Told is every pair of which neither the object, nor the time, the height or the place is surely
another. How to read the answers: [screen activities](../how-to/screen-activities.md).
"""


def page() -> str:
    """Give the page."""
    rows = [(code(each.name), each.type, each.meaning) for each in columns.of("screened")]
    parts = [
        generated_from("detente.screening"),
        "# What a screening finds\n",
        "One row is one account of one activity beside one red line or concern.\n",
        table(("Column", "Holds", "What it says"), rows),
        NOTES,
    ]
    return "\n".join(parts)
