"""Meetings: who was called, who came with what proviso, who did not, what was undertaken."""

from __future__ import annotations

from pydantic import Field

from detente.invocations.stated import Occurrence
from detente.sources.source import Strict
from detente.times.stated import When


class Attendance(Strict):
    """One party at a meeting, or not at it.

    Attributes:
        party: its code.
        came: whether it came.
        without_prejudice: what it said its coming does not mean; empty: nothing.
        reason: why it did not come, as it says; empty: not stated.
    """

    party: str
    came: bool
    without_prejudice: str = ""
    reason: str = ""


class Undertaking(Strict):
    """What somebody took on at a meeting.

    Attributes:
        what: it in words.
        owner: who took it on.
        due: by when; None: no day was set.
        done: when it was done; None: not stated as done.
    """

    what: str
    owner: str
    due: When | None = None
    done: When | None = None


class Meeting(Occurrence):
    """A meeting of a consultation.

    Attributes:
        step: the step of the mechanism that it is.
        called_at: when its notice was given; None: not stated.
        title: what it is called; empty: as its step.
        place: where; empty: not stated.
        chair: who presides; empty: not stated.
        agenda: its points.
        invited: who was invited; empty: not stated.
        attendance: who came, and who did not.
        record: what was recorded, in words; empty: nothing is known.
        undertakings: what was undertaken.
        next: when the next meeting is; None: none is fixed.
        held: whether it took place; absent while it is only called.
    """

    step: str
    called_at: When | None = None
    title: str = ""
    place: str = ""
    chair: str = ""
    agenda: tuple[str, ...] = ()
    invited: tuple[str, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    record: str = ""
    undertakings: tuple[Undertaking, ...] = Field(default=(), alias="undertaking")
    next: When | None = None
    held: bool = True
