"""What bears on the lines that have a level, account by account, and what is open about each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from detente.screening.answers import NO, OPEN, Answers
from detente.screening.asking import OF_THE_LINE, Screening, joined
from detente.screening.aspects import Pairs
from detente.screening.sides import Span


@dataclass(frozen=True)
class Bearing:
    """Pairs of which the activity bears on the line, or may; each line's together, in order.

    Attributes:
        asked: the question.
        pairs: the pairs, by line, and for each line by activity; accounts of one stand together.
        answer: whether the activity is what the line means, but for its level and for what is open
            about the line itself.
        open: which names are open, as bits by their places in `names`.
        names: what may be open.
    """

    asked: Screening
    pairs: Pairs
    answer: Answers
    open: Any
    names: Names

    @classmethod
    def of(cls, asked: Screening, activity: Any) -> Bearing:
        """Gather what bears on lines.

        Args:
            asked: the question.
            activity: a number for the activity of each account.
        """
        names = Names()
        parts = [part for part in _parts(asked, names) if len(part[0])]
        if not parts:
            parts = [(joined([]), np.array([], dtype=np.int8), np.array([], dtype=np.int64))]
        pairs = joined([part[0] for part in parts])
        answer, open_ = (np.concatenate([part[i] for part in parts]) for i in (1, 2))
        order = np.lexsort((pairs.activity, activity[pairs.activity], pairs.line))
        return cls(asked, pairs.at(order), answer[order], open_[order], names)

    def __len__(self) -> int:
        """Count them."""
        return len(self.pairs)

    def at(self, places: Any) -> Bearing:
        """Take some of them."""
        pairs, answer, open_ = self.pairs.at(places), self.answer[places], self.open[places]
        return Bearing(self.asked, pairs, answer, open_, self.names)

    @property
    def times(self) -> tuple[Span, Span]:
        """Give from when and until when each takes place while the line bears."""
        starts, ends = (each.at(self.pairs.activity) for each in self.asked.object.activity_time)
        begins, until = (each.at(self.pairs.line) for each in self.asked.object.line_time)
        first = Span(np.maximum(starts.least, begins.least), np.maximum(starts.most, begins.most))
        last = Span(np.minimum(ends.least, until.least), np.minimum(ends.most, until.most))
        return first, last


@dataclass
class Names:
    """Names of what may be open, each with a place of its own.

    Attributes:
        places: the place of each name.
    """

    places: dict[str, int] = field(default_factory=dict)

    def bit(self, name: str) -> int:
        """Give the bit of a name."""
        return 1 << self.places.setdefault(name, len(self.places))

    def read(self, bits: Any) -> dict[str, Any]:
        """Tell for each name where its bit is set."""
        return {name: (bits >> place & 1).astype(bool) for name, place in self.places.items()}


def _parts(asked: Screening, names: Names) -> Iterator[tuple[Pairs, Answers, Any]]:
    """Go through the pairs that bear or may, with the answer and the bits of what is open."""
    for given in asked.pairs():
        place = asked.place(given)
        kept = np.flatnonzero(place != NO)
        pairs = given.at(kept)
        aspects = asked.aspects(pairs, place[kept])
        told = {name: each for name, each in aspects.items() if name not in OF_THE_LINE}
        open_ = np.zeros(len(pairs), dtype=np.int64)
        for aspect, answer in told.items():
            if aspect != "time" and (answer == OPEN).any():  # time is asked at each instant
                for name, some in asked.settling(aspect, pairs).items():
                    where = some & (answer == OPEN)
                    open_ |= np.where(where, names.bit(name) if where.any() else 0, 0)
        yield pairs, np.minimum.reduce(list(told.values())), open_
