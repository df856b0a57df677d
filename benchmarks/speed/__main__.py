"""Measure obligations and screening beside the alternatives, in one run.

``./dev bench`` runs everything; ``--sizes 1e5,1e6`` and ``--only rules,task`` make it shorter.
Every figure is the best of several runs, and stands beside what it is compared with.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.util
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl

import detente
from benchmarks.speed import (
    by_hand,
    filing,
    joins,
    kinds_of_frame,
    on_a_cluster,
    packages,
    screening_world,
    sealing,
    serving,
    simultaneous,
    small_task,
    streaming,
    world,
)

KEYS = ["activity", "instrument", "provision", "obligee"]
RUNS = 5


def best(ask: Callable[[], Any], runs: int = RUNS) -> tuple[float, Any]:
    """Give the least of several durations in seconds, and the last answer."""
    took, answer = [], None
    for _ in range(runs):
        start = time.perf_counter()
        answer = ask()
        took.append(time.perf_counter() - start)
    return min(took), answer


def rules(sizes: list[int]) -> Iterator[dict[str, Any]]:
    """Thirty dated rules with status and zones, beside Polars expressions written by hand."""
    texts = world.library()
    for n in sizes:
        frame = world.activities(n)
        runs = 3 if n > 2_000_000 else RUNS
        hand, expected = best(lambda f=frame: by_hand.findings(f), runs)
        ours, found = best(
            lambda f=frame: detente.obligations(f, library=texts, keep="bearing"), runs
        )
        same = expected.sort(KEYS).equals(found.sort(KEYS)) if n <= 1_000_000 else None
        yield {
            "what": f"30 rules, {n:,} activities",
            "seconds": ours,
            "beside": f"by hand {hand:.3f} s",
            "ratio": ours / hand,
            "per second": n / ours,
            "same findings": same,
        }


def shipped(sizes: list[int]) -> Iterator[dict[str, Any]]:
    """The whole shipped library."""
    texts = detente.library()
    zone = "zone_osce_zone_of_application"
    for n in sizes:
        states = pl.Series("host", ["BY", "DE", "NO", "PL", "RU", "TR", "US"])
        made = world.activities(n).rename({"zone_europe": zone})
        chosen = pl.Series(made["activity"].to_numpy() % len(states))
        named = made.with_columns(host=states.gather(chosen), obligor=states.gather(chosen))
        del made, chosen
        ours, found = best(
            lambda f=named: detente.obligations(f, library=texts, keep="bearing"), runs=2
        )
        evaluated = sum(1 for _, _, provision in texts if provision.kinds)
        yield {
            "what": f"shipped library, {evaluated} provisions, {n:,} activities",
            "seconds": ours,
            "per second": n / ours,
            "findings": found.height,
        }


def engines(sizes: list[int]) -> Iterator[dict[str, Any]]:
    """The thirty rules on every engine, each with the same findings row for row."""
    n = min(max(sizes), 1_000_000)
    texts = world.library()
    frame = world.activities(n).with_columns(pl.col("source").cast(pl.String))
    expected = detente.obligations(frame, library=texts, keep="bearing").sort(KEYS)
    for name, (given, back) in kinds_of_frame.made_of(frame).items():
        seconds, found = best(
            lambda g=given, b=back: b(detente.obligations(g, library=texts, keep="bearing")), runs=2
        )
        same = found.select(expected.columns).sort(KEYS).equals(expected)
        assert same, f"{name} gives other findings"
        yield {
            "what": f"30 rules, {name}, {n:,} activities",
            "seconds": seconds,
            "per second": n / seconds,
            "findings": found.height,
            "same findings": same,
        }


def task(_: list[int]) -> Iterator[dict[str, Any]]:
    """The small task, input counted, beside OpenFisca and zen-engine."""
    n = 1_000_000
    ours = 0.0
    for name, prepare in small_task.ENGINES.items():
        size = n // 10 if name == "zen-engine" else n
        ask, count = prepare(size)
        seconds, answer = best(ask, runs=1 if name == "zen-engine" else RUNS)
        expected = small_task.expected(size)
        assert count(answer) == expected, f"{name}: {count(answer)}, expected {expected}"
        each = seconds / size
        ours = ours or each
        yield {
            "what": f"small task, {name}, {size:,} activities",
            "seconds": seconds,
            "per second": size / seconds,
            "ratio": each / ours,
        }


def explanation(_: list[int]) -> Iterator[dict[str, Any]]:
    """One finding explained."""
    texts = detente.library()
    frame = pl.DataFrame(
        {
            "activity": ["a"],
            "source": ["s"],
            "kind": ["exercise"],
            "host": ["BY"],
            "starts": [dt.datetime(2017, 9, 14)],
            "troops_low": [12_700],
            "troops_high": [12_700],
            "single_command": [True],
        }
    )
    name = "osce/vd-2011/40.1.1"
    seconds, _answer = best(
        lambda: detente.explain(frame, name, activity="a", library=texts), runs=50
    )
    yield {"what": "one explanation", "seconds": seconds, "goal": "under 0.001"}


def stream(sizes: list[int]) -> Iterator[dict[str, Any]]:
    """Activities from disk to findings on disk."""
    with tempfile.TemporaryDirectory() as folder:
        n = max(sizes)
        told = streaming.run(n, Path(folder))
    yield {"what": f"streaming, {n:,} activities", "goal": "under 2.5 gigabytes", **told}


def screening(_: list[int]) -> Iterator[dict[str, Any]]:
    """Activities beside red lines, with time and height, beside others who join areas."""
    n, m = 100_000, 10_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        screening_world.write(folder, n, m)
        told = joins.ask_all(folder)
        ours = dict(told["detente"])
        for who, each in told.items():
            line = {"what": f"screening, {who}, {n:,} activities, {m:,} lines"}
            if "absent" not in each:
                each["ratio"] = each["CPU seconds"] / ours["CPU seconds"]
                each["same pairs"] = each.pop("sum") == ours["sum"]
            yield line | each
        yield {"what": f"screening, one draft, {m:,} lines", **_draft(folder)}
        yield {"what": f"screening, streamed, {10 * n:,} activities", **_streamed(folder, 10 * n)}


def _draft(folder: Path) -> dict[str, Any]:
    """Screen one draft again and again, as while it is typed."""
    from detente.screening import prepare, screen

    drafts = pl.read_parquet(folder / "activities.parquet", n_rows=50)
    prepared = prepare(pl.read_parquet(folder / "lines.parquet"))
    took = [best(lambda i=i: screen(drafts[i], prepared), runs=3)[0] for i in range(50)]
    return {"seconds": sorted(took)[len(took) // 2], "goal": "under 0.02"}


def _streamed(folder: Path, n: int) -> dict[str, Any]:
    """Screen a file to a file, in a process of its own."""
    screening_world.write(folder, n, 10_000)
    told = joins.ask("detente, streamed", folder)
    told.pop("sum", None)
    return told | {"goal": "under 25 CPU seconds and 1000 megabytes"}


def sums(_: list[int]) -> Iterator[dict[str, Any]]:
    """Sums over time: who is on at once, over ten million beginnings and ends."""
    for n in (1_000_000, 10_000_000):
        yield {"what": f"sums over time, {n:,} events", **simultaneous.run(n), "goal": "under 5"}


def cluster(_: list[int]) -> Iterator[dict[str, Any]]:
    """Activities beside red lines on PySpark: lines handed over whole, and joined by cell."""
    if not importlib.util.find_spec("pyspark"):
        yield {"what": "on a cluster", "absent": "PySpark is not installed"}
        return
    with tempfile.TemporaryDirectory() as folder:
        yield from on_a_cluster.run(Path(folder))


def seals(sizes: list[int]) -> Iterator[dict[str, Any]]:
    """Seals one by one, and a log of a million sealed words checked as a whole."""
    yield from sealing.one()
    with tempfile.TemporaryDirectory() as folder:
        yield from sealing.whole(Path(folder), min(max(sizes), 1_000_000))


def store(_: list[int]) -> Iterator[dict[str, Any]]:
    """Words filed durably, beside a bare insert of the same bytes; proofs from what is kept."""
    yield from filing.run()


def served(_: list[int]) -> Iterator[dict[str, Any]]:
    """Answers of a served node that holds many words, at a steady pace."""
    with tempfile.TemporaryDirectory() as folder:
        yield from serving.run(Path(folder))


def talks(_: list[int]) -> Iterator[dict[str, Any]]:
    """Packages of stances by scores, beside a listing of them all."""
    yield from packages.run()


PARTS = {
    "rules": rules,
    "shipped": shipped,
    "engines": engines,
    "task": task,
    "explanation": explanation,
    "stream": stream,
    "screening": screening,
    "sums": sums,
    "cluster": cluster,
    "seals": seals,
    "store": store,
    "serving": served,
    "talks": talks,
}


def main() -> None:
    """Measure what is asked for and print it, one line each; or as JSON."""
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("--sizes", default="1e5,1e6,1e7", help="numbers of activities")
    parser.add_argument("--only", default=",".join(PARTS), help="parts: %(default)s")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    asked = parser.parse_args()
    if unknown := [part for part in asked.only.split(",") if part not in PARTS]:
        parser.error(f"no part is called {', '.join(unknown)}; parts are {', '.join(PARTS)}")
    sizes = [int(float(size)) for size in asked.sizes.split(",")]
    sys.stderr.write(f"Polars {pl.__version__}, {os.cpu_count()} cores\n")
    for part in asked.only.split(","):
        for line in PARTS[part](sizes):
            sys.stdout.write((json.dumps(line) if asked.json else _text(line)) + "\n")
            sys.stdout.flush()


def _text(line: dict[str, Any]) -> str:
    """Write one measurement as a line."""
    told = [str(line["what"])]
    for name, value in line.items():
        if name != "what" and value is not None:
            number = f"{value:,.0f}" if isinstance(value, float) and value > 1000 else value
            number = f"{number:.4g}" if isinstance(number, float) else number
            told.append(f"{name} {number}")
    return " | ".join(told)


if __name__ == "__main__":
    main()
