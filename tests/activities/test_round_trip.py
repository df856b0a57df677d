"""What is written is read back: the identical frame, in every format."""

from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from polars.testing import assert_frame_equal

from detente.activities import conform, read_activities, write_activities
from detente.activities.columns import heads
from tests.activities.frames import frames
from tests.activities.words import WORDS


def returned(frame: pl.DataFrame, ending: str) -> pl.DataFrame:
    """The frame after a journey through a file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"a{ending}"
        write_activities(frame, path, WORDS)
        return read_activities(path, WORDS).frame


def stated(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame without the families of columns in which nothing is stated."""
    lead = heads(WORDS)
    silent = {name for name in frame.columns if frame[name].null_count() == frame.height}
    loud = {lead.get(name, name) for name in frame.columns if name not in silent}
    loud |= {"activity", "source", "kind"}
    return frame.select(name for name in frame.columns if lead.get(name, name) in loud)


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
@settings(deadline=None, max_examples=50)
@given(frame=frames())
def test_identical(ending: str, frame: pl.DataFrame) -> None:
    assert_frame_equal(returned(frame, ending), frame)


@settings(deadline=None, max_examples=50)
@given(frame=frames(least=1))
def test_identical_in_json(frame: pl.DataFrame) -> None:
    assert_frame_equal(returned(frame, ".json"), frame)


@pytest.mark.parametrize("ending", [".geojson", ".toml"])
@settings(deadline=None, max_examples=50)
@given(frame=frames())
def test_identical_in_what_is_stated(ending: str, frame: pl.DataFrame) -> None:
    assert_frame_equal(returned(frame, ending), stated(frame))


@settings(deadline=None, max_examples=50)
@given(frame=frames())
def test_a_conformed_frame_conforms_unchanged(frame: pl.DataFrame) -> None:
    assert_frame_equal(conform(frame, WORDS), frame)
