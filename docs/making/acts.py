"""The page of acts: what an officer can do at a node, who may, and what is asked."""

from __future__ import annotations

from detente.desk import ACTS, Act
from docs.making.markdown import code, generated_from, table

WHOSE = {"delegation": "a delegation", "host": "the host", "any": "either"}


def page() -> str:
    """Give the page."""
    head = ("act", "what it does", "for a", "of", "is asked")
    parts = [
        generated_from("the table of acts"),
        "# Acts\n",
        """What an officer can do at a node. The [command](cli.md) and the doors to other programs
do each of them in the same way, by this table; what an officer may not do is
refused, and kept in the record.
""",
        table(head, (_row(act) for act in ACTS.values())),
        """An act that writes is one transaction. What is in brackets need not be said. [Run a
node](../how-to/run-a-node.md) walks through them.
""",
    ]
    return "\n".join(parts)


def _row(act: Act) -> tuple[str, ...]:
    """Give the row of one act."""
    fields = act.asks.model_fields.items()
    asked = [code(name) if each.is_required() else f"[{code(name)}]" for name, each in fields]
    return code(act.name), act.says, act.role, WHOSE[act.whose], ", ".join(asked)
