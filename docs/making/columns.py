"""The page of the columns that a file or frame of activities may have."""

from __future__ import annotations

import detente
from detente.activities.columns import columns
from detente.activities.schema import describe
from detente.activities.vocabulary import Vocabulary
from detente.obligations.words import vocabulary
from docs.making.markdown import code, generated_from, table

HEAD = """# Columns of activities

One row is one activity *as one source describes it*. In a file, a column that is absent and a
cell that is empty both mean "not stated", never nil. `activity`, `source` and `kind` must be
stated; everything else may be. How to write a file is told in [evaluate your own
activities](../how-to/evaluate-your-own-activities.md); a machine gets the JSON Schema from `./dev
detente schema activities`.
"""

MEASURES = """Whole numbers in the unit given. A cell is `9000`, `8000..12000`, `13001..` (at least)
or `..7000` (at most).
"""

ZONES = """`true` or `false`. What is not stated is settled by the host or the area where they tell
([how](../explanation/zones.md)).
"""

FRAME = """## In a frame

A frame that you build yourself, or that `detente.read_activities` gives, has typed columns. A
measure is a pair, `<measure>_low` and `<measure>_high`: equal when exact, one of them null for
"at least" and "at most", both null when not stated; one column of the measure's name will do
where every count is exact. Instants are naive and mean UTC
([why](../decisions/0003-instants-are-naive-and-in-utc.md)); `<moment>_latest` is the first
instant that is too late ([why](../decisions/0004-moments-as-pairs.md)).
"""


def page() -> str:
    """Give the page."""
    words = vocabulary(detente.library())
    rows = describe(words)
    measures, facts = set(words.measures), {*words.facts, *words.zone_columns}
    general = [row for row in rows if row.name not in measures | facts]
    parts = [
        generated_from("the library's words and detente.activities"),
        HEAD,
        "## In a file\n",
        table(
            ("Column", "A cell holds", "It states"),
            [
                (code(row.name) + (" (required)" if row.required else ""), row.cell, row.meaning)
                for row in general
            ],
        ),
        "Columns whose name begins with `x_` are your own: carried along, without meaning here.\n",
        *_words(words),
        FRAME,
        table(("Column", "Type"), [(code(n), str(t)) for n, t in _typed(words).items()]),
    ]
    return "\n".join(parts)


def _words(words: Vocabulary) -> list[str]:
    """Give the tables of kinds, measures, facts and zones."""
    kinds = [(code(name), text) for name, text in words.kinds.items()]
    measures = [(code(n), m.unit, m.definition) for n, m in words.measures.items()]
    facts = [
        (code(n), ", ".join(map(code, f.choices)) or "true or false", f.definition)
        for n, f in words.facts.items()
    ]
    zones = [(code(column), gist) for column, gist in words.zone_columns.items()]
    return [
        "## Kinds\n",
        table(("`kind`", "What it is"), kinds),
        "## Measures\n",
        MEASURES,
        table(("Column", "Unit", "What is counted"), measures),
        "## Facts\n",
        table(("Column", "A cell holds", "It states"), facts),
        "## Zones of application\n",
        ZONES,
        table(("Column", "It states that the activity lies in the"), zones),
    ]


def _typed(words: Vocabulary) -> dict[str, object]:
    """Give the columns of the frame that are no fact, zone or measure, and a line for those."""
    named = {*words.facts, *words.zone_columns}
    pairs = {f"{measure}{end}" for measure in words.measures for end in ("_low", "_high")}
    typed: dict[str, object] = {
        name: kind for name, kind in columns(words).items() if name not in named | pairs
    }
    typed |= {"every measure, _low and _high": "Int64", "every zone and yes-or-no fact": "Boolean"}
    return typed | {"every other fact": "String"}
