"""The one reader of library files: TOML in, a checked `Library` out."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from detente.errors import LibraryError
from detente.instruments.formats import Format, Labels, Numbering
from detente.instruments.library import (
    DECLARATIONS,
    Case,
    CaseFile,
    Chapter,
    Fact,
    Kind,
    Library,
    Measure,
    Text,
)
from detente.instruments.mechanisms import Mechanism
from detente.instruments.provisions import Instrument, Status
from detente.instruments.soundness import check
from detente.instruments.zones import Zone
from detente.parties.channels import DocumentedChannel
from detente.parties.groups import Group, State
from detente.sources.source import Strict

M = TypeVar("M", bound=BaseModel)
N = TypeVar("N")


class _Kinds(Strict):
    kind: dict[str, Kind]


class _Measures(Strict):
    measure: dict[str, Measure]


class _Facts(Strict):
    fact: dict[str, Fact]


class _States(Strict):
    state: tuple[State, ...]


class _StatusFile(Strict):
    status: tuple[Status, ...] = ()


FORMER = "former-states.toml"
LABELS = "labels.toml"
FORMATS = "formats"
MECHANISMS = "mechanisms"
NUMBERING = "numbering.toml"


def shipped() -> Path:
    """Give the folder of the library that came with this Détente."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "library"
    return installed if installed.is_dir() else package.parents[1] / "library"


def read_library(root: Path | None = None, *, strict: bool = True) -> Library:
    """Read a library folder.

    Args:
        root: the folder; None: the one that came with this Détente.
        strict: refuse it at the first finding of `soundness.check`.

    Raises:
        LibraryError: a file cannot be read, or something in it does not hold together. The
            author of the file must act.
    """
    root = root or shipped()
    if not root.is_dir():
        raise LibraryError(str(root), "", "there is no such folder; give the folder of a library")
    if not (root / "kinds.toml").is_file():
        why = "kinds.toml: the file is missing, so the folder holds no library"
        raise LibraryError(str(root), "", f"{why}; copy the one that came with Détente")
    kinds = _read(root, root / "kinds.toml", _Kinds).kind
    own = root / DECLARATIONS
    library = Library(
        texts=_texts(root),
        groups=_named(root, root / "parties", Group, skip=FORMER),
        zones=_named(root, root / "zones", Zone),
        former=_former(root),
        channels=_named(root, root / "channels", DocumentedChannel),
        kinds={name: kind.definition for name, kind in kinds.items()},
        kinds_of_counterpart=frozenset(name for name, kind in kinds.items() if kind.of_counterpart),
        measures=_read(root, root / "measures.toml", _Measures).measure,
        facts=_read(root, root / "facts.toml", _Facts).fact,
        labels=_read(root, root / LABELS, Labels) if (root / LABELS).exists() else Labels(),
        declarations=_text(root, own, DECLARATIONS) if own.exists() else None,
    )
    if strict:
        for fault in check(library):
            raise fault
    return library


def read_text(folder: Path, path: str | None = None) -> Text:
    """Read one instrument's folder, such as a proposed instrument that lies outside the library.

    Args:
        folder: the folder that holds ``instrument.toml``.
        path: the name to give it; None: ``proposed/`` and the folder's name.
    """
    return _text(folder.parent, folder, path or f"proposed/{folder.name}")


def _texts(root: Path) -> dict[str, Text]:
    """Read every folder that holds an ``instrument.toml``."""
    home = root / "instruments"
    folders = sorted(file.parent for file in home.rglob("instrument.toml"))
    texts = (_text(root, folder, folder.relative_to(home).as_posix()) for folder in folders)
    return {text.path: text for text in texts}


