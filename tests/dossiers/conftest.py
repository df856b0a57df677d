"""A small library and two files of activities, and the report on them."""

from pathlib import Path

import polars as pl
import pytest

import detente as dt
from detente.activities import ReadResult
from detente.dossiers import Input, report
from detente.instruments import Library

SMALL = Path(__file__).resolve().parents[1] / "cli" / "small"
ACTIVITIES = SMALL.parent / "activities.toml"


@pytest.fixture(scope="session")
def small() -> Library:
    """The small library."""
    return dt.library(SMALL)


@pytest.fixture(scope="session")
def told(small: Library) -> ReadResult:
    """Three activities by two sources."""
    return dt.read_activities(ACTIVITIES, library=small)


@pytest.fixture(scope="session")
def findings(small: Library, told: ReadResult) -> pl.DataFrame:
    """All findings on them."""
    return pl.DataFrame(dt.obligations(told.frame, library=small))


@pytest.fixture(scope="session")
def page(small: Library, told: ReadResult, findings: pl.DataFrame) -> str:
    """The report on them."""
    inputs = [Input("activities.toml", "0" * 64)]
    return report(findings, told, small, title="A <small> report", inputs=inputs)
