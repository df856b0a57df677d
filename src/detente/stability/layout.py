"""The states of a conflict and who can move where, as a file states them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from detente.files.entries import Entry, Kinds, Sheet, named
from detente.files.hints import word_hint
from detente.stability.conflict import Option, States, numbered
from detente.stability.game import Arcs, Choices
from detente.stability.statements import Unreadable, named_in, truth

_LARGEST = 1 << 20
_MOST = 4_096
_NONE = np.zeros(1, dtype=np.int64)

Codes = NDArray[np.int64]


def by_options(
    sheet: Sheet, options: Sequence[Option], makers: Sequence[str]
) -> tuple[States, Choices] | None:
    """Read the states that options make; report what is wrong and give None then."""
    bits = {each.id: bit for bit, each in enumerate(options)}
    for entry in sheet.entries("move", {"maker": str, "from": str, "to": list}):
        entry.fault("", None, "moves follow from the options", "Leave it out, or all [[option]].")
    codes = _feasible(sheet, bits)
    if codes is None:
        return None
    if not len(codes):
        sheet.fault("infeasible", None, "no state is left", "Take one of them away.")
        return None
    names, labels = _called(sheet, bits, codes)
    if len(set(names)) < len(names):
        sheet.fault("state", None, "two states have one name", "Rename one.")
        return None
    owners = tuple(makers.index(each.maker) for each in options)
    return States(names, labels), Choices(owners, tuple(each.moves for each in options), codes)


def by_states(sheet: Sheet, makers: Sequence[str]) -> tuple[States, Arcs] | None:
    """Read states and moves that are stated one by one; None where something is wrong."""
    labels: dict[str, str] = {}
    for entry in sheet.entries("state", {"id": (int, str), "name": str}, ("id",)):
        id_ = named(entry.fields["id"])
        if id_ in labels:
            entry.fault("id", id_, "two bear this id", "Rename one.")
        labels[id_] = entry.text("name")
    if not labels:
        remedy = "State what each can do as [[option]], or each state as [[state]]."
        sheet.fault("option", None, "there is nothing to do", remedy)
        return None
    if len(labels) > _MOST:
        sheet.fault("state", len(labels), "too many states", f"At most {_MOST:,}.")
        return None
    states = States(list(labels), {id_: name for id_, name in labels.items() if name})
    steps = [[0] * len(labels) for _ in makers]
    kinds: Kinds = {"maker": str, "from": (int, str), "to": list}
    for entry in sheet.entries("move", kinds, ("maker", "from", "to")):
        _step(entry, states, makers, steps)
    return states, Arcs(tuple(map(tuple, steps)))


def _step(entry: Entry, states: States, makers: Sequence[str], steps: list[list[int]]) -> None:
    """Read where one decision maker can go from one state."""
    maker, start = entry.text("maker"), named(entry.fields["from"])
    if maker not in makers:
        entry.fault("maker", maker, "nobody has this id", word_hint(maker, makers))
        return
    for key, name in [("from", start), *(("to", named(each)) for each in entry.listed("to"))]:
        if name not in states.places:
            entry.fault(key, name, "no state is called so", word_hint(name, states.places))
        elif key == "to" and name == start:
            entry.fault(key, name, "a move leads elsewhere", "Leave it out.")
        elif key == "to" and start in states.places:
            steps[makers.index(maker)][states.places[start]] |= 1 << states.places[name]


def _feasible(sheet: Sheet, bits: Mapping[str, int]) -> Codes | None:
    """Give every combination of options that nothing rules out, in rising order.

    Options are added one by one, and what is ruled out by those that are there is left out at once.
    """
    ruled: dict[int, list[str]] = {}
    for entry in _ruled(sheet, bits):
        last = max((bits[each] for each in named_in(entry, bits)), default=0)
        ruled.setdefault(last, []).append(entry)
    codes = _NONE
    for bit in range(len(bits)):
        codes = np.concatenate([codes, codes | np.int64(1 << bit)])
        for statement in ruled.get(bit, []):
            codes = codes[~truth(statement, bits, codes)]
        if len(codes) > _LARGEST:
            remedy = f"At most {_LARGEST:,} in a file: say what cannot be as [[infeasible]]."
            sheet.fault("option", None, "the options make too many states", remedy)
            return None
    return np.sort(codes)


def _ruled(sheet: Sheet, bits: Mapping[str, int]) -> Iterator[str]:
    """Go through the statements that say what cannot be; those with a fault are reported."""
    kinds: Kinds = {"when": str, "why": str, "source": str}
    for entry in sheet.entries("infeasible", kinds, ("when",)):
        try:
            truth(entry.text("when"), bits, _NONE)
        except Unreadable as error:
            problem, _, remedy = str(error).partition("; ")
            entry.fault("when", entry.text("when"), problem, remedy)
        else:
            yield entry.text("when")


def _called(
    sheet: Sheet, bits: Mapping[str, int], codes: Codes
) -> tuple[list[str], dict[str, str]]:
    """Give the names of the states, numbered where nothing else is stated, and their labels."""
    names, labels = numbered(len(codes)), {}
    kinds: Kinds = {"id": (int, str), "name": str, "taken": list}
    for entry in sheet.entries("state", kinds, ("taken",)):
        taken = [str(each) for each in entry.listed("taken")]
        unknown = [each for each in taken if each not in bits]
        if unknown:
            entry.fault("taken", unknown[0], "no option is called so", word_hint(unknown[0], bits))
            continue
        code = sum(1 << bits[each] for each in set(taken))
        at = int(np.searchsorted(codes, code))
        if at >= len(codes) or codes[at] != code:
            entry.fault("taken", ", ".join(taken), "this state cannot be", "See [[infeasible]].")
            continue
        names[at] = named(entry.fields.get("id", names[at]))
        if entry.text("name"):
            labels[names[at]] = entry.text("name")
    return names, labels
