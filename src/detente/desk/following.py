"""Acts on consultations: which there are for a delegation, and how one stands."""

from __future__ import annotations

import datetime as dt
from typing import Any

from detente.consultations.picture import picture
from detente.consultations.whole import next_rows, standing
from detente.desk.consulted import Consulted, consulted, consulted_in
from detente.desk.declared import reader_of
from detente.desk.drafts import shown
from detente.desk.finding import instant_of
from detente.desk.followed import AConsultation, AsOf
from detente.desk.sitting import Sitting, written
from detente.errors import UnknownName

__all__ = ["listed", "show"]

Plain = dict[str, Any]


def listed(sitting: Sitting, wanted: AsOf) -> list[Plain]:
    """List the consultations that one's delegation may read, and whose turn it is."""
    at = _at(sitting, wanted)
    return [_head(each, at) for each in consulted(sitting.bench, reader_of(sitting), at)]


def show(sitting: Sitting, wanted: AConsultation) -> Plain:
    """Tell how a consultation stands: stage, turn, clocks, next steps, questions, meetings.

    The answer holds it as a file of consultations tells it, too, under `record`.

    Raises:
        UnknownName: no consultation that the delegation may read was opened by this word.
    """
    at = _at(sitting, wanted)
    first = shown(sitting, wanted.word)
    found = consulted_in(sitting.bench, reader_of(sitting), first, at)
    if found is None:
        raise UnknownName("consultation", wanted.word, [], "List those that you may read.")
    return {
        **_head(found, at),
        **standing(found.told, found.mechanism, at),
        "next": list(next_rows(found.told, found.mechanism, at)),
        "record": found.record,
        "words": list(found.words),
        "not_in_the_form": list(found.unread),
    }


def _at(sitting: Sitting, wanted: AsOf) -> dt.datetime:
    """Give the instant that is asked for, or now.

    Raises:
        SenderError: there is no such day or hour.
    """
    return instant_of(wanted.at) or sitting.at


def _head(each: Consulted, at: dt.datetime) -> Plain:
    """Tell of a consultation in short, by our own reading of its clocks, account by account."""
    views = picture(each.told, each.mechanism, at).views
    return {
        "word": each.first.id,
        "number": each.number,
        "title": each.told.title,
        "mechanism": each.told.mechanism,
        "requesting": list(each.told.requesting),
        "addressed": list(each.told.addressed),
        "marker": each.first.marker,
        "mark": each.first.access["mark"],
        "withdrawn": each.withdrawn,
        "at": written(at),
        "stands": [
            {"accounts": list(view.accounts), "stages": list(view.stages), "turn": list(view.turn)}
            for view in views
            if view.reading == views[0].reading
        ],
    }
