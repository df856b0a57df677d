"""One rule of four levels and a notice of 42 days, asked of Détente and of two rules engines.

Each engine gets the same activities as arrays or records and must tell, for every activity in the
zone that reaches a level, whether notice was given in time, late, or not at all. All must agree on
how many there are of each.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl

from benchmarks.speed.world import library

LEVELS = {
    "troops": 9_000,
    "battle_tanks": 250,
    "armoured_combat_vehicles": 500,
    "artillery_pieces": 250,
}
NOTICE_DAYS = 42
MISSING = -1
"""A day that stands for "no notice", in the engines that know no missing value."""

Status = dict[str, int]


def arrays(n: int, seed: int = 3) -> dict[str, np.ndarray[Any, Any]]:
    """Make activities as plain arrays: counts, zone, start day and notice day (or `MISSING`)."""
    chance = np.random.default_rng(seed)
    spread = {"troops": 7.0, "battle_tanks": 3.5, "armoured_combat_vehicles": 4.0}
    made: dict[str, np.ndarray[Any, Any]] = {
        measure: np.exp(chance.normal(spread.get(measure, 3.5), 1.2, n)).astype(np.int64)
        for measure in LEVELS
    }
    made["zone"] = chance.random(n) < 0.7
    made["start"] = chance.integers(12_000, 20_000, n)
    early = made["start"] - chance.integers(20, 60, n)
    made["notified"] = np.where(chance.random(n) < 0.75, early, MISSING)
    return made


def with_detente(n: int) -> tuple[Callable[[], Any], Callable[[Any], Status]]:
    """Prepare Détente; what is timed takes the arrays in."""
    import detente as dt

    made = library(instruments=1, rules=1, of=lambda _, __: LEVELS)
    known = dt.what_if(made, in_force=["made-up/0"])
    data = arrays(n)

    def ask() -> pl.DataFrame:
        counts = {measure: data[measure] for measure in LEVELS}
        day = pl.Series(data["start"]).cast(pl.Int32).cast(pl.Date)
        given = pl.Series(data["notified"]).cast(pl.Int32)
        given = given.set(given == MISSING, None).cast(pl.Date)
        frame = pl.DataFrame({**counts, "zone_europe": data["zone"], "starts": day})
        frame = frame.with_columns(
            notified_at=given,
            activity=pl.int_range(pl.len()),
            source=pl.lit(0),
            kind=pl.lit("exercise", dtype=pl.Categorical),
            host=pl.lit("AD", dtype=pl.Categorical),
            advance_notice_to_troops=pl.lit(value=True),
        )
        return dt.obligations(frame, library=known, keep="bearing")

    def count(found: pl.DataFrame) -> Status:
        told = found.filter(pl.col("obligee") == "*")["timing"].fill_null("missing")
        return dict(Counter(told.to_list()))

    return ask, count


def with_openfisca(n: int) -> tuple[Callable[[], Any], Callable[[Any], Status]]:
    """Prepare OpenFisca: variables over arrays; what is timed takes the arrays in."""
    from openfisca_core import periods
    from openfisca_core.entities import build_entity
    from openfisca_core.periods import DateUnit
    from openfisca_core.simulation_builder import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    activity = build_entity(key="activity", plural="activities", label="", is_person=True)
    base: dict[str, Any] = {"entity": activity, "definition_period": DateUnit.YEAR}
    inputs = {**dict.fromkeys((*LEVELS, "start", "notified"), int), "zone": bool}
    variables = [
        type(name, (Variable,), {**base, "value_type": kind, "label": name})
        for name, kind in inputs.items()
    ]

    def formula(activity: Any, period: Any, _parameters: Any) -> Any:
        reached = activity("zone", period) & np.logical_or.reduce(
            [activity(m, period) >= level for m, level in LEVELS.items()]
        )
        given = activity("notified", period)
        met = given <= activity("start", period) - NOTICE_DAYS
        status = np.where(given == MISSING, 3, np.where(met, 1, 2))
        return np.where(reached, status, 0)

    asked = {**base, "value_type": int, "label": "status", "formula": formula}
    variables.append(type("status", (Variable,), asked))
    system = TaxBenefitSystem([activity])
    for variable in variables:
        system.add_variable(variable)
    data, year = arrays(n), periods.period("2020")

    def ask() -> Any:
        simulation = SimulationBuilder().build_default_simulation(system, n)
        for name in inputs:
            simulation.set_input(name, year, data[name])
        return simulation.calculate("status", year)

    def count(found: Any) -> Status:
        names = {1: "met", 2: "late", 3: "missing"}
        return {name: int((found == code).sum()) for code, name in names.items()}

    return ask, count


def with_zen(n: int) -> tuple[Callable[[], Any], Callable[[Any], Status]]:
    """Prepare zen-engine: one expression node, asked of a batch of records."""
    import zen

    level = " or ".join(f"{m} >= {value}" for m, value in LEVELS.items())
    timing = (
        f'notified == {MISSING} ? "missing" : (notified <= start - {NOTICE_DAYS} ? "met" : "late")'
    )
    status = f'(zone and ({level})) ? ({timing}) : "none"'
    content = {
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode"},
            {
                "id": "rule",
                "name": "rule",
                "type": "expressionNode",
                "content": {"expressions": [{"id": "s", "key": "status", "value": status}]},
            },
            {"id": "out", "name": "out", "type": "outputNode"},
        ],
        "edges": [
            {"id": "a", "sourceId": "in", "targetId": "rule", "type": "edge"},
            {"id": "b", "sourceId": "rule", "targetId": "out", "type": "edge"},
        ],
    }
    decision = zen.ZenEngine().create_decision(json.dumps(content))
    data = {name: values.tolist() for name, values in arrays(n).items()}
    records = [dict(zip(data, row, strict=True)) for row in zip(*data.values(), strict=True)]

    def ask() -> Any:
        if hasattr(decision, "evaluate_batch"):
            return decision.evaluate_batch(records)
        return [decision.evaluate(record) for record in records]

    def count(found: Any) -> Status:
        told = Counter(_result(one)["status"] for one in found)
        return {name: told[name] for name in ("met", "late", "missing")}

    return ask, count


def _result(answer: Any) -> Any:
    """Take the result out of what zen-engine answers."""
    return answer.get("result", answer)


ENGINES = {"detente": with_detente, "openfisca-core": with_openfisca, "zen-engine": with_zen}


def expected(n: int) -> Status:
    """Count with plain arrays what every engine must find."""
    data = arrays(n)
    reached = data["zone"] & np.logical_or.reduce([data[m] >= n for m, n in LEVELS.items()])
    missing = data["notified"] == MISSING
    met = data["notified"] <= data["start"] - NOTICE_DAYS
    told = {"met": met & ~missing, "late": ~met & ~missing, "missing": missing}
    return {name: int((reached & each).sum()) for name, each in told.items()}
