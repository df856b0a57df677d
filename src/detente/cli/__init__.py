"""The command line: parse, call one act, show the answer."""

from __future__ import annotations

from detente.cli.program import main

__all__ = ["main"]
