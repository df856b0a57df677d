"""Findings gathered for a reader: one report, and findings as they are written down."""

from __future__ import annotations

from detente.dossiers.report import Input, fingerprint, report
from detente.dossiers.written import written

__all__ = ["Input", "fingerprint", "report", "written"]
