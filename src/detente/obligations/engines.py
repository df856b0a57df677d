"""The engines that frames live on: taking a frame in, staging it, and giving findings in kind.

Polars, DuckDB and PySpark keep three-valued logic as it is. pandas does not (an unknown becomes
"no" in a condition), so a pandas frame is turned into a Polars frame at the door and back again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol, cast

import narwhals as nw
import polars as pl

from detente.activities.frame import way_to_a_frame
from detente.errors import FrameError
from detente.instruments.library import MOST, Library
from detente.obligations.checking import checked
from detente.obligations.fitting import Columns, changes, refuse_absent
from detente.obligations.seen import Plan, Seen

BEARERS = ("obligor", "host")
"""Columns that name a State."""

CHUNK = 250_000
"""Rows of a lazy frame that are evaluated at a time."""


@dataclass(frozen=True)
class Extent:
    """What a frame can hold, known without evaluating anything.

    Attributes:
        kinds: kinds of activity that occur; None: not known.
        states: States that occur in each column that names one; a column that is absent here is
            not known, or leaves a State unstated.
        first, last: first and last day on which an activity starts; None: no bound.
    """

    kinds: frozenset[str] | None = None
    states: Mapping[str, frozenset[str]] = field(default_factory=dict)
    first: dt.date | None = None
    last: dt.date | None = None


class Ask(Protocol):
    """The question as engines are handed it."""

    def __call__(self, some: Plan, by: Engine, *, counting: bool | None) -> Plan:
        """Ask it of some activities; `counting`: only, or all but, the limits on numbers."""


class Engine:
    """A frame that is evaluated where it lies, as one lazy plan, by narwhals' expressions.

    Attributes:
        ask: the namespace in which it is asked: narwhals, or Polars itself.
    """

    ask: Any = nw

    def lay(self, frame: Any) -> tuple[Plan, Columns]:
        """Take a frame in as a plan, and say what its columns are."""
        activities = nw.from_native(frame).lazy()
        return activities, tuple(activities.collect_schema().items())

    def plan(self, frame: Any, library: Library) -> tuple[Plan, Seen]:
        """Take a frame in, with columns of the types that the library asks for."""
        activities, columns = self.lay(frame)
        changed = changes(library, columns, self.ask)
        seen = Seen.of([*dict(columns), *changed], self.ask)
        return activities.with_columns(**changed) if changed else activities, seen

    def take(self, frame: Any, library: Library) -> tuple[Plan, Seen]:
        """Take a frame in and make it ready for many questions."""
        return self.plan(frame, library)

    def checked(self, activities: Plan, library: Library) -> Plan:
        """Refuse a frame in which a row breaks a rule.

        Raises:
            FrameError: rows that break a rule. The sender must act.
        """
        return checked(activities, library, self.ask, self.row)

    def add(self, row: Plan, columns: Sequence[nw.Expr]) -> Plan:
        """Add columns to a plan that gives one row."""
        return row.with_columns(*columns)

    def row(self, plan: Plan) -> dict[str, Any] | None:
        """Carry out a plan that gives one row; None where it gives none."""
        rows = plan.collect().rows(named=True)
        return rows[0] if rows else None

    def pick(self, frame: Any, activity: object, source: object) -> Any:
        """Choose the first row of an activity, and of a source unless that is None."""
        chosen = nw.from_native(frame).filter(nw.col("activity") == activity)
        if source is not None:
            chosen = chosen.filter(nw.col("source") == source)
        return nw.to_native(chosen.head(1))

    def answer(self, activities: Plan, ask: Ask) -> Plan:
        """Ask the question of all activities at once."""
        return ask(activities, self, counting=None)

    def extent(self, activities: Plan) -> Extent:
        """Look at the kinds, the States, and the first and last start.

        Where the frame lies elsewhere this is asked there, and saves asking of every provision
        that nothing in the frame can meet.
        """
        words = {name: _distinct(activities, name) for name in ("kind", *BEARERS)}
        latest = _latest_start(activities)
        if not latest:
            return _extent(words, None, None)
        bounds = activities.select(
            nw.col("starts").min().alias("first"),
            nw.max_horizontal(nw.col("starts"), nw.col(latest)).max().alias("last"),
            nw.col("starts").is_null().any().alias("open"),
        )
        first, last, open_ = bounds.collect().row(0)
        return _extent(words, None if open_ else first, last)

    def join(self, parts: Sequence[Plan]) -> Plan:
        """Lay parts under one another, in pairs of pairs: engines bound how deep a plan may be."""
        while len(parts) > 1:
            parts = [nw.concat(parts[i : i + 2]) for i in range(0, len(parts), 2)]
        return parts[0]

    def stage(self, frame: Plan) -> Plan:
        """Settle a part of the plan on which several provisions build; lazily: not at all."""
        return frame

    def give(self, findings: Plan) -> Any:
        """Give findings back in kind."""
        return nw.to_native(findings)


class DuckDB(Engine):
    """A DuckDB relation: what several provisions build on is laid down once, inside DuckDB."""

    def lay(self, frame: Any) -> tuple[Plan, Columns]:
        """Take a frame in; instants with a zone, which it would reckon in its session's, in UTC."""
        zoned = [
            f'timezone(\'UTC\', "{name}") AS "{name}"'
            for name, kind in zip(frame.columns, frame.types, strict=True)
            if str(kind) == "TIMESTAMP WITH TIME ZONE"
        ]
        naive = frame.project(f"* REPLACE ({', '.join(zoned)})") if zoned else frame
        return super().lay(naive)

    def stage(self, frame: Plan) -> Plan:
        """Settle a part of the plan, which DuckDB would else work out again for every use."""
        relation: Any = nw.to_native(frame)
        return cast("Plan", nw.from_native(relation.materialize()))


