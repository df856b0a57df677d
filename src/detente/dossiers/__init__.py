"""Findings gathered for a reader: the report, the dossier, findings as they are written down.

The dossier is loaded when it is first asked for, since its maps take their time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.dossiers.report import Input, fingerprint, report
from detente.dossiers.written import arranged, written

if TYPE_CHECKING:
    from detente.dossiers.contents import Asked, gathered
    from detente.dossiers.on_paper import dossier_pdf
    from detente.dossiers.on_screen import dossier

__all__ = [
    "Asked",
    "Input",
    "arranged",
    "dossier",
    "dossier_pdf",
    "fingerprint",
    "gathered",
    "report",
    "written",
]

_HOMES = {
    "Asked": "contents",
    "dossier": "on_screen",
    "dossier_pdf": "on_paper",
    "gathered": "contents",
}


def __getattr__(name: str) -> Any:
    """Load the part of the room in which a public name lives."""
    import importlib

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
