"""The page of what a screening finds: its columns."""

from __future__ import annotations

from detente.cli import columns
from docs.making.markdown import code, generated_from, table

NOTES = """In a frame `verdict` is Boolean, `overlap_from` and `overlap_to` are timestamps, naive
and in UTC, `relation` is an Enum of its four words (text on PySpark), and the rest is
text; `reached` and `missing` are names joined by commas. In JSON they are arrays, and moments are
instants with `Z`.

Distances are along the ground, from edge to edge, and told to 2 m (beyond 9,000 km, to some tens of
metres). Whether one is beyond a limit
(`within_km`, `near_km`, `--within`) is judged to a centimetre.

Told is every pair of which neither the object, nor the time, the height or the place is surely
another. How to read the answers: [screen activities](../how-to/screen-activities.md).
"""

SETS = """## Sets

`detente screen --sets` and `dt.simultaneous`: one row is a stretch of time in which the activities
that bear on a line together may reach a level of it, though none may do so alone. Accounts of one
activity are never added together.
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
        SETS,
        table(
            ("Column", "Holds", "What it says"),
            [(code(each.name), each.type, each.meaning) for each in columns.of("sets")],
        ),
    ]
    return "\n".join(parts)
