"""Instruments times activities: findings that say what applies, what does not, what cannot be told.

The room answers one question, which bears its name: ``detente.obligations(frame)``. Python binds a
package's name in its parent once it is imported, so the package itself takes the call.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import detente
from detente.obligations.evaluate import evaluate
from detente.obligations.rules import FINDINGS

__all__ = ["FINDINGS", "evaluate"]

_ask = detente.obligations


class _Room(ModuleType):
    """A package that can be called."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        """Evaluate agreed texts on activities; see `detente.obligations`."""
        return _ask(*args, **options)


sys.modules[__name__].__class__ = _Room
