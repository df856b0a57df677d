"""A made-up world for screening: areas of activities and of lines, with times and heights.

Most of both lie around the same few hot spots, as in a crisis, so that there is much to find.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import shapely

from detente.redlines import RedLine, frame

BOUNDS = (-75.0, 25.0, 45.0, 82.0)
HOT_SPOTS, CLUSTERED, SPREAD = 60, 0.7, 0.6
ACTIVITY = {"corners": 8, "least_km": 3.0, "most_km": 150.0}
LINE = {"corners": 24, "least_km": 20.0, "most_km": 400.0}
YEAR = np.datetime64("2031-01-01T00:00:00", "us")
HOURS_OF_A_YEAR = 8760
BANDS = np.array([[0, 3000], [0, 12_000], [3000, 9000], [9000, 20_000]], dtype=float)
_KM_OF_A_DEGREE = 111.2
_PLAIN = RedLine(
    id="line",
    holder="AA",
    stance="declared",
    called="red line",
    words="made up",
    source="made-up",
    kinds=("*",),
    obligors=("*",),
)


def areas(n: int, seed: int, corners: int, least_km: float, most_km: float) -> Any:
    """Make areas: rough rings around centres, of which most lie near a hot spot.

    Returns:
        Geometries in degrees, longitude first, shape (n,).
    """
    chance = np.random.default_rng(seed)
    west, south, east, north = BOUNDS
    spots = np.random.default_rng(7).uniform((west, south), (east, north), (HOT_SPOTS, 2))
    centres = chance.uniform((west, south), (east, north), (n, 2))
    near = chance.random(n) < CLUSTERED
    around = spots[chance.integers(0, HOT_SPOTS, n)] + chance.normal(0, SPREAD, (n, 2))
    centres = np.where(near[:, None], around, centres)
    centres[:, 1] = np.clip(centres[:, 1], south, north)
    reach = np.exp(chance.uniform(np.log(least_km), np.log(most_km), n)) / 2 / _KM_OF_A_DEGREE
    angles = (np.arange(corners) + chance.uniform(0.1, 0.9, (n, corners))) * (2 * np.pi / corners)
    radius = reach[:, None] * chance.uniform(0.6, 1.0, (n, corners))
    x = centres[:, :1] + radius * np.cos(angles) / np.cos(np.radians(centres[:, 1:]))
    y = centres[:, 1:] + radius * np.sin(angles)
    rings = np.stack([x, y], axis=-1)
    return shapely.polygons(np.concatenate([rings, rings[:, :1]], axis=1))


def _times(chance: Any, n: int, least_hours: float, most_hours: float) -> tuple[Any, Any]:
    """Make beginnings in one year, and ends."""
    hours = chance.integers(0, HOURS_OF_A_YEAR, n)
    length = np.exp(chance.uniform(np.log(least_hours), np.log(most_hours), n)).astype(int)
    begins = YEAR + hours.astype("timedelta64[h]").astype("timedelta64[us]")
    return begins, begins + length.astype("timedelta64[h]").astype("timedelta64[us]")


def activities(n: int, seed: int = 1) -> pl.DataFrame:
    """Make activities: an area as WKB, two hours to three weeks, four bands of height."""
    chance = np.random.default_rng(seed)
    starts, ends = _times(chance, n, 2, 21 * 24)
    band = BANDS[chance.integers(0, len(BANDS), n)]
    troops = np.exp(chance.normal(7.5, 1.2, n)).astype(np.int64)
    return pl.DataFrame(
        {
            "activity": np.arange(n, dtype=np.int64) + seed * 10_000_000,
            "source": pl.Series(["made-up"], dtype=pl.String).new_from_index(0, n),
            "kind": pl.Series(["exercise"], dtype=pl.String).new_from_index(0, n),
            "obligor": np.array(["AA", "BB", "CC"])[chance.integers(0, 3, n)],
            "starts": starts,
            "ends": ends,
            "area": pl.Series(shapely.to_wkb(areas(n, seed, **ACTIVITY)).tolist(), dtype=pl.Binary),
            "edges": pl.Series(["straight"], dtype=pl.String).new_from_index(0, n),
            "altitude_low_m": band[:, 0],
            "altitude_high_m": band[:, 1],
            "altitude_reference": pl.Series(["MSL"], dtype=pl.String).new_from_index(0, n),
            "troops_low": troops,
            "troops_high": troops,
        }
    )


def lines(m: int, seed: int = 2) -> pl.DataFrame:
    """Make red lines as a frame: an outline, ten days to a year, a band of height, a level."""
    chance = np.random.default_rng(seed)
    begins, ends = _times(chance, m, 10 * 24, 365 * 24)
    band = BANDS[chance.integers(0, len(BANDS), m)]
    area = pl.Series(shapely.to_wkt(areas(m, seed, **LINE), rounding_precision=9).tolist())
    plain = frame([_PLAIN])
    nothing = pl.lit(None)
    level = pl.struct(
        measure=pl.lit("troops"),
        operator=pl.lit("at_least"),
        value=pl.Series(chance.integers(5_000, 60_000, m)),
    )
    return plain.select(pl.all().gather(np.zeros(m, dtype=np.int64))).with_columns(
        pl.Series("redline", [f"line {i}" for i in range(m)]),
        pl.Series("from", begins),
        pl.Series("until", ends),
        from_latest=nothing.cast(pl.Datetime("us")),
        from_open=pl.lit(value=False),
        until_open=pl.lit(value=False),
        area_inside=area,
        area_within=area,
        anywhere=pl.lit(value=False),
        edges=pl.lit("straight"),
        altitude_low_m=pl.Series(band[:, 0]),
        altitude_high_m=pl.Series(band[:, 1]),
        altitude_reference=pl.lit("MSL"),
        levels_join=pl.lit("any"),
        levels=pl.concat_list(level),
    )


def write(folder: Path, n: int, m: int) -> None:
    """Write activities and lines into a folder, as Parquet."""
    parts = [activities(min(100_000, n - i), seed=10 + i) for i in range(0, n, 100_000)]
    pl.concat(parts).write_parquet(folder / "activities.parquet", row_group_size=50_000)
    lines(m).write_parquet(folder / "lines.parquet")
