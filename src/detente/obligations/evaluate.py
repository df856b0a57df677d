"""Instruments times activities: what applies, what does not, what cannot be told, and when it is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Literal

import narwhals as nw

from detente.errors import FrameError, UnknownName, near_miss
from detente.instruments.library import Library, Text
from detente.instruments.provisions import Provision
from detente.obligations import counters, standing
from detente.obligations.engines import Engine, engine_of
from detente.obligations.rules import (
    ADDRESSED,
    FINDINGS,
    VERDICT,
    Bench,
    Rule,
    compile_rule,
    obligee,
)
from detente.obligations.seen import UNKNOWN, Seen
from detente.obligations.zoning import by_host

Keep = Literal["addressed", "bearing"]
"""Which findings to give: every one that addresses the activity, or only those whose verdict is
not "no" (and, beside them, the parties towards whom performance has ended)."""

REQUIRED = ("activity", "source", "kind")


def evaluate(
    frame: Any,
    *,
    library: Library,
    as_of: dt.datetime | None = None,
    instruments: Collection[str] = (),
    keep: Keep = "addressed",
    complete: bool = False,
) -> Any:
    """Evaluate agreed texts on activities.

    Args:
        frame: activities, one row per activity and source, as a Polars frame or lazy frame, a
            pandas frame, a DuckDB relation or a PySpark frame. An absent column is "not stated".
        library: the agreed texts.
        as_of: naive UTC instant; statements and notices after it are not yet known. None: all.
        instruments: paths (or beginnings of paths) of the instruments asked; empty: all.
        keep: which findings to give.
        complete: whether the frame holds every activity of its States in its years; only then may
            a limit on their number answer no.

    Returns:
        Findings with the columns `FINDINGS`, in the kind of frame that was given.

    Raises:
        FrameError: a required column is absent or of the wrong type. The sender must act.
        UnknownName: an instrument is not in the library. The sender must act.
    """
    engine = engine_of(frame)
    activities = engine.take(frame)
    _refuse(activities)
    activities = by_host(activities, library)
    bench = Bench(library, Seen.of(activities.collect_schema().names()), as_of, complete)
    if as_of is not None and "stated_at" in bench.seen.columns:
        known = nw.col("stated_at") <= nw.lit(as_of)
        activities = activities.filter(known | nw.col("stated_at").is_null())
    parts = list(_parts(bench, engine, activities, _asked(library, instruments), keep))
    return engine.give(nw.concat(parts) if parts else _nothing(activities))


def _refuse(activities: nw.LazyFrame) -> None:
    """Refuse a frame that lacks what every question needs."""
    names = activities.collect_schema().names()
    for column in REQUIRED:
        if column not in names:
            raise FrameError(f"the frame has no column {column!r}.{near_miss(column, names)}")


def _asked(library: Library, instruments: Collection[str]) -> list[tuple[Text, Provision]]:
    """Give the provisions that can be evaluated on activities, of the instruments asked."""
    for path in instruments:
        if not any(_below(text, path) for text in library.texts):
            raise UnknownName("instrument", path, library.texts)
    return [
        (text, provision)
        for _, text, provision in library
        if provision.kinds
        and (not instruments or any(_below(text.path, path) for path in instruments))
    ]


def _below(path: str, asked: str) -> bool:
    """Whether an instrument is the one asked for, or lies below it."""
    return path == asked or path.startswith(asked.rstrip("/") + "/")


def _parts(
    bench: Bench,
    engine: Engine,
    activities: nw.LazyFrame,
    asked: Iterable[tuple[Text, Provision]],
    keep: Keep,
) -> Iterator[nw.LazyFrame]:
    """Give the findings of one provision after the other."""
    extent = engine.extent(activities)
    staged: dict[object, nw.LazyFrame] = {}
    for text, provision in asked:
        if not extent.may_meet(provision, text, bench.library.status_day):
            continue
        rule = compile_rule(bench, text, provision)
        address = _address(text, provision)
        if address not in staged:
            marked = activities.with_columns(rule.addressed.alias(ADDRESSED))
            reached = marked.filter(nw.col(ADDRESSED) | nw.col(ADDRESSED).is_null())
            staged[address] = engine.stage(reached)
        yield from _findings(rule, staged[address], keep)


def _address(text: Text, provision: Provision) -> object:
    """Name what provisions share that address the same activities."""
    return (
        text.path,
        provision.kinds,
        provision.bearer,
        provision.obligors,
        provision.valid_from,
        provision.valid_to,
    )


def _findings(rule: Rule, frame: nw.LazyFrame, keep: Keep) -> Iterator[nw.LazyFrame]:
    """Give the findings of one rule: towards all parties, then towards those it ended for."""
    judged = frame.with_columns(rule.verdict().alias(VERDICT))
    counted = None
    if rule.provision.counter:
        judged = counters.counted(rule.bench, rule.provision.counter, judged)
        counted = counters.clause()
        judged = judged.with_columns((nw.col(VERDICT) & counted.answer).alias(VERDICT))
    if keep == "bearing":
        judged = judged.filter(nw.col(VERDICT) | nw.col(VERDICT).is_null())
    missing = rule.missing(counted)
    yield judged.select(*_columns(rule, obligee(rule.bench, rule), nw.col(VERDICT), missing))
    for exempt in rule.exempt:
        yield from _exempt(rule, judged, exempt)


def _exempt(
    rule: Rule, judged: nw.LazyFrame, exempt: standing.Exemption
) -> Iterator[nw.LazyFrame]:
    """Give the findings towards the parties for which performance has ended, or may have."""
    seen, day = rule.bench.seen, rule.bench.library.status_day
    running = standing.touched(seen, exempt, day)
    bearer = seen.text(rule.bearer)
    told = exempt.answer is not None
    verdict = nw.col(VERDICT) & (~running if told else UNKNOWN)
    missing = nw.when(verdict.is_null()).then(nw.lit("status")).otherwise(nw.lit(""))
    open_ = running | running.is_null()
    for other in exempt.obligees:
        concerned = judged.filter(bearer.is_in(list(exempt.obligors)) & open_ & (bearer != other))
        yield concerned.select(*_columns(rule, nw.lit(other), verdict, missing))


def _columns(
    rule: Rule, towards: nw.Expr, verdict: nw.Expr, missing: nw.Expr
) -> list[nw.Expr]:
    """Give the columns of a finding."""
    bears = verdict | verdict.is_null()
    clock = rule.timing
    return [
        nw.col("activity"),
        nw.col("source"),
        nw.lit(rule.text.path).alias("instrument"),
        nw.lit(rule.provision.id).alias("provision"),
        rule.bench.seen.text(rule.bearer).cast(nw.String()).alias("obligor"),
        towards.alias("obligee"),
        verdict.alias("verdict"),
        rule.reached().alias("reached"),
        missing.alias("missing"),
        nw.when(bears).then(clock.due).alias("due"),
        nw.when(bears).then(clock.done).alias("done"),
        nw.when(bears).then(clock.timing).alias("timing"),
        nw.lit(str(rule.provision.source)).alias("citation"),
        nw.lit(draft(rule)).alias("draft"),
    ]


def draft(rule: Rule) -> bool:
    """Whether anything that a finding of this rule rests on is not yet checked by two readers."""
    text, provision = rule.text, rule.provision
    clock = text.clock_of(provision)
    used = [text.instrument, provision, *(text.exceptions[name] for name in provision.unless)]
    if clock:
        used.append(clock)
        used.extend([text.clocks[clock.unless]] if clock.unless else [])
    if provision.zone:
        used.append(rule.bench.library.zones[provision.zone])
    return any(record.draft for record in used)


def _nothing(activities: nw.LazyFrame) -> nw.LazyFrame:
    """Give a frame of findings without a row."""
    words = {name: nw.lit("").alias(name) for name in FINDINGS}
    instant = nw.lit(dt.datetime(1970, 1, 1))
    typed = {"verdict": UNKNOWN, "draft": nw.lit(value=True), "due": instant, "done": instant}
    given = {"activity": nw.col("activity"), "source": nw.col("source")}
    columns = {**words, **{k: v.alias(k) for k, v in typed.items()}, **given}
    return activities.head(0).select(*columns.values())