def _text(root: Path, folder: Path, path: str) -> Text:
    """Read one folder: the instrument, its chapters, cases and status."""
    chapters = [
        (file, _read(root, file, Chapter))
        for file in sorted(folder.glob("*.toml"), key=_chapter_order)
        if file.name not in ("instrument.toml", "status.toml")
        and not file.name.endswith(".cases.toml")
    ]
    status = folder / "status.toml"
    numbering = folder / FORMATS / NUMBERING
    cases = (_cases(_read(root, f, CaseFile)) for f in sorted(folder.glob("*.cases.toml")))
    return Text(
        path=path,
        instrument=_read(root, folder / "instrument.toml", Instrument),
        provisions=_by_id(root, "provision", [(f, c.provision) for f, c in chapters], _id),
        clocks=_by_id(root, "clock", [(f, c.clock) for f, c in chapters], _id),
        exceptions=_by_id(root, "exception", [(f, c.exception) for f, c in chapters], _id),
        status=_read(root, status, _StatusFile).status if status.exists() else (),
        cases=tuple(case for file in cases for case in file),
        formats=_named(root, folder / FORMATS, Format, skip=NUMBERING),
        numbering=_read(root, numbering, Numbering) if numbering.exists() else None,
        mechanisms=_named(root, folder / MECHANISMS, Mechanism),
    )


def _chapter_order(file: Path) -> tuple[int, str]:
    """Sort ``5-…`` before ``10-…``."""
    number, _, _ = file.name.partition("-")
    return (int(number) if number.isdigit() else 0, file.name)


def _cases(file: CaseFile) -> tuple[Case, ...]:
    """Lay the file's defaults under every case."""
    return tuple(
        case.model_copy(update={"given": {**file.defaults, **case.given}}) for case in file.case
    )


def _id(entry: Any) -> str:
    return str(entry.id)


def _by_id(
    root: Path, what: str, files: Iterable[tuple[Path, Iterable[N]]], key: Callable[[N], str]
) -> Mapping[str, N]:
    """Index entries, refusing a name that stands twice."""
    index: dict[str, N] = {}
    for file, entries in files:
        for entry in entries:
            if key(entry) in index:
                raise LibraryError(
                    _place(root, file),
                    f"{what} {key(entry)}",
                    "this id stands twice; give each its own",
                )
            index[key(entry)] = entry
    return index


def _named(root: Path, folder: Path, model: type[M], skip: str = "") -> dict[str, M]:
    """Read a folder of files each of which is named by its own ``id``."""
    found: dict[str, M] = {}
    for file in sorted(folder.glob("*.toml")):
        if file.name == skip:
            continue
        entry = _read(root, file, model)
        if _id(entry) != file.stem:
            raise LibraryError(
                _place(root, file), "id", f'the path is the name: write "{file.stem}"'
            )
        found[file.stem] = entry
    return found


def _former(root: Path) -> dict[str, State]:
    """Read the States of the past, where the library has them."""
    file = root / "parties" / FORMER
    states = _read(root, file, _States).state if file.exists() else ()
    return {state.code: state for state in states}


def _read(root: Path, file: Path, model: type[M]) -> M:
    """Read one file into its model; every fault of the file in one LibraryError."""
    place = _place(root, file)
    try:
        content = _tuples(tomllib.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise LibraryError(place, "", "the file is missing") from None
    except OSError as error:
        raise LibraryError(place, "", f"it cannot be read ({error.strerror})") from None
    except RecursionError:
        raise LibraryError(place, "", "nested too deeply; write plain values") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LibraryError(place, "", f"not TOML: {error}") from None
    except ValueError:
        raise LibraryError(place, "", "a number has more digits than can be read") from None
    try:
        return model.model_validate(content)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        key = ".".join(str(part) for part in faults[0]["loc"])
        more = f" (and {len(faults) - 1} more in this file)" if len(faults) > 1 else ""
        raise LibraryError(place, key, f"{faults[0]['msg']}{_hint(faults[0])}{more}") from None


def _hint(fault: Any) -> str:
    """Say how to put right the mistake that TOML authors make most."""
    number = isinstance(fault["input"], int | float) and not isinstance(fault["input"], bool)
    if fault["type"] == "string_type" and number:
        return (
            "; a paragraph is text: put it in quotes as it is written (1.10 would be read as 1.1)"
        )
    return ""


def _tuples(value: Any) -> Any:
    """Turn TOML arrays into tuples, so that what is read stays as it is."""
    if isinstance(value, dict):
        return {key: _tuples(item) for key, item in value.items()}
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value


def _place(root: Path, file: Path) -> str:
    """Name a file as a path below the library."""
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file)
