"""What a frame holds is checked as a file is: the same is taken, and the same refused."""

# ruff: noqa: E501 - a message stands as its reader sees it

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente.errors import ActivityFileError, FrameError
from detente.obligations import engines, evaluate
from tests.conftest import RequireEngine
from tests.obligations import shipped
from tests.obligations.worlds import Row

DAY = dt.timedelta(days=1)
AUTUMN = dt.datetime(2026, 9, 14)
ASKED = "osce/vd-2011"
COUNTS = ("troops_low", "troops_high")
HEIGHTS = dict.fromkeys(("altitude_low", "altitude_high"), pl.Float64())
PLACED = HEIGHTS | dict.fromkeys(("altitude_unit", "altitude_reference", "edges"), pl.String())
INFINITE = float("inf")


def frame(*rows: Row, **kinds: Any) -> pl.DataFrame:
    """Activities that state only what is told of them, each beside a sound one."""
    sound = {"activity": "sound", "source": "me", "kind": "exercise"}
    made = [
        {"activity": f"a{i}", "source": "me", "kind": "exercise", **r} for i, r in enumerate(rows)
    ]
    names = dict.fromkeys(name for row in [sound, *made] for name in row)
    schema = shipped.schema() | {"troops": pl.Int64()} | PLACED | kinds
    rows_of = [{name: row.get(name) for name in names} for row in [sound, *made]]
    return pl.DataFrame(rows_of, schema={name: schema[name] for name in names})


def assert_same(found: pl.DataFrame, expected: pl.DataFrame) -> None:
    """The same findings, in whatever order."""
    assert found.sort(found.columns).equals(expected.sort(expected.columns))


def faults(*rows: Row, **kinds: Any) -> list[str]:
    """What is said of a frame that is refused, without its head."""
    with pytest.raises(FrameError) as caught:
        evaluate(frame(*rows, **kinds), library=shipped.library())
    return [line.removeprefix("  frame: ") for line in str(caught.value).split("\n")[1:]]


# --- what is refused --------------------------------------------------------------------------

