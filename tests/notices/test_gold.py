"""The gold set: messages of our own making, with the reading each must give, written by hand."""

import datetime as dt
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from detente.notices import KINDS, Reading, read_one

GOLD = Path(__file__).parent / "gold"


def gold() -> Iterator[Any]:
    """Each message of the gold set."""
    for path in sorted(GOLD.glob("*.toml")):
        for number, notice in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["notice"]):
            yield pytest.param(notice, id=f"{path.stem}-{number + 1}")


ALL = list(gold())


def instant(text: str) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


def reading(notice: dict[str, Any]) -> Reading:
    """Read a message as a feed would hand it over."""
    issued = instant(notice.get("issued", ""))
    given = notice.get("id", "") if "NOTAM" not in notice["text"] else ""
    return read_one(notice["text"], given, issued)


def area(spec: str) -> tuple[str, list[float], str, list[tuple[float, float]]]:
    """Take an area as it is written in the set: shape, sizes, label, points."""
    head, _, points = spec.partition(":")
    head, _, label = head.partition("[")
    shape, *sizes = head.split()
    places = [tuple(map(float, point.split())) for point in points.split(",") if point.strip()]
    return shape, [float(size) for size in sizes], label.strip("] "), places  # type: ignore[return-value]  # pairs


def sizes(found: Any) -> list[float]:
    """The numbers of a figure in the order in which the set writes them."""
    numbers = [found.radius_m, found.other_m, *found.bearings]
    return [number for number in numbers if number is not None]


def test_the_set_is_large_and_of_every_kind() -> None:
    notices = [param.values[0] for param in ALL]
    classes = {notice["class"] for notice in notices}
    assert len(notices) >= 110
    assert set(KINDS) - classes <= {"other"}
    shapes = {area(spec)[0] for notice in notices for spec in notice.get("areas", [])}
    assert shapes >= {"circle", "polygon", "sector", "corridor", "ellipse", "point", "named"}


@pytest.mark.parametrize("notice", ALL)
def test_areas(notice: dict[str, Any]) -> None:
    if "areas" not in notice:
        pytest.skip("the set says nothing of its areas")
    found = reading(notice).areas
    expected = [area(spec) for spec in notice["areas"]]
    assert [each.figure.shape if each.figure else "named" for each in found] == [
        shape for shape, *_ in expected
    ]
    for each, (_, numbers, label, places) in zip(found, expected, strict=True):
        if label:
            assert each.label == label
        if each.figure:
            assert len(each.figure.points) == len(places)
            for point, place in zip(each.figure.points, places, strict=True):
                assert point == pytest.approx(place, abs=1e-6)
            assert sizes(each.figure) == pytest.approx(numbers, abs=0.5)
    arcs = [
        [arc.after, *arc.centre, arc.radius_m, arc.clockwise]
        for each in found
        if each.figure
        for arc in each.figure.arcs
    ]
    assert arcs == [pytest.approx(arc) for arc in notice.get("arcs", [])]


@pytest.mark.parametrize("notice", ALL)
def test_windows(notice: dict[str, Any]) -> None:
    if "windows" not in notice:
        pytest.skip("the set says nothing of its windows")
    found = reading(notice).windows
    told = [
        f"{w.starts.isoformat(timespec='minutes') if w.starts else ''}/"
        f"{w.ends.isoformat(timespec='minutes') if w.ends else ''}"
        f"{' alternate' * w.alternate}{''.join(f'#{area}' for area in w.areas)}"
        for w in found
    ]
    if "count" in notice:
        assert len(told) == notice["count"]
        told = [told[0], told[-1]]
    assert sorted(told) == sorted(notice["windows"])


@pytest.mark.parametrize("notice", ALL)
def test_the_rest(notice: dict[str, Any]) -> None:
    found = reading(notice)
    if not notice.get("loose"):
        assert found.kind == notice["class"], found.cue
    assert found.id == notice.get("id", found.id)
    assert found.action == notice.get("action", "new")
    assert found.refers == notice.get("refers", [])
    assert found.estimated is notice.get("estimated", False)
    assert found.permanent is notice.get("permanent", False)
    assert found.consistent is notice.get("consistent", found.consistent)
    assert found.cancelled_at == instant(notice.get("cancelled", ""))
    codes = {remark.code for remark in found.remarks}
    assert set(notice.get("remarks", [])) <= codes
    if "levels" in notice:
        for each in found.areas:
            assert each.low is not None
            assert each.high is not None
            assert [each.low.metres, each.high.metres] == pytest.approx(notice["levels"], abs=0.1)


@pytest.mark.parametrize("notice", ALL)
def test_spans_lie_in_the_text(notice: dict[str, Any]) -> None:
    found = reading(notice)
    spans = [each.span for each in found.areas]
    spans += [remark.span for remark in found.remarks if remark.span]
    spans += list(found.spans.values())
    spans += [found.cue.span] if found.cue and found.cue.span else []
    assert all(0 <= span.start <= span.end <= len(found.text) for span in spans)
    for each in found.areas:
        if each.figure is None:
            words = found.text[each.span.start : each.span.end].replace(" ", "")
            assert each.label.replace(" ", "").split("/")[0] in words
