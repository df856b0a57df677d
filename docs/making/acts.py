"""The page of acts: what an officer can do at a node, who may, and what is asked."""

from __future__ import annotations

from collections.abc import Iterator

from detente.desk import ACTS, Act
from docs.making.markdown import code, generated_from, table

WHOSE = {"delegation": "a delegation", "host": "the host", "any": "either"}


def page() -> str:
    """Give the page."""
    return "\n".join(
        [
            generated_from("the table of acts"),
            "# Acts\n",
            "What an officer can do at a node. The [command](cli.md) and the doors to other programs"
            " do each of them in the same way, by this table; what an officer may not do is refused,"
            " and kept in the record.\n",
            table(
                ["act", "what it does", "for a", "of", "is asked"],
                (_row(act) for act in ACTS.values()),
            ),
            "An act that writes is one transaction. What is in brackets need not be said. [Run a"
            " node](../how-to/run-a-node.md) walks through them.\n",
        ]
    )


def _row(act: Act) -> Iterator[str]:
    """Give the row of one act."""
    yield code(act.name)
    yield act.says
    yield act.role
    yield WHOSE[act.whose]
    fields = act.asks.model_fields.items()
    yield ", ".join(
        code(name) if each.is_required() else f"[{code(name)}]" for name, each in fields
    )
