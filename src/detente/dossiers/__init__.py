"""Findings gathered for a reader: one report, and findings as they are written down."""

from __future__ import annotations

from detente.dossiers.report import Input, fingerprint, report
from detente.dossiers.written import arranged, written

__all__ = ["Input", "arranged", "fingerprint", "report", "written"]
