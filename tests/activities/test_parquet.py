"""Parquet: typed or in texts, and what is wrong by row."""

from pathlib import Path

import polars as pl

from detente.activities import read_activities
from tests.activities.words import WORDS, day, messages


def test_types_and_texts_mix(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame(
        {
            "activity": ["a", "b"],
            "source": ["s", "s"],
            "kind": ["exercise", "transfer"],
            "troops": ["8000..12000", "9000"],
            "starts": [day(2017, 9, 14), None],
            "battle_tanks_low": pl.Series([1, 2], dtype=pl.UInt8),
        }
    ).write_parquet(path)
    frame = read_activities(path, WORDS).frame
    assert frame["troops_high"].to_list() == [12000, 9000]
    assert frame["starts_latest"].to_list() == [None, None]
    assert frame["battle_tanks_low"].to_list() == [1, 2]
    assert frame["battle_tanks_high"].to_list() == [None, None]


def test_faults_have_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame(
        {
            "activity": ["a", "b", "b"],
            "source": ["s", "s", "s"],
            "kind": ["exercise", "exercises", "exercise"],
            "troops": [1.0, 2.5, 3.0],
        }
    ).write_parquet(path)
    kept = read_activities(path, WORDS, keep_good=True)
    assert kept.frame["activity"].to_list() == ["a", "b"]
    assert [(fault.column, fault.value) for fault in kept.faults] == [
        ("troops, row 2", "2.5"),
        ("kind, row 2", "exercises"),
        ("row 2", ""),
    ]


def test_what_is_not_parquet(tmp_path: Path) -> None:
    assert messages(tmp_path, b"PAR1 not", "a.parquet") == [
        "a.parquet: not a Parquet file, or cut short. Write it again."
    ]
    assert messages(tmp_path, b"", "a.parquet") == [
        "a.parquet: not a Parquet file, or cut short. Write it again."
    ]
