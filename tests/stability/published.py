"""The published cases of the shared folder, made into games."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import numpy as np

from detente.stability.conflict import Conflict, Maker, Option, Preference, States, numbered
from detente.stability.game import Arcs, Choices, Direction, Ranking

WAYS: dict[str, Direction] = {"both": "both", "fwd": "forward", "back": "back"}


def cases(folder: Path) -> dict[str, dict[str, Any]]:
    """The cases by id; what one has from another is filled in."""
    told = json.loads((folder / "graph-model-cases.json").read_text(encoding="utf-8"))
    found = {each["id"]: each for each in told}
    return {id_: {**found.get(each.get("same_as", id_), {}), **each} for id_, each in found.items()}


def conflict(case: dict[str, Any]) -> Conflict:
    """A case as a conflict."""
    names = case["dms"]
    makers = tuple(Maker(f"m{i}", name) for i, name in enumerate(names))
    options: tuple[Option, ...] = ()
    moves: Choices | Arcs
    if case["form"] == "option":
        owners = [names.index(each["dm"]) for each in case["options"]]
        options = tuple(
            Option(f"o{bit}", f"m{owner}", each["name"], WAYS[each["direction"]])
            for bit, (owner, each) in enumerate(zip(owners, case["options"], strict=True))
        )
        codes = feasible(case)
        assert codes == [each["decimal"] for each in case["states"]]
        moves = Choices(
            tuple(owners), tuple(o.moves for o in options), np.array(codes, dtype=np.int64)
        )
    else:
        steps = [[0] * len(case["states"]) for _ in names]
        for i, name in enumerate(names):
            for start, end in case["arcs"][name]:
                steps[i][start - 1] |= 1 << (end - 1)
        moves = Arcs(tuple(map(tuple, steps)))
    count = len(case["states"])
    preferences = tuple(
        Preference(f"m{i}", ranked(case["ranking_best_to_worst"][name], count), "assumed", "case")
        for i, name in enumerate(names)
    )
    unseen = {
        f"m{names.index(name)}": frozenset(map(str, states))
        for name, states in case.get("misperceived", {}).items()
    }
    return Conflict(
        case["title"], makers, options, States(numbered(count)), moves, preferences, unseen
    )


def feasible(case: dict[str, Any]) -> list[int]:
    """The combinations that no pattern rules out."""
    count = len(case["options"])
    patterns = [[(int(bit), sign == "Y") for bit, sign in each] for each in case["infeasible"]]
    return [
        code
        for code in range(1 << count)
        if not any(all(bool(code >> bit & 1) == yes for bit, yes in each) for each in patterns)
    ]


def ranked(ranking: list[Any], count: int) -> Ranking:
    levels = np.zeros(count, dtype=np.int32)
    for at, rank in enumerate(ranking):
        for state in rank if isinstance(rank, list) else [rank]:
            levels[cast("int", state) - 1] = count - at
    return Ranking(levels)
