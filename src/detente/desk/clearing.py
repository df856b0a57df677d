"""From draft to word: handed in, cleared by a second officer, sealed elsewhere, released."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from detente.desk import asked
from detente.desk.consulted import of_consultation, sound_step
from detente.desk.declared import is_line, line_of
from detente.desk.drafts import CLEARED, OPEN, SUBMITTED, Draft, earlier, keep, standing, word_in
from detente.desk.filing import filed
from detente.desk.numbered import see_that_free
from detente.desk.outside import kind_outside
from detente.desk.sitting import Sitting, written
from detente.errors import NotPermitted, OutOfOrder, ProofError, WordFileError
from detente.exchange import Access, compose
from detente.exchange.check.reading import text64
from detente.exchange.check.sealed import read_sealed, read_statement
from detente.notifications import Word, check, content, missing
from detente.notifications.blank import blank
from detente.store import append
from detente.times import parse_moment

__all__ = ["as_statement", "bytes_to_seal", "clear", "release", "send_back", "submit"]


def submit(sitting: Sitting, wanted: asked.Submitted) -> dict[str, Any]:
    """Hand a draft in for clearance; where nobody else need look at it, it is cleared thereby.

    Raises:
        WordFileError: something in it is wrong; all of it is told.
        RedLineFileError: it states a red line that can be none; all that is wrong is told.
        SenderError: it names a step, clock or question that its consultation does not have.
        OutOfOrder: something is missing, and the officer does not say that it may go out so; or
            another word of the delegation bears its running number.
    """
    draft = standing(sitting, wanted, OPEN)
    word = word_in(sitting, draft)
    form = blank(sitting.bench.library, word.format)
    before = [other for _, other in earlier(sitting, draft)]
    faults = check(word, form, before)
    if faults:
        raise WordFileError(faults)
    if is_line(content(word)):
        line_of(sitting.bench, word)
    if of_consultation(content(word)) and word.kind != "cancellation":
        sound_step(sitting.bench, content(word), map(content, before))
    lacking = [each.words for each in missing(word, form) if each.field != "made"]
    if lacking and not wanted.incomplete:
        raise OutOfOrder(
            f"draft {draft.id} lacks: {'; '.join(lacking)}. Fill it in, or say that it may go out "
            "incomplete."
        )
    see_that_free(sitting, word.number)
    state = SUBMITTED if sitting.delegation.four_eyes else CLEARED
    return keep(sitting, draft.id, draft.version, "submitted", draft.body, state)


def clear(sitting: Sitting, wanted: asked.Decision) -> dict[str, Any]:
    """Clear a draft that somebody else wrote, as the second officer.

    Raises:
        NotPermitted: the officer has written it, in this version or an earlier one.
    """
    draft = standing(sitting, wanted, SUBMITTED)
    if sitting.officer.id in draft.writers:
        raise NotPermitted(f"{sitting.officer.id} has written draft {draft.id}; another clears it")
    return _decided(sitting, draft, "cleared", wanted.remark, CLEARED)


def send_back(sitting: Sitting, wanted: asked.Decision) -> dict[str, Any]:
    """Send a draft back to be written anew, saying why.

    Raises:
        OutOfOrder: it is not said why.
    """
    draft = standing(sitting, wanted, SUBMITTED, CLEARED)
    if not wanted.remark.strip():
        raise OutOfOrder("say in the remark why the draft is sent back")
    return _decided(sitting, draft, "sent back", wanted.remark, OPEN)


def _decided(
    sitting: Sitting, draft: Draft, decision: str, remark: str, state: str
) -> dict[str, Any]:
    """Keep what the second officer decides."""
    answer = keep(sitting, draft.id, draft.version, decision, draft.body, state)
    decided = {"draft": draft.id, "version": answer["version"], "at": sitting.at}
    who = {"officer": sitting.officer.id, "decision": decision, "remark": remark}
    append(sitting.keeps, "clearances", **decided, **who)
    return answer


def bytes_to_seal(sitting: Sitting, wanted: asked.SeenDraft) -> dict[str, Any]:
    """Give the bytes that a cleared draft becomes, made now, for the officer to seal elsewhere."""
    draft = standing(sitting, wanted, CLEARED)
    made = written(sitting.at)
    return {"draft": draft.id, "made": made, "payload": text64(_statement(sitting, draft, made))}


def _statement(sitting: Sitting, draft: Draft, made: str) -> bytes:
    """Compose the statement that a draft becomes when it is made at an instant."""
    return as_statement(
        word_in(sitting, draft),
        log=sitting.bench.log,
        by=sitting.officer.delegation,
        made=made,
        activity=draft.body["activity"],
        refers_to=draft.body["refers_to"],
    )


def as_statement(
    word: Word,
    *,
    log: str,
    by: str,
    made: str,
    activity: Mapping[str, Any] | None = None,
    refers_to: Sequence[str] = (),
) -> bytes:
    """Compose the statement that a word becomes, ready to be sealed.

    Args:
        word: the word.
        log: the name of the log that it is meant for.
        by: the delegation that speaks.
        made: when it is made, as text in UTC to the second.
        activity: the activity that it tells of; None: it tells of none.
        refers_to: ids of the statements that it is about.

    Raises:
        RecordError: a part is not as it must be; the message names it. The author acts.
    """
    said: dict[str, Any] = {"word": content(replace(word, made=made))}
    if activity is not None:
        said["activity"] = dict(activity)
    return compose(
        log=log,
        by=by,
        made=made,
        kind=kind_outside(word.kind, word.format),
        marker=word.marker,
        access=_access(word),
        content=said,
        refers=refers_to,
    )


def _access(word: Word) -> Access:
    """Give who may read a word, as the exchange has it."""
    later = word.access.later
    if later is None:
        return Access(word.access.mark, word.access.to)
    at = written(parse_moment(later.at).earliest)
    return Access(word.access.mark, word.access.to, Access(later.mark, later.to), at)


def release(sitting: Sitting, wanted: asked.Released) -> dict[str, Any]:
    """Put a cleared and sealed draft into the log: from then on it is the delegation's word.

    Raises:
        ProofError: what was sealed is not this draft, to the byte, or the seal does not hold.
        OutOfOrder: it says that it was made later than now, or another word of the delegation
            bears its running number by now.
    """
    draft = standing(sitting, wanted, CLEARED)
    sealed = read_sealed(wanted.sealed)
    made = read_statement(sealed.content()).made
    if sealed.content() != _statement(sitting, draft, made):
        raise ProofError(f"what was sealed is not draft {draft.id} in version {draft.version}")
    see_that_free(sitting, word_in(sitting, draft).number, sealed.content())
    answer = filed(sitting, sealed)
    keep(sitting, draft.id, draft.version, "released", draft.body, "released")
    return {"draft": draft.id, **answer}
