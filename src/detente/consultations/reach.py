"""Whether contacts and channels can be reached: who is on duty, what was tried, what is stale."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from detente.consultations.counting import Span, later
from detente.invocations.contacts import Contact, Directory, Hours
from detente.measures.answers import Answer
from detente.parties.channels import Channel, DocumentedChannel, Trial
from detente.parties.groups import Group

_DAY = dt.timedelta(days=1)
NOT_STATED = "not_stated"
CONTESTED = "contested"
INTERVAL = "how often a test is asked for"


@dataclass(frozen=True)
class Tries:
    """What has been tried by an instant, and what follows for the next test.

    Attributes:
        test: the last test; None: none is told.
        answered: the last that was answered, by some account; None: none is told.
        use: the last call about something; None: none is told.
        counts: of the tests that are told, how many came out how: a result, ``not_stated``, or
            ``contested`` where accounts differ. One told as many is counted once.
        due: until when an answered test is asked for; None: no interval is stated, or none was
            surely answered yet.
        stale: whether the interval has passed without an answer: yes, no, or cannot be told.
        missing: what would settle that, where it cannot be told.
    """

    test: Trial | None
    answered: Trial | None
    use: Trial | None
    counts: Mapping[str, int]
    due: Span | None
    stale: Answer
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class ContactStanding:
    """A contact at an instant.

    Attributes:
        contact: the contact.
        on_duty: whether it is on duty; None: its hours are not stated.
        tries: its pings and calls.
    """

    contact: Contact
    on_duty: Answer
    tries: Tries


@dataclass(frozen=True)
class ChannelStanding:
    """A channel at an instant.

    Attributes:
        channel: the channel.
        in_place: whether it works as far as is stated: it has begun, and no end is told; None: its
            beginning is not stated, or its day is not over.
        tries: its tests and uses.
        draft: whether it is an entry of the library that two readers have not yet compared with its
            source; False for one of the user's own.
    """

    channel: Channel
    in_place: Answer
    tries: Tries
    draft: bool


def contact_standing(contact: Contact, at: dt.datetime) -> ContactStanding:
    """Tell how a contact stands at an instant, naive and in UTC."""
    found = tries(contact.pings, contact.calls, contact.ping_every_days, at)
    return ContactStanding(contact, on_duty(contact.hours, at), found)


def channel_standing(channel: Channel, at: dt.datetime) -> ChannelStanding:
    """Tell how a channel stands at an instant, naive and in UTC."""
    found = tries(channel.tests, channel.uses, channel.test_every_days, at)
    draft = isinstance(channel, DocumentedChannel) and channel.draft
    return ChannelStanding(channel, _in_place(channel, at), found, draft)


def on_duty(hours: Hours | None, at: dt.datetime) -> Answer:
    """Tell whether an instant lies in the hours of a contact.

    None where they are not stated, or where they reach past the days that can be written.
    """
    if hours is None:
        return None
    zone = ZoneInfo(hours.time_zone)
    try:
        today = at.replace(tzinfo=dt.UTC).astimezone(zone).date()
        return any(
            day.isoweekday() in hours.days and _within(day, hours, zone, at)
            for day in (today - _DAY, today)
        )
    except OverflowError:
        return None


def _within(day: dt.date, hours: Hours, zone: ZoneInfo, at: dt.datetime) -> bool:
    """Tell whether an instant lies in the hours that begin on a day."""
    closes = day if hours.from_ < hours.to else day + _DAY
    from_, to = (
        dt.datetime.combine(each, hour, tzinfo=zone).astimezone(dt.UTC).replace(tzinfo=None)
        for each, hour in ((day, hours.from_), (closes, hours.to))
    )
    return from_ <= at < to


def _in_place(channel: Channel, at: dt.datetime) -> Answer:
    """Tell whether a channel has begun and not ended."""
    begun = _past(Span.of(channel.since), at) if channel.since else None
    ended = _past(Span.of(channel.until), at) if channel.until else False
    if begun is False or ended is True:
        return False
    return None if begun is None or ended is None else True


def _past(span: Span, at: dt.datetime) -> Answer:
    """Tell whether something has come by an instant."""
    if at < span.first:
        return False
    return True if span.last is not None and at >= span.last else None


def known(told: Iterable[Trial], at: dt.datetime) -> tuple[Trial, ...]:
    """Give the tries that may have been made, and stated, by an instant; the earliest first."""
    there = (each for each in told if _known_from(each) <= at)
    return tuple(sorted(there, key=lambda each: each.at.earliest))


def _known_from(trial: Trial) -> dt.datetime:
    """Give the first instant at which a try may have been made and stated."""
    return max(moment.earliest for moment in (trial.at, trial.stated_at) if moment)


def tries(
    tests: Sequence[Trial], uses: Sequence[Trial], every_days: int | None, at: dt.datetime
) -> Tries:
    """Tell what has been tried by an instant, and whether it is stale.

    Args:
        tests: tries without a matter.
        uses: calls about something; one that is answered shows as much as a test.
        every_days: how often a test is asked for, in days of 24 hours; None: not stated.
        at: the instant, naive and in UTC.
    """
    all_, tested, used = known([*tests, *uses], at), known(tests, at), known(uses, at)
    answered = [each for each in all_ if outcome(each, at) == "answered"]
    due, stale, missing = _stale(all_, every_days, at)
    return Tries(
        test=tested[-1] if tested else None,
        answered=answered[-1] if answered else None,
        use=used[-1] if used else None,
        counts=_counts(tested, at),
        due=due,
        stale=stale,
        missing=missing,
    )


def outcome(trial: Trial, at: dt.datetime) -> str:
    """Tell how a try has come out by an instant: a result, or `NOT_STATED`."""
    later = trial.answered_at is not None and trial.answered_at.earliest > at
    return NOT_STATED if later or trial.result is None else trial.result


def _counts(tested: Iterable[Trial], at: dt.datetime) -> dict[str, int]:
    """Count how tests came out."""
    counts: dict[str, int] = {}
    for each in tested:
        key = CONTESTED if each.contested else outcome(each, at)
        counts[key] = counts.get(key, 0) + 1
    return counts


def _stale(
    all_: Sequence[Trial], every_days: int | None, at: dt.datetime
) -> tuple[Span | None, Answer, tuple[str, ...]]:
    """Tell until when an answer is asked for, whether that has passed, and what is missing.

    What is surely answered gives the earliest end, what may have been answered the latest.
    """
    if every_days is None:
        return None, None, (INTERVAL,)
    if not all_:
        return None, None, ("a test and how it came out",)
    spans = [Span.of(each.answered_at or each.at) for each in all_]
    sure = [
        later(span.first, days=every_days)
        for each, span in zip(all_, spans, strict=True)
        if outcome(each, at) == "answered" and not each.contested and _past(span, at)
    ]
    perhaps = [
        later(span.last or at, days=every_days)
        for each, span in zip(all_, spans, strict=True)
        if outcome(each, at) in ("answered", NOT_STATED)
        or (each.contested and each.result != "answered")
    ]
    due = Span(max(sure), max(perhaps)) if sure else None
    if not perhaps or at > max(perhaps):
        return due, True, ()
    if due and at <= due.first:
        return due, False, ()
    return due, None, ("whether, and when, the last test was answered",)


def channels_of(
    directory: Directory, library: Mapping[str, DocumentedChannel]
) -> dict[str, Channel]:
    """Give the channels of a directory, then those of the library, by id."""
    return {**directory.channels, **library}


def joins(
    channel: Channel,
    some: Iterable[str],
    other: str,
    groups: Mapping[str, Group],
    day: dt.date,
) -> str:
    """Tell whom one of some parties reaches over a channel: another party, or its organisation.

    Empty where it is between others, as far as members are named.
    """
    whom = side(channel, other, groups, day)
    ours = {side(channel, one, groups, day) for one in some if one != other} - {""}
    return whom if whom and (ours - {whom}) else ""


def side(channel: Channel, party: str, groups: Mapping[str, Group], day: dt.date) -> str:
    """Tell at which end of a channel a party is: itself, or the organisation of which it is one.

    Empty where it is at none, as far as members are named.
    """
    if channel.group:
        group = groups.get(channel.group)
        return party if group is not None and party in group.on(day) else ""
    if party in channel.parties:
        return party
    within = (g.code for g in groups.values() if g.code in channel.parties and party in g.on(day))
    return next(within, "")
