"""Instruments times activities: what applies, what does not, what cannot be told, what is due."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import Any, Literal, get_args

import narwhals as nw

from detente.errors import SenderError, UnknownName
from detente.instruments.library import Library, Text
from detente.instruments.provisions import Provision
from detente.instruments.zones import Zone
from detente.obligations import counters, standing
from detente.obligations.clauses import Clause
from detente.obligations.clocks import DUE, DUE_LAST
from detente.obligations.cluster import across
from detente.obligations.counterpart import hangs
from detente.obligations.engines import Engine, Extent, Spark, engine_of
from detente.obligations.rules import (
    ADDRESSED,
    FINDINGS,
    VERDICT,
    Bench,
    Rule,
    compile_rule,
    obligee,
)
from detente.obligations.seen import TICK, Plan, Seen
from detente.obligations.spells import binding
from detente.obligations.zoning import by_host
from detente.sources import Record
from detente.times import asked_at

Keep = Literal["addressed", "bearing"]
"""Which findings to give: every one that addresses the activity, or only those whose verdict is
not "no" (and, beside them, the parties towards whom performance has ended)."""


def evaluate(
    frame: Any,
    *,
    library: Library,
    as_of: dt.date | dt.datetime | None = None,
    instruments: Collection[str] | str = (),
    keep: Keep = "addressed",
    complete: bool = False,
) -> Any:
    """Evaluate agreed texts on activities.

    Args:
        frame: activities, one row per activity and source, as a Polars frame or lazy frame, a
            pandas frame, a DuckDB relation or a PySpark frame. An absent column is "not stated".
        library: the agreed texts.
        as_of: instant, in UTC where it has no zone, or a date, which means the end of that day;
            what is stated or given after it is not yet known. None: the whole record.
        instruments: paths (or beginnings of paths) of the instruments asked, or one; empty: all.
        keep: which findings to give.
        complete: whether the frame holds every activity of its States in its years; only then may
            a limit on their number answer no.

    Returns:
        Findings with the columns `FINDINGS`, in the kind of frame that was given.

    Raises:
        FrameError: a required column is absent or of the wrong type, or a row breaks a rule; on a
            lazy or PySpark frame the latter only when the findings are made. The sender must act.
        SenderError: `as_of`, `keep` or `complete` is not what it may be. The sender must act.
        UnknownName: an instrument is not in the library. The sender must act.
    """
    at = asked_at(as_of)
    if keep not in get_args(Keep):
        raise SenderError(f"keep is {keep!r}; write {' or '.join(map(repr, get_args(Keep)))}")
    if not isinstance(complete, bool):
        raise SenderError(f"complete is {complete!r}; write True or False")
    instruments = [instruments] if isinstance(instruments, str) else list(instruments)
    engine = engine_of(frame)
    if isinstance(engine, Spark):
        options = {"as_of": at, "instruments": instruments, "keep": keep, "complete": complete}
        return across(frame, library, partial(_evaluate, options))
    activities, seen = engine.take(frame, library)
    bench = Bench(library, seen, at, complete)
    if at is not None and "stated_at" in seen.columns:
        stated = seen.col("stated_at")
        activities = activities.filter((stated <= seen.lit(at)) | stated.is_null())
    bench, activities = _settle_zones(bench, activities, library.zones.values())
    asked = _asked(library, instruments)

    def ask(some: Plan, by: Engine, *, counting: bool | None) -> Plan:
        chosen = [one for one in asked if counting in (None, one[1].counter is not None)]
        settled = by.checked(by.stage(some), library)
        parts = list(_parts(bench, by, settled, chosen, keep))
        return by.join(parts) if parts else _nothing(seen, settled)

    return engine.give(engine.answer(activities, ask))


def _evaluate(options: dict[str, Any], frame: Any, library: Library) -> Any:
    """Evaluate a part of a frame that lies on a cluster."""
    return evaluate(frame, library=library, **options)


def _settle_zones(bench: Bench, activities: Plan, zones: Iterable[Zone]) -> tuple[Bench, Plan]:
    """Settle zones of application by the host, and take note of the columns that this adds."""
    settled, seen = by_host(activities, zones, bench.seen)
    return replace(bench, seen=seen), settled


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
    folder = asked.rstrip("/")
    return path == folder or path.startswith(folder + "/")


def _parts(
    bench: Bench,
    engine: Engine,
    activities: Plan,
    asked: Iterable[tuple[Text, Provision]],
    keep: Keep,
) -> Iterator[Plan]:
    """Give the findings of one instrument after the other."""
    extent = engine.extent(activities)
    of_kinds: dict[frozenset[str], Plan] = {}
    for text, provisions in groupby(asked, key=lambda pair: pair[0]):
        met = [one for _, one in provisions if may_meet(bench, extent, text, one)]
        sharing = Counter(_address(bench.library, provision) for provision in met)
        kinds = frozenset(kind for provision in met for kind in provision.kinds)
        if kinds not in of_kinds:
            of_kinds[kinds] = engine.stage(_of_kinds(bench.seen, activities, kinds))
        staged: dict[object, Plan] = {}
        found = []
        for provision in met:
            rule = compile_rule(bench, text, provision.id)
            address = _address(bench.library, provision)
            if address not in staged:
                addressed = _addressed(rule, of_kinds[kinds])
                staged[address] = engine.stage(addressed) if sharing[address] > 1 else addressed
            found.append(_findings(rule, staged[address], keep, engine.stage))
        if found:
            together = engine.stage(engine.join(found))
            yield together.select(*FINDINGS)
            yield from _exempt(bench, text, together)


def _of_kinds(seen: Seen, activities: Plan, kinds: Iterable[str]) -> Plan:
    """Keep the activities that are, or may be, of some kinds."""
    kind = seen.col("kind")
    return activities.filter(kind.is_in(sorted(kinds)) | kind.is_null())


def may_meet(bench: Bench, extent: Extent, text: Text, provision: Provision) -> bool:
    """Whether a provision can address anything in a frame of some extent."""
    if extent.kinds is not None and not extent.kinds.intersection(provision.kinds):
        return False
    states = extent.states.get(provision.bearer)
    if states is not None and not binding(bench.library, text).may_bind(states):
        return False
    if provision.yearly:
        return True  # judged on its due day, which may lie in a year before
    day = bench.library.status_day
    first, last = (day, day) if day else (extent.first, extent.last)
    if first is None or last is None:
        return True
    in_force = text.instrument.in_force
    return any(each.from_ <= last and (each.to is None or first < each.to) for each in in_force)


def _addressed(rule: Rule, activities: Plan) -> Plan:
    """Keep the activities that a rule addresses, or may address."""
    marked = activities.with_columns(rule.addressed().alias(ADDRESSED))
    return marked.filter(_not_no(rule.bench.seen, ADDRESSED))


def _not_no(seen: Seen, name: str) -> nw.Expr:
    """Whether an answer is yes, or cannot be told."""
    return seen.col(name) | seen.col(name).is_null()


def _address(library: Library, provision: Provision) -> object:
    """Name what provisions of one instrument share that address the same activities."""
    return (
        provision.kinds,
        provision.bearer,
        provision.obligors,
        provision.spared,
        provision.valid_from,
        provision.valid_to,
        provision.clock if provision.yearly else "",
        hangs(library, provision),
    )


def _findings(rule: Rule, frame: Plan, keep: Keep, stage: counters.Stage) -> Plan:
    """Give the findings of one rule towards all parties, and when each activity starts."""
    seen = rule.bench.seen
    judged = frame.with_columns(**rule.answers) if rule.answers else frame
    judged = judged.with_columns(rule.verdict().alias(VERDICT))
    counted: list[Clause] = []
    if rule.provision.counter:
        judged = counters.counted(rule.bench, rule.provision.counter, judged, stage)
        counted.append(counters.clause(seen))
        judged = judged.with_columns((seen.col(VERDICT) & counted[0].answer).alias(VERDICT))
    if keep == "bearing":
        judged = judged.filter(_not_no(seen, VERDICT))
    for lot in (rule.timing.begun, rule.timing.moments):
        judged = judged.with_columns(**lot) if lot else judged
    bears = None if keep == "bearing" else _not_no(seen, VERDICT)
    return judged.select(*_columns(rule, rule.missing(counted), bears), *_judged_on(rule))


def _judged_on(rule: Rule) -> list[nw.Expr]:
    """Give the time at which standing is judged, in the place of the start."""
    seen = rule.bench.seen
    names = [name for name in ("starts", "starts_latest") if name in seen.columns]
    if not rule.provision.yearly:
        return [seen.col(name) for name in names]
    fell_due = {"starts": seen.col(DUE), "starts_latest": seen.col(DUE_LAST) + seen.lit(TICK)}
    return [fell_due[name].alias(name) for name in names]


def _exempt(bench: Bench, text: Text, found: Plan) -> Iterator[Plan]:
    """Give the findings towards the parties for which performance has ended, or may have."""
    for (other, entries), obligors in _towards(bench, text).items():
        concerned = bench.seen.col("obligor").is_in(obligors)
        ended = _any_ended(bench, entries)
        checked = not any(entry.status.draft for entry in entries)
        towards = found.filter(concerned).with_columns(ended.alias("_ended"))
        maybe = _not_no(bench.seen, "_ended")
        yield _ended(bench.seen, towards.filter(maybe), other, checked=checked)


def _towards(
    bench: Bench, text: Text
) -> dict[tuple[str, tuple[standing.Exemption, ...]], list[str]]:
    """Group obligors by the party towards which the same entries end their performance."""
    by_pair: dict[tuple[str, str], list[standing.Exemption]] = {}
    for entry in standing.exemptions(bench.library, text):
        for obligor in entry.obligors:
            for other in entry.obligees:
                if other != obligor:
                    by_pair.setdefault((obligor, other), []).append(entry)
    grouped: dict[tuple[str, tuple[standing.Exemption, ...]], list[str]] = {}
    for (obligor, other), entries in by_pair.items():
        grouped.setdefault((other, tuple(entries)), []).append(obligor)
    return grouped


def _any_ended(bench: Bench, entries: Iterable[standing.Exemption]) -> nw.Expr:
    """Answer whether any of several entries has ended performance of a finding's provision."""
    seen = bench.seen
    ended, on = seen.lit(value=False), standing.On.start(seen, bench.library.status_day)
    for entry in entries:
        running = standing.touched(seen, entry, on)
        running = running if entry.answer is not None else running & seen.unknown
        if entry.status.provisions:
            running = running & seen.col("provision").is_in(list(entry.status.provisions))
        ended = ended | running
    return ended


