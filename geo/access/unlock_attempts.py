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

from geo.access.monotonic_clock import Clock, steady_now
from geo.access.sign_in_attempts import FORGOTTEN_AFTER, wait_s
from geo.errors import SignInWaitError

FREE_OF_CLIENT = 5  # tries without a wait
FREE_OF_ALL = 20  # a workshop may sit behind one address, and several may not remember
# One machine waits up to `attempts.LONGEST_WAIT_S`. What all wait together stays short, so that
# nobody keeps the coordinator out by guessing from many machines: half a minute leaves them 2,880
# tries a day, and a passphrase has twelve signs at least.
LONGEST_OF_ALL_S = 30.0
ALL = ""  # no machine has this address


@dataclass
class _Failed:
    times: int
    last_at: datetime


class UnlockTries:
    """
    Counts tries, and says how long the next one has to wait.

    Parameters
    ----------
    now
        The clock.
    """

    def __init__(self, now: Clock = steady_now) -> None:
        self._now = now
        self._failed: dict[str, _Failed] = {}
        self._turn = threading.Lock()

    def begin(self, client: str) -> None:
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
        with self._turn:
            now = self._now()
            self._forget(now)
            left = max(self._left_s(client, now), self._left_s(ALL, now))
            if left > 0:
                raise SignInWaitError(seconds=math.ceil(left))
            for subject in (client, ALL):
                before = self._failed.get(subject)
                self._failed[subject] = _Failed(before.times + 1 if before else 1, now)

    def succeeded(self, client: str) -> None:
        """Forget the tries of a machine, and the one just counted among all."""
        with self._turn:
            self._failed.pop(client, None)
            if ALL in self._failed:
                self._failed[ALL].times -= 1

    def _left_s(self, subject: str, now: datetime) -> float:
        failed = self._failed.get(subject)
        if failed is None:
            return 0.0
        free = FREE_OF_ALL if subject == ALL else FREE_OF_CLIENT
        wait = wait_s(failed.times, free=free)
        if subject == ALL:
            wait = min(wait, LONGEST_OF_ALL_S)
        return wait - (now - failed.last_at).total_seconds()

    def _forget(self, now: datetime) -> None:
        """Let go of old tries; there are never more machines here than tries of a day."""
        old = [
            subject
            for subject, failed in self._failed.items()
            if now - failed.last_at > FORGOTTEN_AFTER
        ]
        for subject in old:
            del self._failed[subject]
