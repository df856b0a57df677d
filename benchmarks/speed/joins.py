"""The same question to others who join areas: geopandas, DuckDB, SedonaDB, and plain shapely.

Each is asked in a process of its own, so that its memory can be told, and gives the pairs whose
areas meet at one time and at one height, by number or by name. Each reads the same two Parquet
files, areas included. Imports, and the comparison of the pairs, are not counted.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

ROOMS = ["detente.screening", "detente.places.readings", "detente.places.distances"]
TIMES = (("starts", "ends"), ("from", "until"))
HEIGHTS = ("altitude_low_m", "altitude_high_m")
ROUNDS, LONG = 3, 30.0  # times that each is asked; CPU seconds after which once is enough

Found = tuple[Any, Any]
"""Places, or names, of the activities and of the lines of the pairs, shape (p,) each."""


def _tables(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read both files."""
    return pl.read_parquet(folder / "activities.parquet"), pl.read_parquet(folder / "lines.parquet")


def by_detente(folder: Path) -> Found:
    """Ask Détente what is asked of the others: which pairs meet."""
    from detente.screening import screen

    lines = pl.read_parquet(folder / "lines.parquet")
    plan = screen(pl.scan_parquet(folder / "activities.parquet"), lines)
    met = plan.filter(pl.col("relation") == "overlaps").select("activity", "redline").collect()
    return met["activity"], met["redline"]


def all_told(folder: Path) -> Found:
    """Ask Détente for all that it tells of the pairs: verdict, margin, what is missing."""
    from detente.screening import screen

    found = screen(*_tables(folder))
    met = found.select("activity", "redline").filter(found["relation"] == "overlaps")
    return met["activity"], met["redline"]


def streamed(folder: Path) -> Found:
    """Ask Détente of a file that need not fit into memory, and write what it tells to a file."""
    from detente.screening import screen

    lines = pl.read_parquet(folder / "lines.parquet")
    target = folder / "found.parquet"
    screen(pl.scan_parquet(folder / "activities.parquet"), lines).sink_parquet(target)
    rows = pl.scan_parquet(target).select(pl.len()).collect().item()
    return np.arange(rows), np.zeros(rows)


def _may_meet(activities: pl.DataFrame, lines: pl.DataFrame, one: Any, other: Any) -> Any:
    """Tell which pairs are at one time and at one height."""
    starts, ends, low, high = (activities[n].to_numpy() for n in (*TIMES[0], *HEIGHTS))
    begins, until, lowest, highest = (lines[n].to_numpy() for n in (*TIMES[1], *HEIGHTS))
    met = (starts[one] <= until[other]) & (begins[other] <= ends[one])
    return met & (low[one] <= highest[other]) & (lowest[other] <= high[one])


def by_shapely(folder: Path) -> Found:
    """Ask shapely by hand: boxes, then time and height, then prepared geometry, line by line."""
    import shapely

    activities, lines = _tables(folder)
    ours = shapely.from_wkb(activities["area"].to_numpy())
    theirs = shapely.from_wkt(lines["area_within"].to_numpy())
    one, other = shapely.STRtree(theirs).query(ours)
    kept = np.flatnonzero(_may_meet(activities, lines, one, other))
    kept = kept[np.argsort(other[kept], kind="stable")]
    one, other = one[kept], other[kept]
    shapely.prepare(theirs)
    met = shapely.intersects(theirs[other], ours[one])
    return one[met], other[met]


def by_geopandas(folder: Path) -> Found:
    """Ask geopandas: its join, then time and height, as its users do."""
    import geopandas
    import shapely

    activities, lines = _tables(folder)
    ours = geopandas.GeoDataFrame(geometry=shapely.from_wkb(activities["area"].to_numpy()))
    theirs = geopandas.GeoDataFrame(geometry=shapely.from_wkt(lines["area_within"].to_numpy()))
    found = geopandas.sjoin(ours, theirs, predicate="intersects")
    one, other = found.index.to_numpy(), found["index_right"].to_numpy()
    kept = _may_meet(activities, lines, one, other)
    return one[kept], other[kept]


QUERY = """
    SELECT a.place AS one, l.place AS other FROM a JOIN l
    ON ST_Intersects(a.area, l.area)
    WHERE a.starts <= l.begins_until AND l.begins <= a.ends
    AND a.low <= l.high AND l.low <= a.high
"""


