"""
Stored counts of failed attempts, and the two limits that are measured by them.

Counts are stored under pseudonyms: a restart of the program does not reset them. An attempt is
counted before it is verified, so that concurrent attempts cannot bypass a limit. The table is
limited too, because every address that tries adds rows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from geo.store.database import Transaction

FIRST_BACKOFF_S = 2.0  # doubled with every further attempt
# A quarter of an hour allows 96 attempts a day, below the 100 that NIST SP 800-63B (revision 3,
# 5.2.2) allows in total before an account is locked; locking it would let anybody lock out others.
MAX_BACKOFF_S = 900.0
ATTEMPT_LIFETIME = timedelta(days=1)
MAX_STORED_COUNTS = 20_000  # rows; the lowest counts are removed first: they cause no wait


@dataclass(frozen=True)
class AttemptCount:
    """Counted units of a subject, and the time from which they are measured."""

    units: int
    last_at: datetime


class AttemptLimit(Protocol):
    """A limit on the attempts of one subject."""

    @property
    def subject(self) -> str:
        """Pseudonym under which the attempts are counted."""
        ...

    @property
    def cost(self) -> int:
        """Units of one attempt."""
        ...

    def reduce(self, count: AttemptCount, now: datetime) -> AttemptCount:
        """Return the count without the units that time has taken away."""
        ...

    def remaining_s(self, count: AttemptCount, now: datetime) -> float:
        """Return the seconds until an attempt is allowed; zero or less if it is allowed now."""
        ...


@dataclass(frozen=True)
class BackoffLimit:
    """
    A number of attempts without a wait, then waits that double.

    Attributes
    ----------
    max_backoff_s
        The longest wait.
    """

    subject: str
    free_attempts: int
    max_backoff_s: float = MAX_BACKOFF_S
    cost: int = 1

    def reduce(self, count: AttemptCount, now: datetime) -> AttemptCount:
        """Return the count as it is: a success or `ATTEMPT_LIFETIME` removes it, not the time."""
        return AttemptCount(count.units, min(count.last_at, now))

    def remaining_s(self, count: AttemptCount, now: datetime) -> float:
        """Return the seconds until an attempt is allowed; zero or less if it is allowed now."""
        wait_s = min(backoff_s(count.units, free_attempts=self.free_attempts), self.max_backoff_s)
        return wait_s - (now - count.last_at).total_seconds()


@dataclass(frozen=True)
class RateLimit:
    """
    A number of units at once, then so many a second.

    Attributes
    ----------
    burst_units
        Units without a wait.
    units_per_s
        Units that become free again each second.
    cost
        Units of one attempt; at most `burst_units`.
    """

    subject: str
    burst_units: int
    units_per_s: float
    cost: int = 1

    def reduce(self, count: AttemptCount, now: datetime) -> AttemptCount:
        """Return the count without the whole units that became free; the rest stays in the time."""
        last_at = min(count.last_at, now)
        freed = math.floor((now - last_at).total_seconds() * self.units_per_s)
        if freed >= count.units:
            return AttemptCount(0, now)
        return AttemptCount(
            count.units - freed, last_at + timedelta(seconds=freed / self.units_per_s)
        )

    def remaining_s(self, count: AttemptCount, now: datetime) -> float:
        """Return the seconds until an attempt is allowed; zero or less if it is allowed now."""
        excess = count.units + self.cost - self.burst_units
        if excess <= 0:
            return 0.0
        return excess / self.units_per_s - (now - count.last_at).total_seconds()


def backoff_s(failures: int, *, free_attempts: int) -> float:
    """
    Compute the wait after a number of failed attempts.

    Returns
    -------
    wait_s
        Seconds: 0 below `free_attempts`, then doubling, at most `MAX_BACKOFF_S`.
    """
    if failures < free_attempts:
        return 0.0
    return min(FIRST_BACKOFF_S * 2.0 ** min(failures - free_attempts, 30), MAX_BACKOFF_S)


def count_attempt(transaction: Transaction, limits: Sequence[AttemptLimit], now: datetime) -> float:
    """
    Count an attempt under all limits, if each of them allows one now.

    Returns
    -------
    wait_s
        Seconds until the next attempt is allowed; 0 if this one is allowed, and was counted.
    """
    transaction.execute("access/delete_expired_attempts", before=now - ATTEMPT_LIFETIME)
    counts = [_read_count(transaction, limit, now) for limit in limits]
    wait_s = max(limit.remaining_s(count, now) for limit, count in zip(limits, counts, strict=True))
    for limit, count in zip(limits, counts, strict=True):
        if wait_s > 0:  # so that a clock which was set back does not prolong the wait
            _write_count(transaction, limit.subject, count)
        else:
            # The wait begins now; units of a rate become free from where they were measured.
            last_at = count.last_at if isinstance(limit, RateLimit) and count.units else now
            added = AttemptCount(count.units + limit.cost, last_at)
            _write_count(transaction, limit.subject, added)
    transaction.execute("access/delete_excess_attempts", most=MAX_STORED_COUNTS)
    return max(wait_s, 0.0)


def is_counted(transaction: Transaction, limit: AttemptLimit, now: datetime) -> bool:
    """Return whether failed attempts of a subject are counted now."""
    return _read_count(transaction, limit, now).units > 0


def withdraw_attempt(
    transaction: Transaction, limits: Sequence[AttemptLimit], now: datetime
) -> None:
    """Subtract an attempt that succeeded; failed ones stay counted."""
    for limit in limits:
        count = _read_count(transaction, limit, now)
        reduced = AttemptCount(count.units - limit.cost, count.last_at)
        _write_count(transaction, limit.subject, reduced)


def _read_count(transaction: Transaction, limit: AttemptLimit, now: datetime) -> AttemptCount:
    rows = transaction.rows("access/attempts", subject=limit.subject)
    if not rows:
        return AttemptCount(0, now)
    return limit.reduce(AttemptCount(rows[0]["failures"], rows[0]["last_at"]), now)


def _write_count(transaction: Transaction, subject: str, count: AttemptCount) -> None:
    transaction.execute("access/delete_attempts", subject=subject)
    if count.units > 0:
        transaction.execute(
            "access/add_attempt", subject=subject, failures=count.units, last_at=count.last_at
        )
