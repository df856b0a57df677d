"""A mechanism invoked, as stated by whom, and whom to reach; events, questions, contacts, files."""

from __future__ import annotations

from detente.invocations.consultation import Consultation, Event, WorkingDays
from detente.invocations.contacts import Directory
from detente.invocations.directory import read_contacts
from detente.invocations.meetings import Attendance, Meeting, Undertaking
from detente.invocations.questions import Grading, Question, Segment
from detente.invocations.reading import read_consultations

__all__ = [
    "Attendance",
    "Consultation",
    "Directory",
    "Event",
    "Grading",
    "Meeting",
    "Question",
    "Segment",
    "Undertaking",
    "WorkingDays",
    "read_consultations",
    "read_contacts",
]
