"""The seven published cases: what was printed, what the definition gives, and why they differ."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from detente.stability import coalitions, hypergame, inverse, paths, read_conflict, solve
from detente.stability.conflict import Conflict
from detente.stability.game import Game, Relation
from detente.stability.inverse import keeping
from tests.conftest import ROOT
from tests.stability.published import cases, conflict

IDS = (
    "prisoners_dilemma",
    "cuban_missile_crisis_1962",
    "syria_iraq_1975",
    "elmira_12",
    "garrison_1976",
    "elmira_9",
)


@pytest.fixture(scope="module")
def told(shared_data: Path) -> dict[str, dict[str, Any]]:
    if not (shared_data / "graph-model-cases.json").is_file():
        pytest.skip("no graph-model-cases.json in the folder of shared data")
    return cases(shared_data)


def holds(given: Conflict, concept: str, sanction: str = "sequence") -> list[int]:
    answer = solve(given, concepts=[concept], sanction=sanction)  # type: ignore[list-item,arg-type]  # texts of a file
    return [int(name) for name in answer.states(concept)]  # type: ignore[arg-type]  # the same


@pytest.mark.parametrize("name", IDS)
def test_what_the_definition_gives(told: dict[str, dict[str, Any]], name: str) -> None:
    given = conflict(told[name])
    for concept, states in told[name]["computed_by_definition"].items():
        assert holds(given, concept) == states


@pytest.mark.parametrize("name", IDS)
def test_what_was_printed(told: dict[str, dict[str, Any]], name: str) -> None:
    given, shown = conflict(told[name]), 0
    for each in told[name]["published"]:
        for concept in each["concept"].split("/"):
            reading = "single" if "reading" in each else "sequence"
            if "stable_in_view" in each:
                seen = [s for s in holds(given, concept) if s in each["visible_columns"]]
                assert seen == each["stable_in_view"]
                shown += 1
            elif "states" in each:
                assert holds(given, concept, reading) == each["states"]
                shown += 1
    assert shown or name == "cuban_missile_crisis_1962", "its table was not at hand"


def test_the_printed_table_of_garrison_counts_single_moves_only(
    told: dict[str, dict[str, Any]],
) -> None:
    """Printed: 12 states for GMR and SMR. By the definition 15, as several may answer in turn."""
    case = told["garrison_1976"]
    given, readings = conflict(case), case["gmr_by_reading"]
    for concept in ("GMR", "SMR"):
        assert holds(given, concept, "single") == readings["one_step"]
        assert holds(given, concept, "once") == readings["each_opponent_once"]
        assert holds(given, concept, "sequence") == readings["definition"]
        assert set(readings["definition"]) - set(readings["one_step"]) == {4, 6, 10}


def test_the_printed_count_of_rankings_lets_the_last_move_decide(
    told: dict[str, dict[str, Any]],
) -> None:
    """Printed: 420 of 720 rankings keep Syria at state 2 by SEQ. By the definition 384."""
    case = told["syria_iraq_1975"]
    given, expected = conflict(case), case["inverse_state2_Syria_720"]
    by_definition = expected["by_definition"]
    game = given.game()
    for concept, count in by_definition.items():
        assert keeping(game, 0, 1, concept) == count
    assert expected["published"]["Nash"] == by_definition["Nash"]
    assert last_move_decides(game) == expected["published"]["SEQ"] == 420


def last_move_decides(game: Game) -> int:
    """Count the rankings in which the last of Syria's gainful moves from state 2 is deterred."""
    from itertools import permutations

    from detente.stability.game import members, relation
    from detente.stability.pairs import Pairs
    from tests.stability.published import ranked

    found = 0
    for order in permutations(range(1, 7)):
        mine = relation(ranked(list(order), 6).levels)
        pairs = Pairs(game.preferring((mine, game.orders[1])))
        wins = list(members(pairs.wins(0, 1, hard=True)))
        found += not wins or bool(pairs.deterring("SEQ", 0, 1, wins[-1]))
    return found


