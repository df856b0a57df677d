"""The definitions word by word, on plain sets: slow, and written apart from what is tested.

A game is what each maker can do from each state (`moves[i][s]`, a set of states) and whom it likes
better (`likes[i](t, s)`: t is preferred to s). Nothing of the room is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, product


@dataclass
class Slow:
    moves: list[list[set[int]]]
    likes: list[Callable[[int, int], bool]]
    codes: list[int] | None = None
    reading: str = "sequence"

    @property
    def makers(self) -> range:
        return range(len(self.moves))

    def improves(self, i: int, s: int) -> set[int]:
        return {t for t in self.moves[i][s] if self.likes[i](t, s)}

    def group(self, movers: list[int], s: int, *, improving: bool) -> set[int]:
        """R_H(s) or R+_H(s): what sequences of moves by some makers can lead to."""
        step = self.improves if improving else (lambda j, x: self.moves[j][x])
        if self.reading == "single":
            return {t for j in movers for t in step(j, s)}
        found: set[int] = set()
        seen: set[tuple[int, tuple[int, ...]]] = set()
        ahead: list[tuple[int, tuple[int, ...]]] = [(s, ())]
        while ahead:
            at, before = ahead.pop()
            for j in movers:
                if self.reading == "once" and j in before:
                    continue
                if self.reading == "sequence" and before == (j,):
                    continue
                kept = tuple(sorted((*before, j))) if self.reading == "once" else (j,)
                for t in step(j, at):
                    found.add(t)
                    if (t, kept) not in seen:
                        seen.add((t, kept))
                        ahead.append((t, kept))
        return found

    def stable(self, concept: str, i: int, s: int) -> bool:
        others = [j for j in self.makers if j != i]
        for t in self.improves(i, s):
            if concept == "Nash":
                return False
            if concept == "SIM":
                answers = set(self.at_once(others, i, s, t))
            else:
                answers = self.group(others, t, improving=concept in ("SEQ", "SSEQ"))
            deterred = False
            for u in answers:
                if self.likes[i](u, s):
                    continue
                if concept in ("SMR", "SSEQ") and any(
                    self.likes[i](v, s) for v in self.moves[i][u]
                ):
                    continue
                deterred = True
            if not deterred:
                return False
        return True

    def at_once(self, others: list[int], i: int, s: int, t: int) -> Iterator[int]:
        """Where s ends when i moves to t and some others improve from s at the same time."""
        assert self.codes is not None
        del i
        most = 1 if self.reading == "single" else len(others)
        for count in range(1, most + 1):
            for some in combinations(others, count):
                for ends in product(*(self.improves(j, s) for j in some)):
                    code = self.codes[t]
                    for end in ends:
                        code ^= self.codes[s] ^ self.codes[end]
                    if code in self.codes:
                        yield self.codes.index(code)

    # --- coalitions ---------------------------------------------------------------------------

    def joint(self, coalition: tuple[int, ...], s: int) -> set[int]:
        """R_H++(s): what a coalition can bring about and each of its members prefers."""
        return {
            t
            for t in self.group(list(coalition), s, improving=False)
            if all(self.likes[i](t, s) for i in coalition)
        }

    def class_improvements(self, makers: list[int], s: int) -> set[int]:
        """Sequences of joint improvements by coalitions of some makers, none twice in a row."""
        every = [h for k in range(1, len(makers) + 1) for h in combinations(makers, k)]
        found: set[int] = set()
        seen: set[tuple[int, tuple[int, ...]]] = set()
        ahead: list[tuple[int, tuple[int, ...]]] = [(s, ())]
        while ahead:
            at, last = ahead.pop()
            for h in every:
                if h == last:
                    continue
                for t in self.joint(h, at):
                    found.add(t)
                    if (t, h) not in seen:
                        seen.add((t, h))
                        ahead.append((t, h))
        return found

    def coalition_stable(self, concept: str, coalition: tuple[int, ...], s: int) -> bool:
        others = [j for j in self.makers if j not in coalition]
        for t in self.joint(coalition, s):
            if concept == "Nash":
                return False
            if concept == "SEQ":
                answers = self.class_improvements(others, t)
            else:
                answers = self.group(others, t, improving=False)
            if not any(self.deters(concept, coalition, s, u) for u in answers):
                return False
        return True

    def deters(self, concept: str, coalition: tuple[int, ...], s: int, u: int) -> bool:
        """Whether u leaves some member no better off, without a way out for all of them."""
        if all(self.likes[i](u, s) for i in coalition):
            return False
        if concept != "SMR":
            return True
        escapes = self.group(list(coalition), u, improving=False)
        return not any(all(self.likes[i](v, s) for i in coalition) for v in escapes)
