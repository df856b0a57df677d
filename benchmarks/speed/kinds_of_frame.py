"""The same activities as a frame of each engine, and findings of each brought back to Polars."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable
from typing import Any

import polars as pl

Kind = tuple[Any, Callable[[Any], pl.DataFrame]]
"""A frame to ask about, and how its findings are carried out and read."""


def made_of(frame: pl.DataFrame) -> dict[str, Kind]:
    """Give the frame in each kind that is installed here."""
    found: dict[str, Kind] = {"Polars, lazy": (frame.lazy(), lambda plan: plan.collect())}
    for name, make in {"pandas": _pandas, "duckdb": _duckdb, "pyspark": _pyspark}.items():
        if importlib.util.find_spec(name):
            found[name] = make(frame)
    return found


def _pandas(frame: pl.DataFrame) -> Kind:
    return frame.to_pandas(use_pyarrow_extension_array=True), pl.from_pandas


def _duckdb(frame: pl.DataFrame) -> Kind:
    import duckdb

    table = frame.to_arrow()
    return duckdb.from_arrow(table), lambda found: found.pl()


def _pyspark(frame: pl.DataFrame) -> Kind:
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.execution.arrow.pyspark.enabled", "true")
    spark = builder.config("spark.driver.memory", "4g").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    given = spark.createDataFrame(frame.to_arrow(compat_level=pl.CompatLevel.oldest())).cache()
    given.count()
    return given, lambda found: pl.DataFrame(pl.from_arrow(found.toArrow()))
