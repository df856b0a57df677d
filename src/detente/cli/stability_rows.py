"""What was found about outcomes as rows: for a table, JSON and CSV alike."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import RenderableType

    from detente.stability import Conflict
    from detente.stability.inverse import Inverse
    from detente.stability.pairs import Concept
    from detente.stability.paths import Step, Way
    from detente.stability.reach import Sanction
    from detente.stability.telling import Explanation

Rows = list[dict[str, Any]]
Told = tuple[Rows, list[str]]

MODEL = "What holds is about the model: its preferences are stated by those whom the file names."
_WORDS = {True: "yes", False: "no", None: "cannot be told"}
_MOST = 256
_ASIDE = "_leave"
"""How columns end that a table leaves out."""


def answered(answer: object) -> str:
    """Say a value of a row."""
    if answer is None or isinstance(answer, bool):
        return _WORDS[answer]
    if isinstance(answer, list | tuple):
        return "; ".join(map(answered, answer))
    return str(answer)


def as_json(rows: Rows) -> str:
    """Write rows as a JSON array, one object a line."""
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    return "[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n"


def as_csv(rows: Rows) -> str:
    """Write rows as CSV with a header; true, false, and empty where it cannot be told."""
    into = io.StringIO()
    writer = csv.writer(into, lineterminator="\n")
    if rows:
        writer.writerow(rows[0])
        writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return into.getvalue()


def _cell(value: object) -> object:
    """Write one value as a cell."""
    if isinstance(value, bool):
        return str(value).lower()
    return answered(value) if isinstance(value, list | tuple) else value


def as_table(rows: Rows, notes: Sequence[str]) -> Iterator[RenderableType]:
    """Give rows as a table, and the notes below it."""
    from rich.table import Table
    from rich.text import Text

    if rows:
        table = Table(box=None, pad_edge=False)
        names = sorted((name for name in rows[0] if not name.endswith(_ASIDE)), key=_order)
        for name in names:
            table.add_column(name.replace("_", " "))
        for row in rows[:_MOST]:
            table.add_row(*(Text(answered(row[name])) for name in names))
        yield table
    if len(rows) > _MOST:
        yield f"{len(rows) - _MOST:,} more rows; write them to a file: -o found.csv"
    yield from notes


def _order(name: str) -> bool:
    """Put what a state is in words behind what is found of it."""
    return name == "label"


def states(conflict: Conflict, concepts: Sequence[Concept], sanction: Sanction) -> Told:
    """Give a row for each state: by which concepts it holds, and who would leave it."""
    from detente.stability import solve

    answer = solve(conflict, concepts=concepts or None, sanction=sanction)
    makers = [each.id for each in conflict.makers]
    rows: Rows = []
    for at, name in enumerate(conflict.states.names):
        row: dict[str, Any] = {"state": name, "label": conflict.label(at)}
        for concept in answer.stable:
            each = [answer.told(concept, i, at) for i in range(len(makers))]
            row[concept] = False if False in each else None if None in each else True
            leave = [maker for maker, stays in zip(makers, each, strict=True) if stays is False]
            row[f"{concept}{_ASIDE}"] = leave
        rows.append(row)
    notes = [
        f"{concept} holds: {', '.join(answer.states(concept)) or 'none'}"
        + (
            f"; cannot be told: {', '.join(open_)}"
            if (open_ := answer.states(concept, None))
            else ""
        )
        for concept in answer.stable
    ]
    if sanction != "sequence":
        notes.append(f"Answers are read as: {sanction}. The definition has: sequence.")
    return rows, [*notes, MODEL]


def coalitions(conflict: Conflict, concepts: Sequence[Concept], sanction: Sanction) -> Told:
    """Give a row for each joint move that nothing deters."""
    from detente.stability import coalitions as ask
    from detente.stability.coalitions import JOINT

    rows, notes = [], []
    for concept in [each for each in JOINT if not concepts or each in concepts]:
        found = ask(conflict, concept, sanction=sanction)
        for each in found.departures:
            row: dict[str, Any] = {"concept": concept, "state": each.state}
            row |= {"coalition": list(each.coalition), "to": list(each.to)}
            rows.append(row | {"sure": True if each.sure else None})
        open_ = f"; cannot be told: {', '.join(found.open)}" if found.open else ""
        notes.append(f"{concept}: no coalition leaves {', '.join(found.stable) or 'none'}{open_}")
    return rows, [*notes, MODEL]


def margins(conflict: Conflict, concepts: Sequence[Concept], sanction: Sanction) -> Told:
    """Give a row for each state: how many pairs must change before the answer does."""
    from detente.stability import margins as ask

    rows = []
    for concept in concepts or ("SEQ",):
        for each in ask(conflict, concept, sanction=sanction):
            row: dict[str, Any] = {"concept": concept, "state": each.state, "holds": each.holds}
            row["pairs"] = each.pairs if each.pairs is not None else "more than 2"
            rows.append(row | {"such_as": list(map(str, each.example))})
    return rows, [MODEL]


def pictures(conflict: Conflict, concepts: Sequence[Concept], sanction: Sanction) -> Told:
    """Give a row for each state: whether it holds by the pictures, and in truth."""
    from detente.stability import hypergame

    found = hypergame(conflict, concepts=concepts or None, sanction=sanction)
    makers = [each.id for each in conflict.makers]
    rows, notes = [], []
    for concept in found.truth.stable:
        kinds = found.kinds(concept)
        kind = {name: each for each, names in kinds.items() for name in names}
        for at, name in enumerate(conflict.states.names):
            stays = {m: p.told(concept, i, at) for i, (m, p) in enumerate(_both(makers, found))}
            row: dict[str, Any] = {"concept": concept, "state": name, "label": conflict.label(at)}
            rows.append(row | {"equilibrium": kind.get(name, "none")} | {"stays": _stays(stays)})
        said = [f"{each} {', '.join(names)}" for each, names in kinds.items() if names]
        notes.append(f"{concept}: {'; '.join(said) or 'none'}")
    return rows, [*notes, MODEL]


def _both(makers: list[str], found: Any) -> list[tuple[str, Any]]:
    """Give makers beside their pictures."""
    return list(zip(makers, found.pictures, strict=True))


def _stays(stays: Mapping[str, bool | None]) -> list[str]:
    """Say who stays by its own picture."""
    return [f"{maker}: {_WORDS[each]}" for maker, each in stays.items()]


def variants(conflict: Conflict, concepts: Sequence[Concept], sanction: Sanction) -> Told:
    """Give a row for each state: in how many combinations of variants it holds."""
    from detente.stability import robustness

    rows = []
    for concept in concepts or ("SEQ",):
        found = robustness(conflict, concept, sanction=sanction)
        for name, count in found.holds.items():
            fails = [_combination(each) for each in found.fails[name]] if count else ["all"]
            row: dict[str, Any] = {"concept": concept, "state": name, "holds_in": count}
            rows.append(row | {"of": len(found.variants), "not_in": fails})
    return rows, [MODEL]


def _combination(variant: Mapping[str, str]) -> str:
    """Name a combination by the variants that have a name."""
    return ", ".join(f"{maker} {name}" for maker, name in variant.items() if name) or "the one"


TOLD: dict[str, Callable[[Conflict, Sequence[Concept], Sanction], Told]] = {
    "states": states,
    "coalitions": coalitions,
    "margins": margins,
    "pictures": pictures,
    "variants": variants,
}
"""What `detente stability solve --tell` tells."""


def inverse(conflict: Conflict, found: Inverse) -> Told:
    """Give a row for each least change by which a state would hold."""
    rows: Rows = [
        {"way": at, "pairs": found.pairs, "changes": list(map(str, way))}
        for at, way in enumerate(found.ways, 1)
    ]
    at = conflict.states.of(found.state)
    head = f"State {found.state} ({conflict.label(at)}) holds by {found.concept}:"
    notes = [f"{head} {_WORDS[found.holds]}."]
    if found.pairs is None:
        notes.append(f"No change of up to {found.sought} pairs of states makes it hold.")
    elif found.pairs:
        notes.append(f"The least change is {found.pairs} pair{'s' * (found.pairs > 1)} of states.")
    for share in found.shares:
        stays = _WORDS[found.stays[share.maker]]
        notes.append(
            f"{share.maker} stays: {stays}; it would by {share.rankings:,} of its {share.of:,}"
            " strict rankings, the others being as they are."
        )
    return rows, [*notes, MODEL]


def paths(conflict: Conflict, found: Sequence[Way], *, step_by_step: bool) -> Told:
    """Give a row for each state that can come about, or for each way step by step."""
    if step_by_step:
        return [
            {"way": at, "steps": [_step(each) for each in way]}
            for one in found
            for at, way in enumerate(one.ways, 1)
        ], [f"{one.count:,} shortest ways of {one.length} steps." for one in found] or ["No way."]
    rows: Rows = [
        {
            "state": one.end,
            "label": conflict.label(conflict.states.of(one.end)),
            "steps": one.length,
            "first": list(one.first),
            "ways": one.count,
            "such_as": [_step(each) for each in one.ways[0]],
        }
        for one in found
    ]
    return rows, [] if rows else ["No other state can come about."]


def _step(step: Step) -> str:
    """Say one step."""
    said = {True: "", False: " without gain", None: " with a gain that cannot be told"}[step.gains]
    return f"{step.maker} to {step.end}{said}{', for good' if step.final else ''}"


def explained(conflict: Conflict, told: Explanation) -> Iterator[RenderableType]:
    """Give the reasons as lines."""
    from rich.padding import Padding
    from rich.text import Text

    head = f"State {told.state}: {told.label}" if told.label else f"State {told.state}"
    yield Text(head, style="bold")
    yield f"Holds by {told.concept}: {_WORDS[told.holds]}."
    for maker, each in zip(conflict.makers, told.makers, strict=True):
        yield ""
        yield Text(f"{maker} stays: {_WORDS[each.stable]}", style="bold")
        yield from (Padding(line, (0, 0, 0, 2)) for line in each.lines)
    yield ""
    yield MODEL
