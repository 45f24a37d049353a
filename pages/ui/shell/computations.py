"""
Long computations in threads of their own, which several visitors may wait for.

A computation starts when one of `MAX_CONCURRENT` threads is free, in the order of asking. A visitor
waits for one at a time: another question leaves the former one. It is stopped at its next report
of progress once nobody waits for it any more: all have left, or have not looked for a while.
"""

from __future__ import annotations

import contextvars
import logging
import threading
import time
from collections.abc import Callable, Hashable
from types import TracebackType

from geo.errors import AmparoError
from geo.model import ProgressCallback

_logger = logging.getLogger("amparo.pages")

MAX_CONCURRENT = 2  # a core each on a small machine; the libraries release Python's lock
ABANDONED_AFTER_S = 20.0  # since the screen of a visitor last looked
WAITING = "coverage.step_waiting"


class ComputationCancelledError(Exception):
    """Raised within a computation that nobody waits for any more."""


class Computation:
    """One computation: its progress, its error, and who waits for it."""

    def __init__(self, visitor: str, compute: Callable[[ProgressCallback], object]) -> None:
        self._compute = compute
        self._seen = {visitor: time.monotonic()}
        self._done = threading.Event()
        self.share, self.step = 0.0, WAITING
        self.error: Exception | None = None
        self._is_collected = False

    @property
    def is_done(self) -> bool:
        """Whether it has ended: with a result, an error, or cancelled."""
        return self._done.is_set()

    @property
    def is_cancelled(self) -> bool:
        """Whether nobody waits for it any more."""
        oldest = time.monotonic() - ABANDONED_AFTER_S
        return all(seen < oldest for seen in list(self._seen.values()))

    def keep(self, visitor: str) -> None:
        """Note that a visitor waits for it now."""
        self._seen[visitor] = time.monotonic()

    def leave(self, visitor: str) -> None:
        """Note that a visitor does not wait for it any more."""
        self._seen.pop(visitor, None)

    def wait(self, seconds: float) -> bool:
        """Wait for its end; return whether it has ended."""
        return self._done.wait(seconds)

    def run(self) -> None:
        """Compute in the calling thread; what is raised is kept in `error`."""
        with self:
            self._report(0.0, WAITING)
            self._compute(self._report)

    def raise_error(self) -> None:
        """Raise the error of a computation that has ended, if any, to who waited for it."""
        self._is_collected = True
        if self.error is not None:
            raise self.error

    def __del__(self) -> None:
        """Log an error that nobody collected: all who waited have left."""
        error = self.error
        if error is None or self._is_collected or isinstance(error, ComputationCancelledError):
            return
        has_text = isinstance(error, AmparoError)
        _logger.exception("%s", error, exc_info=None if has_text else error)

    def __enter__(self) -> None:
        """Do nothing on entry."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        _: TracebackType | None,
    ) -> bool:
        """Keep the exception for the screen of who waits, and note the end."""
        self.error = error if isinstance(error, Exception) else None
        self._done.set()
        return self.error is not None

    def _report(self, share: float, step: str) -> None:
        if self.is_cancelled:
            raise ComputationCancelledError
        self.share, self.step = share, step


class ComputationQueue:
    """Computations by key; equal keys share one."""

    def __init__(self, max_concurrent: int = MAX_CONCURRENT) -> None:
        self._permits = threading.Semaphore(max_concurrent)
        self._pending: dict[Hashable, Computation] = {}
        self._lock = threading.Lock()

    def join(
        self, key: Hashable, visitor: str, compute: Callable[[ProgressCallback], object]
    ) -> Computation:
        """
        Wait for a computation: the pending one of an equal key, or a new one.

        Parameters
        ----------
        key
            All that the result depends on.
        visitor
            Who waits; she leaves the computation that she waited for before.
        compute
            Computes and keeps the result; runs in a thread, in the context of the caller.
        """
        with self._lock:
            for other_key, other in self._pending.items():
                if other_key != key:
                    other.leave(visitor)
            computation = self._pending.get(key)
            if computation is None or computation.is_cancelled:
                computation = self._start(key, visitor, compute)
            computation.keep(visitor)
            return computation

    def _start(
        self, key: Hashable, visitor: str, compute: Callable[[ProgressCallback], object]
    ) -> Computation:
        computation = self._pending[key] = Computation(visitor, compute)
        context = contextvars.copy_context()
        threading.Thread(
            target=context.run,
            args=(self._run, key, computation),
            name="computation",
            daemon=True,
        ).start()
        return computation

    def _run(self, key: Hashable, computation: Computation) -> None:
        with self._permits:
            computation.run()
        with self._lock:
            if self._pending.get(key) is computation:
                del self._pending[key]
