"""What a source states about one condition, in words."""

from __future__ import annotations

from typing import Any

from detente.measures import Count
from detente.obligations.clauses import Clause
from detente.obligations.counterpart import spoken_of
from detente.obligations.rules import Rule
from detente.obligations.seen import COUNTERPART

ANSWERS = {True: "yes", False: "no", None: "cannot be told"}
_SILENT = "not stated"


def stated(rule: Rule, row: dict[str, Any], clause: Clause) -> str:
    """Give what the source states about a condition; empty where it is made of others."""
    told = _stated(rule, row, clause)
    if clause.parts or clause.name not in spoken_of(rule.bench.library) or told == _SILENT:
        return told
    return f"{told}; towards {row.get(COUNTERPART) or 'which other State is not stated'}"


def _stated(rule: Rule, row: dict[str, Any], clause: Clause) -> str:
    """Give the figure, the word or the answer that a source states."""
    name = clause.name
    if clause.measure:
        exact = row.get(name)
        count = Count(row.get(f"{name}_low", exact), row.get(f"{name}_high", exact))
        return f"stated: {count}" if str(count) else _SILENT
    if clause.parts or name in ("status", "ends", "starts"):
        return ""
    value = row.get(name)
    if value is None:
        return _SILENT
    if isinstance(value, bool):
        return f"{_by(rule, row, name)}: {ANSWERS[value]}"
    return f"stated: {value}"


def _by(rule: Rule, row: dict[str, Any], name: str) -> str:
    """Say what tells a fact: the source, or of a zone the host and the area as well."""
    zone = rule.bench.library.zones.get(rule.provision.zone)
    if zone is None or zone.column != name:
        return "stated"
    host = row.get("host")
    if row.get("area") is not None:
        return "stated, or by area and host" if host else "stated, or by its area"
    return f"by its host, {host}" if zone.by_host(host) is row[name] else "stated"
