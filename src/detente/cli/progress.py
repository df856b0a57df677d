"""A progress bar on standard error, for work that takes long and a person who watches."""

from __future__ import annotations

import sys
import threading
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 0.5
"""Seconds of work before the bar appears."""


class Steps:
    """Steps of work that are counted; the bar appears only on a terminal and after a while.

    Args:
        total: how many steps there are.
        patience: seconds before the bar appears.
        watched: whether a person watches; None: whether standard error is a terminal.
    """

    def __init__(
        self, total: int, *, patience: float = PATIENCE, watched: bool | None = None
    ) -> None:
        """Show nothing yet."""
        self._total, self._done, self._words = total, 0, ""
        self._shown: tuple[Progress, TaskID] | None = None
        self._watched = sys.stderr.isatty() if watched is None else watched
        self._timer = threading.Timer(patience, self._appear)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._over = False

    def __enter__(self) -> Steps:
        """Begin to wait."""
        if self._watched:
            self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the bar away."""
        self._timer.cancel()
        with self._lock:
            self._over = True
            if self._shown:
                self._shown[0].stop()

    def begin(self, words: str) -> None:
        """Begin a step; the one before is done."""
        with self._lock:
            self._done += 1 if self._words else 0
            self._words = words
            if self._shown:
                bar, task = self._shown
                bar.update(task, completed=self._done, description=words)

    def _appear(self) -> None:
        """Show the bar, unless the work is over."""
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        with self._lock:
            if self._over:
                return
            bar = Progress(
                SpinnerColumn(),
                TextColumn("{task.description}"),
                BarColumn(),
                TimeElapsedColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            task = bar.add_task(self._words, total=self._total, completed=self._done)
            bar.start()
            self._shown = bar, task
