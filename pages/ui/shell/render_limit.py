"""Screens are made a few at a time: more at once make all of them slow, and the server silent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

# Python runs one thread at a time: more turns than a few finish nothing sooner, and keep whatever
# answers for the server from its own. A long import takes one of them.
MAX_CONCURRENT_RENDERS = 6
_semaphore = BoundedSemaphore(MAX_CONCURRENT_RENDERS)


@contextmanager
def limit_concurrency() -> Iterator[None]:
    """Wait until a screen may be made, and let the next one when it is."""
    with _semaphore:
        yield
