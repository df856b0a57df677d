"""Small typed frames for the properties of this room: few names, few numbers, few days."""

import datetime as dt
import math

import polars as pl
from hypothesis import strategies as st

from detente.activities import columns, conform
from tests.activities.words import WORDS, day

NAMES = st.sampled_from(["a", "b", "c,1", 'd "so"', "e\nf", "5", "2017-09-14", "g; \u00e9", "none"])
AREAS = st.sampled_from(
    ["POINT (20 50)", "POLYGON ((20 50, 21 50, 21 51, 20 50))", "POINT (0.1 -0.30000000000000004)"]
)
HEIGHTS = st.sampled_from([-12.5, 0.0, 3000.0, 1e-7, 1e17, 10_000 / 3])
COUNTS = st.one_of(st.none(), st.integers(0, 6))
INSTANTS = st.integers(0, 8).map(lambda half: day(2017, 9, 14) + dt.timedelta(hours=12 * half))
LATER = st.sampled_from(
    [dt.timedelta(days=1), dt.timedelta(hours=36), dt.timedelta(microseconds=5)]
)
ANSWERS = st.sampled_from([None, True, False])

Row = dict[str, object]


@st.composite
def moments(draw: st.DrawFn, name: str, given: str = "") -> Row:
    """One moment with its bound: not stated, an instant, a day, or another span."""
    earliest = draw(st.none() | INSTANTS)
    later = draw(st.none() | LATER)
    latest = earliest + later if earliest and later else None
    row: Row = {name: earliest, f"{name}_latest": latest}
    if given:
        row[given] = True if earliest else draw(ANSWERS)
    return row


@st.composite
def counts(draw: st.DrawFn, name: str) -> Row:
    """One count: not stated, exact, or a range that may be open."""
    low, high = draw(COUNTS), draw(COUNTS)
    if low is not None and high is not None and low > high:
        low, high = high, low
    return {f"{name}_low": low, f"{name}_high": high}


@st.composite
def heights(draw: st.DrawFn) -> Row:
    """Bounds of altitude: not stated, open, or numbers in order, with their unit."""
    low, high = sorted(draw(st.lists(HEIGHTS, min_size=2, max_size=2)))
    ends = {
        "altitude_low": draw(st.sampled_from([None, -math.inf, low])),
        "altitude_high": draw(st.sampled_from([None, math.inf, high])),
    }
    numbers = any(end is not None and math.isfinite(end) for end in ends.values())
    unit = draw(st.sampled_from(["m", "ft", "FL"] if numbers else [None, "m"]))
    reference = "standard" if unit == "FL" else draw(st.sampled_from([None, "MSL", "AGL"]))
    return {**ends, "altitude_unit": unit, "altitude_reference": reference}


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """One row that breaks no rule."""
    starts, ends = draw(moments("starts")), draw(moments("ends"))
    if ends["ends"] and starts["starts"] and ends["ends"] < starts["starts"]:  # type: ignore[operator] # both are instants
        ends = {"ends": None, "ends_latest": None}
    return {
        "activity": draw(NAMES),
        "source": draw(NAMES),
        "kind": draw(st.sampled_from(["exercise", "transfer"])),
        "obligor": draw(st.sampled_from([None, "BY", "RU"])),
        **starts,
        **ends,
        "area": draw(st.none() | AREAS),
        "edges": draw(st.sampled_from([None, "geodesic", "straight"])),
        **draw(heights()),
        "structure": draw(st.sampled_from([None, "division"])),
        "in_calendar": draw(ANSWERS),
        **draw(moments("notified_at", "notified")),
        "stated_at": draw(st.none() | INSTANTS),
        "zone_osce_zone": draw(ANSWERS),
        **draw(counts("troops")),
        "x_page": draw(st.sampled_from([None, "12", "p. 3"])),
    }


@st.composite
def frames(draw: st.DrawFn, least: int = 0) -> pl.DataFrame:
    """A typed frame as `conform` gives it, with some of the columns left out."""
    schema = {**columns(WORDS), "x_page": pl.String()}
    made = draw(
        st.lists(
            rows(), min_size=least, max_size=5, unique_by=lambda r: (r["activity"], r["source"])
        )
    )
    names = [name for name in schema if name in made[0]] if made else ["activity", "source", "kind"]
    frame = pl.DataFrame(made, schema={name: schema[name] for name in names})
    families = [
        ["area"],
        ["stated_at"],
        ["starts", "starts_latest"],
        ["x_page"],
        ["zone_osce_zone"],
    ]
    for family in families:
        if draw(st.booleans()):
            frame = frame.drop(family, strict=False)
    return conform(frame, WORDS)
