"""What a collection of notices holds, and how much of it was understood: counts, never a score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from detente.notices.reading import Reading


@dataclass(slots=True)
class Sums:
    """Counts of notices.

    Attributes:
        notices: how many there are.
        classes: how many of each class.
        forms: how many of each form.
        shapes: how many areas of each shape; ``named``: of those that are only named.
        headed: how many bear an id.
        placed: how many have an area that encloses something.
        timed: how many have a window.
        recurring: how many have several windows.
        whole: how many left nothing out: each remark tells only how something was read.
        remarks: how many have a remark of each code.
        said: for each code what it says, once.
    """

    notices: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)
    shapes: Counter[str] = field(default_factory=Counter)
    headed: int = 0
    placed: int = 0
    timed: int = 0
    recurring: int = 0
    whole: int = 0
    remarks: Counter[str] = field(default_factory=Counter)
    said: dict[str, str] = field(default_factory=dict)


def sums(readings: Sequence[Reading]) -> Sums:
    """Count.

    Args:
        readings: of the notices.
    """
    out = Sums(len(readings))
    for reading in readings:
        out.classes[reading.kind] += 1
        out.forms[reading.form] += 1
        figures = [area.figure for area in reading.areas]
        out.shapes.update(figure.shape if figure else "named" for figure in figures)
        out.headed += bool(reading.id)
        out.placed += any(figure is not None and figure.areal for figure in figures)
        out.timed += bool(reading.windows)
        out.recurring += reading.recurring
        out.whole += all(remark.assumed for remark in reading.remarks)
        out.remarks.update({remark.code for remark in reading.remarks})
        for remark in reading.remarks:
            out.said.setdefault(remark.code, remark.said)
    return out
