"""A military activity as one source describes it: what, who, when, where, which forces; in bulk."""

from __future__ import annotations

from detente.activities.frame import columns, conform, empty
from detente.activities.reading import ReadResult, read_activities
from detente.activities.schema import describe, schema
from detente.activities.vocabulary import Fact, Measure, Vocabulary
from detente.activities.writing import write_activities
from detente.sources.notes import SourceNote

__all__ = [
    "Fact",
    "Measure",
    "ReadResult",
    "SourceNote",
    "Vocabulary",
    "columns",
    "conform",
    "describe",
    "empty",
    "read_activities",
    "schema",
    "write_activities",
]