NIL = "Write 0 for nil, or leave it empty when it is not stated."
WHOLE = "Write 9000, or leave it empty when it is not stated."
WRONG: list[tuple[Row, str]] = [
    (
        {"kind": "excercise"},
        "kind of activity 'a0', source 'me': unknown kind of activity (found 'excercise'). Did you mean exercise?",
    ),
    ({"kind": None}, "kind of activity 'a0', source 'me': it is not stated. Every row states its kind."),
    ({"activity": None}, "activity of activity None, source 'me': it is not stated. Every row states its activity."),
    ({"obligor": "UK"}, "obligor of activity 'a0', source 'me': unknown State (found 'UK'). Did you mean GB?"),
    ({"host": " FI"}, "host of activity 'a0', source 'me': unknown State (found ' FI'). Did you mean FI?"),
    ({"host": ""}, "host of activity 'a0', source 'me': unknown State. Leave it empty (null) where none is stated."),
    ({"counterpart": "Belarus"}, "counterpart of activity 'a0', source 'me': unknown State (found 'Belarus'). Did you mean BY?"),
    (
        {"structure": "divsion"},
        "structure of activity 'a0', source 'me': not one of the words foreseen (found 'divsion'). Write one of: division, two_brigades, smaller.",
    ),
    ({"troops": -1}, f"troops of activity 'a0', source 'me': a count cannot be negative (found '-1'). {NIL}"),
    ({"troops_low": -1}, f"troops_low of activity 'a0', source 'me': a count cannot be negative (found '-1'). {NIL}"),
    ({"troops_high": -1}, f"troops_high of activity 'a0', source 'me': a count cannot be negative (found '-1'). {NIL}"),
    (
        {"troops_low": 9, "troops_high": 8},
        "troops_low of activity 'a0', source 'me': the range ends below its start (found '9'). Write the lower number first.",
    ),
    (
        {"starts": AUTUMN, "starts_latest": AUTUMN},
        "starts_latest of activity 'a0', source 'me': it is not after starts (found '2026-09-14 00:00:00.000000'). Write the first instant that is too late, or leave it empty.",
    ),
    (
        {"ends_latest": AUTUMN},
        "ends_latest of activity 'a0', source 'me': it bounds ends, which is empty (found '2026-09-14 00:00:00.000000'). State ends, the first instant possible, too.",
    ),
    (
        {"starts": AUTUMN, "ends": AUTUMN - DAY},
        "ends of activity 'a0', source 'me': it ends before it starts (found '2026-09-13 00:00:00.000000'). Check both dates.",
    ),
    (
        {"starts": AUTUMN, "ends": AUTUMN - DAY, "ends_latest": AUTUMN},
        "ends of activity 'a0', source 'me': it ends before it starts (found '2026-09-13 00:00:00.000000'). Check both dates.",
    ),
    (
        {"notified_at": AUTUMN, "notified": False},
        "notified of activity 'a0', source 'me': notified_at in the same row says otherwise (found 'false'). Keep one of them.",
    ),
    (
        {"observers_invited_at": AUTUMN, "observers_invited": False},
        "observers_invited of activity 'a0', source 'me': observers_invited_at in the same row says otherwise (found 'false'). Keep one of them.",
    ),
    ({"edges": "curved"}, "edges of activity 'a0', source 'me': not one of the words foreseen (found 'curved'). Write one of: geodesic, rhumb, straight."),
    ({"altitude_high": 30.0}, "altitude_high of activity 'a0', source 'me': its unit is not stated (found '30.0'). Write m, ft or FL as altitude_unit."),
    (
        {"altitude_low": 3.0, "altitude_high": 2.0, "altitude_unit": "m"},
        "altitude_low of activity 'a0', source 'me': it lies above altitude_high (found '3.0'). Write the lower bound first.",
    ),
    (
        {"altitude_low": INFINITE},
        "altitude_low of activity 'a0', source 'me': no altitude is that high (found 'inf'). Write a number; where the source sets no bound it is -inf.",
    ),
    (
        {"altitude_high": -INFINITE},
        "altitude_high of activity 'a0', source 'me': no altitude is that low (found '-inf'). Write a number; where the source sets no bound it is inf.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("row", "said"), WRONG)
def test_what_a_file_is_refused_for_a_frame_is_refused_for(row: Row, said: str) -> None:
    assert faults(row) == [said]


@pytest.mark.parametrize(
    "row",
    [
        {"troops": 0},
        {"troops_low": 8, "troops_high": 8},
        {"starts": AUTUMN, "ends": AUTUMN},
        {"starts": AUTUMN, "ends": AUTUMN - DAY, "ends_latest": AUTUMN + DAY / 2},
        {"starts": AUTUMN, "starts_latest": AUTUMN + dt.timedelta(microseconds=1)},
        {"notified_at": AUTUMN, "notified": True},
        {"notified_at": None, "notified": False},
        {"host": "SU", "obligor": "NATO"},
        {"altitude_low": -INFINITE, "altitude_high": INFINITE},
        {"altitude_low": 3.0, "altitude_high": 3.0, "altitude_unit": "FL"},
        {"altitude_low": float("nan"), "altitude_high": 3.0, "altitude_unit": "m"},
        {"altitude_low": 3.0, "altitude_high": float("nan"), "altitude_unit": "m"},
        {"altitude_low": float("nan")},
    ],
)
def test_what_lies_just_within_is_taken(row: Row) -> None:
    assert evaluate(frame(row), library=shipped.library(), instruments=ASKED).height > 0


@pytest.mark.parametrize(
    ("kind", "value", "found"),
    [
        (pl.Float64(), 0.5, "0.5"),
        (pl.Float32(), -0.5, "-0.5"),
        (pl.Float64(), float("inf"), "inf"),
        (pl.Float64(), float("-inf"), "-inf"),
        (pl.Float64(), 2.0**63, "9.2234e18"),
        (pl.UInt64(), 2**63, "9223372036854775808"),
        (pl.Int128(), 2**63, "9223372036854775808"),
    ],
)
def test_what_is_no_whole_number_is_never_rounded(kind: Any, value: Any, found: str) -> None:
    (said,) = faults({"troops": value}, troops=kind)
    assert said.startswith(
        "troops of activity 'a0', source 'me': no whole number that a count can be"
    )
    assert said.endswith(f"). {WHOLE}")
    assert f"(found '{found}" in said or "e+18" in said


@pytest.mark.parametrize(
    ("kind", "value"),
    [(pl.Float64(), 12700.0), (pl.Float32(), 12700.0), (pl.UInt64(), 12700), (pl.Int128(), 12700), (pl.Int16(), 12700)],
)  # fmt: skip
def test_a_whole_number_of_any_type_is_the_number(kind: Any, value: Any) -> None:
    row = {"host": "FI", "starts": AUTUMN, "single_command": True, "troops": value}
    found, expected = (
        evaluate(frame(row, troops=each), library=shipped.library(), instruments=ASKED)
        for each in (kind, pl.Int64())
    )
    assert expected.filter(pl.col("verdict"))["reached"].to_list().count("troops") > 0
    assert_same(found, expected)


def test_not_a_number_is_not_stated() -> None:
    row = {"host": "FI", "starts": AUTUMN, "single_command": True}
    found = [
        evaluate(frame(row | {"troops": value}, troops=pl.Float64()), library=shipped.library(), instruments=ASKED)
        for value in (float("nan"), None)
    ]  # fmt: skip
    assert_same(*found)


def test_years_that_no_calendar_has_are_refused() -> None:
    far = frame({"starts": AUTUMN}).with_columns(pl.col("starts").dt.offset_by("9000y"))
    with pytest.raises(FrameError, match=r"starts of activity 'a0'.*no calendar reaches this far"):
        evaluate(far, library=shipped.library())


def test_a_hundred_faults_are_told_and_all_are_counted() -> None:
    said = faults(*({"kind": "x", "troops": -1} for _ in range(80)))
    assert len(said) == 101
    assert said[-1].strip() == "… and 60 more"


def test_one_row_is_checked_before_it_is_explained() -> None:
    bad = frame({"kind": "excercise"})
    name = "osce/vd-2011/40.1.1"
    with pytest.raises(FrameError, match="kind of activity 'a0'"):
        detente.explain(bad, name, activity="a0")
    assert detente.explain(bad, name, activity="sound").activity == "sound"


def test_areas_are_left_to_those_who_ask_for_them() -> None:
    drawn = frame({"host": "FI"}).with_columns(area=pl.lit("somewhere"))
    assert evaluate(drawn, library=shipped.library(), instruments=ASKED).height > 0


# --- on every engine --------------------------------------------------------------------------

BAD: list[Row] = [
    {"kind": "excercise"},
    {"host": "UK"},
    {"troops": -3.0},
    {"troops": 0.5},
    {"starts": AUTUMN, "ends": AUTUMN - DAY},
    {"notified_at": AUTUMN, "notified": False},
    {"altitude_low": 3.0},
]
SAID = ["kind of activity 'a0'", "host of activity 'a1'", "troops of activity 'a2'"]
SAID += ["troops of activity 'a3'", "ends of activity 'a4'", "notified of activity 'a5'"]
SAID += ["altitude_low of activity 'a6'"]


def assert_refused(ask: Callable[[], Any], error: type[Exception] = FrameError) -> None:
    with pytest.raises(error) as caught:
        ask()
    for said in ["7 faults found", *SAID]:
        assert said in str(caught.value)


def bad() -> pl.DataFrame:
    return frame(*BAD, troops=pl.Float64())


def ask(given: Any) -> Any:
    return evaluate(given, library=shipped.library(), instruments=ASKED)


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_polars_refuses(engine: Any) -> None:
    assert_refused(lambda: ask(bad()))
    found = ask(bad().lazy())
    assert_refused(lambda: found.collect(engine=engine))


def test_every_chunk_of_a_lazy_frame_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "CHUNK", 2)
    found = ask(frame({}, {}, {}, {"kind": "excercise"}).lazy())
    with pytest.raises(FrameError, match="kind of activity 'a3'"):
        found.collect()


def test_pandas_refuses(require_engine: RequireEngine) -> None:
    require_engine("pandas")
    require_engine("pyarrow")
    assert_refused(lambda: ask(bad().to_pandas()))


def test_pandas_columns_of_mixed_types_are_named(require_engine: RequireEngine) -> None:
    pandas = require_engine("pandas")
    row = {"activity": ["a", "b"], "source": "s", "kind": "exercise"}
    for mixed in ([9000, "x"], [2**70, 1]):
        with pytest.raises(FrameError, match="column 'troops' holds values of several types"):
            ask(pandas.DataFrame(row | {"troops": mixed}))
    twice = pandas.DataFrame([["a", "s", "exercise", "FI", "FI"]])
    twice.columns = ["activity", "source", "kind", "host", "host"]
    with pytest.raises(FrameError, match="a column stands twice"):
        ask(twice)


def test_duckdb_refuses(require_engine: RequireEngine) -> None:
    duckdb = require_engine("duckdb")
    assert_refused(lambda: ask(duckdb.from_arrow(bad().to_arrow())))
    row = "SELECT 'a' AS activity, 's' AS source, 'exercise' AS kind, "
    for wrong in ("'infinity'::TIMESTAMP AS starts", "'nan'::DOUBLE - 1 AS troops, 'UK' AS host"):
        with pytest.raises(FrameError, match="1 fault found"):
            ask(duckdb.sql(row + wrong))


@pytest.mark.spark
def test_spark_refuses(spark: Any) -> None:
    from pyspark.errors import PythonException

    given = spark.createDataFrame(bad().to_arrow(compat_level=pl.CompatLevel.oldest())).coalesce(1)
    found = ask(given)
    assert_refused(found.collect, PythonException)
    with pytest.raises(FrameError, match="kind of activity 'a0'"):
        detente.explain(given, "osce/vd-2011/40.1.1", activity="a0")
    assert detente.explain(given, "osce/vd-2011/40.1.1", activity="sound").verdict is None


# --- both doors -------------------------------------------------------------------------------

MAYBE = st.sampled_from([None, True, False])
STATE = st.sampled_from([None, "FI", "SE", "RU", "NO"])
NUMBER = st.sampled_from([None, 0, 8999, 9000, 12999, 13000, 40000])


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """One row that breaks no rule, as a frame states it."""
    starts = draw(st.sampled_from([None, AUTUMN, AUTUMN + DAY / 4]))
    notified = draw(st.sampled_from([None, AUTUMN - 42 * DAY, AUTUMN - 41 * DAY]))
    made: Row = {
        "activity": "a",
        "source": "me",
        "kind": draw(st.sampled_from(["exercise", "transfer"])),
    }
    made |= {"obligor": draw(STATE), "host": draw(STATE), "single_command": draw(MAYBE)}
    made |= {"structure": draw(st.sampled_from([None, "division", "smaller"]))}
    made |= {
        "starts": starts,
        "starts_latest": starts and draw(st.sampled_from([None, starts + DAY])),
    }
    made |= {"ends": draw(st.sampled_from([None, AUTUMN + DAY, AUTUMN + 9 * DAY]))}
    made |= {"notified_at": notified, "notified": draw(st.sampled_from([None, bool(notified)]))}
    for measure in ("troops", "battle_tanks"):
        low, high = draw(NUMBER), draw(NUMBER)
        swap = low is not None and high is not None and low > high
        made |= {f"{measure}_low": high if swap else low, f"{measure}_high": low if swap else high}
    return made


FAULTY: list[Row] = [
    row for row, _ in WRONG if "troops" not in row and row.get("host") not in ("", " FI")
]
FAULTY += [{name: wrong} for name in COUNTS for wrong in (0.5, float("inf"), 2.0**64)]


def cell(value: object) -> str:
    """What a CSV file says for a value."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return f"{value.isoformat()}Z"
    return str(value).lower() if isinstance(value, bool) else str(value)


def by_file(folder: Path, *rows: Row) -> pl.DataFrame:
    path = folder / "a.csv"
    path.write_text(
        "\n".join(",".join(map(cell, each)) for each in [rows[0], *map(dict.values, rows)])
    )
    found: pl.DataFrame = detente.obligations(
        detente.read_activities(path).frame, instruments=ASKED
    )
    return found


def by_frame(whole: Any, *rows: Row) -> pl.DataFrame:
    schema = shipped.schema() | PLACED | dict.fromkeys(COUNTS, whole)
    made = pl.DataFrame(rows, schema={name: schema[name] for name in rows[0]})
    found: pl.DataFrame = detente.obligations(made, instruments=ASKED)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("doors")


@settings(max_examples=25, deadline=None)
@given(
    told=st.lists(rows(), min_size=1, max_size=12),
    whole=st.sampled_from([pl.Int64(), pl.Float64(), pl.UInt64()]),
)
def test_sound_rows_give_the_same_findings_through_both_doors(
    folder: Path, told: list[Row], whole: Any
) -> None:
    given = [row | {"activity": f"a{i}"} for i, row in enumerate(told)]
    found, expected = by_frame(whole, *given), by_file(folder, *given)
    assert_same(found, expected)


@settings(max_examples=40, deadline=None)
@given(row=rows(), fault=st.sampled_from(FAULTY))
def test_a_faulty_row_is_refused_at_both_doors(folder: Path, row: Row, fault: Row) -> None:
    wrong = row | fault
    with pytest.raises(ActivityFileError):
        by_file(folder, wrong)
    with pytest.raises(FrameError):
        by_frame(pl.Float64(), wrong)