class PolarsFrame(Engine):
    """A Polars frame in memory: each group of provisions looks only at the rows it addresses."""

    ask = pl

    def lay(self, frame: Any) -> tuple[Plan, Columns]:
        """Take a frame in, to be asked in Polars' own expressions."""
        activities = frame.lazy()
        return activities, _columns(tuple(activities.collect_schema().items()))

    def take(self, frame: Any, library: Library) -> tuple[Plan, Seen]:
        """Take a frame in, with words as categories, which are compared as numbers."""
        activities, seen = self.plan(frame, library)
        plan: Any = activities
        return plan.with_columns(pl.col("kind", *BEARERS).cast(pl.Categorical)), seen

    def pick(self, frame: Any, activity: object, source: object) -> Any:
        """Choose the first row of an activity, and of a source unless that is None."""
        chosen = frame.lazy().filter(pl.col("activity") == activity)
        if source is not None:
            chosen = chosen.filter(pl.col("source") == source)
        return chosen.head(1)

    def add(self, row: Plan, columns: Sequence[nw.Expr]) -> Plan:
        """Add columns one after the other: for one row, sharing them out takes longer."""
        one: Any = row
        return cast("Plan", one.with_columns_seq(*columns))

    def row(self, plan: Plan) -> dict[str, Any] | None:
        """Carry out a plan that gives one row, which is not worth improving first."""
        one: Any = plan
        rows = one.collect(optimizations=pl.QueryOptFlags.none(), engine="in-memory").rows(
            named=True
        )
        return rows[0] if rows else None

    def extent(self, activities: Plan) -> Extent:
        """Look at the kinds, the States, and the first and last start, all at once."""
        plan: Any = activities
        latest = _latest_start(activities)
        told = {n: pl.col(n).unique().cast(pl.String).implode() for n in ("kind", *BEARERS)}
        if latest:
            told["first"] = pl.col("starts").min()
            told["last"] = pl.max_horizontal("starts", latest).max()
            told["open"] = pl.col("starts").is_null().any()
        found = plan.select(**told).collect().row(0, named=True)
        words = {name: _all_stated(found[name]) for name in ("kind", *BEARERS)}
        first = None if found.get("open", True) else found["first"]
        return _extent(words, first, found.get("last"))

    def join(self, parts: Sequence[Plan]) -> Plan:
        """Lay parts under one another."""
        return cast("Plan", pl.concat(cast("Any", parts)))

    def stage(self, frame: Plan) -> Plan:
        """Settle the rows that a group of provisions addresses."""
        return frame.collect().lazy()

    def give(self, findings: Plan) -> Any:
        """Give findings as a Polars frame."""
        return findings.collect()


class PolarsWhole(PolarsFrame):
    """A lazy Polars frame as one plan, of which nothing is looked at beforehand."""

    def extent(self, activities: Plan) -> Extent:
        """Say nothing of what the frame can hold."""
        del activities
        return Extent()

    def stage(self, frame: Plan) -> Plan:
        """Settle nothing."""
        return frame

    def checked(self, activities: Plan, library: Library) -> Plan:
        """Check nothing: the chunks, in which the same rows come, are checked."""
        del library
        return activities


class Spark(PolarsFrame):
    """A PySpark frame: `detente.obligations.cluster` asks the question of it."""

    def lay(self, frame: Any) -> tuple[Plan, Columns]:
        """Take in the few rows that were picked from it, by way of Polars."""
        return super().lay(pl.DataFrame(pl.from_arrow(frame.toArrow())))

    def pick(self, frame: Any, activity: object, source: object) -> Any:
        """Choose the first row of an activity, and of a source unless that is None."""
        return Engine.pick(self, frame, activity, source)


