"""The page of a conflict's file: which tables and keys it may have, and the columns of answers."""

from __future__ import annotations

from detente.stability.answer import FIXED
from detente.stability.keys import KEYS_OF
from docs.making.markdown import code, generated_from, table


def page() -> str:
    """Give the page."""
    parts = [
        generated_from("the reader of conflicts"),
        "# Keys of a conflict\n",
        """What the file of a conflict may state; see [how to ask whether an outcome
holds](../how-to/ask-whether-an-outcome-holds.md). Anything else is refused, with its line.
""",
    ]
    for name, (said, keys) in KEYS_OF.items():
        head = f"## [[{name}]]\n" if name else "## At the head\n"
        rows = ((code(key), what) for key, what in keys.items())
        parts += [head, f"{said}\n", table(("key", "what it states"), rows)]
    columns = ((code(name), said) for name, said in FIXED.items())
    parts += [
        "## Columns of answers\n",
        "`solve(…).frame`; a column for each decision maker follows.\n",
    ]
    return "\n".join([*parts, table(("column", "what it says"), columns)])
