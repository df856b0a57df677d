"""One rule on every engine: the same frame gives the same findings, unknowns included."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from detente.obligations import evaluate
from tests.conftest import RequireEngine
from tests.obligations import shipped

KEYS = ["activity", "source", "instrument", "provision", "obligee"]
ON_SPARK = ["osce/vd-plus", "osce/stockholm-1986", "seas/greece-turkey-1988", "launches"]


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    """Activities of every kind, with something unsaid in every column."""
    made: pl.DataFrame = shipped.frame(number=120)
    return made


@pytest.fixture(scope="module")
def expected(frame: pl.DataFrame) -> pl.DataFrame:
    found: pl.DataFrame = evaluate(frame, library=shipped.library())
    return found


def same(found: pl.DataFrame, expected: pl.DataFrame) -> None:
    """Compare findings row for row, in every column."""
    assert found.columns == expected.columns
    one = found.cast(dict(expected.schema)).sort(KEYS, nulls_last=True)  # type: ignore[arg-type]
    other = expected.sort(KEYS, nulls_last=True)
    assert one.height == other.height
    differing = [name for name in one.columns if not one[name].equals(other[name])]
    assert differing == []


def test_there_is_something_to_compare(expected: pl.DataFrame) -> None:
    assert expected.height > 200
    assert set(expected["verdict"].unique().to_list()) == {True, False, None}
    assert {"met", "late", None} <= set(expected["timing"].unique().to_list())
    assert expected.unique(KEYS).height == expected.height


def test_a_lazy_frame(frame: pl.DataFrame, expected: pl.DataFrame) -> None:
    found = evaluate(frame.lazy(), library=shipped.library())
    assert isinstance(found, pl.LazyFrame)
    same(found.collect(), expected)


@pytest.mark.parametrize("extension", [False, True], ids=["numpy", "pyarrow"])
def test_pandas(
    frame: pl.DataFrame, expected: pl.DataFrame, require_engine: RequireEngine, extension: bool
) -> None:
    pandas = require_engine("pandas")
    require_engine("pyarrow")
    given = frame.to_pandas(use_pyarrow_extension_array=extension)
    found = evaluate(given, library=shipped.library())
    assert isinstance(found, pandas.DataFrame)
    same(pl.from_pandas(found), expected)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Vladivostok"])
def test_duckdb(
    frame: pl.DataFrame, expected: pl.DataFrame, require_engine: RequireEngine, zone: str
) -> None:
    duckdb = require_engine("duckdb")
    with duckdb.connect() as session:
        session.execute(f"SET TimeZone = '{zone}'")
        session.register("activities", frame)
        found = evaluate(session.sql("SELECT * FROM activities"), library=shipped.library())
        assert isinstance(found, duckdb.DuckDBPyRelation)
        same(found.pl(), expected)


def test_pyspark(frame: pl.DataFrame, spark: Any, require_engine: RequireEngine) -> None:
    require_engine("pandas")
    library = shipped.library()
    expected = evaluate(frame, library=library, instruments=ON_SPARK)
    assert expected.height > 10
    given = spark.createDataFrame(frame.to_arrow())
    found = evaluate(given, library=library, instruments=ON_SPARK)
    same(pl.DataFrame(pl.from_arrow(found.toArrow())), expected)


def test_an_unknown_stays_unknown_on_pandas(require_engine: RequireEngine) -> None:
    pandas = require_engine("pandas")
    row = {
        "activity": ["a"],
        "source": ["s"],
        "kind": ["exercise"],
        "host": ["BY"],
        "starts": [dt.datetime(2026, 9, 14)],
        "troops": [20_000],
        "single_command": [None],
    }
    found = evaluate(pandas.DataFrame(row), library=shipped.library(), instruments=["osce/vd-2011"])
    told = pl.from_pandas(found).filter(pl.col("provision") == "40.1.1")
    assert told["verdict"].to_list() == [None]
    assert told["missing"].to_list() == ["single_command"]
