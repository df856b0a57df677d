"""What is asked of the desk: one form for each act. A field that is absent is not stated."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, JsonValue, SecretStr

from detente.desk.officers import Role
from detente.sources.source import Strict

Plain = dict[str, Any]
NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
DELEGATION = r"^[A-Z]{2}$"
HASH = "^[0-9a-f]{64}$"
WHOSE = r"^[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}$"
KIND = "^[a-z][a-z-]{0,31}$"
LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]*$"
"""A line of text as it is shown: without signs that move the cursor or turn the line round."""

TEXT = r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]*$"
"""The same in several lines."""

INSTANT = r"^$|^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"
CURSOR = r"^$|^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{6})?Z~[0-9]{1,15}$"
MOST = 1024
SHORTEST = 15
"""Characters of a passphrase that opens alone, at least (NIST SP 800-63B-4, section 3.1.1.2)."""

LAST = (1 << 53) - 1
"""The largest whole number that every reader of JSON takes for the same (RFC 8259, section 6)."""


class Nothing(Strict):
    """An act that needs to be told nothing."""


class Body(Strict):
    """What a draft says.

    Attributes:
        word: the word, as a word is written in JSON; who speaks is filled in by the desk.
        activity: the activity that it tells of, as one record of a JSON file of activities.
        refers_to: ids of the statements that it is about: what it corrects, cancels or answers.
    """

    word: dict[str, JsonValue]
    activity: dict[str, JsonValue] | None = None
    refers_to: list[Annotated[str, Field(pattern=HASH)]] = Field(default=[], max_length=64)


class NewDraft(Strict):
    """A draft to begin.

    Attributes:
        body: what it says.
    """

    body: Body


class ADraft(Strict):
    """A draft that there is.

    Attributes:
        draft: its id.
    """

    draft: str = Field(pattern=NAME)


class SeenDraft(ADraft):
    """A draft, in the version that the officer has seen.

    Attributes:
        version: that version; another one that stands is not written over.
    """

    version: int = Field(ge=1, le=LAST)


class ChangedDraft(SeenDraft):
    """What a draft says from now on.

    Attributes:
        body: all of it.
    """

    body: Body


class Submitted(SeenDraft):
    """A draft to be cleared.

    Attributes:
        incomplete: whether it may go out although something that its format asks for is missing.
    """

    incomplete: bool = False


class Decision(SeenDraft):
    """What a second officer decides.

    Attributes:
        remark: a remark; needed where a draft is sent back.
    """

    remark: str = Field(default="", max_length=4096, pattern=TEXT)


class Released(SeenDraft):
    """A draft with its seal.

    Attributes:
        sealed: the flattened JWS over the bytes that `bytes_to_seal` gave.
    """

    sealed: dict[str, str]


class ToFile(Strict):
    """A sealed statement that was made elsewhere.

    Attributes:
        sealed: the flattened JWS.
    """

    sealed: dict[str, str]


class Listed(Strict):
    """Which words are looked for.

    Attributes:
        after: those after this index of the log; -1 for all.
        limit: at most so many.
        kinds: of these kinds; empty for all.
        authors: by these delegations; empty for all.
        refers_to: about the statement with this id; empty for all.
    """

    after: int = Field(default=-1, ge=-1, le=LAST)
    limit: int = Field(default=100, ge=1, le=MOST)
    kinds: list[Annotated[str, Field(pattern=KIND)]] = Field(default=[], max_length=64)
    authors: list[Annotated[str, Field(pattern=WHOSE)]] = Field(default=[], max_length=64)
    refers_to: str = Field(default="", pattern=f"^$|{HASH}")


class Found(Strict):
    """Which words are looked for, as they appear.

    Attributes:
        cursor: where an earlier answer ended; empty to begin anew.
        limit: at most so many.
        since: received at this instant or later; empty for all.
        until: received before this instant; empty for all.
        kinds: of these kinds; empty for all.
        parties: by these delegations; empty for all.
        formats: in these formats; empty for all.
        marks: marked for these readers; empty for all.
        markers: marked so, such as exercise; empty for all.
        refers_to: about the statement with this id; empty for all.
        number: with this in the number; empty for all.
    """

    cursor: str = Field(default="", pattern=CURSOR)
    limit: int = Field(default=100, ge=1, le=MOST)
    since: str = Field(default="", pattern=INSTANT)
    until: str = Field(default="", pattern=INSTANT)
    kinds: list[Annotated[str, Field(pattern=KIND)]] = Field(default=[], max_length=64)
    parties: list[Annotated[str, Field(pattern=WHOSE)]] = Field(default=[], max_length=64)
    formats: list[Annotated[str, Field(pattern=WHOSE)]] = Field(default=[], max_length=64)
    marks: list[Annotated[str, Field(pattern=KIND)]] = Field(default=[], max_length=64)
    markers: list[Annotated[str, Field(pattern=KIND)]] = Field(default=[], max_length=64)
    refers_to: str = Field(default="", pattern=f"^$|{HASH}")
    number: str = Field(default="", max_length=64, pattern=LINE)


class AWord(Strict):
    """A word in the log.

    Attributes:
        word: the id of its statement.
    """

    word: str = Field(pattern=HASH)


class Grown(Strict):
    """Two sizes of the log.

    Attributes:
        old: the smaller.
        new: the larger; None for that of the last checkpoint.
    """

    old: int = Field(ge=0, le=LAST)
    new: int | None = Field(default=None, ge=0, le=LAST)


class Cosigned(Strict):
    """A checkpoint with the line of a witness.

    Attributes:
        note: the checkpoint as text, with that line.
    """

    note: str = Field(max_length=65536, pattern=TEXT)


class Compared(Strict):
    """Checkpoints that others hold.

    Attributes:
        notes: each as text, as it was shown to them, with its signatures.
    """

    notes: list[Annotated[str, Field(max_length=65536, pattern=TEXT)]] = Field(
        min_length=1, max_length=64
    )


class Admission(Strict):
    """A delegation to take in.

    Attributes:
        delegation: its code.
        name: how it is called.
        keys: the content of the statement about its first key, as its own officer made it.
        four_eyes: whether its drafts are cleared by a second officer.
    """

    delegation: str = Field(pattern=DELEGATION)
    name: str = Field(min_length=1, max_length=128, pattern=LINE)
    keys: dict[str, JsonValue]
    four_eyes: bool = True


class BroughtKey(Strict):
    """A further key of a delegation.

    Attributes:
        delegation: its code.
        keys: the content of the statement about the key, as the delegation's officer made it.
    """

    delegation: str = Field(pattern=DELEGATION)
    keys: dict[str, JsonValue]


class EndedKey(Strict):
    """A key that is to count no more.

    Attributes:
        delegation: whose it is.
        ends: its id.
        reason: why.
    """

    delegation: str = Field(pattern=DELEGATION)
    ends: str = Field(pattern=WHOSE)
    reason: str = Field(min_length=1, max_length=256, pattern=LINE)


class Packed(Strict):
    """What a pouch is to carry of the log, or a part of that.

    Attributes:
        first: the entry at which its reader goes on; 0 for the whole log.
        since: the entry at which this part goes on, as the part before told; 0 for the first part.
        size: entries in the log where the pouch ends, as the first part told; 0: all there are.
        limit: entries in one part at most.
    """

    first: int = Field(default=0, ge=0, le=LAST)
    since: int = Field(default=0, ge=0, le=LAST)
    size: int = Field(default=0, ge=0, le=LAST)
    limit: int = Field(default=4096, ge=1, le=4096)


class Carried(Strict):
    """Sealed words that came in a pouch.

    Attributes:
        outgoing: the flattened JWS of each, in the order of their author.
    """

    outgoing: list[dict[str, str]] = Field(max_length=MOST)


class NewOfficer(Strict):
    """An officer to add, or to give other roles.

    Attributes:
        officer: the id.
        delegation: whose officer; empty: of the delegation of whoever asks.
        name: how the officer is called.
        roles: what the officer may be; none: the officer no longer acts.
    """

    officer: str = Field(pattern=NAME)
    delegation: str = Field(default="", pattern=f"^$|{WHOSE}")
    name: str = Field(min_length=1, max_length=128, pattern=LINE)
    roles: list[Role]


class Recorded(Strict):
    """Which acts, or alerts, are looked for.

    Attributes:
        after: those after this number; -1 for all.
        limit: at most so many.
        since: at this instant or later; empty for all.
        until: before this instant; empty for all.
        kinds: these acts, or alerts of these kinds; empty for all.
    """

    after: int = Field(default=-1, ge=-1, le=LAST)
    limit: int = Field(default=100, ge=1, le=MOST)
    since: str = Field(default="", pattern=INSTANT)
    until: str = Field(default="", pattern=INSTANT)
    kinds: list[Annotated[str, Field(pattern="^[a-z][a-z_ ]{0,63}$")]] = Field(
        default=[], max_length=64
    )


class NewApiKey(Strict):
    """A key for programs to give.

    Attributes:
        officer: for whom programs act with it.
        label: what it is for.
    """

    officer: str = Field(pattern=NAME)
    label: str = Field(min_length=1, max_length=128, pattern=LINE)


class AnApiKey(Strict):
    """A key for programs.

    Attributes:
        api_key: its id, which is not its secret.
    """

    api_key: str = Field(pattern=NAME)


class AnOfficer(Strict):
    """An officer that there is.

    Attributes:
        officer: the id.
    """

    officer: str = Field(pattern=NAME)


class GivenPassphrase(AnOfficer):
    """A passphrase for an officer.

    Attributes:
        passphrase: as NIST SP 800-63B-4, section 3.1.1.2, asks where nothing else is shown.
    """

    passphrase: SecretStr = Field(min_length=SHORTEST, max_length=MOST)


class OwnPassphrase(Strict):
    """Another passphrase for oneself.

    Attributes:
        old: the one that stands.
        passphrase: the new one.
    """

    old: SecretStr = Field(max_length=MOST)
    passphrase: SecretStr = Field(min_length=SHORTEST, max_length=MOST)


class Entering(Strict):
    """What an officer enters with.

    Attributes:
        passphrase: the officer's.
    """

    passphrase: SecretStr = Field(max_length=MOST)


class ASession(Strict):
    """A session.

    Attributes:
        session: its id, which is not its secret.
    """

    session: str = Field(pattern=NAME)
