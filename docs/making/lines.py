"""The page of the keys that a red line may have."""

from __future__ import annotations

from detente.redlines import frame
from detente.redlines.schema import describe
from docs.making.markdown import code, generated_from, table

HEAD = """# Keys of red lines

One entry is one red line or concern *as one source states it*. A key that is absent and a cell that
is empty both mean "not stated": no area is drawn and no figure is read into the words. How to write
a file is told in [declare red lines](../how-to/declare-red-lines.md); a machine gets the JSON
Schema from `./dev detente schema redlines`.
"""

FILES = """In TOML each line is a `[[redline]]`; in CSV the keys are the columns; in GeoJSON they
are the properties of a feature, whose geometry is the area. Columns whose name begins with `x_` are
your own: carried along, without meaning here.
"""

FRAME = """## In a frame

`detente.redlines.frame(lines)` gives one row for each line. Instants are naive and mean UTC;
`<moment>_latest` is the first instant that is too late. An altitude is in metres, infinite where
the words leave the bound open. `area_inside` is what surely belongs to the area, `area_within` what
surely holds it, both in WKT.
"""


def page() -> str:
    """Give the page."""
    parts = [
        generated_from("detente.redlines"),
        HEAD,
        "## In a file\n",
        table(
            ("Key", "It holds", "It states"),
            [
                (code(row.name) + (" (required)" if row.required else ""), row.cell, row.meaning)
                for row in describe()
            ],
        ),
        FILES,
        FRAME,
        table(("Column", "Type"), [(code(n), str(t)) for n, t in frame([]).schema.items()]),
    ]
    return "\n".join(parts)
