"""The ladder to climb when nobody answers: contacts, channels, steps, third parties.

The rungs stand in a fixed order: the contacts of the party that is asked, in the order of the
directory, each with its deputy; the channels between the two, the nearest to the matter first; the
steps that the mechanism permits; third parties that offer their good offices. Whether to climb is
the officer's to decide.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from detente.consultations.counting import Span, later
from detente.consultations.picture import picture
from detente.consultations.reach import (
    channel_standing,
    channels_of,
    contact_standing,
    joins,
    known,
    outcome,
)
from detente.consultations.stages import Next
from detente.errors import SenderError
from detente.instruments.library import Library
from detente.instruments.mechanisms import Mechanism
from detente.invocations.consultation import Consultation
from detente.invocations.contacts import Contact, Directory
from detente.measures.answers import Answer
from detente.parties.channels import LEVELS, Channel, Trial

Kind = Literal["contact", "deputy", "channel", "step", "good_offices"]

Stands = Literal["not_tried", "waiting", "answered", "no_answer", "cannot_be_told"]
"""How a rung stands: nobody was called there about this; an answer is awaited; there was one; there
was none in the time that was set; it cannot be told."""


@dataclass(frozen=True)
class Rung:
    """One rung of a ladder.

    Attributes:
        kind: what it is.
        id: id of the contact, channel or step.
        title: it in a few words.
        whom: whom one reaches there: a party; of a channel that a party shares as a member of an
            organisation, that organisation.
        level: who speaks there; empty: not stated, or no channel.
        open: whether it can be tried now: the contact is on duty, the channel is in place, the step
            is permitted; None: cannot be told.
        stands: how it stands.
        tried: the last try about this consultation; None: none is told.
        until: until when an answer is awaited, or a step is asked for; None: no time is set.
        from_: of a step that is not permitted yet, when the clock before it runs out.
        stale: whether it is stale; None: cannot be told, or it is a step.
        accounts: of a step, by whose accounts; empty: nothing is contested.
        draft: whether it builds on an entry of the library that is a draft.
    """

    kind: Kind
    id: str
    title: str
    whom: str
    level: str
    open: Answer
    stands: Stands
    tried: Trial | None = None
    until: Span | None = None
    from_: Span | None = None
    stale: Answer = None
    accounts: tuple[str, ...] = ()
    draft: bool = False


@dataclass(frozen=True)
class Ladder:
    """The rungs by which a party is reached about a consultation.

    Attributes:
        consultation: its id.
        party: the party that is to be reached.
        at: the instant, naive and in UTC.
        rungs: in the order in which they are climbed.
        here: index of the rung at which one is: where somebody answered, else the first that waits
            for an answer or is still to be tried; None: none is left.
    """

    consultation: str
    party: str
    at: dt.datetime
    rungs: tuple[Rung, ...]
    here: int | None


def ladders(
    consultation: Consultation,
    mechanism: Mechanism,
    directory: Directory,
    library: Library,
    at: dt.datetime,
) -> tuple[Ladder, ...]:
    """Give a ladder for each party that is asked.

    Args:
        consultation: the consultation.
        mechanism: the mechanism that it is under.
        directory: contacts and channels of the party that climbs.
        library: holds the documented channels, and the members of organisations.
        at: the instant, naive and in UTC.

    Raises:
        SenderError: the consultation names nobody who is asked, or a step that the mechanism does
            not have. The sender must act.
    """
    if not consultation.addressed:
        problem = f"{consultation.id}: nobody is asked, so there is no ladder"
        raise SenderError(f"{problem}. Write `addressed`.")
    return tuple(
        _ladder(consultation, mechanism, directory, library, at, party)
        for party in consultation.addressed
    )


def _ladder(
    consultation: Consultation,
    mechanism: Mechanism,
    directory: Directory,
    library: Library,
    at: dt.datetime,
    party: str,
) -> Ladder:
    """Give the ladder to one party."""
    own = [each for each in directory.contacts.values() if each.party == party]
    concerned = {*consultation.requesting, *consultation.addressed}
    third = [
        each
        for each in directory.contacts.values()
        if each.good_offices and each.party not in concerned
    ]
    rungs = (
        *(
            _of_contact(each, kind, consultation, at)
            for each, kind in _with_deputies(own, directory)
        ),
        *_channels(consultation, directory, library, at, party),
        *_steps(consultation, mechanism, at),
        *(_of_contact(each, "good_offices", consultation, at) for each in third),
    )
    return Ladder(consultation.id, party, at, rungs, _here(rungs))


def _here(rungs: Sequence[Rung]) -> int | None:
    """Tell at which rung one is."""
    answered = (index for index, rung in enumerate(rungs) if rung.stands == "answered")
    left = (
        index
        for index, rung in enumerate(rungs)
        if rung.stands in ("waiting", "cannot_be_told")
        or (rung.stands == "not_tried" and rung.open is not False)
    )
    return next(answered, next(left, None))


def _with_deputies(own: Sequence[Contact], directory: Directory) -> Iterator[tuple[Contact, Kind]]:
    """Go through contacts, each followed by those who stand in for it; nobody twice."""
    seen: set[str] = set()
    for each in own:
        kind: Kind = "contact"
        one: Contact | None = each
        while one is not None and one.id not in seen:
            seen.add(one.id)
            yield one, kind
            one, kind = directory.contacts.get(one.deputy), "deputy"


def _of_contact(contact: Contact, kind: Kind, about: Consultation, at: dt.datetime) -> Rung:
    """Give the rung of a contact."""
    standing = contact_standing(contact, at)
    stands, tried, until = _stands(contact.calls, about.id, contact.wait_minutes, at)
    return Rung(
        kind=kind,
        id=contact.id,
        title=contact.role,
        whom=contact.party,
        level="",
        open=standing.on_duty,
        stands=stands,
        tried=tried,
        until=until,
        stale=standing.tries.stale,
    )


def _channels(
    consultation: Consultation,
    directory: Directory,
    library: Library,
    at: dt.datetime,
    party: str,
) -> Iterator[Rung]:
    """Go through the channels between those who ask and the party, the nearest first."""
    between: list[tuple[int, str, Channel]] = []
    for each in channels_of(directory, library.channels).values():
        whom = joins(each, consultation.requesting, party, library.groups, at.date())
        if whom:
            rank = LEVELS.index(each.level) if each.level else len(LEVELS)
            between.append((rank, whom, each))
    for _, whom, each in sorted(between, key=lambda found: found[0]):
        standing = channel_standing(each, at)
        stands, tried, until = _stands(each.uses, consultation.id, each.wait_minutes, at)
        yield Rung(
            kind="channel",
            id=each.id,
            title=each.title,
            whom=whom,
            level=each.level or "",
            open=standing.in_place,
            stands=stands,
            tried=tried,
            until=until,
            stale=standing.tries.stale,
            draft=standing.draft,
        )


def _steps(consultation: Consultation, mechanism: Mechanism, at: dt.datetime) -> Iterator[Rung]:
    """Go through the next steps that are not those of the addressed alone, by our own reading."""
    views = picture(consultation, mechanism, at).views
    asked = set(consultation.addressed)
    ours = [view for view in views if view.reading == views[0].reading]
    told: dict[Next, tuple[str, ...]] = {}
    for view in ours:
        names = (view.accounts or ("all others",)) if len(ours) > 1 else ()
        for step in view.steps:
            told[step] = (*told.get(step, ()), *names)
    for step, accounts in told.items():
        if not set(step.by) <= asked:
            yield Rung(
                kind="step",
                id=step.step,
                title=step.title,
                whom=consultation.mechanism,
                level="",
                open=step.permitted,
                stands="not_tried",
                until=step.deadline,
                from_=step.after[1] if step.after else None,
                accounts=accounts,
                draft=step.draft,
            )


def _stands(
    calls: Sequence[Trial], about: str, wait_minutes: int | None, at: dt.datetime
) -> tuple[Stands, Trial | None, Span | None]:
    """Tell how a rung stands, the last try there, and until when an answer is awaited."""
    told = [each for each in known(calls, at) if each.about == about]
    made = [each for each in told if (Span.of(each.at).last or at) <= at]
    last, surely = (told[-1] if told else None), (made[-1] if made else None)
    stands, until = _after(last, wait_minutes, at)
    sure = stands == _after(surely, wait_minutes, at)[0] and not (last and last.contested)
    return (stands if sure else "cannot_be_told"), last, until


def _after(
    trial: Trial | None, wait_minutes: int | None, at: dt.datetime
) -> tuple[Stands, Span | None]:
    """Tell what has come of a try by an instant, and until when an answer is awaited."""
    if trial is None:
        return "not_tried", None
    came = outcome(trial, at)
    if came != "not_stated":
        return ("answered" if came == "answered" else "no_answer"), None
    if wait_minutes is None:
        return "waiting", None
    made = Span.of(trial.at)
    until = Span(
        later(made.first, minutes=wait_minutes),
        later(made.last, minutes=wait_minutes) if made.last else None,
    )
    if at <= until.first:
        return "waiting", until
    return ("no_answer" if until.last and at > until.last else "cannot_be_told"), until
