"""The maps of a dossier: the whole, and the regions in which something is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely

from detente.dossiers import coasts
from detente.dossiers.beside import UNPLACED
from detente.dossiers.maps import Shape, drawn, holds
from detente.dossiers.story import Story
from detente.dossiers.views import REGIONS, View, whole
from detente.places import grow, lay_out
from detente.redlines import NamedArea, RedLine, RedLines

if TYPE_CHECKING:
    import polars as pl

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Map:
    """One map.

    Attributes:
        key: its place in the page.
        title: what is seen.
        picture: the picture, as SVG.
        described: the same in words.
    """

    key: str
    title: str
    picture: str
    described: str


@dataclass(frozen=True)
class Lettered:
    """An area on the maps.

    Attributes:
        letter: its letter.
        name: its name.
        note: what a reader must know about it.
        lines: the lines that bear in it.
    """

    letter: str
    name: str
    note: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Atlas:
    """All maps of a dossier.

    Attributes:
        maps: the maps; none where nothing is drawn.
        areas: the lettered areas.
        placed: the ids of the activities that are drawn.
        credits: where the ground comes from, a sentence each.
    """

    maps: tuple[Map, ...]
    areas: tuple[Lettered, ...]
    placed: frozenset[str]
    credits: tuple[str, ...]


def atlas(told: Story, frame: pl.DataFrame, lines: RedLines, *, borders: bool) -> Atlas:
    """Draw the maps of a dossier.

    Args:
        told: what it tells.
        frame: the activities.
        lines: the lines.
        borders: whether borders are drawn.
    """
    numbers = {each.told.activity: each.number for each in told.activities}
    names = {each.told.activity: each.told.name for each in told.activities}
    activities = tuple(_activities(frame, numbers, names))
    shown = [line for line in lines.lines if _matters(line, told)]
    areas, shapes = _areas(shown, lines.areas)
    window = whole(shape.figure for shape in (*activities, *(() if activities else shapes)))
    views = [window] if window else []
    views += [region for region in REGIONS if holds(region, activities)]
    return Atlas(
        tuple(_map(view, (*shapes, *activities), borders=borders) for view in views),
        areas,
        frozenset(name for name, number in numbers.items() if str(number) in _keys(activities)),
        tuple(_credits(borders=borders)) if views else (),
    )


def _keys(shapes: Iterable[Shape]) -> set[str]:
    """Give the keys of shapes."""
    return {shape.key for shape in shapes}


def _matters(line: RedLine, told: Story) -> bool:
    """Whether an activity that is drawn lies in, near or perhaps in the area of a line."""
    return any(each.where != UNPLACED for each in told.line(line.id).beside)


def _activities(
    frame: pl.DataFrame, numbers: dict[str, int], names: dict[str, str]
) -> Iterator[Shape]:
    """Go through the areas of activities; what several accounts draw alike is drawn once."""
    seen: set[tuple[str, str]] = set()
    for row in frame.rows(named=True):
        key = row["activity"], row.get("area") or ""
        if key[1] and key not in seen:
            seen.add(key)
            number = str(numbers[key[0]])
            figure = lay_out([_read(key[1])], row.get("edges") or "geodesic")[0]
            title = f"{number}. {names[key[0]]}"
            yield Shape(number, title, figure, "activity", f"activity-{number}")


def _areas(
    lines: Sequence[RedLine], named: dict[str, NamedArea]
) -> tuple[tuple[Lettered, ...], tuple[Shape, ...]]:
    """Give the areas of lines, each once, with a letter; and what is drawn of them."""
    together: dict[tuple[Any, ...], list[RedLine]] = {}
    for line in lines:
        area = line.area
        if area and not area.anywhere and (area.surely_within or area.surely_inside):
            together.setdefault((area,), []).append(line)
    lettered: list[Lettered] = []
    shapes: list[Shape] = []
    for place, ((area,), bearing) in enumerate(together.items()):
        letter = _letter(place)
        known = named.get(area.named)
        name = known.name if known else f"the area of {bearing[0].id}"
        name = f"within {area.within_km:g} km of: {name}" if area.within_km else name
        note = known.note if known else ""
        lettered.append(Lettered(letter, name, note, tuple(line.id for line in bearing)))
        shapes += _bounds(letter, name, area)
    return tuple(lettered), tuple(shapes)


def _bounds(letter: str, name: str, area: Any) -> Iterator[Shape]:
    """Go through the bounds of an area: what surely holds it, what surely belongs to it."""
    target = f"area-{letter}"
    exact = area.surely_inside == area.surely_within
    for kind, text in (("within", area.surely_within), ("inside", area.surely_inside)):
        if text and not (exact and kind == "within"):
            figure = lay_out([_read(text)], area.edges or "geodesic")
            figure = grow(figure, 1000 * area.within_km) if area.within_km else figure
            yield Shape(letter, f"{letter}. {name}", figure[0], kind, target)


def _letter(place: int) -> str:
    """Give the letter of an area: A to Z, then AA."""
    more, last = divmod(place, len(_LETTERS))
    return (_letter(more - 1) if more else "") + _LETTERS[last]


def _read(area: str | bytes) -> Any:
    """Read an area, WKT or WKB."""
    return shapely.from_wkb(area) if isinstance(area, bytes) else shapely.from_wkt(area)


def _map(view: View, shapes: Sequence[Shape], *, borders: bool) -> Map:
    """Draw one map."""
    seen = {shape.key: shape for shape in shapes if holds(view, [shape])}
    numbers = ", ".join(key for key, shape in seen.items() if shape.kind == "activity")
    letters = ", ".join(key for key, shape in seen.items() if shape.kind != "activity")
    described = f"Map: {view.title}."
    described += f" Activities {numbers} are drawn." if numbers else " No activity is drawn."
    described += f" Areas of lines: {letters}." if letters else ""
    picture = drawn(view, shapes, borders=borders, described=described)
    return Map(view.key, view.title, picture, described)


def _credits(*, borders: bool) -> Iterator[str]:
    """Go through what is said of the ground of the maps."""
    yield coasts.ABSENT if coasts.land() is None else coasts.CREDIT
    if borders and coasts.borders() is not None:
        yield coasts.BORDERS_CREDIT
    else:
        yield "No borders are drawn: which ones hold is for no map to say."
