"""On a cluster the same job gives the same pairs, row for row."""

from __future__ import annotations

import pickle
from typing import Any

import polars as pl
import pytest

from detente.errors import FrameError
from detente.redlines import frame
from detente.screening import ENCOUNTERED, SCREENED, cluster, encounters, prepare, screen
from detente.screening.findings import _told
from tests.conftest import RequireEngine
from tests.screening.test_by_cell import assert_the_same, scattered
from tests.screening.test_chunks import KEYS, whole, world


def in_spark(spark: Any, frame: pl.DataFrame) -> Any:
    """The same activities as a PySpark frame in three parts, instants without a zone."""
    arrow = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
    return spark.createDataFrame(arrow).repartition(3)


@pytest.mark.spark
def test_spark_gives_the_same_rows(spark: Any) -> None:
    activities, lines = world()
    found = screen(in_spark(spark, activities), lines, within_m=50_000)
    told = pl.DataFrame(pl.from_arrow(found.toArrow()))
    assert told.columns == list(SCREENED)
    expected = whole().with_columns(pl.col("overlap_from", "overlap_to").cast(pl.Datetime("us")))
    assert told.sort(KEYS).cast(expected.schema).equals(expected)


@pytest.mark.spark
def test_lines_that_lie_in_spark_are_joined_by_cell(spark: Any) -> None:
    numbered = frame(world()[1]).with_columns(redline=pl.int_range(24, dtype=pl.Int32))
    for within_m, sides in ((50_000.0, (world()[0], numbered)), (0.0, scattered(1))):
        expected = screen(*sides, within_m=within_m)
        found = screen(*(in_spark(spark, side) for side in sides), within_m=within_m)
        told = pl.DataFrame(pl.from_arrow(found.toArrow()))
        assert told.columns == list(SCREENED)
        assert_the_same(told.cast(expected.schema), expected)


@pytest.mark.spark
def test_encounters_in_spark_are_the_same(spark: Any) -> None:
    activities = world()[0]
    expected = encounters(activities, within_m=50_000)
    assert expected.height > 40
    found = encounters(in_spark(spark, activities), within_m=50_000)
    told = pl.DataFrame(pl.from_arrow(found.toArrow()))
    assert told.columns == list(ENCOUNTERED)
    assert_the_same(told.cast(expected.schema), expected)


@pytest.mark.spark
def test_spark_refuses_at_once_what_does_not_fit(spark: Any) -> None:
    activities, lines = world()
    with pytest.raises(FrameError, match="kind"):
        screen(in_spark(spark, activities.drop("kind")), lines)


def test_the_step_of_a_partition(require_engine: RequireEngine) -> None:
    """What travels to an executor tells the same there, one batch after the other."""
    pyarrow = require_engine("pyarrow")
    activities, lines = world()
    prepared = prepare(lines, within_m=50_000)
    screen(activities[:5], prepared)  # what is drawn already stays here
    there = pickle.loads(pickle.dumps(prepared))
    table = activities.to_arrow(compat_level=pl.CompatLevel.oldest())
    found = cluster.step(there, _told)(table.to_batches(max_chunksize=11))
    told = pl.DataFrame(pl.from_arrow(pyarrow.Table.from_batches(list(found))))
    assert told.sort(KEYS).cast(whole().schema).equals(whole())


def test_what_is_no_frame_is_refused() -> None:
    with pytest.raises(FrameError, match="list is no frame"):
        screen([1], world()[1])
