"""Maps as pictures that need nothing else (SVG): coasts, areas of lines, and activities by number.

Colours stand in the attributes, so that a picture is right by itself; the page's own style may
change them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from markupsafe import Markup

from detente.dossiers import coasts
from detente.dossiers.filling import environment
from detente.dossiers.marks import Mark, Sheet
from detente.dossiers.views import WIDTH, View

_SEAS = (
    ("Barents Sea", 40, 74),
    ("Norwegian Sea", 1, 67.5),
    ("North Sea", 3, 56.8),
    ("Baltic Sea", 19.6, 56.6),
    ("Gulf of Finland", 26.3, 59.9),
    ("Gulf of Bothnia", 20, 62.3),
    ("Black Sea", 34, 43.2),
    ("Sea of Azov", 36.4, 46.25),
    ("Mediterranean Sea", 18, 35),
    ("Caspian Sea", 50.6, 42.5),
    ("North Atlantic", -24, 50),
    ("Kara Sea", 70, 76),
    ("Greenland Sea", -8, 76),
    ("Arctic Ocean", 0, 87),
)
"""Names of seas as they are commonly written in English, and where they stand."""

_LETTER = 7.6
"""About so many units one letter is wide."""

_MARK, _CHIP, _NAME = 20.0, 16.0, 13.0
_FINE, _DOT = 0.3, 9.0


@dataclass(frozen=True)
class Shape:
    """Something that is drawn.

    Attributes:
        key: number of an activity, or letter of an area.
        title: what it is.
        figure: shapely areas in degrees, laid out.
        kind: ``activity``, ``inside`` (surely belongs to an area), ``within`` (surely holds it).
        target: the place of the page that tells of it; empty: none.
    """

    key: str
    title: str
    figure: Any
    kind: str
    target: str = ""


def drawn(view: View, shapes: Sequence[Shape], *, borders: bool, described: str) -> str:
    """Draw one view.

    Args:
        view: the window.
        shapes: what is drawn; areas first, activities last.
        borders: whether the borders of the data set are drawn, as a layer.
        described: what a person who does not see the picture should know.
    """
    seen = [(shape, view.areas(shape.figure)) for shape in shapes]
    there = [(shape, area) for shape, area in seen if not area.is_empty]
    sheet = Sheet(WIDTH, view.height)
    land = coasts.land()
    told = {
        "width": WIDTH,
        "height": view.height,
        "described": described,
        "land": "" if land is None else _path(view.areas(land)),
        "net": _path(view.lines(_net(view)).simplify(_FINE)),
        "borders": list(_borders(view)) if borders else [],
        "shapes": [(shape, _figure(shape, area)) for shape, area in there],
        "marks": list(_marks(sheet, there)),
        "seas": list(_seas(sheet, view)),
    }
    return Markup(environment().get_template("map.svg").render(**told))


def holds(view: View, shapes: Iterable[Shape]) -> bool:
    """Whether any of some shapes can be seen in a window."""
    return any(not view.areas(shape.figure).is_empty for shape in shapes)


def _net(view: View) -> Any:
    """Give meridians and parallels, ten degrees apart, or five in a small window."""
    step = 10 if view.half_width > 1_200_000 else 5
    east = [[(at, -80), (at, 85)] for at in range(-180, 180, step)]
    north = [
        [(west, at), (west + 60, at)]
        for at in range(-80, 90, step)
        for west in range(-180, 180, 60)
    ]
    return shapely.multilinestrings([shapely.linestrings(line) for line in (*east, *north)])


def _borders(view: View) -> Iterator[tuple[str, str]]:
    """Go through the borders of the data set, each with its dashes: called so, and doubtful."""
    known = coasts.borders()
    if known is not None:
        for lines, dashes in ((known.called, "5 3"), (known.doubtful, "1 3")):
            yield _path(view.lines(lines).simplify(_FINE)), dashes


def _figure(shape: Shape, area: Any) -> str:
    """Write the outline of a shape; an activity that is too small to see becomes a dot."""
    if shape.kind == "activity" and area.area < _DOT:
        return _path(area.representative_point().buffer(3.0))
    return _path(area)


def _marks(sheet: Sheet, there: Sequence[tuple[Shape, Any]]) -> Iterator[tuple[Mark, Shape]]:
    """Go through the marks: numbers of activities first, then letters of areas."""
    for shape, at, first in _places(there):
        mark = sheet.set(shape.key, at, _size(shape), move=first)
        if mark is not None:
            yield mark, shape


def _seas(sheet: Sheet, view: View) -> Iterator[tuple[Mark, str]]:
    """Go through the names of seas for which there is room."""
    for name, east, north in _SEAS:
        place = view.points(np.array([[east, north]], dtype=float))[0]
        size = (len(name) * _LETTER, _NAME)
        mark = sheet.set(name, shapely.Point(*place), size, move=False)
        if mark is not None:
            yield mark, name


def _size(shape: Shape) -> tuple[float, float]:
    """Give how wide and tall the mark of a shape is."""
    if shape.kind == "activity":
        return max(_MARK, 8 + len(shape.key) * _LETTER), _MARK
    return max(_CHIP, 6 + len(shape.key) * _LETTER), _CHIP


def _places(there: Sequence[tuple[Shape, Any]]) -> Iterator[tuple[Shape, Any, bool]]:
    """Go through places for marks: each key once first, then the other parts as there is room."""
    ordered = sorted(there, key=lambda pair: pair[0].kind != "activity")
    later, told = [], set()
    for shape, area in ordered:
        parts = sorted(shapely.get_parts(area), key=lambda part: -float(part.area))
        points = [part.representative_point() for part in parts]
        if points and (shape.kind == "activity", shape.key) not in told:
            told.add((shape.kind == "activity", shape.key))
            yield shape, points.pop(0), True
        if shape.kind == "activity":
            later += [(shape, point) for point in points]
    yield from ((shape, point, False) for shape, point in later)


def _path(figure: Any) -> str:
    """Write areas or lines as the steps of a path, to a tenth of a unit."""
    return "".join(_steps(part) for part in shapely.get_parts(figure) if not part.is_empty)


def _steps(part: Any) -> str:
    """Write one polygon or line."""
    if part.geom_type == "Polygon":
        rings = [part.exterior, *part.interiors]
        return "".join(f"{_run(shapely.get_coordinates(ring)[:-1])}z" for ring in rings)
    return _run(shapely.get_coordinates(part)) if part.geom_type == "LineString" else ""


def _run(points: Any) -> str:
    """Write a run of points: the first where it is, the others as steps from the one before."""
    whole = np.rint(points * 10).astype(np.int64)
    first = whole[0] / 10
    steps = np.diff(whole, axis=0)
    steps = steps[(steps != 0).any(axis=1)] / 10
    told = " ".join(f"{x:g},{y:g}" for x, y in steps.tolist())
    return f"M{first[0]:g},{first[1]:g}l{told}" if told else ""
