"""Semaphore that limits how many screens render at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

# Python runs one thread at a time: more concurrent renders finish no sooner, and delay the threads
# that respond to requests. A long import holds one of these permits.
MAX_CONCURRENT_RENDERS = 6
_semaphore = BoundedSemaphore(MAX_CONCURRENT_RENDERS)


@contextmanager
def limit_concurrency() -> Iterator[None]:
    """Hold a permit to render a screen; wait where all are in use."""
    with _semaphore:
        yield
