"""Files and folders of notices: texts, JSON, JSON lines, GeoJSON and XML, gzipped or not."""

from __future__ import annotations

import gzip
import json
import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from detente.files.faults import Faults
from detente.files.texts import plain
from detente.notices.records import Raw, found
from detente.notices.splitting import split

ENDINGS = (".txt", ".json", ".jsonl", ".ndjson", ".geojson", ".xml")
"""The endings that tell a format; each may be followed by ``.gz``."""

STANDARD_INPUT = "-"

_BEGINNING = 4096


def files(paths: Iterable[str], faults: Faults) -> Iterator[str]:
    """Name the files: those named, and all in folders named, in order.

    Args:
        paths: files and folders; ``-`` is standard input.
        faults: where it is reported that a folder holds none.
    """
    for path in paths:
        if path != STANDARD_INPUT and Path(path).is_dir():
            inside = sorted(str(each) for each in Path(path).rglob("*") if _ending(each.name))
            if not inside:
                faults.whole(
                    "the folder holds no notices", f"Use {', '.join(ENDINGS)}.", value=path
                )
            yield from inside
        else:
            yield path


def _ending(name: str) -> str:
    """Give the ending that tells the format; empty where none does."""
    name = name.lower().removesuffix(".gz")
    return next((ending for ending in ENDINGS if name.endswith(ending)), "")


def raws(path: str, faults: Faults) -> Iterator[tuple[str, Raw]]:
    """Give the notices of one file with their places; report why it cannot be read.

    Args:
        path: the file.
        faults: where to report.
    """
    text = _text(path, faults)
    if text is None:
        return
    ending = _ending(path) or ".txt"
    if ending == ".txt":
        begins = text.lstrip()[:1]
        ending = (
            {"{": ".json", "[": ".json", "<": ".xml"}.get(begins, ".txt")
            if begins != "[" or (text.lstrip()[1:2] in "{\n \r[")
            else ".txt"
        )
    readers = {".txt": _texts, ".xml": _elements, ".jsonl": _lines, ".ndjson": _lines}
    yield from readers.get(ending, _values)(path, text, faults)


def _text(path: str, faults: Faults) -> str | None:
    """Give the text of a file; None where it cannot be opened."""
    try:
        data = sys.stdin.buffer.read() if path == STANDARD_INPUT else Path(path).read_bytes()
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
    except (OSError, ValueError, EOFError, zlib.error) as error:
        why = getattr(error, "strerror", None) or error
        faults.whole(f"the file cannot be opened ({why})", "Check its path.")
        return None
    bare = plain(data, faults)
    if bare is None:
        return None
    try:
        return bare.decode("utf-8")
    except UnicodeDecodeError:
        return bare.decode("cp1251" if _is_russian(bare) else "latin-1")


def _is_russian(data: bytes) -> bool:
    """Tell whether a text that is not UTF-8 is in the Russian code page."""
    high = sum(byte >= 0xC0 for byte in data[:_BEGINNING])
    return high > len(data[:_BEGINNING]) / 5


def _texts(path: str, text: str, _: Faults) -> Iterator[tuple[str, Raw]]:
    """Take a plain text apart."""
    for line, piece in split(text):
        yield f"{path}:{line}", Raw(piece)


def _values(path: str, text: str, faults: Faults) -> Iterator[tuple[str, Raw]]:
    """Take JSON apart; where it is one value a line, each line."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        if "\n" in text.strip() and text.lstrip()[:1] == "{":
            yield from _lines(path, text, faults)
        else:
            faults.whole(f"not JSON ({error})", "Mend it there.")
        return
    for number, raw in enumerate(found(value), 1):
        yield f"{path}: notice {number}", raw


def _lines(path: str, text: str, faults: Faults) -> Iterator[tuple[str, Raw]]:
    """Take JSON lines apart."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                value = json.loads(line)
            except (ValueError, RecursionError) as error:
                faults.whole(f"not JSON ({error})", "Mend it there.", line=number)
                continue
            for raw in found(value):
                yield f"{path}:{number}", raw


def _elements(path: str, text: str, faults: Faults) -> Iterator[tuple[str, Raw]]:
    """Take XML apart; what its document type would fetch or multiply is refused."""
    if "<!ENTITY" in text or "<!DOCTYPE" in text[:_BEGINNING]:
        faults.whole("the XML declares a document type", "Save it without <!DOCTYPE …>.")
        return
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError) as error:
        faults.whole(f"not XML ({error})", "Mend it there.")
        return
    for number, raw in enumerate(found({"root": _plain(root, 0)}), 1):
        yield f"{path}: notice {number}", raw


def _plain(element: Any, depth: int) -> Any:
    """Give an element as dicts, lists and texts."""
    children = list(element)
    if not children or depth > 30:
        return (element.text or "").strip()
    out: dict[str, Any] = {}
    for child in children:
        name = child.tag.rpartition("}")[2]
        value = _plain(child, depth + 1)
        if name in out:
            kept = out[name] if isinstance(out[name], list) else [out[name]]
            out[name] = [*kept, value]
        else:
            out[name] = value
    return out


def given(paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> list[str]:
    """Give paths as a list of texts.

    Args:
        paths: one or several.
    """
    several = [paths] if isinstance(paths, str | os.PathLike) else paths
    return [os.fspath(path) for path in several]
