"""A node as the tests of the desk use it: a clock they set, three delegations, their officers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from detente.desk import Workbench, perform
from detente.exchange.check.reading import bytes_of
from detente.exchange.keys import admitting
from detente.notifications import Word, content
from detente.store import Store
from tests.exchange.simulator import LOG, key_of
from tests.notifications.words import notification

NOON = dt.datetime(2026, 9, 1, 12)
ROLES = {
    "drafter": ["reader", "drafter"],
    "second": ["reader", "clearer", "releaser"],
    "keeper": ["reader", "keyholder", "releaser", "witness"],
}

ACTIVITY: dict[str, Any] = {
    "activity": "northern-star-26",
    "source": "the delegation of FR",
    "kind": "exercise",
    "obligor": "FR",
    "host": "FR",
    "starts": "2026-10-20",
    "ends": "2026-10-30",
    "troops": 12_500,
    "area": "POLYGON ((4 48, 5 48, 5 49, 4 49, 4 48))",
}


@dataclass
class SetClock:
    """A clock that stands where it is set."""

    at: dt.datetime = NOON

    def now(self) -> dt.datetime:
        """Give the instant at which it stands."""
        return self.at

    def go(self, **how_far: float) -> None:
        """Go on, or back."""
        self.at += dt.timedelta(**how_far)


@dataclass
class Node:
    """A node with its clock."""

    store: Store
    bench: Workbench
    clock: SetClock = field(default_factory=SetClock)

    def act(self, officer: str, act: str, /, key: str = "", **request: Any) -> Any:
        """Do an act."""
        return perform(self.bench, officer, act, request, key=key)

    def admit(self, delegation: str, *, four_eyes: bool = True) -> None:
        """Take a delegation in, with three officers."""
        keys = admitting(LOG, key_of(delegation))
        request: dict[str, Any] = {"delegation": delegation, "name": f"Delegation of {delegation}"}
        self.act("host", "admit_delegation", **request, keys=keys, four_eyes=four_eyes)
        for name, roles in ROLES.items():
            officer = f"{delegation.lower()}-{name}"
            told: dict[str, Any] = {"officer": officer, "delegation": delegation, "roles": roles}
            self.act("host", "set_officer", **told, name=officer.title())

    def drafted(self, who: str = "fr", **changed: Any) -> dict[str, Any]:
        """Begin a draft of a notification."""
        begun: dict[str, Any] = self.act(f"{who}-drafter", "draft_word", body=body(**changed))
        return begun

    def cleared(self, who: str = "fr", **changed: Any) -> dict[str, Any]:
        """Bring a draft to where it can be sealed."""
        draft = self.drafted(who, **changed)
        handed_in: dict[str, Any] = self.act(f"{who}-drafter", "submit_draft", **seen(draft))
        if handed_in["state"] == "cleared":
            return handed_in
        cleared: dict[str, Any] = self.act(f"{who}-second", "clear_draft", **seen(handed_in))
        return cleared

    def sealed(self, draft: dict[str, Any], who: str = "fr") -> dict[str, str]:
        """Seal a cleared draft with the delegation's key, as its officer does elsewhere."""
        given = self.act(f"{who}-second", "bytes_to_seal", **seen(draft))
        seal = key_of(who.upper()).seal(bytes_of(given["payload"], "payload"))
        return {"payload": seal.payload, "protected": seal.protected, "signature": seal.signature}

    def released(self, who: str = "fr", **changed: Any) -> dict[str, Any]:
        """Say a word, from draft to log."""
        draft = self.cleared(who, **changed)
        told = {**seen(draft), "sealed": self.sealed(draft, who)}
        said: dict[str, Any] = self.act(f"{who}-second", "release_word", **told)
        return said


def seen(draft: dict[str, Any]) -> dict[str, Any]:
    """Give what names a draft in the version that was answered."""
    return {"draft": draft["draft"], "version": draft["version"]}


def body(
    word: Word | None = None,
    activity: dict[str, Any] | None = ACTIVITY,
    refers_to: tuple[str, ...] = (),
    **changed: Any,
) -> dict[str, Any]:
    """What a draft says."""
    told = content(word or notification(made="", **changed))
    return {"word": told, "activity": activity, "refers_to": list(refers_to)}
