"""The shape of a mechanism of consultation: who may do what next, and which clock runs meanwhile.

A mechanism is a set of stages. A *step* leads from one to another; a *clock* is started by a step,
met by another, and leads to a stage of its own when it runs out. What a clause says can be read in
more than one way: every reading is kept, with who holds it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal

from pydantic import Field, model_validator

from detente.sources.source import Record, Strict

Role = Literal["requesting", "addressed", "chair", "body", "any"]
"""Whose turn it is, or who takes a step: the party that asks, the one that is asked, who presides,
the body that meets, or any party of the instrument."""

Start = Literal["sending", "receipt", "notification"]
"""From when a clock runs: a word was sent, was received, or the parties were notified of it."""

Outcome = Literal[
    "replied",
    "replied_satisfactory",
    "replied_contested",
    "replied_refusing_applicability",
    "no_reply",
    "meeting_refused",
    "meeting_held",
    "meeting_held_with_addressee",
    "meeting_held_addressee_absent",
    "attended_without_prejudice",
]
"""What came of a part of a consultation, in the words that all mechanisms share."""

UNITS = ("hours", "calendar_days", "working_days", "calendar_years", "without_number")


class ClockReading(Strict):
    """One way to read how long a clock runs, and from when.

    Attributes:
        id: its name; the same name on several clocks of a mechanism is one way to read them all.
        gist: the reading in words.
        from_: from when it runs.
        hours: elapsed hours; nothing stops them.
        calendar_days: days of the calendar after that of the start; it ends with the last of them.
        working_days: the same, of days on which offices work.
        calendar_years: it ends with the last day of so many calendar years after that of the start.
        without_number: the word that stands in place of a number, such as ``promptly``.
        as_a_rule: the text itself says "as a rule"; nothing follows from the number alone.
        time_zone: IANA name of the time zone whose days are counted; empty: UTC.
        held_by: who is known to hold it; empty: it is possible, and nobody is known to.
    """

    id: str
    gist: str
    from_: Start = Field(default="sending", alias="from")
    hours: int | None = None
    calendar_days: int | None = None
    working_days: int | None = None
    calendar_years: int | None = None
    without_number: str | None = None
    as_a_rule: bool = False
    time_zone: str = ""
    held_by: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_unit(self) -> ClockReading:
        """Ask for exactly one unit."""
        if sum(getattr(self, unit) is not None for unit in UNITS) != 1:
            raise ValueError(f"give exactly one of {', '.join(UNITS)}")
        return self

    @property
    def unit(self) -> str:
        """In what it counts."""
        return next(unit for unit in UNITS if getattr(self, unit) is not None)

    @property
    def length(self) -> int:
        """How many of its unit; 0 where no number is set."""
        return 0 if self.without_number is not None else int(getattr(self, self.unit))


class StepClock(Record):
    """A time limit between two steps.

    Attributes:
        id: its name within the mechanism.
        title: what is limited, in a few words.
        starts_with: the steps that start it.
        met_by: the steps that meet it.
        in_: the stage in which it runs.
        lapses_to: the stage that follows when it runs out; empty only where none has a number.
        unmet: what came of it when it runs out; empty: none of the shared words.
        readings: how it is read; the first is the one that our own entry takes.
    """

    id: str
    title: str
    starts_with: tuple[str, ...]
    met_by: tuple[str, ...]
    in_: str = Field(alias="in")
    lapses_to: str = ""
    unmet: Outcome | None = None
    readings: tuple[ClockReading, ...] = Field(alias="reading", min_length=1)

    def read_as(self, reading: str) -> ClockReading:
        """Give the reading of this name; the first where the clock has none of this name."""
        return next((each for each in self.readings if each.id == reading), self.readings[0])


class Stage(Strict):
    """Where a consultation stands.

    Attributes:
        id: its name within the mechanism.
        title: it in a few words.
        turn: whose turn it is; empty only at an end.
        end: how the mechanism ends here, in words; empty: it does not end here.
    """

    id: str
    title: str
    turn: tuple[Role, ...] = ()
    end: str = ""


class Step(Record):
    """What somebody may do.

    Attributes:
        id: its name within the mechanism.
        title: it in a few words.
        gist: what the clause says, in our own words.
        by: who takes it.
        opens: whether it opens a consultation.
        in_: the stages in which it is foreseen.
        to: the stage it leads to; empty: the stage stays.
        meets: whether it is a meeting, of which it is told who came and who did not.
        outcome: what came of it when it is taken; absent: none of the shared words.
        addressees, channel, chair, attendance, output: as the text has them; empty: not said.
    """

    id: str
    title: str
    gist: str
    by: tuple[Role, ...] = Field(min_length=1)
    opens: bool = False
    in_: tuple[str, ...] = Field(default=(), alias="in")
    to: str = ""
    meets: bool = False
    outcome: Outcome | None = None
    addressees: str = ""
    channel: str = ""
    chair: str = ""
    attendance: str = ""
    output: str = ""


class ClauseReading(Strict):
    """One way to read a clause that is read in more than one way.

    Attributes:
        clause: which clause or question.
        id: the reading's name.
        gist: the reading, in our own words.
        held_by: who holds it, and when, where known.
        consequence: what follows from it.
        seen_in: where it was seen.
    """

    clause: str
    id: str
    gist: str
    held_by: tuple[str, ...] = ()
    consequence: str
    seen_in: tuple[str, ...] = ()


class Use(Strict):
    """A use of the mechanism that is known only in outline: a year, a number, no more.

    Attributes:
        from_, to: the first and last day of the time that is meant.
        times: how often, as stated: a number, or a word such as ``several``.
        gist: what is stated.
        stated_by: who states it.
        seen_in: where.
    """

    from_: dt.date = Field(alias="from")
    to: dt.date
    times: str
    gist: str
    stated_by: str
    seen_in: tuple[str, ...] = ()


class Mechanism(Record):
    """A mechanism of consultation: ``<instrument>/mechanisms/<id>.toml``.

    Attributes:
        id: the file's name.
        title, gist: what it is.
        provisions: the provisions of the instrument that it carries out, by id.
        invoked_by: who may invoke it.
        grounds: on what grounds; all of them together.
        body: the body that meets in it; empty: none.
        stages, steps, clocks, readings, uses: its parts.
    """

    id: str
    title: str
    gist: str
    provisions: tuple[str, ...] = ()
    invoked_by: str
    grounds: tuple[str, ...] = Field(min_length=1)
    body: str = ""
    stages: tuple[Stage, ...] = Field(alias="stage", min_length=1)
    steps: tuple[Step, ...] = Field(alias="step", min_length=1)
    clocks: tuple[StepClock, ...] = Field(default=(), alias="clock")
    readings: tuple[ClauseReading, ...] = Field(default=(), alias="reading")
    uses: tuple[Use, ...] = Field(default=(), alias="use")

    def stage(self, id_: str) -> Stage:
        """Give a stage by its id, which exists in a sound library."""
        return next(stage for stage in self.stages if stage.id == id_)

    def step(self, id_: str) -> Step:
        """Give a step by its id, which exists in a sound library."""
        return next(step for step in self.steps if step.id == id_)

    def reading_names(self) -> tuple[str, ...]:
        """Name the ways in which its clocks are read, ours first."""
        names = (reading.id for clock in self.clocks for reading in clock.readings)
        return tuple(dict.fromkeys(names)) or ("",)

    def leading(self) -> Iterator[tuple[str, str]]:
        """Go through the ways from stage to stage; the empty name is before the consultation."""
        for step in self.steps:
            if step.opens:
                yield "", step.to
            yield from ((stage, step.to or stage) for stage in step.in_)
        yield from ((clock.in_, clock.lapses_to) for clock in self.clocks if clock.lapses_to)
