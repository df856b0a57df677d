"""States, organisations and their dated membership."""

from __future__ import annotations

from detente.parties.groups import Group, Member, State

__all__ = ["Group", "Member", "State"]