def _ended(seen: Seen, concerned: Plan, other: str, *, checked: bool) -> Plan:
    """Turn findings towards all parties into those towards one for which performance has ended."""
    verdict, status, missing = seen.col("verdict"), seen.col("_ended"), seen.col("missing")
    judged = concerned.with_columns((verdict & ~status).alias("verdict"))
    also = (
        seen.when((missing != "", missing)),
        seen.when((status.is_null() & ~missing.str.contains("status", literal=True), "status")),
    )
    named = seen.ask.concat_str(also, separator=", ", ignore_nulls=True)
    open_, bears = verdict.is_null(), _not_no(seen, "verdict")
    return judged.with_columns(
        seen.lit(other).alias("obligee"),
        seen.when((open_, named), (~open_, "")).alias("missing"),
        *(seen.when((bears, seen.col(n))).alias(n) for n in ("due", "done", "timing")),
        (seen.col("draft") | seen.lit(not checked)).alias("draft"),
    ).select(*FINDINGS)


def _columns(rule: Rule, missing: nw.Expr, bears: nw.Expr | None) -> list[nw.Expr]:
    """Give the columns of a finding towards all parties, or the other one of two.

    Args:
        rule: the rule.
        missing: what would settle the verdict.
        bears: whether the verdict is not "no", without which there is nothing to do in time;
            None: of every row.
    """
    seen, clock = rule.bench.seen, rule.timing
    timing = clock.timing if clock.bound is None else seen.when((clock.bound, clock.timing))
    told = {"due": clock.due, "done": clock.done, "timing": timing}
    if bears is not None:
        told = {name: seen.when((bears, moment)) for name, moment in told.items()}
    return [
        seen.col("activity"),
        seen.col("source"),
        seen.lit(rule.text.path).alias("instrument"),
        seen.lit(rule.provision.id).alias("provision"),
        seen.text(rule.bearer).cast(seen.ask.String()).alias("obligor"),
        obligee(rule.bench, rule.text, rule.provision).alias("obligee"),
        seen.col(VERDICT).alias("verdict"),
        rule.reached().alias("reached"),
        missing.alias("missing"),
        *(moment.alias(name) for name, moment in told.items()),
        seen.lit(str(rule.provision.source)).alias("citation"),
        seen.lit(draft(rule)).alias("draft"),
    ]


