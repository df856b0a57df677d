"""Counts that are exact, a range, or not stated, and the three answers a question can have."""

from __future__ import annotations

from detente.measures.answers import Answer, all_of, any_of, negation
from detente.measures.count import NOT_STATED, Count, parse_count

__all__ = ["NOT_STATED", "Answer", "Count", "all_of", "any_of", "negation", "parse_count"]
