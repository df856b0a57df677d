"""On a cluster: lines handed over whole, lines joined by cell, and encounters."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.speed import screening_world

SIZES = ((100_000, 100), (100_000, 10_000), (10_000, 100_000))
COMPANY = 100_000
PARTITIONS = 32


def _session() -> Any:
    """Start PySpark on two cores of this machine."""
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.memory": "4g",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": str(PARTITIONS),
    }
    builder = SparkSession.builder.master("local[2]").appName("detente-benchmark")
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def _asked(activities: Any, lines: Any) -> tuple[float, Any]:
    """Screen, and give the seconds, how many pairs there are, and a sum that tells them apart."""
    from pyspark.sql import functions as of

    from detente.screening import screen

    start = time.perf_counter()
    found = screen(activities, lines)
    pairs = of.count("*"), of.sum(of.xxhash64("activity", "redline") % 1_000_003)
    told = found.agg(*pairs).collect()[0]
    return time.perf_counter() - start, tuple(told)


def _warm(spark: Any) -> None:
    """Ask both ways of a small world first, so that imports are not measured."""
    oldest = pl.CompatLevel.oldest()
    small = screening_world.activities(1000), screening_world.lines(100)
    activities, lines = (
        spark.createDataFrame(each.to_arrow(compat_level=oldest)) for each in small
    )
    for each in (small[1], lines):
        _asked(activities, each)


def run(folder: Path) -> Iterator[dict[str, Any]]:
    """Ask both ways of worlds with few, many, and very many lines."""
    spark = _session()
    _warm(spark)
    for n, m in SIZES:
        screening_world.write(folder, n, m)
        lines = pl.read_parquet(folder / "lines.parquet")
        given = spark.read.parquet(str(folder / "activities.parquet")).repartition(PARTITIONS)
        given = given.cache()
        given.count()
        seconds, whole = _asked(given, lines)
        theirs = spark.read.parquet(str(folder / "lines.parquet"))
        by_cell, found = _asked(given, theirs)
        given.unpersist()
        yield {
            "what": f"on a cluster, lines joined by cell, {n:,} activities, {m:,} lines",
            "seconds": by_cell,
            "beside": f"lines handed over {seconds:.3f} s",
            "ratio": by_cell / seconds,
            "pairs": found[0],
            "same pairs": found == whole,
        }
    yield _company(spark)
    spark.stop()


def _company(spark: Any) -> dict[str, Any]:
    """Ask which activities are near to one another, beside the same on one machine."""
    from detente.screening import encounters

    activities = screening_world.activities(COMPANY)
    given = spark.createDataFrame(activities.to_arrow(compat_level=pl.CompatLevel.oldest()))
    start = time.perf_counter()
    whole = encounters(activities).height
    alone = time.perf_counter() - start
    found = encounters(given.repartition(PARTITIONS)).count()
    seconds = time.perf_counter() - start - alone
    return {
        "what": f"on a cluster, encounters of {COMPANY:,} activities",
        "seconds": seconds,
        "beside": f"on one machine {alone:.3f} s",
        "ratio": seconds / alone,
        "pairs": found,
        "same pairs": found == whole,
    }
