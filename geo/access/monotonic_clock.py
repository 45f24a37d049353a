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

_FORWARD = getattr(time, "CLOCK_BOOTTIME", None)  # of Linux: runs on while the machine sleeps


def _forward_s() -> float:
    return time.monotonic() if _FORWARD is None else time.clock_gettime(_FORWARD)


def _wall() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


class SteadyClock:
    """
    A clock that never goes back.

    Parameters
    ----------
    wall
        The machine's own clock.
    forward_s
        Seconds since some moment, never falling.
    """

    def __init__(self, wall: Clock = _wall, forward_s: Callable[[], float] = _forward_s) -> None:
        self._wall = wall
        self._forward_s = forward_s
        self._began, self._began_s = wall(), forward_s()

    def __call__(self) -> datetime:
        """Tell the time, UTC."""
        ran = timedelta(seconds=self._forward_s() - self._began_s)
        return max(self._wall(), self._began + ran)


steady_now: Clock = SteadyClock()
