"""The same activities on every engine: identical findings, in kind, the unknown kept unknown."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from detente.activities import ReadResult
from detente.errors import FrameError
from detente.obligations import FINDINGS, engines, evaluate
from tests.conftest import RequireEngine
from tests.obligations import shipped
from tests.obligations.worlds import World, everything, schema, world

# Planning the whole library natively takes DuckDB half a minute; CI takes it.
WHOLE = os.environ.get("DETENTE_REQUIRE_ENGINES") == "1"
CHOSEN = ["osce/vd-2011", "osce/stockholm-1986", "launches", "bilateral/india-pakistan-1991"]
INSTANT = pl.Datetime("us")


@pytest.fixture(scope="module")
def activities() -> pl.DataFrame:
    return shipped.frame()


@pytest.fixture(scope="module")
def expected(activities: pl.DataFrame) -> pl.DataFrame:
    """The findings of the whole shipped library on Polars."""
    found: pl.DataFrame = evaluate(activities, library=shipped.library())
    return found


def assert_same(found: pl.DataFrame, expected: pl.DataFrame) -> None:
    """Row for row and column for column, in whatever order an engine gives them."""
    assert found.columns == expected.columns
    assert sorted(found.rows(), key=repr) == sorted(expected.rows(), key=repr)


def question(made: World) -> dict[str, Any]:
    """What is asked of a world."""
    return {"library": made.library, "as_of": made.as_of, "complete": made.complete}


def chosen(findings: pl.DataFrame, instruments: list[str]) -> pl.DataFrame:
    if not instruments:
        return findings
    wanted = "|".join(f"^{path}(/|$)" for path in instruments)
    return findings.filter(pl.col("instrument").str.contains(wanted))


def pandas_kinds(given: pl.DataFrame, pandas: Any) -> dict[str, Any]:
    """One frame in each of the ways in which pandas says that something is missing."""
    arrow = given.to_pandas(use_pyarrow_extension_array=True)
    plain = arrow.astype(object)
    nones = plain.where(plain.notna(), None)
    mixed = nones.copy()
    for number, name in enumerate(mixed.columns[3:]):
        missing = (pandas.NA, float("nan"), pandas.NaT, None)[number % 4]
        mixed[name] = [missing if value is None else value for value in nones[name]]
    floats = given.to_pandas()
    return {
        "arrow": arrow,
        "numpy nullable": nones.convert_dtypes(dtype_backend="numpy_nullable"),
        "floats with NaN": floats,
        "objects with None": nones,
        "objects with every kind of missing": mixed,
    }


# --- the frame that is tried ------------------------------------------------------------------


def test_the_frame_is_rich(activities: pl.DataFrame, expected: pl.DataFrame) -> None:
    assert set(activities["kind"].drop_nulls()) == set(shipped.library().kinds)
    nulls = {name: activities[name].null_count() for name in activities.columns}
    unsaid = {name for name, count in nulls.items() if 0 < count < activities.height}
    assert unsaid == set(activities.columns) - {"activity", "source", "kind"}
    assert set(expected["verdict"]) == {True, False, None}
    assert set(expected["timing"]) >= {"met", "late", "lapsed", None}
    assert expected["instrument"].n_unique() > 20


def test_findings_carry_their_types(expected: pl.DataFrame) -> None:
    text = set(FINDINGS) - {"verdict", "draft", "due", "done"}
    types = {name: pl.String() for name in text} | {"verdict": pl.Boolean(), "draft": pl.Boolean()}
    assert dict(expected.schema) == types | {"due": INSTANT, "done": INSTANT}


# --- Polars -----------------------------------------------------------------------------------


@pytest.mark.parametrize("chunk", [None, 7])
def test_a_lazy_frame_gives_a_lazy_frame(
    activities: pl.DataFrame,
    expected: pl.DataFrame,
    chunk: int | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if chunk:
        monkeypatch.setattr(engines, "CHUNK", chunk)
    found = evaluate(activities.lazy(), library=shipped.library())
    assert isinstance(found, pl.LazyFrame)
    assert found.collect_schema() == expected.schema
    assert_same(found.collect(), expected)


def test_what_is_asked_of_lazy_findings_is_answered(
    activities: pl.DataFrame, expected: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "CHUNK", 11)
    found = evaluate(activities.lazy(), library=shipped.library())
    open_ = pl.col("verdict").is_null() & (pl.col("instrument") == "osce/vd-2011")
    names = ["provision", "activity"]
    asked = found.filter(open_).select(names).collect()
    assert_same(asked, expected.filter(open_).select(names))
    assert found.select("activity").head(5).collect().height == 5
    assert found.select(pl.len()).collect().item() == expected.height


def test_words_may_be_categories(activities: pl.DataFrame, expected: pl.DataFrame) -> None:
    words = [name for name, kind in activities.schema.items() if kind == pl.String][2:]
    assert_same(
        evaluate(
            activities.with_columns(pl.col(words).cast(pl.Categorical)), library=shipped.library()
        ),
        expected,
    )


def test_instants_with_a_zone_are_brought_to_utc(
    activities: pl.DataFrame, expected: pl.DataFrame
) -> None:
    moments = [name for name, kind in activities.schema.items() if kind == INSTANT]
    in_kabul = pl.col(moments).dt.replace_time_zone("UTC").dt.convert_time_zone("Asia/Kabul")
    assert_same(evaluate(activities.with_columns(in_kabul), library=shipped.library()), expected)
    coarse = activities.with_columns(pl.col(moments).cast(pl.Datetime("ms")))
    assert_same(evaluate(coarse, library=shipped.library()), expected)


def test_a_column_of_dates_states_days() -> None:
    made = world(1)
    days = [everything() | row | {"starts_latest": None} for row in made.rows]
    frame = World(made.library, days, None, False).frame()
    dates = frame.with_columns(pl.col("starts").dt.date())
    midnight = pl.col("starts").dt.truncate("1d")
    whole = frame.with_columns(midnight, (midnight + pl.duration(days=1)).alias("starts_latest"))
    assert_same(evaluate(dates, library=made.library), evaluate(whole, library=made.library))
    both = whole.with_columns(pl.col("starts", "starts_latest").dt.date())
    assert_same(evaluate(both, library=made.library), evaluate(whole, library=made.library))


# --- pandas -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind",
    [
        "arrow",
        "numpy nullable",
        "floats with NaN",
        "objects with None",
        "objects with every kind of missing",
    ],
)
def test_pandas_gives_pandas(
    activities: pl.DataFrame, expected: pl.DataFrame, kind: str, require_engine: RequireEngine
) -> None:
    pandas = require_engine("pandas")
    require_engine("pyarrow")
    found = evaluate(pandas_kinds(activities, pandas)[kind], library=shipped.library())
    assert isinstance(found, pandas.DataFrame)
    assert found["verdict"].isna().sum() == expected["verdict"].null_count()
    assert {str(found[name].dtype) for name in ("verdict", "draft")} == {"bool[pyarrow]"}
    assert str(found["due"].dtype) == "timestamp[us][pyarrow]"
    assert_same(pl.from_pandas(found).cast(expected.schema), expected)


def test_pandas_keeps_the_index_out_of_it(require_engine: RequireEngine) -> None:
    pandas = require_engine("pandas")
    given = pandas.DataFrame({"activity": ["a"], "source": ["s"], "kind": ["exercise"]}, index=[9])
    assert list(evaluate(given, library=shipped.library()).columns) == list(FINDINGS)


# --- DuckDB -----------------------------------------------------------------------------------


def test_duckdb_gives_duckdb(
    activities: pl.DataFrame, expected: pl.DataFrame, require_engine: RequireEngine
) -> None:
    duckdb = require_engine("duckdb")
    instruments = [] if WHOLE else CHOSEN
    relation = duckdb.from_arrow(activities.to_arrow())
    found = evaluate(relation, library=shipped.library(), instruments=instruments)
    assert type(found) is type(relation)
    told = found.pl()
    assert dict(told.schema) == dict(expected.schema)
    assert_same(told, chosen(expected, instruments))


@pytest.mark.parametrize("seed", [2, 4, 501, 502])
def test_duckdb_tells_the_same_of_small_worlds(seed: int, require_engine: RequireEngine) -> None:
    duckdb = require_engine("duckdb")
    made = world(seed, counting=seed > 500)
    asked = question(made)
    relation = duckdb.from_arrow(made.frame().to_arrow())
    assert_same(evaluate(relation, **asked).pl(), evaluate(made.frame(), **asked))


def test_duckdb_does_not_reckon_in_the_zone_of_its_session(require_engine: RequireEngine) -> None:
    duckdb = require_engine("duckdb")
    made = next(each for each in map(world, range(50)) if "starts" in each.frame().columns)
    frame = made.frame()
    moments = [name for name, kind in frame.schema.items() if kind == INSTANT]
    aware = frame.with_columns(pl.col(moments).dt.replace_time_zone("UTC"))
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'Asia/Kabul'")
    for number, given in enumerate((frame, aware)):
        connection.register(f"given_{number}", given.to_arrow())
        found = evaluate(connection.table(f"given_{number}"), library=made.library)
        assert_same(found.pl(), evaluate(frame, library=made.library))


# --- PySpark ----------------------------------------------------------------------------------


def in_spark(spark: Any, frame: pl.DataFrame) -> Any:
    """A frame in Spark with instants that carry no zone."""
    arrow = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
    given = spark.createDataFrame(arrow)
    moments = [name for name, kind in frame.schema.items() if kind == INSTANT]
    return given.withColumns({name: given[name].cast("timestamp_ntz") for name in moments})


@pytest.mark.spark
def test_spark_keeps_numbers_for_names(spark: Any) -> None:
    made = world(3)
    frame = made.frame().with_columns(activity=pl.int_range(pl.len(), dtype=pl.Int32))
    found = evaluate(in_spark(spark, frame), **question(made))
    told = pl.DataFrame(pl.from_arrow(found.toArrow()))
    expected = evaluate(frame, **question(made))
    assert told["activity"].dtype == expected["activity"].dtype
    assert_same(told, expected)


@pytest.mark.spark
def test_spark_gives_spark(activities: pl.DataFrame, expected: pl.DataFrame, spark: Any) -> None:
    given = in_spark(spark, activities)
    found = evaluate(given, library=shipped.library())
    assert type(found) is type(given)
    types = {
        "verdict": "boolean",
        "draft": "boolean",
        "due": "timestamp_ntz",
        "done": "timestamp_ntz",
    }
    assert dict(found.dtypes) == {name: types.get(name, "string") for name in FINDINGS}
    assert_same(pl.DataFrame(pl.from_arrow(found.toArrow())), expected)


@pytest.mark.spark
@pytest.mark.parametrize("seed", [4, 501])
def test_spark_tells_the_same_of_small_worlds(seed: int, spark: Any) -> None:
    made = world(seed, counting=seed > 500)
    asked = question(made)
    found = evaluate(in_spark(spark, made.frame()), **asked)
    assert_same(pl.DataFrame(pl.from_arrow(found.toArrow())), evaluate(made.frame(), **asked))


@pytest.mark.spark
def test_spark_takes_instants_of_a_session_in_another_zone(spark: Any) -> None:
    made = next(each for each in map(world, range(50)) if "starts" in each.frame().columns)
    frame = made.frame()
    moments = [name for name, kind in frame.schema.items() if kind == INSTANT]
    aware = frame.with_columns(pl.col(moments).dt.replace_time_zone("UTC"))
    zone = spark.conf.get("spark.sql.session.timeZone")
    spark.conf.set("spark.sql.session.timeZone", "Asia/Kabul")
    try:
        given = spark.createDataFrame(aware.to_arrow(compat_level=pl.CompatLevel.oldest()))
        assert dict(given.dtypes)["starts"] == "timestamp"
        found = evaluate(given, library=made.library)
        told = pl.DataFrame(pl.from_arrow(found.toArrow()))
    finally:
        spark.conf.set("spark.sql.session.timeZone", zone)
    assert_same(told, evaluate(frame, library=made.library))


# --- what is refused --------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", [[], {"activity": ["a"]}, None, pl.Series([1]), "activities.csv"])
def test_what_is_no_frame_is_refused(wrong: object) -> None:
    with pytest.raises(FrameError, match="is no frame; give a Polars, pandas, DuckDB or PySpark"):
        evaluate(wrong, library=shipped.library())


def test_of_a_file_and_of_what_was_read_it_is_told_where_the_frame_is(tmp_path: Path) -> None:
    for name in ("activities.csv", tmp_path):
        with pytest.raises(FrameError, match=r"; a file is read with read_activities\(…\)\.frame$"):
            evaluate(name, library=shipped.library())
    with pytest.raises(FrameError, match=r"ReadResult is no frame.*; the frame is its \.frame$"):
        evaluate(ReadResult(pl.DataFrame()), library=shipped.library())


def refused(**columns: Any) -> str:
    """What is said of a frame that is refused."""
    given = {"activity": ["a"], "source": ["s"], "kind": ["exercise"]}
    frame = pl.DataFrame({k: v for k, v in (given | columns).items() if v is not None})
    with pytest.raises(FrameError) as caught:
        evaluate(frame, library=shipped.library())
    return str(caught.value)


def test_a_frame_that_does_not_fit_is_refused_with_its_column() -> None:
    assert (
        refused(kind=None, knid=["exercise"])
        == "the frame has no column 'kind'. Is knid meant? Call it 'kind'."
    )
    assert refused(starts=["2026-09-14"]).endswith(
        "column 'starts' holds String; give dates or instants; detente.activities.conform takes"
        " texts too"
    )
    assert "column 'single_command' holds String" in refused(single_command=["yes"])
    assert "column 'troops_low' holds String" in refused(troops_low=["9000"])
    assert "column 'host' holds Int64" in refused(host=[1])
    assert "is troops_low meant?" in refused(troop_low=[9000])


def test_instants_of_another_unit_and_whole_floats_are_taken() -> None:
    nano = pl.Series("starts", [dt.datetime(2018, 9, 14)], dtype=pl.Datetime("ns"))
    given = {"activity": ["a"], "source": ["s"], "kind": ["exercise"], "host": ["NO"]}
    counts = {"troops_low": [float("nan")], "troops_high": [8999.0]}
    found = evaluate(pl.DataFrame(given | counts | {"starts": nano}), library=shipped.library())
    told = found.filter(pl.col("provision") == "40.1.1", pl.col("instrument") == "osce/vd-2011")
    assert told["missing"].item().split(", ")[0] == "single_command"
    assert "troops" not in told["missing"].item()


def test_every_column_of_a_world_is_known_to_the_schema() -> None:
    assert {name for row in world(0).rows for name in row} <= set(schema())
