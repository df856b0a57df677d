"""From a chain of positions to outlines: parted by letters, closed where they close, with arcs."""

from __future__ import annotations

from collections.abc import Iterator

from detente.notices.chains import Chain, Turn
from detente.notices.coordinates import Place
from detente.notices.figures import Arc, Figure
from detente.notices.reading import Remark, Span

_MANY = 0.7  # of the positions bear a letter: it numbers corners
_NEAR = 1e-9

_SAID = {
    "coast": "an edge follows the coast, and is drawn straight",
    "border": "an edge follows a boundary, and is drawn straight",
}


class _Ring:
    """One outline as it grows, corner by corner."""

    def __init__(self, label: str, start: int) -> None:
        """Begin it."""
        self.label, self.start, self.end = label, start, start
        self.corners: list[Place] = []
        self.arcs: list[Arc] = []
        self._turn: tuple[Turn, Place] | None = None
        self._begun = False

    def centre(self, turn: Turn, place: Place) -> None:
        """Take the centre of an arc that begins at the last corner."""
        self._turn, self._begun = (turn, place), False

    def corner(self, place: Place, end: int) -> None:
        """Take a corner; it ends an arc where one is open."""
        self.end = end
        if self._turn is None:
            if not self.corners or not _same(self.corners[-1], place):
                self.corners.append(place)
            return
        turn, centre = self._turn
        if (turn.given or not self.corners) and not self._begun:
            self._begun = True
            if not self.corners or not _same(self.corners[-1], place):
                self.corners.append(place)
            return
        self.arcs.append(Arc(len(self.corners) - 1, centre, turn.radius_m, turn.clockwise))
        self.corners.append(place)
        self._turn = None

    @property
    def closed(self) -> bool:
        """Whether it has come back to its first corner."""
        corners = self.corners
        return len(corners) > 2 and self._turn is None and _same(corners[0], corners[-1])

    def figure(self) -> Figure | None:
        """Give what was drawn; None where it encloses nothing."""
        if self._turn and self.corners:
            turn, centre = self._turn
            self.arcs.append(Arc(len(self.corners) - 1, centre, turn.radius_m, turn.clockwise))
        corners = self.corners[:-1] if self.closed else self.corners
        if len(corners) > 2 or (len(corners) == 2 and self.arcs):
            return Figure("polygon", corners, arcs=self.arcs)
        if self._turn and not corners:
            turn, centre = self._turn
            return Figure("circle", [centre], turn.radius_m) if turn.radius_m else None
        return None


def outline(chain: Chain, remarks: list[Remark]) -> Iterator[tuple[str, Figure, Span]]:
    """Give the outlines of a chain, each with its letter.

    Args:
        chain: positions that belong together.
        remarks: where it is noted what is drawn otherwise than it is said.
    """
    corner_labels = _are_corners(chain.labels)
    for number, join in chain.joins.items():
        spot = chain.spots[number]
        said = _SAID.get(join, f"where {join} lies is not known; the outline leaves it out")
        code = join if join in _SAID else "unknown-point"
        remarks.append(Remark(code, said, Span(spot.start, spot.end), assumed=join in _SAID))
    for ring in _rings(chain, corner_labels):
        figure = ring.figure()
        span = Span(ring.start, ring.end)
        if figure:
            yield ring.label, figure, span
        elif ring.corners:
            shape = "line" if len(ring.corners) > 1 else "point"
            yield ring.label, Figure(shape, ring.corners), span


def _are_corners(labels: list[str]) -> bool:
    """Tell whether letters number corners: nearly every position has one."""
    return sum(map(bool, labels)) >= max(3, _MANY * len(labels))


def _rings(chain: Chain, corner_labels: bool) -> Iterator[_Ring]:
    """Part a chain into outlines."""
    first = chain.labels[0]
    ring = _Ring("" if corner_labels else first, chain.start)
    for number, (spot, label) in enumerate(zip(chain.spots, chain.labels, strict=True)):
        place = spot.lon, spot.lat
        anew = (label == first and first) if corner_labels else label
        if ring.closed and _same(ring.corners[0], place):
            continue  # its first corner, told once more
        if number and ((anew and ring.corners) or ring.closed):
            yield ring
            ring = _Ring("" if corner_labels else label, spot.start)
        if number in chain.turns:
            ring.centre(chain.turns[number], place)
        else:
            ring.corner(place, spot.end)
    yield ring


def _same(one: Place, other: Place) -> bool:
    """Tell whether two corners are the same."""
    return abs(one[0] - other[0]) < _NEAR and abs(one[1] - other[1]) < _NEAR