def _plain(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give both tables with the columns that the query asks for."""
    activities, lines = _tables(folder)
    low, high = (pl.col(name) for name in HEIGHTS)
    ours = activities.with_row_index("place").select(
        "place", "starts", "ends", wkb="area", low=low, high=high
    )
    theirs = lines.with_row_index("place").select(
        "place", begins="from", begins_until="until", wkt="area_within", low=low, high=high
    )
    return ours, theirs


def by_duckdb(folder: Path) -> Found:
    """Ask DuckDB with its spatial extension, in one query.

    The extension comes with a package, for an older DuckDB than the one that rules are tried on.
    """
    import duckdb
    import duckdb_extension_spatial

    kept = Path(duckdb_extension_spatial.__file__).parent / "extensions"
    base = duckdb.connect()
    base.execute(f"LOAD '{kept / f'v{duckdb.__version__}' / 'spatial.duckdb_extension'}'")
    ours, theirs = (each.to_arrow() for each in _plain(folder))
    base.register("ours", ours)
    base.register("theirs", theirs)
    base.execute("CREATE TABLE a AS SELECT *, ST_GeomFromWKB(wkb) AS area FROM ours")
    base.execute("CREATE TABLE l AS SELECT *, ST_GeomFromText(wkt) AS area FROM theirs")
    found = base.execute(QUERY).fetchnumpy()
    return found["one"], found["other"]


def by_sedona(folder: Path) -> Found:
    """Ask SedonaDB, in one query."""
    import sedonadb

    base = sedonadb.connect()
    for name, table, read in zip("al", _plain(folder), ("WKB(wkb)", "WKT(wkt)"), strict=True):
        base.create_data_frame(table.to_arrow()).to_view(f"given_{name}")
        made = f"SELECT *, ST_GeomFrom{read} AS area FROM given_{name}"
        base.sql(made).to_memtable().to_view(name)
    found = pl.DataFrame(base.sql(QUERY))
    return found["one"].to_numpy(), found["other"].to_numpy()


ASKED: dict[str, Callable[[Path], Found]] = {
    "detente": by_detente,
    "detente with all columns": all_told,
    "shapely by hand": by_shapely,
    "geopandas": by_geopandas,
    "duckdb spatial": by_duckdb,
    "sedonadb": by_sedona,
}


def ask(name: str, folder: Path) -> dict[str, Any]:
    """Ask one of them in a process of its own.

    Returns:
        CPU seconds of the process and its children, seconds, megabytes at peak, how many pairs and
        a sum that differs where the pairs do; or why it could not be asked.
    """
    command = [sys.executable, "-m", "benchmarks.speed.joins", name, str(folder)]
    surroundings = dict(os.environ)
    if name == "duckdb spatial":
        surroundings["PYTHONPATH"] = str(Path(sys.prefix, "duckdb-spatial"))
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=surroundings)
    if done.returncode:
        told = [line for line in done.stderr.splitlines() if "Error" in line]
        return {"absent": told[0] if told else "it ended without a word"}
    return dict(json.loads(done.stdout.splitlines()[-1]))


def ask_all(folder: Path) -> dict[str, dict[str, Any]]:
    """Ask all of them by turns, and keep of each the round that took it the least CPU.

    A machine that others use too is slower now and faster then; whoever is asked once may have met
    either. Whoever takes longer than `LONG` is asked once.
    """
    told: dict[str, dict[str, Any]] = {}
    for _ in range(ROUNDS):
        for name in ASKED:
            known = told.get(name)
            if known is None:
                told[name] = ask(name, folder)
            elif known.get("CPU seconds", LONG) < LONG:
                told[name] = min(known, ask(name, folder), key=lambda each: each["CPU seconds"])
    return told


def _used() -> float:
    """Give the CPU seconds that this process and its children have used."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in spent)


def main(name: str, folder: Path) -> None:
    """Ask one of them, and print what it took: from the files to the pairs, imports left out."""
    import numpy.ma  # noqa: F401  what all need is imported before
    import shapely  # noqa: F401  loaded before the clock starts

    asked = ASKED.get(name, streamed)
    _warm(name)
    cpu, start = _used(), time.perf_counter()
    found = asked(folder)
    seconds, cpu = time.perf_counter() - start, _used() - cpu
    from benchmarks.speed.streaming import peak

    told = {"CPU seconds": cpu, "seconds": seconds, "megabytes": 1000 * peak()}
    told |= {"pairs": len(found[0]), "sum": _sum(*_places(folder, found))}
    sys.stdout.write(json.dumps(told) + "\n")


def _places(folder: Path, found: Found) -> Found:
    """Give the places of what is named."""
    if not isinstance(found[0], pl.Series):
        return found
    names = (
        each[name] for each, name in zip(_tables(folder), ("activity", "redline"), strict=True)
    )
    one, other = (
        named.replace_strict(all_, np.arange(len(all_)), return_dtype=pl.UInt64).to_numpy()
        for named, all_ in zip(found, names, strict=True)
    )
    return one, other


def _sum(one: Any, other: Any) -> int:
    """Give a number that differs where the pairs do."""
    pairs = np.asarray(one, dtype=np.uint64) * np.uint64(2**32) + np.asarray(other, dtype=np.uint64)
    mixed = (pairs * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(7)
    return int(np.bitwise_xor.reduce(mixed)) if len(mixed) else 0


def _warm(name: str) -> None:
    """Import what is asked, so that imports are not measured."""
    import importlib

    modules = {
        "detente": ROOMS,
        "detente with all columns": ROOMS,
        "detente, streamed": ROOMS,
        "geopandas": ["geopandas"],
        "duckdb spatial": ["duckdb"],
        "sedonadb": ["sedonadb"],
    }
    for module in modules.get(name, []):
        importlib.import_module(module)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
