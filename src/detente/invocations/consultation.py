"""One consultation as its sources tell it: who asked whom, and what happened, as stated by whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from detente.invocations.meetings import Meeting
from detente.invocations.questions import Grading, Question, Segment
from detente.invocations.stated import Occurrence
from detente.sources.notes import SourceNote
from detente.sources.source import Strict
from detente.times.stated import When

Act = Literal["suspend", "resume"]
"""What is done to a clock: it stands still, or goes on."""


class Event(Occurrence):
    """Something that happened, or that a party says did not.

    Attributes:
        by: who did it.
        step: the step of the mechanism that it is; empty: it is an act on a clock.
        clock, act: the clock that was stopped or set going again, with `act`.
        to: to whom.
        received_at: when a word arrived; None: not stated.
        notified_at: when the parties were notified of it; None: not stated.
        answers: id of the event that it answers; empty: whatever is open.
        happened: false: those who state it say that it did not happen.
        refuses: whether it refuses that the mechanism applies, as stated.
        in_time: whether it came in time, as stated; None: not stated.
    """

    by: str
    step: str = ""
    clock: str = ""
    act: Act | None = None
    to: tuple[str, ...] = ()
    received_at: When | None = None
    notified_at: When | None = None
    answers: str = ""
    happened: bool = True
    refuses: bool = False
    in_time: bool | None = None


class WorkingDays(Strict):
    """The days on which offices do not work, for clocks that count working days.

    Attributes:
        rest: days of the week that are no working days, Monday as 1.
        holidays: days that are none either.
        complete: whether every holiday of the time is named; where not, an end is the earliest.
    """

    rest: tuple[Annotated[int, Field(ge=1, le=7)], ...] = Field(default=(6, 7), max_length=6)
    holidays: tuple[dt.date, ...] = ()
    complete: bool = False


class Consultation(Strict):
    """A consultation under a mechanism.

    Attributes:
        id: its name.
        title: it in a few words.
        mechanism: full name of the mechanism, such as ``osce/vd-2011/unusual-activities``.
        requesting, addressed: the parties that ask, and those that are asked.
        chair: who presides; empty: not stated.
        concern: about what, in words.
        from_the_beginning: whether its first step is told; where not, the stage before the first
            event that is told cannot be told.
        uncertain: why it is not sure that this mechanism was invoked; empty: it is sure.
        events: what happened, in the order in which the file tells it.
        meetings: the meetings.
        questions, segments, gradings: what was asked, what was said to it, how it is graded.
        working_days: for clocks that count them.
        sources: the sources of the file, by id.
        file: where it was read; empty: it was made in Python.
    """

    id: str
    title: str
    mechanism: str
    requesting: tuple[str, ...] = Field(min_length=1)
    addressed: tuple[str, ...] = ()
    chair: str = ""
    concern: str = ""
    from_the_beginning: bool = True
    uncertain: str = ""
    events: tuple[Event, ...] = Field(default=(), alias="event")
    meetings: tuple[Meeting, ...] = Field(default=(), alias="meeting")
    questions: tuple[Question, ...] = Field(default=(), alias="question")
    segments: tuple[Segment, ...] = Field(default=(), alias="segment")
    gradings: tuple[Grading, ...] = Field(default=(), alias="grading")
    working_days: WorkingDays = WorkingDays()
    sources: Mapping[str, SourceNote] = Field(default_factory=dict)
    file: str = ""

    def parties_in(self, role: str) -> tuple[str, ...]:
        """Give the parties in a role of the mechanism; empty where the role is nobody's by name."""
        named = {"requesting": self.requesting, "addressed": self.addressed}
        return named.get(role, (self.chair,) if role == "chair" and self.chair else ())
