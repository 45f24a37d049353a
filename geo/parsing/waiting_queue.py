"""Queue before a fixed number of slots, first come, first served, with the place of each."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PlaceCallback = Callable[[int], None]
"""Called with the place in the queue, from 1, whenever it has changed."""
WAKE_INTERVAL_S = 0.5


class WaitingQueue:
    """
    Slots, and a queue of those who wait for one.

    Parameters
    ----------
    slots
        How many hold a slot at the same time.
    """

    def __init__(self, slots: int) -> None:
        self._free_slots = slots
        self._waiting: list[object] = []
        self._condition = threading.Condition()

    @contextmanager
    def hold_slot(
        self, *, max_wait_s: float, on_place: PlaceCallback | None = None
    ) -> Iterator[bool]:
        """
        Hold a slot, and release it at the end.

        Parameters
        ----------
        max_wait_s
            How long to wait for one [s].
        on_place
            Called by the waiting thread; may raise to leave the queue.

        Returns
        -------
        acquired
            False where no slot became free in time.
        """
        acquired = self._wait_for_slot(max_wait_s, on_place)
        try:
            yield acquired
        finally:
            if acquired:
                with self._condition:
                    self._free_slots += 1
                    self._condition.notify_all()

    def _wait_for_slot(self, max_wait_s: float, on_place: PlaceCallback | None) -> bool:
        ticket, deadline = object(), time.monotonic() + max_wait_s
        with self._condition:
            self._waiting.append(ticket)
        told_place = 0
        try:
            while True:
                with self._condition:
                    if self._waiting[0] is ticket and self._free_slots:
                        self._free_slots -= 1
                        return True
                    place = self._waiting.index(ticket) + 1
                    if place == told_place:
                        self._condition.wait(WAKE_INTERVAL_S)
                if time.monotonic() > deadline:
                    return False
                if on_place is not None and place != told_place:
                    on_place(place)
                told_place = place
        finally:
            with self._condition:
                self._waiting.remove(ticket)
                self._condition.notify_all()
