"""
The time of day that nobody can turn back while the program runs.

Timeouts and waits are reckoned by the later of two clocks: the machine's own, which people can
set, and one that only runs forward from where the first stood when the program began. Setting
the clock back neither prolongs a visit nor stops a wait.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]  # gives UTC, without a zone, as the store keeps it

_BOOT_CLOCK = getattr(time, "CLOCK_BOOTTIME", None)  # of Linux: runs on while the machine sleeps


def _boot_time_s() -> float:
    return time.monotonic() if _BOOT_CLOCK is None else time.clock_gettime(_BOOT_CLOCK)


def _wall_clock() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


class MonotonicClock:
    """
    A clock that never goes back.

    Parameters
    ----------
    wall
        The machine's own clock.
    forward_s
        Seconds since some moment, never falling.
    """

    def __init__(
        self, wall_clock: Clock = _wall_clock, elapsed_s: Callable[[], float] = _boot_time_s
    ) -> None:
        self._wall_clock = wall_clock
        self._elapsed_s = elapsed_s
        self._started_at, self._started_s = wall_clock(), elapsed_s()

    def __call__(self) -> datetime:
        """Tell the time, UTC."""
        ran = timedelta(seconds=self._elapsed_s() - self._started_s)
        return max(self._wall_clock(), self._started_at + ran)


monotonic_now: Clock = MonotonicClock()
