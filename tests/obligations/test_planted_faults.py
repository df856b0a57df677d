"""Faults planted in a copy of the engine, each of which the suite must catch."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.planting import Fault, copied, environment, planted, suite

REFERENCE = "tests/obligations/test_against_slow.py"
PLAIN = f"{REFERENCE}::test_the_engine_finds_what_the_reference_finds"
COUNTING = f"{REFERENCE}::test_limits_on_numbers_are_counted_as_the_reference_counts"
COUNTS = "tests/measures/test_count.py"
SOURCES = "tests/sources/test_source.py"


FAULTS = (
    Fault(
        "< for <= at the upper end of a range",
        "obligations/clauses.py",
        "seen.settled(_if(low, lambda c: c > value), _if(high, lambda c: c <= value))",
        "seen.settled(_if(low, lambda c: c > value), _if(high, lambda c: c < value))",
    ),
    Fault(
        "what is missing is told though the question is settled",
        "obligations/rules.py",
        "(name, open_ & answer)",
        "(name, answer)",
    ),
    Fault(
        "the draft mark is lifted after one reader",
        "sources/source.py",
        "READERS_NEEDED = 2",
        "READERS_NEEDED = 1",
        SOURCES,
    ),
    Fault(
        "a notice on the due day counts as late",
        "obligations/clocks.py",
        "return _A_DAY if clock.counted_in_days else TICK",
        "return TICK",
    ),
    Fault(
        "a duration of exactly the length is taken as more",
        "obligations/clauses.py",
        "answer = seen.settled(shortest > length, longest <= length)",
        "answer = seen.settled(shortest >= length, longest < length)",
    ),
    Fault(
        "the last day of an interval is taken as inside",
        "obligations/standing.py",
        "parts.append(~_not_before(seen, on, spell.to))",
        "parts.append(~_not_before(seen, on, spell.to + dt.timedelta(days=1)))",
    ),
    Fault(
        "a disputed suspension is taken as undisputed",
        "obligations/standing.py",
        "None if status.disputed_by or status.claimed_by else False,",
        "False,",
    ),
    Fault(
        "the host's duty is laid on the State that conducts the activity",
        "obligations/rules.py",
        "        return self.provision.bearer\n",
        '        return "obligor"\n',
    ),
    Fault(
        "as many as the limit are taken as more",
        "obligations/counters.py",
        "(surely > counter.max, True)",
        "(surely >= counter.max, True)",
        COUNTING,
    ),
    Fault(
        "a fact that is not stated is taken as no",
        "obligations/seen.py",
        "return self.col(name) if name in self.columns else self.unknown",
        "return self.col(name).fill_null(False) if name in self.columns else self.unknown",
    ),
    Fault(
        "a suspension towards one party is overlooked",
        "obligations/evaluate.py",
        "judged = concerned.with_columns((verdict & ~status)",
        "judged = concerned.with_columns((verdict & (status | ~status))",
    ),
    Fault(
        "a vague start is taken at its first instant",
        "obligations/standing.py",
        "if on.vague else surely",
        "if False else surely",
    ),
    Fault(
        "the later of two possible clocks is taken for the earlier",
        "obligations/clocks.py",
        "earlier, later = (one, other) if first else (other, one)",
        "earlier, later = (other, one) if first else (one, other)",
    ),
    Fault(
        "a notice that is given after the time asked is known",
        "obligations/clocks.py",
        "later = done > seen.lit(as_of)",
        "later = done > seen.lit(as_of + dt.timedelta(days=400))",
    ),
    Fault(
        "one reached level of several is not enough",
        "obligations/clauses.py",
        'joined = reduce(or_ if clause.joined == "any" else and_,',
        "joined = reduce(and_,",
    ),
    Fault(
        "what the source states of a zone gives way to the host",
        "obligations/zoning.py",
        "[(~stated.is_null(), stated)] if zone.column in seen.columns else []",
        "[]",
    ),
    Fault(
        "a duty of a year is judged on the day on which the year begins",
        "obligations/rules.py",
        "if clock is None or not provision.yearly:",
        "if clock is None or provision.yearly or True:",
    ),
    Fault(
        "a clock tells of days before the bearer was bound",
        "obligations/evaluate.py",
        "clock.timing if clock.bound is None else seen.when((clock.bound, clock.timing))",
        "clock.timing",
    ),
    Fault(
        "a State that an incomplete list does not name is no party",
        "obligations/spells.py",
        "unlisted = () if closed else self.unlisted",
        "unlisted = ()",
    ),
    Fault(
        "a membership that may have begun is taken as begun",
        "obligations/spells.py",
        "return self.surely or self.from_",
        "return self.from_",
    ),
    Fault(
        "a State lives on after the day on which it ended",
        "obligations/spells.py",
        "Spell(former.from_, former.to) if former else own",
        "own",
        "tests/obligations/test_open_lists.py",
    ),
    Fault(
        "a list of parties is not widened when it is taken as in force",
        "obligations/what_if.py",
        "library.groups[party.group].of_parties",
        "not library.groups[party.group].of_parties",
        "tests/obligations/test_open_lists.py",
    ),
    Fault(
        "what is worked out from a library outlives it",
        "instruments/library.py",
        "            library.kept[make] = lru_cache(maxsize=MOST)(partial(make, library))",
        "            library.kept[make] = lru_cache(maxsize=MOST)(partial(make, library))\n"
        "            told.__dict__.setdefault('all', []).append(library)",
        "tests/obligations/test_keeping.py",
    ),
    Fault(
        "silence is nil",
        "measures/count.py",
        "return False if self.high is not None and self.high < level else None",
        "return False if self.high is None or self.high < level else None",
        COUNTS,
    ),
    Fault(
        "a figure that speaks of one State is taken as true towards any",
        "obligations/counterpart.py",
        "answer=self.seen.when((told, clause.answer)), opens=opens)",
        "opens=opens)",
    ),
    Fault(
        "the State that bears a duty is taken for another party",
        "obligations/counterpart.py",
        "party & (other != own))), tuple(opens)",
        "party)), tuple(opens)",
    ),
    Fault(
        "what hangs on another State is asked with what does not",
        "obligations/evaluate.py",
        "        hangs(library, provision),\n",
        "",
    ),
    Fault(
        "a count by one of two readings is taken for both",
        "obligations/counters.py",
        "alike = seen.settled(one & other, ~one & ~other)",
        "alike = seen.settled(one | other, ~one & ~other)",
        COUNTING,
    ),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_caught(fault: Fault, tmp_path: Path) -> None:
    source = planted(fault, tmp_path)
    found = suite(source, fault.seen_by or PLAIN)
    assert found.returncode == 1, found.stdout[-2_000:]


def test_the_copy_passes_when_nothing_is_planted(tmp_path: Path) -> None:
    worlds = [f"{PLAIN}[{seed}]" for seed in range(24)]
    worlds += [f"{COUNTING}[{seed}]" for seed in range(400, 404)]
    found = suite(copied(tmp_path), COUNTS, SOURCES, *worlds)
    assert found.returncode == 0, found.stdout[-2_000:]


def test_the_copy_is_what_is_tested(tmp_path: Path) -> None:
    source = copied(tmp_path)
    command = [sys.executable, "-c", "import detente; print(detente.__file__)"]
    told = subprocess.run(
        command, env=environment(source), capture_output=True, text=True, check=True
    )
    assert Path(told.stdout.strip()).is_relative_to(source)
