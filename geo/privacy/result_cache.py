"""A thread-safe least-recently-used cache that computes each result once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from cachetools import LRUCache

T = TypeVar("T")


class ResultCache:
    """Results by key; the least recently used one is evicted first."""

    def __init__(self, max_size: int) -> None:
        self._results: LRUCache[Hashable, Any] = LRUCache(max_size)
        self._key_locks: dict[Hashable, threading.RLock] = {}
        self._lock = threading.RLock()

    def get_or_compute(self, key: Hashable, compute: Callable[[], T]) -> T:
        """
        Return the cached result of a key, or compute and cache it.

        Threads that request the same key wait for one computation; other keys do not wait.
        """
        with self._lock:
            if key in self._results:
                return cast("T", self._results[key])
            key_lock = self._key_locks.setdefault(key, threading.RLock())
        with key_lock:
            with self._lock:
                if key in self._results:
                    return cast("T", self._results[key])
            try:
                result = compute()
                with self._lock:
                    self._results[key] = result
            finally:
                with self._lock:
                    self._key_locks.pop(key, None)
            return result

    def discard(self, is_discarded: Callable[[Any], bool]) -> None:
        """Remove the results whose keys a function selects."""
        with self._lock:
            for key in [one for one in self._results if is_discarded(one)]:
                del self._results[key]

    def clear(self) -> None:
        """Remove all results."""
        with self._lock:
            self._results.clear()
