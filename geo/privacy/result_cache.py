"""A cache of results, shared by threads."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

T = TypeVar("T")


class ResultCache:
    """Results by their key, the least used dropped first; each made once, whoever asks."""

    def __init__(self, max_size: int) -> None:
        self._max_size = max_size
        self._results: OrderedDict[Hashable, Any] = OrderedDict()
        self._key_locks: dict[Hashable, threading.RLock] = {}
        self._lock = threading.RLock()

    def get_or_compute(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Give what is known under a key, or make it now."""
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                return cast("T", self._results[key])
            making = self._key_locks.setdefault(key, threading.RLock())
        with making:  # others who ask for the same wait; those who ask for another do not
            with self._lock:
                if key in self._results:
                    return cast("T", self._results[key])
            made = compute()
            with self._lock:
                self._results[key] = made
                self._key_locks.pop(key, None)
                while len(self._results) > self._max_size:
                    self._results.popitem(last=False)
            return made

    def clear(self) -> None:
        """Drop all results."""
        with self._lock:
            self._results.clear()
