"""The page of findings: their columns, and the errors that can come instead."""

from __future__ import annotations

import inspect

from detente import errors
from detente.cli import columns
from docs.making.markdown import anchor, code, generated_from, table

NOTES = """In a frame `verdict` and `draft` are Boolean, `due` and `done` are timestamps, and the
rest is text; `due` of a clock of days is the midnight UTC that opens the last day. In JSON
`reached` and `missing` are arrays, and `due` and `done` are dates where only the day counts, else
instants with `Z`. CSV and tables write dates and instants the same way. A Parquet file and a frame
hold timestamps, naive and in UTC.

A finding exists only where a provision addresses the activity, or may do so
([why](../decisions/0005-findings-only-where-addressed.md)). What the answers mean:
[three answers](../explanation/three-answers.md); what the times mean:
[clocks and days](../explanation/clocks-and-days.md).
"""

ERRORS = """## Errors

Input that cannot be taken is refused with one of these; [errors](../errors.md) says how to mend
each. "Cannot be told" is an answer and never an error.
"""


def page() -> str:
    """Give the page."""
    rows = [(code(each.name), each.type, each.meaning) for each in columns.of("findings")]
    parts = [
        generated_from("detente.obligations and detente.errors"),
        "# Findings\n",
        "One row is what one provision asks, by one account of one activity.\n",
        table(("Column", "Holds", "What it says"), rows),
        NOTES,
        ERRORS,
        table(("Code", "In Python", "What it is"), _errors()),
    ]
    return "\n".join(parts)


def _errors() -> list[tuple[str, str, str]]:
    """Give every error with its code, its class and the first line of its docstring."""
    kinds = [kind for kind in vars(errors).values() if inspect.isclass(kind)]
    raised = [kind for kind in kinds if issubclass(kind, errors.DetenteError)]
    leaves = [kind for kind in raised if not kind.__subclasses__()]
    return [
        (
            f"[`{kind.code}`](../errors.md#{anchor(kind.code)})",
            code(f"detente.errors.{kind.__name__}"),
            (inspect.getdoc(kind) or "").partition("\n")[0],
        )
        for kind in leaves
    ]
