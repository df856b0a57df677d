"""The reader of a conflict's file.

::

    name = "Water of a river"

    [[source]]
    id = "analyst"
    title = "Assumptions of the analyst"
    standing = "unofficial"

    [[maker]]
    id = "upstream"

    [[option]]
    id = "release"
    maker = "upstream"

    [[preference]]
    maker = "upstream"
    basis = "assumed"
    source = "analyst"
    ranking = [1, 2]
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from detente.errors import ConflictFileError
from detente.files.entries import Entry, Kinds, Sheet, named
from detente.files.faults import Faults
from detente.files.hints import word_hint
from detente.files.opening import opened
from detente.files.toml_document import document
from detente.sources.notes import sources_of
from detente.stability.answer import FIXED
from detente.stability.conflict import Conflict, Maker, Option, Preference
from detente.stability.game import Choices, Direction
from detente.stability.keys import KEYS_OF
from detente.stability.layout import by_options, by_states
from detente.stability.statements import KEPT
from detente.stability.wishes import KEYS, Ground, order_of

TOP = (*KEYS_OF[""][1], *(name for name in KEYS_OF if name))
"""The keys at the head of a file."""

BASES = ("stated", "attributed", "assumed")
_WAYS: Mapping[str, Direction] = {"both": "both", "forward": "forward", "back": "back"}
_MOST_OPTIONS = 60
_PLAIN = ("maker", "basis", "source", "paragraph", "seen_by", "variant", "note")
PREFERENCE: Kinds = {**dict.fromkeys(_PLAIN, str), **KEYS}
"""The keys of a preference, and what each holds."""


def read_conflict(path: str | Path) -> Conflict:
    """Read a conflict from a TOML file.

    Args:
        path: the file.

    Raises:
        ConflictFileError: the file has faults, all of them listed. The sender must act.
    """
    faults = Faults(str(path))
    data = opened(str(path), (".toml",), faults)
    found = None if data is None else conflict_of(data, faults)
    told = faults.listed()
    if told or found is None:
        raise ConflictFileError(told)
    return found


def conflict_of(data: bytes, faults: Faults) -> Conflict | None:
    """Read a conflict from what a file holds; report what is wrong.

    Args:
        data: the whole file.
        faults: where to report.
    """
    read = document(data, "maker", faults)
    if read is None:
        return None
    sheet = Sheet(read, faults)
    sheet.top(TOP)
    sources, refused = sources_of(read, faults)
    makers = _makers(sheet)
    options = _options(sheet, {each.id for each in makers})
    if not makers and not faults.listed():
        sheet.fault("maker", None, "nobody decides", "State each decision maker as [[maker]].")
    if faults.listed():
        return None
    ids = [each.id for each in makers]
    laid = by_options(sheet, options, ids) if options else by_states(sheet, ids)
    if laid is None:
        return None
    states, moves = laid
    codes = moves.codes if isinstance(moves, Choices) else None
    bits = {each.id: bit for bit, each in enumerate(options)}
    ground = Ground(states.places, bits, codes)
    found = Conflict(
        name=sheet.text("name"),
        makers=makers,
        options=options,
        states=states,
        moves=moves,
        preferences=_preferences(sheet, ids, ground, {*sources, *refused}),
        unseen=_unseen(sheet, ids, ground),
        status_quo=sheet.text("status_quo"),
        sources=tuple(sources.values()),
        about=sheet.text("about"),
    )
    _whole(sheet, found)
    return found


def _makers(sheet: Sheet) -> tuple[Maker, ...]:
    """Read who decides; none is called as a column of the answers is."""
    found: dict[str, Maker] = {}
    for entry in sheet.entries("maker", {"id": str, "name": str}, ("id",)):
        if entry.text("id") in FIXED:
            entry.fault(
                "id", entry.text("id"), "a column of the answers is called so", "Rename it."
            )
        elif _new(entry, found):
            found[entry.text("id")] = Maker(entry.text("id"), entry.text("name"))
    return tuple(found.values())


def _options(sheet: Sheet, makers: set[str]) -> tuple[Option, ...]:
    """Read what each can do."""
    found: dict[str, Option] = {}
    kinds: Kinds = dict.fromkeys(("id", "maker", "name", "moves"), str)
    for entry in sheet.entries("option", kinds, ("id", "maker")):
        id_, way = entry.text("id"), entry.text("moves") or "both"
        if id_ in KEPT or not id_.replace("-", "_").isidentifier() or id_.startswith("-"):
            remedy = "Write letters, digits, - and _, a letter first."
            entry.fault("id", id_, "a statement could not name it", remedy)
        elif entry.text("maker") not in makers:
            who = entry.text("maker")
            entry.fault("maker", who, "nobody has this id", word_hint(who, makers))
        elif way not in _WAYS:
            entry.fault("moves", way, "unknown direction", word_hint(way, _WAYS))
        elif _new(entry, found):
            found[id_] = Option(id_, entry.text("maker"), entry.text("name"), _WAYS[way])
    if len(found) > _MOST_OPTIONS:
        sheet.fault("option", len(found), "too many options", f"At most {_MOST_OPTIONS}.")
    return tuple(found.values())


def _new(entry: Entry, found: Mapping[str, object]) -> bool:
    """Tell whether nothing bears this id yet; report where something does."""
    if entry.text("id") in found:
        entry.fault("id", entry.text("id"), "two bear this id", "Rename one.")
        return False
    return True


def _preferences(
    sheet: Sheet, makers: list[str], ground: Ground, sources: set[str]
) -> tuple[Preference, ...]:
    """Read what each prefers, and who says so."""
    found: dict[tuple[str, str, str], Preference] = {}
    for entry in sheet.entries("preference", PREFERENCE, ("maker", "basis", "source")):
        plain = {key: entry.text(key) for key in _PLAIN}
        if not _known(entry, plain, makers, sources):
            continue
        order = order_of(entry, ground)
        key = plain["maker"], plain["seen_by"], plain["variant"]
        if key in found:
            remedy = "Leave one out, or call each by a variant."
            entry.fault("maker", key[0], "its preference is stated twice", remedy)
        elif order is not None:
            found[key] = Preference(order=order, **plain)
    return tuple(found.values())


def _known(entry: Entry, plain: Mapping[str, str], makers: list[str], sources: set[str]) -> bool:
    """Tell whether a preference names what there is; report where not."""
    checks = [("maker", makers), ("seen_by", ["", *makers]), ("basis", BASES)]
    bad = [(key, known) for key, known in checks if plain[key] not in known]
    for key, known in bad:
        entry.fault(key, plain[key], "unknown", word_hint(plain[key], [k for k in known if k]))
    if plain["source"] not in sources:
        remedy = word_hint(plain["source"], sources) if sources else "Declare it with [[source]]."
        entry.fault("source", plain["source"], "no such source is declared", remedy)
        return False
    if plain["seen_by"] and plain["seen_by"] == plain["maker"]:
        remedy = "Leave it out: what it prefers itself is seen by itself."
        entry.fault("seen_by", plain["seen_by"], "the decision maker itself", remedy)
        return False
    return not bad


def _unseen(sheet: Sheet, makers: list[str], ground: Ground) -> dict[str, frozenset[str]]:
    """Read which states a decision maker does not perceive, named or by an option it overlooks."""
    found: dict[str, frozenset[str]] = {}
    for entry in sheet.entries("unseen", {"by": str, "states": list, "options": list}, ("by",)):
        by = entry.text("by")
        if by not in makers:
            entry.fault("by", by, "nobody has this id", word_hint(by, makers))
            continue
        states = {named(each) for each in entry.listed("states")}
        for each in sorted(states - set(ground.places)):
            entry.fault("states", each, "no state is called so", "Name one that is.")
        overlooked = _overlooked(entry, ground)
        found[by] = found.get(by, frozenset()) | (states & set(ground.places)) | overlooked
    return found


def _overlooked(entry: Entry, ground: Ground) -> set[str]:
    """Give the states in which an option is taken that a decision maker does not know of."""
    found: set[str] = set()
    names = list(ground.places)
    for each in map(str, entry.listed("options")):
        if each not in ground.options or ground.codes is None:
            hint = word_hint(each, ground.options) if ground.options else "Name states instead."
            entry.fault("options", each, "no option is called so", hint)
            continue
        taken = (ground.codes >> ground.options[each]) & 1
        found |= {names[at] for at in taken.nonzero()[0].tolist()}
    return found


def _whole(sheet: Sheet, found: Conflict) -> None:
    """Report what is missing once everything is read."""
    if found.status_quo and found.status_quo not in found.states.places:
        sheet.fault("status_quo", found.status_quo, "no state is called so", "Name one that is.")
    if sheet.faults.listed():
        return
    own = {each.maker for each in found.preferences if not each.seen_by}
    for maker in found.makers:
        if maker.id not in own:
            problem = f"nothing is said of what {maker.id} prefers"
            remedy = "State it; where nothing is known, write ranking = []."
            sheet.fault("preference", None, problem, remedy)
