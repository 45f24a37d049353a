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

from geo.access.monotonic_clock import Clock, monotonic_now
from geo.access.sign_in_attempts import ATTEMPT_LIFETIME, backoff_s
from geo.errors import SignInWaitError

FREE_UNLOCKS_PER_CLIENT = 5  # attempts without a wait
FREE_UNLOCKS_IN_TOTAL = 20  # a workshop may share one address, and several members may mistype
# One client waits up to `sign_in_attempts.MAX_BACKOFF_S`. The wait for all clients stays short, so
# that guessing from many clients does not lock out the coordinator: half a minute allows 2,880
# attempts a day, and a passphrase has at least twelve characters.
MAX_TOTAL_BACKOFF_S = 30.0
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
            remaining_s = max(
                self._remaining_wait_s(client, now), self._remaining_wait_s(ALL_CLIENTS, now)
            )
            if remaining_s > 0:
                raise SignInWaitError(seconds=math.ceil(remaining_s))
            for subject in (client, ALL_CLIENTS):
                previous = self._failures.get(subject)
                self._failures[subject] = _FailedAttempts(
                    previous.count + 1 if previous else 1, now
                )

    def clear_attempts(self, client: str) -> None:
        """Reset the attempts of a client, and subtract the one just counted from the total."""
        with self._lock:
            self._failures.pop(client, None)
            if ALL_CLIENTS in self._failures:
                self._failures[ALL_CLIENTS].count -= 1

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
        """Remove expired attempts, which bounds the number of clients in memory."""
        expired = [
            subject
            for subject, failed in self._failures.items()
            if now - failed.last_at > ATTEMPT_LIFETIME
        ]
        for subject in expired:
            del self._failures[subject]
