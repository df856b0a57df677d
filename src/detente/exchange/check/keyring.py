"""Whose keys counted when: computed from statements in the log, and from nothing else.

A key counts from the entry after the one that brings it, up to and with the entry that ends it.
The first entry of a log opens it with the host's key. The host admits the first key of a
delegation; the delegation itself may admit more, replace one (rotate) and end one (revoke). The
host may admit and end keys of a delegation too, and everybody sees that it was the host.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from detente.exchange.check.reading import NAME, Found, bytes_of, fields, hash_of, text_of
from detente.exchange.check.refusal import ProofError, RecordError
from detente.exchange.check.sealed import (
    Sealed,
    Statement,
    key_id,
    possession,
    read_statement,
    verifies,
)

ACTS = ("open", "admit", "rotate", "revoke")
_ACT = re.compile("|".join(ACTS))
_USE = re.compile("seal|witness")
_REASON = re.compile(r"[^\x00-\x1f]{0,500}")


@dataclass(frozen=True, slots=True)
class Key:
    """A key that the log has admitted.

    Attributes:
        id: its name, as a seal gives it.
        owner: the delegation whose it is; the log's name for the host's.
        use: ``seal`` for words, ``witness`` for the signatures of a witness.
        public: its 32 public bytes.
        since: the first entry for which it counts.
        until: the last entry for which it counts; None while nothing has ended it.
        admitted_by: who brought it: the owner, or the host.
        ended_by: who ended it; empty while nobody has.
    """

    id: str
    owner: str
    use: str
    public: bytes
    since: int
    until: int | None
    admitted_by: str
    ended_by: str = ""

    def counts(self, index: int) -> bool:
        """Whether it counts for the entry at an index."""
        return self.since <= index and (self.until is None or index <= self.until)

    def signs(self, size: int) -> bool:
        """Whether it counts for a checkpoint of a log of this size.

        When an entry replaces a key, the checkpoint right after it may be signed with either.
        """
        return self.since <= size and (self.until is None or size - 1 <= self.until)


class Keyring:
    """The keys of one log.

    Attributes:
        log: the name of the log, which is its host's name too.
        keys: every key there has been, by its id.
        places: the entries that are statements about keys, and were taken in.
    """

    def __init__(self, log: str) -> None:
        """Begin without keys."""
        self.log = log
        self.keys: dict[str, Key] = {}
        self.places: set[int] = set()

    def copy(self) -> Keyring:
        """Give the keys as they are now, which later entries do not change."""
        other = Keyring(self.log)
        other.keys, other.places = dict(self.keys), set(self.places)
        return other

    def current(self, index: int, owner: str, use: str = "seal") -> list[Key]:
        """The keys of a delegation that count for the entry at an index, oldest first."""
        return [
            key
            for key in self.keys.values()
            if key.owner == owner and key.use == use and key.counts(index)
        ]

    def delegations(self, index: int) -> list[str]:
        """Who may seal at an index, the host left out, sorted."""
        owners = {key.owner for key in self.keys.values() if key.use == "seal"}
        return sorted(each for each in owners - {self.log} if self.current(index, each))

    def opened(self, index: int, sealed: Sealed) -> Statement:
        """Read a sealed word, if its seal counts at the index at which it stands.

        Raises:
            RecordError: it cannot be read.
            ProofError: the seal does not hold, or its key did not count there.
        """
        kid = sealed.key()
        key = self.keys.get(kid)
        first = self._first(sealed) if index == 0 else None
        if first is None and (key is None or key.use != "seal" or not key.counts(index)):
            was = "was never admitted" if key is None else "did not count there"
            raise ProofError(
                f"entry {index:,}: the key {kid} {was}, so its seal counts for nothing"
            )
        statement = read_statement(sealed.opened(first or self.keys[kid].public))
        if statement.log != self.log or statement.by != kid.rpartition("/")[0]:
            raise ProofError(
                f"entry {index:,}: sealed by {kid}, but in the name of {statement.by}"
                f" and for {statement.log}"
            )
        return statement

    def _first(self, sealed: Sealed) -> bytes:
        """The key in the statement that opens the log, which is sealed with that very key."""
        statement = read_statement(sealed.content())
        public = _new_key(statement)[1]
        if sealed.key() != key_id(self.log, public):
            raise ProofError("the log is opened by another key than the one that it brings")
        return public

    def take(self, index: int, statement: Statement, sealed_with: str) -> None:
        """Take in a statement about keys that stands at an index.

        Args:
            index: where it stands.
            statement: what it says; its seal must have been checked (`opened`).
            sealed_with: the id of the key that sealed it.

        Raises:
            RecordError: it cannot be read.
            ProofError: nobody may say this of that key; nothing is changed.
        """
        found = _content(statement)
        act, owner = found["act"], found["delegation"]
        if statement.access != {"mark": "public"}:
            raise ProofError("keys: what is said of keys is public")
        if (act == "open") != (index == 0):
            raise ProofError("keys: the first entry opens the log, and no other does")
        self._may(act, statement.by, owner)
        changed = []
        if act in ("rotate", "revoke"):
            changed.append(self._ended(found, index, statement.by))
        if act != "revoke":
            changed.append(self._brought(statement, index))
        last = act == "revoke" and owner == self.log and len(self.current(index, owner)) < 2
        if last and changed[0].use == "seal":
            raise ProofError("keys: the last key of the host cannot be ended; rotate it")
        self.keys |= {key.id: key for key in changed}
        self.places.add(index)

    def _may(self, act: str, by: str, owner: str) -> None:
        """Refuse what this party may not say."""
        host, itself = by == self.log, by == owner
        allowed = (
            itself if act == "rotate" else host and itself if act == "open" else host or itself
        )
        if not allowed:
            raise ProofError(f"keys: {by} may not {act} a key of {owner}")

    def _ended(self, found: Found, index: int, by: str) -> Key:
        """The key that is replaced or ended, as it then is."""
        key = self.keys.get(found["ends"])
        if key is None or key.owner != found["delegation"] or not key.counts(index):
            raise ProofError(
                f"keys: {found['ends']} is no key of {found['delegation']} that counts"
            )
        if found["act"] == "rotate" and found["key"]["use"] != key.use:
            raise ProofError("keys: a key is replaced by one of the same use")
        return replace(key, until=index, ended_by=by)

    def _brought(self, statement: Statement, index: int) -> Key:
        """The key that is new."""
        use, public, proof = _new_key(statement)
        owner = statement.content["delegation"]
        kid = key_id(owner, public)
        if any(key.public == public or key.id == kid for key in self.keys.values()):
            raise ProofError(f"keys: {kid} has been in use before; make a new key")
        if not verifies(public, proof, possession(self.log, owner, use, public)):
            raise ProofError(f"keys: nothing shows that {owner} holds the private half of {kid}")
        since = index if index == 0 else index + 1
        return Key(kid, owner, use, public, since, None, statement.by)


_NEEDED = {
    "open": {"key"},
    "admit": {"key"},
    "rotate": {"key", "ends"},
    "revoke": {"ends", "reason"},
}


def _content(statement: Statement) -> Found:
    """Read what a statement about keys says."""
    if statement.kind != "keys":
        raise RecordError(f"keys: a {statement.kind} says nothing of keys")
    act = text_of(statement.content.get("act"), "keys: act", _ACT)
    needed = {"act", "delegation", *_NEEDED[act]}
    found = fields(statement.content, "keys", needed, {"reason"})
    text_of(found["delegation"], "keys: delegation", NAME)
    if found["delegation"] != statement.log and "/" in found["delegation"]:
        raise RecordError("keys: the name of a delegation has no slash")
    reason = found.get("reason", "")
    if not isinstance(reason, str) or not _REASON.fullmatch(reason):
        raise RecordError("keys: reason: write one line of at most 500 letters")
    if "ends" in found:
        text_of(found["ends"], "keys: ends", NAME)
    if "key" in found:
        _new_key(statement)
    return found


def _new_key(statement: Statement) -> tuple[str, bytes, bytes]:
    """The use, the public half and the proof of possession of a new key."""
    found = fields(statement.content.get("key"), "keys: key", {"public", "use", "proof"})
    public = hash_of(found["public"], "keys: public")
    proof = bytes_of(found["proof"], "keys: proof", url=True)
    return text_of(found["use"], "keys: use", _USE), public, proof
