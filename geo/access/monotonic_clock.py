"""
A wall clock that cannot be set back while the program runs.

Timeouts and waits use the later of two clocks: the system clock, which users can set, and a
monotonic clock that started at the time of the first. Setting the system clock back neither
prolongs a session nor stops a wait.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]  # returns naive UTC, as in the store

_BOOT_CLOCK = getattr(time, "CLOCK_BOOTTIME", None)  # Linux: also counts time in suspend


def _boot_time_s() -> float:
    return time.monotonic() if _BOOT_CLOCK is None else time.clock_gettime(_BOOT_CLOCK)


def _wall_clock() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


class MonotonicClock:
    """
    A clock that never runs backwards.

    Parameters
    ----------
    wall_clock
        The system clock.
    elapsed_s
        Monotonic seconds since an arbitrary start.
    """

    def __init__(
        self, wall_clock: Clock = _wall_clock, elapsed_s: Callable[[], float] = _boot_time_s
    ) -> None:
        self._wall_clock = wall_clock
        self._elapsed_s = elapsed_s
        self._started_at, self._started_s = wall_clock(), elapsed_s()

    def __call__(self) -> datetime:
        """Return the time, UTC."""
        elapsed = timedelta(seconds=self._elapsed_s() - self._started_s)
        return max(self._wall_clock(), self._started_at + elapsed)


monotonic_now: Clock = MonotonicClock()
