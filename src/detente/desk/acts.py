"""The table of acts: what an officer can do, who may, and how an act is done.

An act that writes is one transaction, which keeps what came of it in the record of acts. With a key
of the caller's choice (an idempotency key) the same request is done once, however often it comes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Literal

from pydantic import ValidationError
from sqlalchemy import Connection, select

from detente.desk import (
    api_keys,
    asked,
    carrying,
    clearing,
    dated,
    declared,
    drafts,
    feed_tokens,
    filing,
    finding,
    following,
    logins,
    logs,
    mapped,
    passphrases,
    people,
    picture,
    reading,
    sessions,
    warning,
)
from detente.desk.fed import AFeedToken, Fed, NewFeedToken
from detente.desk.followed import AConsultation, AsOf
from detente.desk.officers import Officer, Role, officer_of
from detente.desk.sitting import Sitting
from detente.desk.workbench import Workbench
from detente.errors import DetenteError, NotPermitted, OutOfOrder, SenderError, UnknownName
from detente.sources.source import Strict
from detente.store import Writing, append, table

__all__ = ["ACTS", "Act", "perform"]

Whose = Literal["delegation", "host", "any"]


@dataclass(frozen=True)
class Act:
    """One thing that an officer does.

    Attributes:
        name: what it is called everywhere.
        role: what the officer must be.
        whose: whether it is for officers of delegations, of the host, or for any.
        does: the function; its first line says what it does.
        asks: the form in which it is asked.
        writes: whether it writes.
        secret: whether its answer holds a secret; it is told once and never kept.
        kept: whether what came of it is kept in the record of acts; where it is not, the act is
            done again under the same key, and brings nothing twice by itself.
        readies: slow work on a secret that is asked, done before the store is asked for its turn;
            such an act is done again under the same key, for the secret is kept nowhere.
        enters: whether it lets an officer in; it is asked by whoever is not known yet.
    """

    name: str
    role: Role
    whose: Whose
    does: Callable[[Sitting, Any], Any]
    asks: type[Strict]
    writes: bool = True
    secret: bool = False
    kept: bool = True
    readies: Callable[[Workbench, str, Any], Any] | None = None
    enters: bool = False

    @property
    def again(self) -> bool:
        """Whether it is done again under the same key."""
        return not self.kept or self.readies is not None

    @property
    def says(self) -> str:
        """What it does, in a sentence."""
        return (self.does.__doc__ or "").partition("\n")[0]


def _reads(
    name: str, does: Callable[[Sitting, Any], Any], asks: type[Strict], whose: Whose = "any"
) -> Act:
    """An act of a reader that keeps nothing."""
    return Act(name, "reader", whose, does, asks, writes=False)


def _passphrase(name: str, role: Role, whose: Whose) -> Act:
    """An act that gives an officer a passphrase."""
    does, asks = passphrases.give, asked.GivenPassphrase
    return Act(name, role, whose, does, asks, readies=passphrases.made)


_LIST = (
    Act("draft_word", "drafter", "delegation", drafts.make, asked.NewDraft),
    Act("change_draft", "drafter", "delegation", drafts.rewrite, asked.ChangedDraft),
    Act("discard_draft", "drafter", "delegation", drafts.discard, asked.SeenDraft),
    _reads("see_draft", drafts.look, asked.ADraft, "delegation"),
    _reads("list_drafts", drafts.lying, asked.Nothing, "delegation"),
    _reads("picture_of_draft", picture.picture, asked.ADraft, "delegation"),
    Act("submit_draft", "drafter", "delegation", clearing.submit, asked.Submitted),
    Act("clear_draft", "clearer", "delegation", clearing.clear, asked.Decision),
    Act("send_back_draft", "clearer", "delegation", clearing.send_back, asked.Decision),
    Act(
        "bytes_to_seal",
        "releaser",
        "delegation",
        clearing.bytes_to_seal,
        asked.SeenDraft,
        writes=False,
    ),
    Act("release_word", "releaser", "delegation", clearing.release, asked.Released),
    Act("file_sealed", "releaser", "delegation", filing.file_sealed, asked.ToFile),
    _reads("list_words", reading.listed, asked.Listed),
    _reads("find_words", finding.found, asked.Found),
    _reads("map_of_words", mapped.mapped, Fed),
    _reads("calendar_of_words", dated.dated, Fed),
    Act("read_word", "reader", "any", reading.read, asked.AWord),
    _reads("deliveries_of_word", reading.deliveries, asked.AWord, "delegation"),
    _reads("receipt_of_word", reading.receipt_of, asked.AWord),
    _reads("checkpoint", logs.latest, asked.Nothing),
    _reads("consistency", logs.consistency, asked.Grown),
    _reads("compare_checkpoints", logs.compare, asked.Compared),
    Act("cosign_checkpoint", "witness", "delegation", logs.cosign, asked.Cosigned),
    Act("pack_pouch", "reader", "delegation", carrying.pack, asked.Packed, kept=False),
    Act("open_pouch", "releaser", "delegation", carrying.take_in, asked.Carried),
    _reads("list_redlines", declared.listed, asked.Nothing),
    _reads("list_consultations", following.listed, AsOf),
    _reads("show_consultation", following.show, AConsultation),
    _reads("list_alerts", warning.listed, asked.Recorded, "delegation"),
    Act("admit_delegation", "admin", "host", people.admit, asked.Admission),
    Act("admit_key", "admin", "host", people.admit_key, asked.BroughtKey),
    Act("end_key", "admin", "host", people.end_key, asked.EndedKey),
    Act("set_officer", "admin", "host", people.add_officer, asked.NewOfficer),
    Act("set_own_officer", "keyholder", "delegation", people.add_officer, asked.NewOfficer),
    Act("give_api_key", "keyholder", "delegation", api_keys.give, asked.NewApiKey, secret=True),
    Act("withdraw_api_key", "keyholder", "delegation", api_keys.withdraw, asked.AnApiKey),
    Act("give_host_api_key", "admin", "host", api_keys.give, asked.NewApiKey, secret=True),
    Act("withdraw_host_api_key", "admin", "host", api_keys.withdraw, asked.AnApiKey),
    Act("give_feed_token", "reader", "any", feed_tokens.give, NewFeedToken, secret=True),
    _reads("list_feed_tokens", feed_tokens.listed, asked.Nothing),
    Act("withdraw_feed_token", "reader", "any", feed_tokens.withdraw, AFeedToken),
    _passphrase("give_passphrase", "keyholder", "delegation"),
    _passphrase("give_host_passphrase", "admin", "host"),
    Act(
        "set_own_passphrase",
        "reader",
        "any",
        passphrases.set_own,
        asked.OwnPassphrase,
        readies=passphrases.exchanged,
    ),
    Act(
        "open_session",
        "reader",
        "any",
        sessions.begin,
        asked.Entering,
        secret=True,
        readies=lambda bench, who, wanted: passphrases.checked(bench, who, wanted.passphrase),
        enters=True,
    ),
    Act(
        "open_session_by_issuer",
        "reader",
        "any",
        sessions.begin_by_issuer,
        logins.Known,
        secret=True,
        enters=True,
    ),
    Act("give_login", "keyholder", "delegation", logins.give, logins.NewLogin),
    Act("withdraw_login", "keyholder", "delegation", logins.withdraw, logins.ALogin),
    Act("give_host_login", "admin", "host", logins.give, logins.NewLogin),
    Act("withdraw_host_login", "admin", "host", logins.withdraw, logins.ALogin),
    _reads("list_logins", logins.listed, asked.Nothing),
    _reads("list_sessions", sessions.listed, asked.Nothing),
    Act("close_session", "reader", "any", sessions.close, asked.ASession),
    Act("close_sessions", "reader", "any", sessions.close_all, asked.Nothing),
    Act("end_sessions", "keyholder", "delegation", sessions.end_of, asked.AnOfficer),
    Act("end_host_sessions", "admin", "host", sessions.end_of, asked.AnOfficer),
    _reads("list_delegations", people.roll, asked.Nothing),
    _reads("see_myself", people.myself, asked.Nothing),
    _reads("list_acts", people.record, asked.Recorded),
)

ACTS: Mapping[str, Act] = {act.name: act for act in _LIST}
"""All acts, by name."""


def perform(
    bench: Workbench,
    officer: str,
    name: str,
    request: Mapping[str, Any] | Strict,
    *,
    key: str = "",
) -> Any:
    """Do an act for an officer.

    Args:
        bench: the workbench of the node.
        officer: the id of the officer; who that is has been made sure of.
        name: one of `ACTS`.
        request: what is asked, as JSON has it or in the form of the act.
        key: the caller's own name for this request, so that it is done once; empty: none.

    Returns:
        What came of it, as JSON has it; of an act that writes, once that is durable.

    Raises:
        UnknownName: there is no such act, officer, draft or word (for this officer).
        SenderError: the request is not in the form of the act.
        NotPermitted: the officer may not do this; that it was tried is kept.
        OutOfOrder: it cannot be done as things stand.
        Outdated: what was to be changed has changed since the officer saw it.
        KeeperError: the store refused.
    """
    act = ACTS.get(name)
    if act is None:
        raise UnknownName("act", name, ACTS)
    wanted = _formed(act, request)
    if not act.writes:
        with bench.store.reading() as connection:
            return act.does(_sitting(bench, act, officer, connection, None), wanted)
    asked_for = sha256(f"{name} {wanted.model_dump_json()}".encode()).hexdigest()
    doing = _Doing(bench, act, officer, wanted, asked_for, "" if act.again else key)
    try:
        ready = _readied(doing)
        return bench.store.write(lambda writing: _done(doing, writing, ready))
    except DetenteError as refusal:
        _keep_refusal(bench, act, officer, asked_for, refusal)
        raise


@dataclass(frozen=True)
class _Doing:
    """An act that writes, as it is asked: of whom, what, and under which key."""

    bench: Workbench
    act: Act
    officer: str
    wanted: Strict
    asked_for: str
    key: str


def _formed(act: Act, request: Mapping[str, Any] | Strict) -> Strict:
    """Take a request in the form of its act.

    Raises:
        SenderError: it is not in that form; all of what is wrong is told.
    """
    if isinstance(request, act.asks):
        return request
    try:
        return act.asks.model_validate_json(json.dumps(request, allow_nan=False))
    except ValidationError as error:
        told = [f"{'.'.join(map(str, e['loc'])) or 'request'}: {e['msg']}" for e in error.errors()]
        raise SenderError(f"{act.name}: {'; '.join(told)}") from None
    except (TypeError, ValueError, RecursionError):
        raise SenderError(f"{act.name}: the request cannot be written as JSON") from None


def _sitting(
    bench: Workbench, act: Act, officer: str, connection: Connection, writing: Writing | None
) -> Sitting:
    """Let an officer sit down to an act.

    Raises:
        NotPermitted: the officer may not do it.
    """
    who = officer_of(connection, officer)
    at = bench.clock.now().replace(microsecond=0)
    _permit(act, who, bench.log)
    return Sitting(bench, who, at, connection, writing)


def _permit(act: Act, officer: Officer, log: str) -> None:
    """Refuse what an officer may not do."""
    if act.role not in officer.roles:
        raise NotPermitted(f"{act.name} is for a {act.role}, and {officer.id} is none")
    of_host = officer.delegation == log
    if act.whose != "any" and of_host != (act.whose == "host"):
        whom = "the host" if act.whose == "host" else "a delegation"
        raise NotPermitted(f"{act.name} is for officers of {whom}, and {officer.id} is none")


def _readied(doing: _Doing) -> Any:
    """Do the slow work of an act, for whoever may do the act at all."""
    act, bench = doing.act, doing.bench
    if act.readies is None:
        return None
    if not act.enters:  # where nobody is known yet, it is not even told who may
        with bench.store.reading() as connection:
            _sitting(bench, act, doing.officer, connection, None)
    return act.readies(bench, doing.officer, doing.wanted)


def _done(doing: _Doing, writing: Writing, ready: Any) -> Any:
    """Do an act that writes, in its transaction; one that was done already is told again."""
    act = doing.act
    sitting = _sitting(doing.bench, act, doing.officer, writing.connection, writing)
    if doing.key:
        known = _known(writing.connection, doing.officer, doing.key, doing.asked_for)
        if known is not None:
            return known
    answer = act.does(replace(sitting, ready=ready), doing.wanted)
    _keep(sitting, act.name, doing.asked_for, _kept(act, answer), doing.key)
    return answer


def _kept(act: Act, answer: Any) -> Any:
    """Give what is kept of an answer: no secret, and nothing of what can be told again."""
    if not act.kept:
        return {}
    if act.secret:
        return {name: told for name, told in answer.items() if name != "secret"}
    return answer


def _known(connection: Connection, officer: str, key: str, asked_for: str) -> Any:
    """Give what came of a request that was made under a key before; None where none was.

    Raises:
        OutOfOrder: another request was made under this key.
    """
    acts = table("acts")
    asking = select(acts).where(acts.c.officer == officer, acts.c.key == key)
    row = connection.execute(asking).first()
    if row is None:
        return None
    if row.request != asked_for:
        raise OutOfOrder(f"the key {key!r} belongs to another request; choose a new one")
    return json.loads(row.outcome)


def _keep(sitting: Sitting, name: str, asked_for: str, outcome: Any, key: str) -> None:
    """Keep that an act was done, and what came of it."""
    who = {"officer": sitting.officer.id, "delegation": sitting.officer.delegation}
    what = {"act": name, "request": asked_for, "outcome": json.dumps(outcome, ensure_ascii=False)}
    append(sitting.keeps, "acts", at=sitting.at, key=key or None, **who, **what)


def _keep_refusal(
    bench: Workbench, act: Act, officer: str, asked_for: str, refusal: DetenteError
) -> None:
    """Keep that an act was refused, where the officer is known and the store can keep it."""

    def keep(writing: Writing) -> None:
        who = officer_of(writing.connection, officer)
        at = bench.clock.now().replace(microsecond=0)
        sitting = Sitting(bench, who, at, writing.connection, writing)
        _keep(sitting, act.name, asked_for, {"refused": refusal.code}, "")

    try:
        bench.store.write(keep)
    except DetenteError:
        return  # the refusal itself is what the officer is told
