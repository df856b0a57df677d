"""What a party has declared, or what others say it holds: one red line or one concern."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from detente.places.words import Edges, Reference, Unit
from detente.times.moments import Moment

Stance = Literal["declared", "attributed"]
Called = Literal["red line", "concern"]
Status = Literal["current", "modified", "withdrawn", "contradicted"]
Operator = Literal["at_least", "more_than"]
Open = Literal["open"]

_EVER = dt.datetime(1, 1, 1)
_TICK = dt.timedelta(microseconds=1)
ANY = "*"
"""Among kinds or obligors: the words name any, not: the words name none."""


@dataclass(frozen=True, slots=True)
class Level:
    """One measure compared with one number.

    Attributes:
        measure: name of a measure of the library, such as ``troops``.
        operator: ``at_least`` or ``more_than``. "None at all" is ``at_least`` with 1.
        value: the number, in the unit of the measure.
    """

    measure: str
    operator: Operator
    value: int


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels from which on the words bear.

    Attributes:
        join: ``any``: one of them reached is enough; ``all``: each must be reached.
        of: the levels; one or more.
    """

    join: Literal["any", "all"]
    of: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """Where a line bears: anywhere, in a drawn area, in a named one, or within a distance of one.

    Attributes:
        anywhere: the words say that it bears everywhere; then nothing else is given.
        named: key of the named area; empty for a drawn one.
        surely_inside: WKT, longitude first, every point of which belongs to the area; None when
            nothing is known that does.
        surely_within: WKT outside which nothing of the area lies; None when no such bound is
            known. For a drawn area both are its outline. A named area may have neither.
        edges: how the edges run between the corners; None when the source does not say.
        within_km: the line bears within so many kilometres of the area; None: in it.
    """

    anywhere: bool = False
    named: str = ""
    surely_inside: str | None = None
    surely_within: str | None = None
    edges: Edges | None = None
    within_km: float | None = None


@dataclass(frozen=True, slots=True)
class Altitude:
    """The heights at which a line bears.

    Attributes:
        low: the lower bound in `unit`; ``open``: the words set none; None: not stated.
        high: the upper bound, likewise.
        unit: ``m``, ``ft`` or ``FL`` (hundreds of feet), as the words have it; empty when no bound
            is a number.
        reference: what heights are measured from: mean sea level, the ground, the standard
            pressure level (flight levels), or the WGS 84 ellipsoid; None: not stated.
    """

    low: float | Open | None = None
    high: float | Open | None = None
    unit: Unit | Literal[""] = ""
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a line: when, and what its status is since.

    Attributes:
        on: when, as exactly as it is known.
        status: ``current`` (said again), ``modified``, ``withdrawn``, ``contradicted`` (by another
            word of its holder).
        source: label of the source; empty when it is that of the line.
        note: what was said or done.
    """

    on: Moment
    status: Status
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedLine:
    """A red line or a concern, as its source states it; what is vague stays vague.

    Attributes:
        id: its name in the file.
        holder: the State or organisation whose line it is, by code.
        stance: ``declared`` by its holder, or ``attributed`` to it by others; never both.
        attributed_by: who attributes it; empty when it is declared.
        called: ``red line`` where the words draw one, else ``concern``.
        words: the exact words or, with `paraphrase`, their sense in ours.
        paraphrase: whether `words` are ours.
        language: language tag of `words` (BCP 47); empty when not stated.
        speaker, authority, venue: who said it, in what capacity, where; empty when not stated.
        on: when it was said; None when not stated.
        kinds: kinds of activity that are meant; empty: not stated; ``*``: any.
        obligors: States whose activities are meant; empty: not stated; ``*``: any.
        levels: from which figures on; None: not stated, and no figure is read into the words.
        object_words: what is meant, as far as it cannot be turned into the data above.
        area: where; None: not stated.
        altitude: at which heights; None: not stated.
        from_, until: when it bears; ``open``: the words set no bound; None: not stated.
        condition: on what it depends; a line with a condition settles nothing by itself.
        consequence: what its holder says would follow; empty when nothing is said.
        ambiguity: what can be read in more than one way.
        events: what happened to it since, as the file lists them.
        near_km: how near, in kilometres, an activity outside the area is worth telling; None: it is
            for the caller to say.
        source: label of the source.
        paragraph: the place in it; empty when the whole is meant.
        own: columns of the user's own, which mean nothing here.
    """

    id: str
    holder: str
    stance: Stance
    called: Called
    words: str
    source: str
    attributed_by: str = ""
    paraphrase: bool = False
    language: str = ""
    speaker: str = ""
    authority: str = ""
    venue: str = ""
    on: Moment | None = None
    kinds: tuple[str, ...] = ()
    obligors: tuple[str, ...] = ()
    levels: Levels | None = None
    object_words: str = ""
    area: Area | None = None
    altitude: Altitude | None = None
    from_: Moment | Open | None = None
    until: Moment | Open | None = None
    condition: str = ""
    consequence: str = ""
    ambiguity: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    near_km: float | None = None
    paragraph: str = ""
    own: Mapping[str, object] = field(default_factory=dict)

    def status_on(self, day: dt.date) -> Status | Literal["not yet stated"] | None:
        """Give the status at the end of a day (UTC), by the dated events.

        A line is current from the day it was said. Of two events on one day, the one that the file
        lists later came later.

        Returns:
            The status, or ``not yet stated``; None when it cannot be told, because an event, or
            the statement itself, has no date or one too vague for this day.
        """
        return self.status_at(dt.datetime.combine(day, dt.time.max))

    def status_at(self, instant: dt.datetime) -> Status | Literal["not yet stated"] | None:
        """Give the status at an instant, by the dated events; see `status_on`.

        Args:
            instant: naive, in UTC.
        """
        return status_at(self.on, self.events, instant)


def status_at(
    on: Moment | None, events: Sequence[Event], instant: dt.datetime
) -> Status | Literal["not yet stated"] | None:
    """Give the status at an instant of a line that was stated once; see `RedLine.status_on`.

    Args:
        on: when it was said; None when not stated.
        events: what happened to it since, as they are listed.
        instant: naive, in UTC.
    """
    possible = set(_possible(on, events, instant))
    return possible.pop() if len(possible) == 1 else None


def _possible(
    on: Moment | None, events: Sequence[Event], at: dt.datetime
) -> Iterator[Status | Literal["not yet stated"]]:
    """Go through every status that the events allow at an instant."""
    stated = on.earliest if on else _EVER
    sure = [event.on for event in events if _last(event.on) <= at]
    latest = max((max(each.earliest, stated) for each in sure), default=_EVER)
    for i, event in enumerate(events):
        later = [each.on for each in events[i + 1 :] if each.on in sure]
        again = any(each == event.on or each.earliest >= _last(event.on) for each in later)
        begun = max(event.on.earliest, stated) <= at
        if begun and not again and latest <= _last(event.on):
            yield event.status
    if sure:
        return
    if on is None or on.earliest <= at:
        yield "current"
    if on is None or _last(on) > at:
        yield "not yet stated"


def _last(moment: Moment) -> dt.datetime:
    """Give the last instant that a moment can be."""
    return moment.latest - _TICK if moment.latest else moment.earliest
