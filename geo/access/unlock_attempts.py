"""
Rate limit of failed passphrases at the screen that unlocks the store.

The store is locked and cannot be written: attempts are counted in memory, by client and in total.
A restart of the server resets them, but whoever can restart it has the file, and can test
passphrases faster without the server.
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from datetime import datetime

from geo.access.attempt_counts import ATTEMPT_LIFETIME, backoff_s
from geo.access.client_address import group_address, is_this_machine
from geo.access.monotonic_clock import Clock, monotonic_now
from geo.errors import SignInWaitError

FREE_UNLOCKS_PER_CLIENT = 5  # attempts without a wait
FREE_UNLOCKS_IN_TOTAL = 20  # a workshop may share one address, and several members may mistype
# One client waits up to `attempt_counts.MAX_BACKOFF_S`. The wait for all clients stays short, so
# that guessing from many clients does not lock out the coordinator: half a minute allows 2,880
# attempts a day, and a passphrase has at least twelve characters. This machine, and clients that
# unlocked the store before, wait for their own attempts only.
MAX_TOTAL_BACKOFF_S = 30.0
MAX_CLIENTS = 10_000  # in memory; the lowest counts are removed first: they cause no wait
ALL_CLIENTS = ""  # key of the total count; no client has this address


@dataclass
class _FailedAttempts:
    count: int
    last_at: datetime


class UnlockAttemptLimiter:
    """
    Counts failed attempts, and rejects those that come before the wait has passed.

    Parameters
    ----------
    now
        The clock.
    """

    def __init__(self, now: Clock = monotonic_now) -> None:
        self._now = now
        self._failures: dict[str, _FailedAttempts] = {}
        self._known: set[str] = set()  # clients that knew a passphrase: they are few
        self._lock = threading.Lock()

    def count_attempt(self, client: str) -> None:
        """
        Count an attempt, before its passphrase is verified.

        Parameters
        ----------
        client
            Address of the client.

        Raises
        ------
        SignInWaitError
            If there were too many failures; this one is not counted, and must not be verified.
        """
        with self._lock:
            now = self._now()
            self._drop_expired(now)
            subjects = self._subjects(client)
            remaining_s = max(self._remaining_wait_s(subject, now) for subject in subjects)
            if remaining_s > 0:
                raise SignInWaitError(seconds=math.ceil(remaining_s))
            for subject in subjects:
                previous = self._failures.get(subject)
                self._failures[subject] = _FailedAttempts(
                    previous.count + 1 if previous else 1, now
                )

    def clear_attempts(self, client: str) -> None:
        """Reset the attempts of a client, and subtract the one just counted from the total."""
        with self._lock:
            own, *total = self._subjects(client)
            self._failures.pop(own, None)
            for subject in total:
                if subject in self._failures:
                    self._failures[subject].count -= 1
            self._known.add(own)

    def _subjects(self, client: str) -> tuple[str, ...]:
        """Return whose attempts are counted: the client's, and those of all unknown clients."""
        own = group_address(client)
        is_exempt = is_this_machine(client) or own in self._known
        return (own,) if is_exempt else (own, ALL_CLIENTS)

    def _remaining_wait_s(self, subject: str, now: datetime) -> float:
        failed = self._failures.get(subject)
        if failed is None:
            return 0.0
        free_attempts = FREE_UNLOCKS_IN_TOTAL if subject == ALL_CLIENTS else FREE_UNLOCKS_PER_CLIENT
        wait_s = backoff_s(failed.count, free_attempts=free_attempts)
        if subject == ALL_CLIENTS:
            wait_s = min(wait_s, MAX_TOTAL_BACKOFF_S)
        return wait_s - (now - failed.last_at).total_seconds()

    def _drop_expired(self, now: datetime) -> None:
        """Remove expired attempts, and the lowest counts above the limit of the memory."""
        expired = [
            subject
            for subject, failed in self._failures.items()
            if now - failed.last_at > ATTEMPT_LIFETIME
        ]
        for subject in expired:
            del self._failures[subject]
        if len(self._failures) > MAX_CLIENTS:
            ordered = sorted(self._failures.items(), key=lambda item: item[1].count)
            self._failures = dict(ordered[len(ordered) // 2 :])
