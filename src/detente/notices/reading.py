"""What one notice says, as read: header, areas, windows, class, and what was not understood."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

from detente.notices.figures import Figure


class Span(NamedTuple):
    """A part of the text, from its first letter to where the text goes on."""

    start: int
    end: int


class Level(NamedTuple):
    """A bound of altitude.

    Attributes:
        metres: above what it is measured from; ``-inf`` and ``inf``: the notice sets no bound.
        reference: MSL, AGL or standard (pressure level); None: not stated.
        stated: as it stands in the notice.
    """

    metres: float
    reference: str | None
    stated: str


class Remark(NamedTuple):
    """Something that was not understood, or was read in one of several ways.

    Attributes:
        code: one word for programs, such as ``coast``.
        said: the sentence for a person.
        span: where it stands in the text; None: the notice as a whole.
        assumed: the rest was read in a stated way (True), or something is missing (False).
    """

    code: str
    said: str
    span: Span | None = None
    assumed: bool = False


@dataclass(slots=True)
class Area:
    """One area of a notice.

    Attributes:
        label: the letter, number or name that the notice gives it; empty where there is none.
        figure: where it is; None: it is only named.
        low: lower bound of altitude; None: not stated.
        high: upper bound of altitude; None: not stated.
        span: where it stands in the text.
        origin: ``text``; ``gazetteer``: named in the text and found in the user's list.
    """

    label: str
    figure: Figure | None
    span: Span
    low: Level | None = None
    high: Level | None = None
    origin: str = "text"


class Window(NamedTuple):
    """A time in which a notice is in effect, in UTC.

    Attributes:
        starts: the first instant; None: not stated, as in "in progress".
        ends: when it is over; None: until further notice.
        areas: numbers of the areas it holds for; empty: all.
        alternate: a reserve, used where another window is not.
        by_sun: an end of it was computed from sunrise or sunset.
    """

    starts: dt.datetime | None
    ends: dt.datetime | None
    areas: tuple[int, ...] = ()
    alternate: bool = False
    by_sun: bool = False


class Cue(NamedTuple):
    """Why a notice is of a class: the words, or the code, that decided."""

    words: str
    span: Span | None


@dataclass(slots=True)
class Reading:
    """What one notice says.

    Attributes:
        id: as the issuer numbers it, such as ``A2113/22`` or ``HYDROLANT 2974/13``; empty: none.
        form: ``notam``, ``warning`` or ``unknown``.
        text: the text that was read; every span counts its letters.
        issuer: the office or series that issued it; empty where it is not stated.
        issued: when, in UTC; None: not stated.
        header: what else its head says, by name.
        action: ``new``, ``replace`` or ``cancel``.
        refers: ids that it replaces or cancels.
        cancelled_at: when it says that it ends by itself.
        areas: where.
        places: positions that are mentioned, but are no area.
        named: areas that are only named and that no list holds.
        windows: when.
        estimated: the end is an estimate of the issuer.
        permanent: it stays until it is cancelled or replaced.
        recurring: the windows are more than one stretch of time.
        kind: the class; see `detente.notices.classes`.
        cue: what decided it.
        consistent: whether all areas lie within the circle of the Q line; None: cannot be told.
        remarks: what was not understood, or was read in one of several ways.
        spans: where the parts stand in the text, by name.
        file: the file it came from, with its place there.
    """

    id: str
    form: str
    text: str
    issuer: str = ""
    issued: dt.datetime | None = None
    header: dict[str, str] = field(default_factory=dict)
    action: str = "new"
    refers: list[str] = field(default_factory=list)
    cancelled_at: dt.datetime | None = None
    areas: list[Area] = field(default_factory=list)
    places: list[tuple[float, float]] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)
    estimated: bool = False
    permanent: bool = False
    recurring: bool = False
    kind: str = "other"
    cue: Cue | None = None
    consistent: bool | None = None
    remarks: list[Remark] = field(default_factory=list)
    spans: dict[str, Span] = field(default_factory=dict)
    file: str = ""

    def remark(self, code: str, said: str, span: Span | None = None, assumed: bool = False) -> None:
        """Note something that was not understood, once."""
        remark = Remark(code, said, span, assumed)
        if remark not in self.remarks:
            self.remarks.append(remark)
