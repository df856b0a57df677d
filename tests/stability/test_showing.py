"""Ways, reasons and the picture of the published cases of this repository."""

from __future__ import annotations

import random
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from detente.errors import SenderError
from detente.stability import draw, explain, paths, read_conflict, robustness, solve
from detente.stability.conflict import Conflict
from tests.conftest import ROOT
from tests.stability.games import by_arcs
from tests.stability.test_laws import conflict_of

FOLDER = ROOT / "scenarios" / "conflicts"


@pytest.fixture(scope="module")
def cuba() -> Conflict:
    return read_conflict(FOLDER / "cuba-1962.toml")


def test_why_the_blockade_and_the_withdrawal_hold(cuba: Conflict) -> None:
    told = explain(cuba, "7")
    assert (told.holds, told.label) == (True, "blockade, withdraw the missiles")
    us, ussr = told.makers
    reason = (
        "United States can move to 5 (withdraw the missiles), which it prefers; but Soviet Union"
        " would answer, by a move that it gains by, so that things end at 1 (no option taken),"
        " which United States does not prefer to 7."
    )
    assert us.lines == (reason,)
    assert ussr.lines == ("Soviet Union has no move from 7 to a state that it prefers.",)


def test_why_a_state_does_not_hold(cuba: Conflict) -> None:
    told = explain(cuba, "8", concept="SEQ")
    assert (told.holds, told.makers[0].stable) == (False, False)
    assert (
        told.makers[0]
        .lines[0]
        .endswith("and nothing that the others would do for their own gain takes that gain away.")
    )
    assert explain(cuba, "7", concept="Nash").makers[0].stable is False


def test_every_reason_agrees_with_the_answer() -> None:
    chance = random.Random(4)
    for _ in range(20):
        given = conflict_of(by_arcs(chance, 5, 3, 0.4))
        for concept in ("Nash", "GMR", "SMR", "SEQ", "SSEQ"):
            answer = solve(given, concepts=[concept])
            for at, name in enumerate(given.states.names):
                told = explain(given, name, concept=concept)
                for i, maker in enumerate(told.makers):
                    assert maker.stable == answer.told(concept, i, at)
                    away = "takes that gain away" if concept != "Nash" else "which it prefers."
                    assert any(away in line for line in maker.lines) == (maker.stable is False)


def test_steps_that_are_final_are_marked(cuba: Conflict) -> None:
    (way,) = paths(cuba, "1", "6")
    assert (way.length, way.first, way.count) == (2, ("us", "ussr"), 2)
    steps = {step.end: step for each in way.ways for step in each}
    assert steps["2"].final, "an air strike cannot be undone"
    assert not steps["5"].final
    assert steps["2"].gains is True
    assert steps["5"].gains is False


def test_ways_are_shortest_and_legal() -> None:
    chance = random.Random(9)
    for _ in range(30):
        given = conflict_of(by_arcs(chance, 6, 3, 0.25))
        steps = given.game().steps
        for way in paths(given, "1"):
            assert way.count >= len(way.ways) > 0
            assert {each[0].maker for each in way.ways} <= set(way.first)
            for each in way.ways:
                assert len(each) == way.length
                assert (each[0].start, each[-1].end) == ("1", way.end)
                for step, after in pairwise(each):
                    assert (step.end, step.maker != after.maker) == (after.start, True)
                for step in each:
                    i = int(step.maker[1:])
                    assert steps[i][int(step.start) - 1] >> int(step.end) - 1 & 1
            fewer = reach(given, way.length - 1)
            assert int(way.end) - 1 not in fewer


def reach(given: Conflict, length: int) -> set[int]:
    """What up to so many legal steps lead to from the first state, step by step."""
    steps = given.game().steps
    ahead, found = {(0, -1)}, set[int]()
    for _ in range(length):
        ahead = {
            (end, i)
            for state, last in ahead
            for i in range(len(steps))
            if i != last
            for end in range(given.size)
            if steps[i][state] >> end & 1
        }
        found |= {end for end, _ in ahead}
    return found


def test_where_things_stand_must_be_known(cuba: Conflict) -> None:
    assert paths(cuba)[0].end == "2"
    with pytest.raises(SenderError, match="no status_quo"):
        paths(conflict_of(by_arcs(random.Random(1), 3, 2, 0.5)))


def test_the_picture_shows_every_state_and_marks_what_holds(cuba: Conflict) -> None:
    drawn = draw(solve(cuba, concepts=["SEQ"]), "SEQ")
    root = ET.fromstring(drawn)
    space = "{http://www.w3.org/2000/svg}"
    states = [
        each for each in root.iter(f"{space}circle") if each.find(f"{space}title") is not None
    ]
    strong = [each.find(f"{space}title") for each in states if each.get("stroke-width") == "3"]
    assert len(states) == 12
    names = [each.text.split()[0] for each in strong if each is not None and each.text]
    assert names == ["5", "6", "7"]
    gains = sum(
        (better[s] & step).bit_count()
        for steps, better in zip(
            cuba.game().steps, [r.surely for r in cuba.game().relations], strict=True
        )
        for s, step in enumerate(steps)
    )
    arrows = [each for each in root.iter(f"{space}path") if each.get("stroke-width") == "1.6"]
    assert len(arrows) == gains
    assert "url(#arrow0)" in drawn
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "")


def test_too_much_to_draw_is_refused(cuba: Conflict) -> None:
    with pytest.raises(SenderError, match="GMR was not asked"):
        draw(solve(cuba, concepts=["SEQ"]), "GMR")
    large = conflict_of(by_arcs(random.Random(1), 41, 2, 0.05))
    with pytest.raises(SenderError, match="at most 40 states are drawn"):
        draw(solve(large, concepts=["Nash"]), "Nash")


def test_variants_are_tried_in_every_combination(tmp_path) -> None:  # type: ignore[no-untyped-def]  # a fixture
    text = (FOLDER / "euphrates-1975.toml").read_text(encoding="utf-8")
    text += '[[preference]]\nmaker = "syria"\nvariant = "for release"\nbasis = "assumed"\n'
    text += 'source = "hipel-2014"\nranking = [1, 3, 2, 6, 4, 5]\n'
    file = tmp_path / "variants.toml"
    file.write_text(text, encoding="utf-8")
    found = robustness(read_conflict(file), "SEQ")
    assert [each["syria"] for each in found.variants] == ["", "for release"]
    assert (found.holds["2"], found.holds["6"]) == (1, 2)
    assert found.fails["2"] == ({"syria": "", "iraq": ""},)


def test_answers_as_a_frame(cuba: Conflict) -> None:
    frame = solve(cuba, concepts=["Nash", "SEQ"]).frame
    assert frame.height == 24
    assert frame.columns == [
        *("state", "label", "concept", "sanction", "equilibrium"),
        *("us", "ussr"),
    ]
    held = frame.filter(frame["concept"] == "SEQ", frame["equilibrium"])
    assert held["state"].to_list() == ["5", "6", "7"]
