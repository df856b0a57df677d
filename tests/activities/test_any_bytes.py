"""Whatever bytes a file holds, a reader gives a frame or the faults, and nothing else."""

from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.activities import columns, write_activities
from tests.activities.frames import frames
from tests.activities.words import WORDS, messages, read

ENDINGS = ("csv", "json", "geojson", "toml", "parquet")
PIECES = st.sampled_from(
    [
        *(
            b"\0",
            b"\r",
            b"\n",
            b'"',
            b'""',
            b",",
            b";",
            b"\t",
            b"\xff",
            b"\xef\xbb\xbf",
            b"\\ud800",
        ),
        *(b"[", b"]", b"{", b"}", b"[" * 200, b"-", b"..", b"1e999", b"9" * 5000, b"NaN", b"null"),
        *(b"sep=;\n", b"\xff\xfe", b"x_", b"=", b"'", b"#", b'"""', b"[[source]]\n", b"9999-12-31"),
        *(b"POINT (1 2)", b"EMPTY", b"\xe2\x80\xae", b"\\u0000", b"2017-09-14T24:00Z"),
        *(b'"type": "Point"', b'"coordinates": [1]', b"true", b"exercise", b"activity", b"\x1f"),
    ]
)
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 8), PIECES | st.binary(max_size=4)), max_size=4
)


def mutated(data: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """A file with some of its bytes replaced; each place is a share of its length."""
    for share, length, piece in edits:
        at = int(share * len(data))
        data = data[:at] + piece + data[at + length :]
    return data


def of_another_type(data: bytes, ending: str) -> list[str]:
    """Read it strictly and leniently: the same faults, each of which can be shown.

    Given are the columns of the lenient reading whose type is another than it must be.
    """
    with TemporaryDirectory() as folder:
        strict = messages(Path(folder), data, f"a.{ending}")
        kept = read(Path(folder), data, f"a.{ending}", keep_good=True)
    assert len("\n".join(strict).encode()) >= len(strict)
    assert len(strict) == len(kept.faults)
    known = columns(WORDS)
    own = {name: dtype for name, dtype in kept.frame.schema.items() if not name.startswith("x_")}
    return [name for name, dtype in own.items() if known[name] != dtype]


@pytest.mark.parametrize("ending", ENDINGS)
@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(frame=frames(least=1), edits=EDITS)
def test_a_file_changed_here_and_there(
    ending: str, frame: pl.DataFrame, edits: list[tuple[float, int, bytes]]
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"good.{ending}"
        write_activities(frame, path, WORDS)
        data = path.read_bytes()
    assert of_another_type(mutated(data, edits), ending) == []


@pytest.mark.parametrize("ending", ENDINGS)
@settings(deadline=None, max_examples=15)
@given(data=st.binary(max_size=60) | st.lists(PIECES, max_size=8).map(b"".join))
def test_any_bytes(ending: str, data: bytes) -> None:
    assert of_another_type(data, ending) == []