class PolarsPlan(PolarsFrame):
    """A lazy Polars frame: it goes through chunk by chunk, so that it may exceed memory.

    Only limits on numbers, which look at all activities together, are one plan over the whole.
    """

    def answer(self, activities: Plan, ask: Ask) -> Plan:
        """Ask of each chunk as it comes; of the whole only what counts."""
        plan: Any = activities
        single: Any = ask(plan.head(0), PolarsFrame(), counting=False)

        def chunks(
            columns: list[str] | None, predicate: pl.Expr | None, n: int | None, _size: int | None
        ) -> Iterator[pl.DataFrame]:
            """Give the findings of one chunk after the other, as the plan above asks for them."""
            for chunk in plan.collect_batches(chunk_size=CHUNK):
                asked: Any = ask(chunk.lazy(), PolarsFrame(), counting=False)
                found = asked if predicate is None else asked.filter(predicate)
                part = (found if columns is None else found.select(columns)).collect()
                part = part if n is None else part.head(n)
                n = None if n is None else n - part.height
                yield part
                if n == 0:
                    return

        source = pl.io.plugins.register_io_source(chunks, schema=single.collect_schema())
        counted: Any = ask(activities, PolarsWhole(), counting=True)
        return cast("Plan", pl.concat([source, counted]))

    def give(self, findings: Plan) -> Any:
        """Give the plan of the findings."""
        return findings


class Pandas(PolarsFrame):
    """A pandas frame, by way of Polars."""

    def pick(self, frame: Any, activity: object, source: object) -> Any:
        """Choose the first row of an activity, and of a source unless that is None."""
        chosen = frame[frame["activity"] == activity]
        return (chosen if source is None else chosen[chosen["source"] == source]).head(1)

    def lay(self, frame: Any) -> tuple[Plan, Columns]:
        """Turn it into a Polars frame, in which what is missing is null."""
        taken = _from_pandas(frame)
        unstated = [name for name in taken.columns if taken[name].null_count() == taken.height]
        typeless = (pl.lit(None).alias(name) for name in unstated)
        return super().lay(taken.with_columns(*typeless))

    def give(self, findings: Plan) -> Any:
        """Give findings as a pandas frame; what cannot be told is its missing value."""
        found: Any = findings.collect()
        return found.to_pandas(use_pyarrow_extension_array=True)


def _from_pandas(frame: Any) -> pl.DataFrame:
    """Turn a pandas frame into a Polars frame; name the column that cannot be."""
    columns: list[pl.Series] = []
    for name in frame.columns:
        series: Any = frame[name]
        try:
            taken: Any = pl.from_pandas(series, nan_to_null=True)
            columns.append(taken.alias(str(name)))
        except (ValueError, TypeError, OverflowError) as error:
            raise FrameError(
                f"column {name!r} holds values of several types, or some too large ({error}); "
                "give it one type"
            ) from None
    return pl.DataFrame(columns)


@lru_cache(maxsize=MOST)
def _columns(schema: tuple[tuple[str, pl.DataType], ...]) -> Columns:
    """Give columns of Polars with their types in narwhals' words."""
    return tuple(nw.from_native(pl.DataFrame(schema=dict(schema))).schema.items())


def _latest_start(activities: Plan) -> str:
    """Name the column of the latest that an activity can start; empty where no start is stated."""
    names = activities.collect_schema().names()
    if "starts" not in names:
        return ""
    return "starts_latest" if "starts_latest" in names else "starts"


def _distinct(activities: Plan, name: str) -> frozenset[str] | None:
    """Give the words that occur in a column; None where a row leaves it unstated."""
    words = activities.select(nw.col(name).cast(nw.String())).unique().collect()
    return _all_stated(words[name].to_list())


def _all_stated(words: list[str | None]) -> frozenset[str] | None:
    """Give the words, or None where one of them is not stated."""
    return None if None in words else frozenset(word for word in words if word is not None)


def _extent(
    words: dict[str, frozenset[str] | None], first: dt.datetime | None, last: dt.datetime | None
) -> Extent:
    """Put together what was looked at; `first` None: no bound on when activities start."""
    told = {name: each for name, each in words.items() if each is not None}
    kinds = told.pop("kind", None)
    if first is None or last is None:
        return Extent(kinds, told)
    return Extent(kinds, told, first.date(), last.date())


def engine_of(frame: Any) -> Engine:
    """Choose the engine by the kind of frame.

    Raises:
        FrameError: the object is no frame of an engine that Détente knows, or lacks a column that
            every row needs. The sender must act.
    """
    if type(frame) is pl.DataFrame:
        refuse_absent(frame.columns)
        return PolarsFrame()
    try:
        known = nw.from_native(frame)
        names = None if isinstance(known, nw.Series) else known.collect_schema().names()
    except TypeError:
        known = None
    except nw.exceptions.DuplicateError as error:
        raise FrameError(f"a column stands twice; keep one of them ({error})") from None
    if known is None or names is None:
        raise FrameError(
            f"{type(frame).__name__} is no frame; give a Polars, pandas, DuckDB or PySpark frame"
            f"{way_to_a_frame(frame)}"
        )
    refuse_absent([str(name) for name in names])
    kind = known.implementation
    if isinstance(known, nw.LazyFrame):
        lazy = {"polars": PolarsPlan, "duckdb": DuckDB, "pyspark": Spark}
        return lazy.get(kind.value, Engine)()
    return Pandas() if kind.is_pandas() else PolarsFrame()
