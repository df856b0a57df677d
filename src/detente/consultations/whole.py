"""All that is told of one consultation at an instant, as plain data for JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from detente.consultations.answers import questions
from detente.consultations.meetings import meetings
from detente.consultations.picture import picture
from detente.consultations.written import plain
from detente.instruments.mechanisms import Mechanism
from detente.invocations.consultation import Consultation

Plain = dict[str, Any]


def standing(consultation: Consultation, mechanism: Mechanism, now: dt.datetime) -> Plain:
    """Give all that is told of one consultation.

    Args:
        consultation: the consultation.
        mechanism: the mechanism that it is under.
        now: the instant, naive and in UTC.
    """
    return {
        **plain(picture(consultation, mechanism, now)),
        "title": consultation.title,
        "requesting": list(consultation.requesting),
        "addressed": list(consultation.addressed),
        "uncertain": consultation.uncertain,
        "questions": plain(questions(consultation, now)),
        "meetings": plain(meetings(consultation, now)),
        "readings": plain(mechanism.readings),
        "draft": mechanism.draft,
    }


def next_rows(
    consultation: Consultation, mechanism: Mechanism, now: dt.datetime
) -> Iterator[Plain]:
    """Go through the next steps of every account and reading, a row for each.

    Args:
        consultation: the consultation.
        mechanism: the mechanism that it is under.
        now: the instant, naive and in UTC.
    """
    for view in picture(consultation, mechanism, now).views:
        for step in view.steps:
            yield {
                "consultation": consultation.id,
                "at": plain(now),
                "accounts": list(view.accounts),
                "reading": view.reading,
                "step": step.step,
                "title": step.title,
                "by": list(step.by),
                "permitted": step.permitted,
                "after": step.after[0] if step.after else None,
                "opens": plain(step.after[1]) if step.after else None,
                "deadline": plain(step.deadline),
                "starts": list(step.starts),
                "paragraph": step.paragraph,
                "draft": step.draft,
            }
