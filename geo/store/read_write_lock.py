"""Many may pass together; whoever moves the house passes alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class ReadWriteLock:
    """
    A lock that many share and one can have alone.

    Sharing waits only for one who is alone inside, never for one who waits: a thread that is
    inside already may share once more without blocking itself.
    """

    def __init__(self) -> None:
        self._reader_count = 0
        self._is_exclusive = False
        self._condition = threading.Condition()

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Pass together with others."""
        with self._condition:
            self._condition.wait_for(lambda: not self._is_exclusive)
            self._reader_count += 1
        try:
            yield
        finally:
            with self._condition:
                self._reader_count -= 1
                self._condition.notify_all()

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Pass when nobody is inside, and keep everybody out."""
        with self._condition:
            self._condition.wait_for(lambda: not self._is_exclusive and self._reader_count == 0)
            self._is_exclusive = True
        try:
            yield
        finally:
            with self._condition:
                self._is_exclusive = False
                self._condition.notify_all()
