"""Thread-safe caches that compute each result once, and do not wait for each other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar, cast
from weakref import WeakValueDictionary

from cachetools import Cache, LRUCache

from geo.privacy.memory_size import find_arrays

T = TypeVar("T")


class _KeyLock:
    """Lock of a key; it lasts as long as a thread computes the result, or waits for it."""

    def __init__(self) -> None:
        self.lock = threading.RLock()


class ResultCache:
    """
    Results by key; the least recently used one is evicted first.

    Parameters
    ----------
    max_size
        Most results.
    max_bytes
        Most memory of the arrays of all results together [bytes], but the last result always
        stays; None for no limit.
    find_shared
        Lists objects that are kept elsewhere: they do not count.
    """

    def __init__(
        self,
        max_size: int,
        *,
        max_bytes: int | None = None,
        find_shared: Callable[[], Iterable[object]] = tuple,
    ) -> None:
        self._max_bytes = max_bytes
        self._find_shared = find_shared
        self._results: LRUCache[Hashable, Any] = LRUCache(max_size)
        self._key_locks: WeakValueDictionary[Hashable, _KeyLock] = WeakValueDictionary()
        self._lock = threading.RLock()

    def get_or_compute(self, key: Hashable, compute: Callable[[], T]) -> T:
        """
        Return the cached result of a key, or compute and cache it.

        Threads that request the same key wait for one computation; other keys do not wait.
        """
        with self._lock:
            if key in self._results:
                return cast("T", self._results[key])
            key_lock = self._key_locks.setdefault(key, _KeyLock())
        with key_lock.lock:
            with self._lock:
                if key in self._results:
                    return cast("T", self._results[key])
            result = compute()
            with self._lock:
                self._results[key] = result
                self._evict_beyond_limit()
            return result

    def values(self) -> list[Any]:
        """List the results."""
        with self._lock:
            return list(self._copy_results().values())

    def _copy_results(self) -> dict[Hashable, Any]:
        """Copy the results; unlike iterating over them, this does not count as using them."""
        return {key: Cache.__getitem__(self._results, key) for key in self._results}

    def _evict_beyond_limit(self) -> None:
        if self._max_bytes is None:
            return
        shared = {id(one) for one in self._find_shared()}
        # Results are measured anew each time, because some compute their arrays when first asked.
        arrays = {
            key: find_arrays(result, not_counted=shared)
            for key, result in self._copy_results().items()
        }
        while len(arrays) > 1 and _total_bytes(arrays.values()) > self._max_bytes:
            key, _ = self._results.popitem()
            del arrays[key]

    def find(self, key: Hashable) -> Any:  # noqa: ANN401 (as stored)
        """Return the cached result of a key; None without one."""
        with self._lock:
            return self._results.get(key)

    def discard(self, is_discarded: Callable[[Any], bool]) -> None:
        """Remove the results whose keys a function selects."""
        with self._lock:
            for key in [one for one in self._results if is_discarded(one)]:
                del self._results[key]

    def clear(self) -> None:
        """Remove all results."""
        with self._lock:
            self._results.clear()


def _total_bytes(arrays: Iterable[dict[Hashable, int]]) -> int:
    together: dict[Hashable, int] = {}
    for one in arrays:
        together |= one
    return sum(together.values())
