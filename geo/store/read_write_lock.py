"""Read/write lock: many readers at a time, or one exclusive holder."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class ReadWriteLock:
    """
    A lock with shared and exclusive acquisition.

    Shared acquisition waits only for an exclusive holder, never for a thread that waits for
    exclusive acquisition: a thread that holds it shared may acquire it again without deadlock.
    """

    def __init__(self) -> None:
        self._reader_count = 0
        self._is_exclusive = False
        self._condition = threading.Condition()

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Acquire the lock together with other readers."""
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
        """Acquire the lock when no other thread holds it, and exclude all others."""
        with self._condition:
            self._condition.wait_for(lambda: not self._is_exclusive and self._reader_count == 0)
            self._is_exclusive = True
        try:
            yield
        finally:
            with self._condition:
                self._is_exclusive = False
                self._condition.notify_all()
