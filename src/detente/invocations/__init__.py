"""A mechanism invoked, as stated by whom: events, questions, meetings, and their files."""

from __future__ import annotations

from detente.invocations.consultation import Consultation, Event, WorkingDays
from detente.invocations.meetings import Attendance, Meeting, Undertaking
from detente.invocations.questions import Grading, Question, Segment
from detente.invocations.reading import read_consultations

__all__ = [
    "Attendance",
    "Consultation",
    "Event",
    "Grading",
    "Meeting",
    "Question",
    "Segment",
    "Undertaking",
    "WorkingDays",
    "read_consultations",
]