def draft(rule: Rule) -> bool:
    """Whether anything that a finding of this rule rests on is not yet checked by two readers."""
    text, provision = rule.text, rule.provision
    clock = text.clock_of(provision)
    used: list[Record] = [
        text.instrument,
        provision,
        *(text.exceptions[name] for name in provision.unless),
    ]
    if clock:
        used.append(clock)
        used.extend([text.clocks[clock.unless]] if clock.unless else [])
    library = rule.bench.library
    used += [library.zones[provision.zone]] if provision.zone else []
    used += [library.groups[party.group] for party in text.instrument.parties if party.group]
    used += [
        entry.status
        for entry in standing.exemptions(library, text)
        if not entry.obligees and standing.concerns(entry, provision)
    ]
    return any(record.draft for record in used)


def _nothing(seen: Seen, activities: Plan) -> Plan:
    """Give a frame of findings without a row."""
    given = {"activity": seen.col("activity"), "source": seen.col("source")}
    typed = {
        "verdict": seen.unknown,
        "draft": seen.unknown,
        "due": seen.no_instant,
        "done": seen.no_instant,
    }
    columns = {name: given.get(name, typed.get(name, seen.lit(""))) for name in FINDINGS}
    return activities.head(0).select(*(each.alias(name) for name, each in columns.items()))
