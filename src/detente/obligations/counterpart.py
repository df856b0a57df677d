"""The other State concerned: whether it is one that an agreed text speaks of.

Some kinds, facts and measures of the library speak of one certain other State: a flight near a
boundary, entry into the other's zone, a distance from the line between two. What a row states of
them is true towards that State alone, so a row that does not name it leaves them open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, or_

import narwhals as nw

from detente.instruments.library import Fact, Library, Measure, Text, kept_with_library
from detente.instruments.provisions import Level, Provision
from detente.obligations import standing
from detente.obligations.clauses import Clause
from detente.obligations.seen import COUNTERPART, Seen
from detente.obligations.spells import binding
from detente.obligations.standing import On

PARTIES = "parties"
"""What would settle whether a State is a party: a list that is complete, with every day in it."""


@kept_with_library
def spoken_of(library: Library) -> frozenset[str]:
    """Give the facts and measures that speak of one certain other State."""
    named: list[tuple[str, Fact | Measure]] = [*library.facts.items(), *library.measures.items()]
    return frozenset(name for name, each in named if each.of_counterpart)


def hangs(library: Library, provision: Provision) -> bool:
    """Whether nothing can fulfil a provision without a fact or measure of another State."""
    marked = spoken_of(library)
    either = [_speaks(level, marked) for level in provision.any_of]
    return (
        any(one.fact in marked for one in provision.facts)
        or any(_speaks(level, marked) for level in provision.all_of)
        or (bool(either) and all(either))
    )


def where_named(seen: Seen, library: Library, name: str, answer: nw.Expr) -> nw.Expr:
    """Leave open what is answered from a fact or measure of another State that is not named."""
    if name not in spoken_of(library):
        return answer
    return seen.when((~seen.text(COUNTERPART).is_null(), answer))


def _speaks(level: Level, marked: frozenset[str]) -> bool:
    """Whether a level speaks of another State, by its measure or by a fact that it needs."""
    return level.measure in marked or any(one.fact in marked for one in level.facts)


@dataclass(frozen=True, eq=False)
class Other:
    """The other State that a row names, beside one provision.

    Attributes:
        seen: the frame's columns.
        library, text, provision: the provision, and where it stands.
        towards: the State to which the duty is owed; ``*`` for all, or where that is open.
        on: when standing is judged.
    """

    seen: Seen
    library: Library
    text: Text
    provision: Provision
    towards: nw.Expr
    on: On

    @property
    def silent(self) -> nw.Expr:
        """Whether no other State is stated."""
        return self.seen.text(COUNTERPART).is_null()

    def concerned(self) -> Iterator[Clause]:
        """Ask, where a provision hangs on another State, that the one stated is meant.

        Between two it must be the other party, among many another one. Kinds of activity that have
        nothing to do with one certain State do not ask.
        """
        kinds, marked = self.provision.kinds, self.library.kinds_of_counterpart
        free = [kind for kind in kinds if kind not in marked]
        if hangs(self.library, self.provision):
            free = []
        elif len(free) == len(kinds):
            return
        meant, opens = self._meant()
        answer = self.seen.text("kind").is_in(free) | meant if free else meant
        which = "the other" if self._between_two else "another"
        words = f"the other State concerned is {which} party"
        yield Clause(COUNTERPART, answer, words=words, opens=opens)

    def left_open(self, clause: Clause) -> Clause:
        """Leave open what a clause takes from facts and measures of another State than is meant."""
        if clause.parts:
            parts = tuple(self.left_open(part) for part in clause.parts)
            if all(part is same for part, same in zip(parts, clause.parts, strict=True)):
                return clause
            joined = reduce(or_ if clause.joined == "any" else and_, [p.answer for p in parts])
            return replace(clause, answer=~joined if clause.negated else joined, parts=parts)
        if clause.name not in spoken_of(self.library):
            return clause
        told = ~self.silent if hangs(self.library, self.provision) else self._meant()[0]
        opens = ((clause.name, clause.answer.is_null()), (COUNTERPART, told.is_null() | ~told))
        return replace(clause, answer=self.seen.when((told, clause.answer)), opens=opens)

    @property
    def _between_two(self) -> bool:
        return bool(standing.pairs(self.library, self.text))

    def _meant(self) -> tuple[nw.Expr, tuple[tuple[str, nw.Expr], ...]]:
        """Answer whether the State stated is a party to which it is owed; name what settles it."""
        return self._the_other_party() if self._between_two else self._another_party()

    def _the_other_party(self) -> tuple[nw.Expr, tuple[tuple[str, nw.Expr], ...]]:
        """Between two: it is the other one; who that is may hang on the bearer or on the day."""
        seen, on, other = self.seen, self.on, self.seen.text(COUNTERPART)
        same = seen.when((self.towards != "*", other == self.towards))
        stated = ~self.silent & ~seen.text(self.provision.bearer).is_null()
        opens = [(COUNTERPART, self.silent)]
        if on.day is None:
            opens.append(("starts", stated & (on.first.is_null() | (on.last > on.first))))
        return same, tuple(opens)

    def _another_party(self) -> tuple[nw.Expr, tuple[tuple[str, nw.Expr], ...]]:
        """Among many: it is a party on the day, and not the bearer itself."""
        seen, who = self.seen, binding(self.library, self.text)
        other, own = seen.text(COUNTERPART), seen.text(self.provision.bearer)
        party = standing.bound(seen, COUNTERPART, who, self.on)
        hazy = ~self.silent & party.is_null()
        opens = [
            (COUNTERPART, self.silent),
            (self.provision.bearer, ~self.silent & own.is_null()),
            ("starts", hazy & standing.open_day(seen, COUNTERPART, who, self.on)),
        ]
        rough = standing.open_parties(seen, COUNTERPART, who, self.on)
        opens += [(PARTIES, hazy & rough)] if rough is not None else []
        return seen.when((~self.silent, party & (other != own))), tuple(opens)
