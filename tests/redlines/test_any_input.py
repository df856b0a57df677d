"""Whatever a file holds, it is read or refused with its faults; good lines are never lost."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from detente.errors import RedLineFileError
from detente.redlines import RedLines, frame, read_redlines
from detente.redlines.records import READERS
from tests.redlines.lines import GOOD, WORDS, toml
from tests.redlines.test_tables import FULL, as_csv, as_geojson

SEEDS = {
    ".toml": toml(**{key: json.dumps(value) for key, value in FULL.items()}) + toml(id='"b"'),
    ".csv": as_csv(GOOD | FULL, GOOD | {"id": "b"}),
    ".geojson": as_geojson(GOOD | FULL, GOOD | {"id": "b"}),
}
SCRAPS = st.sampled_from(
    ['"', "[", "]", "{", "}", ",", "\n", "=", "\\", "'''", "1e999", "NaN", "\x00", "é", "|", ".."]
) | st.text(max_size=4)
CHANGES = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), SCRAPS), min_size=1, max_size=4)
WORDS_OF_THE_FIELD = st.sampled_from(
    [
        "POLYGON ((0 0, 1 1, 1 0, 0 0))",
        "POLYGON ((0 0, nan 1, 1 0, 0 0))",
        "POINT Z (1 2 3)",
        "POINT (1e999 1)",
        "CURVEPOLYGON ((0 0, 1 1, 1 0, 0 0))",
        "SRID=4326;POINT (1 2)",
        "{}",
        "9999",
        "0000-00",
        "9999-12-31",
        "9999-12",
        "0001-01-01T00:00+03:00",
        "..",
        "2021..2020",
        "troops >= 99999999999999999999",
        "troops >= 1 or",
        "2021 withdrawn | | x",
        "1e308",
        "inf",
        "1_0",
        "strait",
        "*",
        "open",
    ]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
ANYTHING = WORDS_OF_THE_FIELD | st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "any_of",
                    "all_of",
                    "measure",
                    "at_least",
                    "on",
                    "status",
                    "type",
                    "coordinates",
                    "x",
                ]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
KEYS = st.sampled_from([*READERS, "x_own", "conditon"])


def read(data: bytes, ending: str, *, keep_good: bool) -> RedLines:
    """Read bytes as a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{ending}"
        path.write_bytes(data)
        return read_redlines(path, WORDS, keep_good=keep_good)


def assert_read_or_refused(data: bytes, ending: str) -> None:
    """Whole or refused; kept lines are lines of a frame; and both ways agree."""
    kept = read(data, ending, keep_good=True)
    assert frame(kept.lines).height == len(kept.lines)
    assert all(fault.problem and fault.file.endswith(ending) for fault in kept.faults)
    if kept.faults:
        with pytest.raises(RedLineFileError) as refused:
            read(data, ending, keep_good=False)
        assert refused.value.faults
        assert [each.problem for each in refused.value.faults] == [
            each.problem for each in kept.faults
        ]
    else:
        assert len(read(data, ending, keep_good=False).lines) == len(kept.lines)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(SEEDS)), CHANGES)
@example(".csv", [(0.625, 0, "1e999")])
def test_a_damaged_file_is_read_or_refused(
    ending: str, changes: list[tuple[float, int, str]]
) -> None:
    text = SEEDS[ending]
    for share, length, scrap in changes:
        at = int(share * len(text))
        text = text[:at] + scrap + text[at + length :]
    assert_read_or_refused(text.encode("utf-8", "surrogatepass"), ending)


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(sorted(SEEDS)), st.binary(max_size=60))
@example(".toml", b"\xff\xfe")
@example(".geojson", b"[" * 3_000)
@example(".geojson", b'{"type": "FeatureCollection", "features": [' + b"[" * 3_000)
@example(".toml", b"x = " + b"[" * 3_000)
@example(".toml", b"redline = 1")
@example(".toml", b"[[redline]]\n[redline.id]\nx = 1")
@example(".geojson", b'{"type": "FeatureCollection", "features": [1, null, {"type": "Feature"}]}')
def test_any_bytes_are_read_or_refused(ending: str, data: bytes) -> None:
    assert_read_or_refused(data, ending)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(KEYS, ANYTHING, min_size=1, max_size=4))
@example({"levels": {"any_of": [{"measure": "troops", "at_least": 2**70}]}})
@example({"within_km": 10**400, "area": "strait"})
@example({"area": {"type": "Point", "coordinates": [float("nan"), 1]}})
def test_any_values_leave_the_good_lines(values: dict[str, object]) -> None:
    text = as_geojson(GOOD, {**GOOD, "id": "b", **values}, {**GOOD, "id": "c"})
    assert_read_or_refused(text.encode("utf-8", "surrogatepass"), ".geojson")
    kept = read(text.encode("utf-8", "surrogatepass"), ".geojson", keep_good=True)
    names = [line.id for line in kept.lines]
    assert names[0] == "a"
    assert names[-1] == "c" or any(line.id == "c" for line in kept.lines)
    spoilt = {fault.column.partition("]")[0] for fault in kept.faults}
    assert (len(kept.lines) == 3) == (not spoilt)


CELLS = st.text(alphabet=st.characters(codec="utf-8"), max_size=8) | WORDS_OF_THE_FIELD


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(KEYS, CELLS, min_size=1, max_size=4))
def test_any_cells_leave_the_good_lines(cells: dict[str, str]) -> None:
    text = as_csv(GOOD, {**GOOD, "id": "b", **cells}, {**GOOD, "id": "c"})
    assert_read_or_refused(text.encode(), ".csv")
    kept = read(text.encode(), ".csv", keep_good=True)
    assert {"a", "c"} <= {line.id for line in kept.lines}
