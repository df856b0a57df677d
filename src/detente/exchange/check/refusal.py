"""The two ways in which a record is not taken.

Inside Détente they are leaves of its tree of errors. Where this folder was copied alone, they are
the same two, by themselves.
"""

from __future__ import annotations

__all__ = ["ProofError", "RecordError"]

try:
    from detente.errors import ProofError, RecordError
except ImportError:
    # the folder stands alone: the names are bound here instead
    class RecordError(Exception):  # type: ignore[no-redef]
        """What was handed over cannot be read as what it should be; whoever made it acts."""

    # as above
    class ProofError(Exception):  # type: ignore[no-redef]
        """What was handed over can be read, and does not hold; nobody may build on it."""
