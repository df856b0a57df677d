"""What a caller hands to a screening: taken as it is meant, or refused with the way out."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from numbers import Real
from typing import Any, cast

import polars as pl

from detente.activities.frame import way_to_a_frame
from detente.errors import FrameError, SenderError
from detente.redlines import RedLine, RedLines
from detente.screening.asking import Prepared
from detente.screening.cluster import in_spark

_LINES = "give read_redlines(…).lines"


def activities_given(given: Any, *, on_a_cluster: bool = False) -> Any:
    """Take a frame of activities: one of Polars, lazy or not.

    Args:
        given: what the caller handed in.
        on_a_cluster: whether a frame of PySpark will do too.

    Raises:
        FrameError: it is another thing. The sender must act.
    """
    if isinstance(given, pl.DataFrame | pl.LazyFrame) or (on_a_cluster and in_spark(given)):
        return given
    way = way_to_a_frame(given)
    if _home(given) == "pandas":
        way = "; polars.from_pandas(frame) makes one"
    kind = type(given).__name__
    kinds = "a Polars or a PySpark frame" if on_a_cluster else "a Polars frame"
    raise FrameError(f"{kind} is no frame of activities; give {kinds}{way}")


def _home(given: object) -> str:
    """Name the package that a thing comes from."""
    return type(given).__module__.partition(".")[0]


def lines_given(given: Any) -> Sequence[RedLine] | pl.DataFrame:
    """Take red lines: a list of them or a single one, all that was read, or a frame.

    Raises:
        SenderError: it is another thing. The sender must act.
    """
    if isinstance(given, RedLines):
        return given.lines
    if isinstance(given, RedLine):
        return (given,)
    if isinstance(given, pl.DataFrame):
        return cast("pl.DataFrame", _named(given))
    listed = isinstance(given, Sequence) and not isinstance(given, str)
    wrong = [each for each in given if not isinstance(each, RedLine)][:1] if listed else [given]
    if wrong:
        kind = type(wrong[0]).__name__
        raise SenderError(f"red lines are due where a {kind} is given; {_LINES}")
    return cast("Sequence[RedLine]", given)


def _named(given: Any) -> Any:
    """Take a frame of red lines."""
    if "redline" in given.columns:
        return given
    raise FrameError(f"the frame has no column 'redline', so it holds no red lines; {_LINES}")


def prepared_given(given: Any) -> Any:
    """Take red lines, a PySpark frame of them, or what `detente.screening.prepare` made of them.

    Raises:
        SenderError: it is another thing. The sender must act.
    """
    if in_spark(given):
        return _named(given)
    return given if isinstance(given, Prepared) else lines_given(given)


def metres_given(within_km: Any) -> float:
    """Take a distance in kilometres, as metres.

    Raises:
        SenderError: it is no number of kilometres from nil on. The sender must act.
    """
    known = isinstance(within_km, Real) and not isinstance(within_km, bool)
    if not (known and isfinite(within_km) and within_km >= 0):
        raise SenderError(f"within_km is {within_km!r}; give kilometres as a number, 0 or more")
    return 1000 * float(within_km)
