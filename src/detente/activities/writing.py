"""Writers of activity files: whole or not at all, and read back to the same frame."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import polars as pl

from detente.activities.columns import HEIGHTS
from detente.activities.frame import conform
from detente.activities.toml_text import toml_text
from detente.activities.vocabulary import Vocabulary
from detente.activities.wording import worded
from detente.errors import SenderError
from detente.files.whole import whole
from detente.places.words import OPEN
from detente.sources.notes import SourceNote


def write_activities(
    frame: pl.DataFrame,
    path: str | os.PathLike[str],
    vocabulary: Vocabulary,
    *,
    sources: Sequence[SourceNote] = (),
    names: Mapping[str, str] | None = None,
    notes: Mapping[tuple[str, str], str] | None = None,
) -> None:
    """Write activities in the format that the path's ending tells.

    Read back, the file gives the same frame. GeoJSON and TOML have no way to name a column in which
    nothing is stated; such columns are absent then. The file appears whole or, when anything goes
    wrong, is left as it was.

    Args:
        frame: activities; they are brought to the typed frame first.
        path: ``.csv``, ``.parquet``, ``.json``, ``.geojson`` or ``.toml``.
        vocabulary: what they may say.
        sources: for TOML only: the sources to declare; none, or every one that the frame names.
        names: for TOML only: names of activities, by id.
        notes: for TOML only: remarks, by activity and source, as in ``ReadResult.notes``.

    Raises:
        FrameError: the frame does not fit; the sender acts.
        SenderError: the ending tells no format, or a source has no note; the sender acts.
        OSError: the place cannot be written to.
    """
    ending = Path(path).suffix.lower()
    typed = conform(frame, vocabulary)
    if ending == ".toml":
        content = toml_text(typed, vocabulary, sources, names or {}, notes or {}).encode()
    elif ending in _WRITERS:
        content = _WRITERS[ending](typed, vocabulary)
    else:
        known = ", ".join([*_WRITERS, ".toml"])
        raise SenderError(f"{os.fspath(path)}: the ending tells no format. Use one of: {known}.")
    with whole(Path(path)) as part:
        part.write_bytes(content)


def _csv(frame: pl.DataFrame, vocabulary: Vocabulary) -> bytes:
    """Write CSV (RFC 4180)."""
    out = io.BytesIO()
    worded(frame, vocabulary).write_csv(out)
    return out.getvalue()


def _parquet(frame: pl.DataFrame, _: Vocabulary) -> bytes:
    """Write Parquet, typed."""
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


def as_json(frame: pl.DataFrame, vocabulary: Vocabulary) -> bytes:
    """Write a JSON list, one record on a line; null is "not stated"."""
    rows = [_dumped(row) for row in _rows(frame, vocabulary)]
    return _lines("[", rows, "]")


def _geojson(frame: pl.DataFrame, vocabulary: Vocabulary) -> bytes:
    """Write a GeoJSON FeatureCollection (RFC 7946), one feature on a line."""
    from detente.places.written import to_geojson

    features = []
    for row in _rows(frame, vocabulary):
        area = row.pop("area", None)
        geometry = "null" if area is None else to_geojson(str(area))
        stated = {name: value for name, value in row.items() if value is not None}
        features.append(
            f'{{"type": "Feature", "properties": {_dumped(stated)}, "geometry": {geometry}}}'
        )
    return _lines('{"type": "FeatureCollection", "features": [', features, "]}")


def _rows(frame: pl.DataFrame, vocabulary: Vocabulary) -> Iterator[dict[str, object]]:
    """Give the records of a frame; counts that are exact, and altitudes, as numbers."""
    for row in worded(frame, vocabulary).iter_rows(named=True):
        for measure in vocabulary.measures:
            text = row.get(measure)
            if text and text.isdigit():
                row[measure] = int(text)
        for name in HEIGHTS:
            text = row.get(name)
            if text and text != OPEN:
                row[name] = int(text) if text.isdigit() else float(text)
        yield row


def _dumped(value: Mapping[str, object]) -> str:
    """Write one record as JSON."""
    return json.dumps(value, ensure_ascii=False, default=str)


def _lines(opens: str, items: Sequence[str], closes: str) -> bytes:
    """Write a list, one item on a line."""
    listed = ",\n".join(items)
    return f"{opens}\n{listed}\n{closes}\n".encode()


_WRITERS: dict[str, Callable[[pl.DataFrame, Vocabulary], bytes]] = {
    ".csv": _csv,
    ".parquet": _parquet,
    ".json": as_json,
    ".geojson": _geojson,
}
