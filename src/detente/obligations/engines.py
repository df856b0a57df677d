"""The engines that frames live on: taking a frame in, staging it, and giving findings in kind.

Polars, DuckDB and PySpark keep three-valued logic as it is. pandas does not (an unknown becomes
"no" in a condition), so a pandas frame is turned into a Polars frame at the door and back again.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from detente.errors import FrameError
from detente.instruments.library import Library, Text
from detente.instruments.provisions import Provision
from detente.obligations.fitting import fitted
from detente.obligations.seen import Plan, Seen


@dataclass(frozen=True)
class Extent:
    """What a frame can hold, known without evaluating anything; None: not looked at.

    Attributes:
        kinds: kinds of activity that occur.
        first, last: first and last day on which an activity starts; None with `kinds` known: no
            bound.
    """

    kinds: frozenset[str] | None = None
    first: dt.date | None = None
    last: dt.date | None = None

    def may_meet(self, provision: Provision, text: Text, day: dt.date | None) -> bool:
        """Whether a provision can address anything in the frame."""
        if self.kinds is None:
            return True
        if not self.kinds.intersection(provision.kinds):
            return False
        first, last = (day, day) if day else (self.first, self.last)
        if first is None or last is None:
            return True
        return any(
            interval.from_ <= last and (interval.to is None or first < interval.to)
            for interval in text.instrument.in_force
        )


class Engine:
    """A frame that is evaluated where it lies, as one lazy plan, by narwhals' expressions."""

    def take(self, frame: Any, library: Library) -> tuple[Plan, Seen]:
        """Take a frame in, with columns of the types that the library asks for."""
        activities = fitted(nw.from_native(frame).lazy(), library)
        return activities, Seen.of(activities.collect_schema().names())

    def lazily(self, frame: Any) -> Any:
        """Give the frame as one of which rows can be chosen without looking at the others."""
        return frame

    def extent(self, activities: Plan) -> Extent:
        """Say what the frame can hold; a lazy engine is not asked."""
        del activities
        return Extent()

    def stage(self, frame: Plan) -> Plan:
        """Settle a part of the plan on which several provisions build; lazily: not at all."""
        return frame

    def give(self, findings: Plan) -> Any:
        """Give findings back in kind."""
        return nw.to_native(findings)


class PolarsPlan(Engine):
    """A lazy Polars frame: the plan is written in Polars' own expressions."""

    def take(self, frame: Any, library: Library) -> tuple[Plan, Seen]:
        """Take a frame in, with words as categories, which are compared as numbers."""
        import polars as pl

        activities, seen = super().take(frame, library)
        schema = activities.collect_schema()
        words = [name for name in ("kind", "obligor", "host") if schema.get(name) == nw.String]
        cast = activities.with_columns(nw.col(name).cast(nw.Categorical()) for name in words)
        return nw.to_native(cast), Seen.of(seen.columns, pl)

    def give(self, findings: Plan) -> Any:
        """Give the plan of the findings."""
        return findings


class PolarsFrame(PolarsPlan):
    """A Polars frame in memory: each group of provisions looks only at the rows it addresses."""

    def take(self, frame: Any, library: Library) -> tuple[Plan, Seen]:
        """Take a frame in, and settle its types once."""
        activities, seen = super().take(frame, library)
        return activities.collect().lazy(), seen

    def extent(self, activities: Plan) -> Extent:
        """Look at the kinds and the first and last start; an activity without one has no bound."""
        import polars as pl

        plan: Any = activities
        names = plan.collect_schema().names()
        kinds = plan.select(pl.col("kind").cast(pl.String).unique()).collect()
        if kinds["kind"].null_count():
            return Extent()
        found = frozenset(str(kind) for kind in kinds["kind"])
        if "starts" not in names:
            return Extent(found)
        latest = "starts_latest" if "starts_latest" in names else "starts"
        first, last, open_ = (
            plan.select(
                pl.col("starts").min().alias("first"),
                pl.max_horizontal("starts", latest).max().alias("last"),
                pl.col("starts").is_null().any().alias("open"),
            )
            .collect()
            .row(0)
        )
        if open_ or first is None:
            return Extent(found)
        return Extent(found, first.date(), last.date())

    def stage(self, frame: Plan) -> Plan:
        """Settle the rows that a group of provisions addresses."""
        return frame.collect().lazy()

    def give(self, findings: Plan) -> Any:
        """Give findings as a Polars frame."""
        return findings.collect()


class Pandas(PolarsFrame):
    """A pandas frame, by way of Polars."""

    def take(self, frame: Any, library: Library) -> tuple[Plan, Seen]:
        """Take a frame in by way of Polars."""
        return super().take(self.lazily(frame), library)

    def lazily(self, frame: Any) -> Any:
        """Turn it into a Polars frame, in which what is missing is null."""
        import polars as pl

        return pl.from_pandas(frame, nan_to_null=True)

    def give(self, findings: Plan) -> Any:
        """Give findings as a pandas frame; what cannot be told is its missing value."""
        found: Any = findings.collect()
        return found.to_pandas(use_pyarrow_extension_array=True)


def engine_of(frame: Any) -> Engine:
    """Choose the engine by the kind of frame.

    Raises:
        FrameError: the object is no frame of an engine that Détente knows. The sender must act.
    """
    try:
        known = nw.from_native(frame)
    except TypeError:
        known = None
    if known is None or isinstance(known, nw.Series):
        raise FrameError(
            f"{type(frame).__name__} is no frame; give a Polars, pandas, DuckDB or PySpark frame"
        )
    if isinstance(known, nw.LazyFrame):
        return PolarsPlan() if known.implementation.is_polars() else Engine()
    return Pandas() if known.implementation.is_pandas() else PolarsFrame()
