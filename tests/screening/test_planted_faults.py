"""Faults planted in a copy of screening and of places: a named mistake's test must see each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import RequireEngine
from tests.planting import Fault, copied, planted, suite

NAMED = "tests/screening/test_named_mistakes.py"
DISTANCE = "test_a_distance_is_no_number_of_degrees"
SEAM = "test_an_area_over_the_antimeridian_is_not_the_rest_of_the_world"
BOXES = "test_a_box_around_an_area_is_not_the_area"
POLE = "test_an_area_round_a_pole_holds_the_pole"
HOLE = "test_what_lies_in_a_hole_lies_outside"
PARTS = "test_every_part_of_an_area_counts"
CIRCLE = "test_a_circle_is_drawn_around_and_not_within"
EDGES = "test_an_edge_that_is_not_stated_may_run_either_way"
LEVEL = "test_a_level_is_reached_at_its_figure"
TOUCH = "test_stretches_that_touch_have_an_instant_in_common"
HEIGHTS = "test_heights_above_different_grounds_are_not_compared"
SUM = "test_a_sum_of_ranges_is_a_range"

FAULTS = (
    Fault(
        "a distance is taken as degrees",
        "places/growing.py",
        "result[filled] = _grown(shapes[filled], reach[filled])",
        "result[filled] = shapely.buffer(shapes[filled], reach[filled] / 111_195)",
        DISTANCE,
    ),
    Fault(
        "a step over the antimeridian goes the long way round",
        "places/folding.py",
        "result: Numbers = steps - 360 * np.round(steps / 360)",
        "result: Numbers = steps",
        SEAM,
    ),
    Fault(
        "the box around a line is taken for the line",
        "screening/ground.py",
        "inner, outer = (bound[pairs.line] for bound in bounds)",
        "inner, outer = (shapely.envelope(bound[pairs.line]) for bound in bounds)",
        BOXES,
    ),
    Fault(
        "the larger side of an outline round the globe is its inside",
        "places/folding.py",
        "return mean > 0",
        "return mean < 0",
        POLE,
    ),
    Fault(
        "a hole is ignored over the antimeridian",
        "places/laying.py",
        "return shapely.difference(shell, shapely.union_all(holes)) if holes else shell",
        "return shell",
        HOLE,
    ),
    Fault(
        "the parts after the first are ignored",
        "places/laying.py",
        "hemmed(some[0] if len(some) == 1 else shapely.union_all(some))",
        "hemmed(some[0])",
        PARTS,
    ),
    Fault(
        "a circle is drawn within the true one",
        "places/circling.py",
        "wide = (radius + sag) * (1 + 2e-5) / np.cos(np.pi / CORNERS)",
        "wide = radius",
        CIRCLE,
    ),
    Fault(
        "what is grown is drawn within what is true",
        "places/growing.py",
        "wide = (reach + STRAYING_M) / np.cos(np.pi / CORNERS)",
        "wide = reach * np.cos(np.pi / CORNERS)",
        CIRCLE,
    ),
    Fault(
        "edges that are not stated are taken as geodesic",
        "screening/ground.py",
        'for each in READINGS if edges in ("", each))',
        'for each in READINGS if (edges or "geodesic") == each)',
        EDGES,
    ),
    Fault(
        "< for <= at a level",
        "screening/aspects.py",
        "answer = settled(least >= value, most < value)",
        "answer = settled(least > value, most <= value)",
        LEVEL,
    ),
    Fault(
        "an instant in common is not enough",
        "screening/aspects.py",
        "yes = (starts.most <= until.least) & (begins.most <= ends.least)",
        "yes = (starts.most < until.least) & (begins.most < ends.least)",
        TOUCH,
    ),
    Fault(
        "what heights are measured from is ignored",
        "screening/aspects.py",
        "    answer[~every & ~same] = OPEN\n",
        "",
        HEIGHTS,
    ),
    Fault(
        "a sum of ranges answers by the most that it can be",
        "screening/sweep.py",
        "            answer.astype(np.int8),\n",
        "            np.where(stretches.reachable, YES, NO).astype(np.int8),\n",
        SUM,
    ),
)

BY_CELL = "tests/screening/test_by_cell.py"
ONCE = "test_a_pair_that_shares_many_cells_comes_once"
ANYWHERE = "test_what_may_be_anywhere_meets_everything_once"
MARGIN = "test_what_is_near_to_a_line_lies_on_its_cells"
CUT = "test_where_the_globe_is_cut_nothing_is_lost"
BOXES_MEET = "test_boxes_that_meet_have_a_cell_in_common"
WORLDS = "test_scattered_worlds_give_the_same_rows[1]"
COMPANY = "test_encounters_in_scattered_worlds_are_the_same[2]"

FAULTS_BY_CELL = (
    Fault(
        "every cell that a pair shares judges it",
        "screening/grid.py",
        "result[some] = ~(both & before).any(axis=1)",
        "result[some] = True",
        ONCE,
    ),
    Fault(
        "the last of the shares judges, before which there is always another",
        "screening/grid.py",
        "np.arange(8 * both.shape[1]) < one",
        "np.arange(8 * both.shape[1]) <= one",
        ONCE,
    ),
    Fault(
        "what may be anywhere lies nowhere",
        "screening/grid.py",
        "result = np.repeat(~there[:, None], count, axis=1)",
        "result = np.zeros((len(there), count), dtype=bool)",
        ANYWHERE,
    ),
    Fault(
        "two that may be anywhere are judged in every share",
        "screening/grid.py",
        "kept = (homes[0] + homes[1]) % ours.count == share",
        "kept = np.ones(len(pairs), dtype=bool)",
        ANYWHERE,
    ),
    Fault(
        "a line lies on the cells of its area, without its margin",
        "screening/findings.py",
        "[lines.drawn.sought]",
        "[lines.lines.within]",
        MARGIN,
    ),
    Fault(
        "the cell in which a box ends is left out",
        "screening/grid.py",
        "in_ranges(_FIRST[row] + begin, end - begin + 1)",
        "in_ranges(_FIRST[row] + begin, np.maximum(1, end - begin))",
        BOXES_MEET,
    ),
    Fault(
        "of a figure that is cut at the antimeridian one side is left out",
        "screening/grid.py",
        "shapely.get_parts(figures[there], return_index=True)",
        "shapely.get_geometry(figures[there], 0), np.arange(int(there.sum()))",
        CUT,
    ),
    Fault(
        "activities come before the lines of their share",
        "screening/cluster.py",
        "first = placed.sortWithinPartitions(placed[_ACTIVITY].isNotNull())",
        "first = placed",
        WORLDS,
    ),
    Fault(
        "what is near to an activity is left out",
        "screening/encounters.py",
        "drawings = ground.activities.seeking, ground.drawn.sought",
        "drawings = (ground.activities.seeking,)",
        COMPANY,
    ),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_caught(fault: Fault, tmp_path: Path) -> None:
    found = suite(planted(fault, tmp_path), f"{NAMED}::{fault.seen_by}")
    assert found.returncode == 1, found.stdout[-2_000:]
    assert "AssertionError" in found.stdout, "it fails for another reason"


@pytest.mark.parametrize("fault", FAULTS_BY_CELL, ids=lambda fault: fault.name)
def test_a_fault_of_the_join_by_cell_is_caught(
    fault: Fault, tmp_path: Path, require_engine: RequireEngine
) -> None:
    require_engine("pyarrow")
    found = suite(planted(fault, tmp_path), f"{BY_CELL}::{fault.seen_by}")
    assert found.returncode == 1, found.stdout[-2_000:]
    assert "AssertionError" in found.stdout, "it fails for another reason"


def test_the_copy_passes_when_nothing_is_planted(tmp_path: Path) -> None:
    found = suite(copied(tmp_path), NAMED)
    assert found.returncode == 0, found.stdout[-2_000:]
