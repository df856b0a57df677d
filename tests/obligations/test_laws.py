"""Laws that hold whatever the texts say, tried where boundaries meet."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.instruments.provisions import Provision
from detente.measures import Answer
from detente.obligations import FINDINGS, evaluate
from tests.obligations import worlds
from tests.obligations.findings import Told, find
from tests.obligations.learning import learn
from tests.obligations.worlds import World, world

seeds = st.integers(0, 2**32)
few = settings(max_examples=15, deadline=None, derandomize=True)


def with_provision(asked: dict[str, Any]) -> World:
    """A world of one provision that binds Austria, and nothing else."""
    made = world(0)
    whole = worlds.ORIGIN | {"id": "1", "title": "-", "gist": "-", "duty": "notify"}
    provision = Provision.model_validate(whole | {"kinds": ("exercise",)} | asked)
    text = made.library.texts["x/many"]
    party = {"state": "AT"}
    instrument = text.instrument.model_validate(
        text.instrument.model_dump(by_alias=True)
        | {"parties": (party,), "in_force": ({"from": worlds.DAYS[0]},)}
    )
    text = replace(text, instrument=instrument, provisions={"1": provision}, status=())
    library = replace(made.library, texts={"x/many": text}, status_day=None)
    return replace(made, library=library, rows=[], as_of=None)


def activity(name: str, **stated: Any) -> dict[str, Any]:
    """One account of an exercise of Austria within the time of the text."""
    start = {"starts": worlds.noon(worlds.DAYS[2])}
    given = {"activity": name, "source": "s", "kind": "exercise", "obligor": "AT"}
    return worlds.everything() | given | start | stated


def verdicts(made: World) -> dict[str, Answer]:
    """The verdict on each activity; one that is not addressed is not there."""
    return {name[2]: finding["verdict"] for name, finding in find(made).items()}


# --- counts -----------------------------------------------------------------------------------

floors = st.fixed_dictionaries(
    {"measure": st.sampled_from(worlds.MEASURES)},
    optional={},
).flatmap(
    lambda level: st.tuples(st.sampled_from(["at_least", "more_than"]), st.integers(1, 5)).map(
        lambda chosen: {**level, chosen[0]: chosen[1]}
    )
)
RANGES = [(low, high) for low in (*range(7), None) for high in (*range(7), None)]
RANGES = [(a, b) for a, b in RANGES if a is None or b is None or a <= b]


def counts(**stated: tuple[int | None, int | None]) -> dict[str, int | None]:
    return {
        f"{measure}_{end}": value
        for measure, pair in stated.items()
        for end, value in zip(("low", "high"), pair, strict=True)
    }


@few
@given(st.lists(floors, min_size=1, max_size=3), st.lists(floors, max_size=2))
def test_more_forces_never_undo_a_duty(any_of: list[Any], all_of: list[Any]) -> None:
    made = with_provision({"any_of": tuple(any_of), "all_of": tuple(all_of)})
    pairs = [(troops, tanks) for troops in RANGES for tanks in ((0, 0), (3, 3), (2, 5))]
    made.rows += [activity(f"{t} {k}", **counts(troops=t, tanks=k)) for t, k in pairs]
    found, order = verdicts(made), {False: 0, None: 1, True: 2}
    for (low, high), tanks in pairs:
        more = (None if low is None else low + 1, None if high is None else high + 1)
        if f"{more} {tanks}" in found:
            assert order[found[f"{more} {tanks}"]] >= order[found[f"{(low, high)} {tanks}"]]


levels = st.tuples(
    st.sampled_from(["at_least", "more_than", "at_most", "less_than"]), st.integers(1, 5)
)


@few
@given(levels, levels, st.sampled_from(["any_of", "all_of"]))
def test_a_range_answers_only_when_all_of_its_values_agree(
    troops: tuple[str, int], tanks: tuple[str, int], joined: str
) -> None:
    asked = ({"measure": m, op: n} for m, (op, n) in (("troops", troops), ("tanks", tanks)))
    made = with_provision({joined: tuple(asked)})
    exact = [(n, n) for n in range(10)]
    forms = [(3, 3), (2, 5), (None, None)]
    made.rows += [
        activity(f"{t} {k}", **counts(troops=t, tanks=k))
        for t in {*RANGES, *exact}
        for k in {*forms, *exact}
    ]
    found = verdicts(made)
    for t in RANGES:
        for k in forms:
            inside = {found[f"{(a, a)} {(b, b)}"] for a in values(t) for b in values(k)}
            assert found[f"{t} {k}"] == (inside.pop() if len(inside) == 1 else None)


def values(stated: tuple[int | None, int | None]) -> range:
    """Every value that a statement allows, as far as the levels here can tell them apart."""
    low, high = stated
    return range(low or 0, (9 if high is None else high) + 1)


@few
@given(levels)
def test_silence_is_never_nil(level: tuple[str, int]) -> None:
    operator, number = level
    made = with_provision({"any_of": ({"measure": "troops", operator: number},)})
    made.rows += [activity("nil", **counts(troops=(0, 0))), activity("silent")]
    found = verdicts(made)
    assert found["nil"] is not None
    assert found["silent"] is None


# --- what is known ----------------------------------------------------------------------------


def by_account(found: Told) -> dict[tuple[str, ...], dict[str, Any]]:
    """Findings towards all (or the other side), by provision and row."""
    return {name[:4]: each for name, each in found.items() if name[0] == "x/two" or name[4] == "*"}


@few
@given(seeds, st.integers(1, 12))
def test_learning_more_never_reverses_a_settled_answer(seed: int, steps: int) -> None:
    made, chance = world(seed, rows=16), Random(seed)
    learnt = [learn(chance, row, steps) for row in made.rows]
    before = by_account(find(made))
    after = by_account(find(replace(made, rows=learnt)))
    for name, finding in before.items():
        now = after.get(name, {"verdict": False, "timing": None})
        if finding["verdict"] is not None:
            assert now["verdict"] is finding["verdict"], name
        if finding["timing"] in ("met", "late", "lapsed") and now["verdict"] is not False:
            assert now["timing"] == finding["timing"], name


@few
@given(seeds)
def test_towards_one_party_nothing_settled_is_reversed_either(seed: int) -> None:
    made, chance = world(seed, rows=16), Random(seed)
    after = find(replace(made, rows=[learn(chance, row, 8) for row in made.rows]))
    for name, finding in find(made).items():
        if finding["verdict"] is not None and name in after:
            assert after[name]["verdict"] is finding["verdict"], name


@few
@given(seeds)
def test_naming_the_other_state_never_reverses_a_settled_answer(seed: int) -> None:
    made, chance = world(seed, rows=16), Random(seed)
    silent = [row | {"counterpart": None} for row in made.rows]
    named = [row | {"counterpart": chance.choice(worlds.STATES)} for row in made.rows]
    before, after = (by_account(find(replace(made, rows=rows))) for rows in (silent, named))
    for name, finding in before.items():
        now = after.get(name, {"verdict": False})
        if finding["verdict"] is not None:
            assert now["verdict"] is finding["verdict"], name
    assert set(after) <= set(before)


@settings(max_examples=10, deadline=None, derandomize=True)
@given(seeds, st.integers(1, 3))
def test_learning_more_never_reverses_a_count(seed: int, steps: int) -> None:
    made, chance = world(seed, counting=True, rows=16), Random(seed)
    learnt = [learn(chance, row, steps) for row in made.rows]
    before, after = by_account(find(made)), by_account(find(replace(made, rows=learnt)))
    for name, finding in before.items():
        if finding["verdict"] is not None:
            now = after.get(name, {"verdict": False})
            assert now["verdict"] is finding["verdict"], name


NOT_LEARNT = {"status", "parties", "other activities"}


@few
@given(seeds)
def test_what_is_named_as_missing_is_not_asked_for_again(seed: int) -> None:
    made, chance = world(seed, rows=16), Random(seed)
    rows = {row["activity"]: row for row in made.rows}
    asked: dict[tuple[str, ...], set[str]] = {}
    learnt: list[worlds.Row] = []
    for name, finding in by_account(find(made)).items():
        if names := finding["missing"] - NOT_LEARNT:
            row = learn(chance, rows[name[2]], 99, only=names)
            learnt.append(row | {"activity": str(len(learnt))})
            asked[(*name[:2], learnt[-1]["activity"], name[3])] = names
    after = by_account(find(replace(made, rows=learnt))) if learnt else {}
    # of another State than the one learnt, what is stated stays open, and that State is asked for
    again = {
        name: after[name]["missing"] & names - {"counterpart"}
        for name, names in asked.items()
        if name in after
    }
    assert {name: names for name, names in again.items() if names} == {}


@few
@given(seeds)
def test_what_was_in_time_stays_in_time_as_more_becomes_known(seed: int) -> None:
    made = world(seed, rows=16)
    told: dict[Any, str] = {}
    for as_of in (*(worlds.noon(day) for day in worlds.DAYS), None):
        for name, finding in find(replace(made, as_of=as_of)).items():
            if finding["verdict"] is not False and told.get(name) in ("met", "late"):
                assert finding["timing"] == told[name], name
            told[name] = finding["timing"]


# --- frames -----------------------------------------------------------------------------------


@few
@given(seeds)
def test_another_account_changes_no_finding_of_the_first(seed: int) -> None:
    made = world(seed, rows=12)
    others = [
        row | {"source": "other", "activity": row["activity"]} for row in world(seed + 1).rows
    ]
    alone = find(made)
    together = find(replace(made, rows=[*made.rows, *others]))
    assert {name: f for name, f in together.items() if name[3] != "other"} == alone


@few
@given(seeds)
def test_an_absent_column_says_what_an_empty_one_says(seed: int) -> None:
    made, chance = world(seed, rows=12), Random(seed)
    names = [name for name in worlds.schema() if name not in ("activity", "source", "kind")]
    dropped = set(chance.sample(names, 8))
    dropped |= {f"{name}_latest" for name in dropped & set(worlds.MOMENTS)}
    absent = [{k: v for k, v in row.items() if k not in dropped} for row in made.rows]
    empty = [row | dict.fromkeys(dropped) for row in made.rows]
    assert find(replace(made, rows=absent)) == find(replace(made, rows=empty))


@few
@given(seeds)
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    made = world(seed, rows=12)
    mixed = Random(seed).sample(made.rows, len(made.rows))
    assert find(replace(made, rows=mixed)) == find(made)


@few
@given(seeds)
def test_keeping_what_bears_leaves_out_no_and_nothing_else(seed: int) -> None:
    made = world(seed, rows=12)
    everything = find(made)
    towards_all = by_account(everything)
    bearing = {
        name: finding
        for name, finding in everything.items()
        if towards_all[name[:4]]["verdict"] is not False
    }
    assert find(made, keep="bearing") == bearing


@few
@given(seeds)
def test_asking_one_instrument_is_a_filter(seed: int) -> None:
    made = world(seed, rows=12)
    one = {name: finding for name, finding in find(made).items() if name[0] == "x/club"}
    assert find(made, instruments=["x/club"]) == one


def test_findings_have_the_same_columns_and_types_with_and_without_rows() -> None:
    made = world(3)
    full = evaluate(made.frame(), library=made.library)
    empty = evaluate(made.frame().head(0), library=made.library)
    nothing = evaluate(made.frame().with_columns(kind=pl.lit("other")), library=made.library)
    assert tuple(full.columns) == FINDINGS
    assert full.height > 0
    assert full.schema == empty.schema == nothing.schema
    assert (empty.height, nothing.height) == (0, 0)
