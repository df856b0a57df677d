"""Activities on disk, findings on disk: a process of its own, so that its memory can be told."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import polars as pl


def run(n: int, folder: Path) -> dict[str, Any]:
    """Evaluate a file of activities in a process of its own.

    Returns:
        Seconds, gigabytes at peak, and how many findings were written.
    """
    from benchmarks.speed import world

    source = folder / "activities.parquet"
    parts = [world.activities(min(1_000_000, n - i), seed=i) for i in range(0, n, 1_000_000)]
    plain = [part.with_columns(pl.col("source").cast(pl.String)) for part in parts]
    pl.concat(plain).write_parquet(source)
    command = [sys.executable, "-m", "benchmarks.speed.streaming", str(source)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return dict(json.loads(told))


def main(source: Path) -> None:
    """Stream one file through the engine and print what it took."""
    import detente as dt
    from benchmarks.speed import world

    target = source.with_name("findings.parquet")
    start = time.perf_counter()
    plan = dt.obligations(pl.scan_parquet(source), library=world.library(), keep="bearing")
    plan.sink_parquet(target)
    took = time.perf_counter() - start
    rows = pl.scan_parquet(target).select(pl.len()).collect().item()
    sys.stdout.write(json.dumps({"seconds": took, "gigabytes": peak(), "findings": rows}))


def peak() -> float:
    """Give the most memory that this process has held, in gigabytes.

    Linux hands a new process the peak of the one that began it as its own `ru_maxrss`, so the
    figure is read where it is counted from the start of this program.
    """
    status = Path("/proc/self/status")
    if not status.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    (line,) = [each for each in status.read_text().splitlines() if each.startswith("VmHWM")]
    return int(line.split()[1]) * 1024 / 1e9


if __name__ == "__main__":
    main(Path(sys.argv[1]))
