"""Real notices of the shared data, a part of each: heads, Q circles, schedules."""

import gzip
import json
from pathlib import Path
from typing import Any

from detente.notices import Reading, read_one
from detente.notices.records import found


def part(shared_data: Path, name: str, every: int) -> list[Reading]:
    """Read every so many notices of a corpus, as a feed hands them over."""
    with gzip.open(shared_data / "notices" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        records: list[Any] = [json.loads(line) for line in lines]
    raws = [raw for record in records[::every] for raw in found(record)]
    assert len(raws) == len(records[::every])
    return [read_one(raw.text, raw.id, raw.issued, raw.ends) for raw in raws]


def share(readings: list[Reading], holds: list[bool]) -> float:
    return sum(holds) / len(readings)


def test_raw_rocket_notam(shared_data: Path) -> None:
    readings = part(shared_data, "rocket-notam-sample", 1)
    assert share(readings, [bool(r.id and r.windows) for r in readings]) >= 0.99
    assert share(readings, [any(a.figure for a in r.areas) for r in readings]) >= 0.97


def test_united_kingdom(shared_data: Path) -> None:
    readings = part(shared_data, "uk-notam-sample", 15)
    placed = [r for r in readings if r.consistent is not None]
    assert share(placed, [r.consistent is True for r in placed]) >= 0.99
    timed = [r for r in readings if "d" in r.header]
    unread = [any(m.code == "item-d" for m in r.remarks) for r in timed]
    assert share(timed, [not each for each in unread]) >= 0.99


def test_worldwide_warnings(shared_data: Path) -> None:
    readings = part(shared_data, "nga-broadcast-warnings-2010-2017", 15)
    bounded = [r for r in readings if "AREA BOUND BY" in r.text]
    outlines = [any(a.figure and a.figure.areal for a in r.areas) for r in bounded]
    assert share(bounded, outlines) >= 0.99
    daily = [r for r in bounded if " DAILY" in r.text and "Z TO " in r.text]
    assert share(daily, [len(r.windows) > 0 for r in daily]) >= 0.95