def test_coalitions_of_the_cases(told: dict[str, dict[str, Any]]) -> None:
    for name, case in told.items():
        if "computed_coalitional_nash" in case and "misperceived" not in case:
            stable = [int(each) for each in coalitions(conflict(case), "Nash").stable]
            assert stable == case["computed_coalitional_nash"], name
    nine = told["elmira_9"]
    for key, states in nine["computed_coalitional"].items():
        concept = key.removeprefix("C")
        found = coalitions(conflict(nine), concept)
        assert [int(each) for each in found.stable] == states


def test_what_two_of_elmira_do_together(told: dict[str, dict[str, Any]]) -> None:
    """Printed: {MoE, Uniroyal} leave 7 for 10, which none of them can do alone."""
    found = coalitions(conflict(told["elmira_12"]), "Nash").departures
    assert [(each.coalition, each.to) for each in found if each.state == "7"] == [
        (("m0", "m1"), ("10",))
    ]


def test_from_where_things_stand_in_elmira(told: dict[str, dict[str, Any]]) -> None:
    nine = told["elmira_9"]
    given = conflict(nine)
    for by_gain, key in ((True, "by_UI"), (False, "by_UM")):
        fewest = {"1": 0} | {way.end: way.length for way in paths(given, "1", by_gain=by_gain)}
        assert fewest == nine["status_quo_1"][key]
    (only,) = paths(given, "1", by_gain=True)
    assert only.first == ("m2",)
    for concept, makers in nine["per_dm"].items():
        answer = solve(given, concepts=[concept])
        for i, maker in enumerate(nine["dms"]):
            stays = [s + 1 for s in range(9) if answer.told(concept, i, s)]
            assert stays == makers[maker]


def test_states_that_are_not_perceived(told: dict[str, dict[str, Any]]) -> None:
    """The program's output, by its reading; in Iraq's own picture Syria would answer from 2."""
    case = told["syria_iraq_misperception"]
    by_moves = hypergame(conflict(case), unseen="moves")
    for concept, states in case["computed_by_definition"].items():
        kinds = by_moves.kinds(concept)
        assert sorted(map(int, kinds["steady"] + kinds["false"])) == states
        assert states == case["gmcrplus_output"][concept]
    assert by_moves.kinds("SEQ")["false"] == ("1", "2")
    by_picture = hypergame(conflict(case))
    assert by_picture.kinds("Nash")["false"] == ("1", "2")
    assert by_picture.kinds("SEQ")["false"] == ("1", "2", "5")


# --- the cases of this repository -----------------------------------------------------------------

FOLDER = ROOT / "scenarios" / "conflicts"
EXPECTED = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))["expected"]


@pytest.mark.parametrize(
    "expected", EXPECTED, ids=lambda each: f"{each['conflict']}-{each['concept']}"
)
def test_what_is_to_be_found(expected: dict[str, Any]) -> None:
    given = read_conflict(FOLDER / expected["conflict"])
    for reading, key in (("sequence", "found"), ("once", "once"), ("single", "single")):
        if key in expected:
            assert holds(given, expected["concept"], reading) == expected[key]
    printed = expected.get("published")
    if printed is not None and printed != expected["found"]:
        assert expected["why"]
        assert printed == expected["single"]


def test_every_conflict_of_the_repository_is_tried() -> None:
    files = {path.name for path in FOLDER.glob("*.toml")} - {"expected.toml"}
    assert files == {each["conflict"] for each in EXPECTED}


def test_the_cases_of_the_repository_are_the_published_ones(
    told: dict[str, dict[str, Any]],
) -> None:
    for file, name in (
        ("euphrates-1975.toml", "syria_iraq_1975"),
        ("cuba-1962.toml", "cuban_missile_crisis_1962"),
        ("garrison-1976.toml", "garrison_1976"),
    ):
        ours, theirs = read_conflict(FOLDER / file).game(), conflict(told[name]).game()
        assert ours.steps == theirs.steps
        assert ours.relations == theirs.relations


def test_what_must_change_for_the_release_of_water() -> None:
    found = inverse(read_conflict(FOLDER / "euphrates-1975.toml"), "2", concept="SEQ")
    assert (found.holds, found.pairs) == (False, 1)
    assert [list(map(str, way)) for way in found.ways] == [["syria prefers 2 to 6"]]
    assert {each.maker: each.rankings for each in found.shares} == {"syria": 384, "iraq": 540}
    assert isinstance(read_conflict(FOLDER / "euphrates-1975.toml").game().relations[0], Relation)
