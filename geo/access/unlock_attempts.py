"""
Passphrases tried in vain at the screen that opens the file.

The file is closed, so nothing can be written in it: tries are counted in memory, for the machine
they come from and for all together. Starting the server again gives new tries, but whoever can
do that holds the file, and tries passphrases faster without us.
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from datetime import datetime

from geo.access.monotonic_clock import Clock, monotonic_now
from geo.access.sign_in_attempts import ATTEMPT_LIFETIME, backoff_s
from geo.errors import SignInWaitError

FREE_UNLOCKS_PER_CLIENT = 5  # tries without a wait
FREE_UNLOCKS_IN_TOTAL = 20  # a workshop may sit behind one address, and several may not remember
# One machine waits up to `attempts.LONGEST_WAIT_S`. What all wait together stays short, so that
# nobody keeps the coordinator out by guessing from many machines: half a minute leaves them 2,880
# tries a day, and a passphrase has twelve signs at least.
MAX_TOTAL_BACKOFF_S = 30.0
ALL_CLIENTS = ""  # no machine has this address


@dataclass
class _FailedAttempts:
    count: int
    last_at: datetime


class UnlockAttemptLimiter:
    """
    Counts tries, and says how long the next one has to wait.

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
        Count a try, before its passphrase is looked at.

        Parameters
        ----------
        client
            The address of the machine it comes from.

        Raises
        ------
        SignInWaitError
            If there were too many in vain; this one is not counted, and must not be looked at.
        """
        with self._lock:
            now = self._now()
            self._drop_expired(now)
            left = max(
                self._remaining_wait_s(client, now), self._remaining_wait_s(ALL_CLIENTS, now)
            )
            if left > 0:
                raise SignInWaitError(seconds=math.ceil(left))
            for subject in (client, ALL_CLIENTS):
                before = self._failures.get(subject)
                self._failures[subject] = _FailedAttempts(before.count + 1 if before else 1, now)

    def clear_attempts(self, client: str) -> None:
        """Forget the tries of a machine, and the one just counted among all."""
        with self._lock:
            self._failures.pop(client, None)
            if ALL_CLIENTS in self._failures:
                self._failures[ALL_CLIENTS].count -= 1

    def _remaining_wait_s(self, subject: str, now: datetime) -> float:
        failed = self._failures.get(subject)
        if failed is None:
            return 0.0
        free = FREE_UNLOCKS_IN_TOTAL if subject == ALL_CLIENTS else FREE_UNLOCKS_PER_CLIENT
        wait = backoff_s(failed.count, free_attempts=free)
        if subject == ALL_CLIENTS:
            wait = min(wait, MAX_TOTAL_BACKOFF_S)
        return wait - (now - failed.last_at).total_seconds()

    def _drop_expired(self, now: datetime) -> None:
        """Let go of old tries; there are never more machines here than tries of a day."""
        old = [
            subject
            for subject, failed in self._failures.items()
            if now - failed.last_at > ATTEMPT_LIFETIME
        ]
        for subject in old:
            del self._failures[subject]
