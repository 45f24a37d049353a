"""
Rate limit of failed sign-ins, with exponential backoff.

Attempts are counted by account and by client, both as pseudonyms, and stored: a restart of the
program does not reset them. An attempt is counted before its password is verified, so that
concurrent attempts cannot bypass the limit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from geo.access.monotonic_clock import Clock
from geo.store.database import Store, Transaction
from geo.store.pseudonym import pseudonymise

FREE_ATTEMPTS_PER_ACCOUNT = 5  # attempts without a wait
FREE_ATTEMPTS_PER_CLIENT = 20  # a workshop may share one address
FIRST_BACKOFF_S = 2.0  # doubled with every further attempt
# A quarter of an hour allows 96 attempts a day, below the 100 that NIST SP 800-63B (revision 3,
# 5.2.2) allows in total before an account is locked; locking it would let anybody lock out others.
MAX_BACKOFF_S = 900.0
ATTEMPT_LIFETIME = timedelta(days=1)


@dataclass(frozen=True)
class AttemptKey:
    """
    Pseudonyms of the account and of the client of an attempt.

    Attributes
    ----------
    free_account_attempts, free_client_attempts
        Number of attempts without a wait.
    """

    account_pseudonym: str
    client_pseudonym: str
    free_account_attempts: int = FREE_ATTEMPTS_PER_ACCOUNT
    free_client_attempts: int = FREE_ATTEMPTS_PER_CLIENT

    @property
    def free_attempts(self) -> dict[str, int]:
        """Number of attempts without a wait, by pseudonym."""
        return {
            self.account_pseudonym: self.free_account_attempts,
            self.client_pseudonym: self.free_client_attempts,
        }


def make_attempt_key(store: Store, account: str, client: str) -> AttemptKey:
    """Pseudonymise an account's name and a client's address."""
    return AttemptKey(
        pseudonymise(store, f"account:{account}"), pseudonymise(store, f"client:{client}")
    )


def count_attempt(store: Store, attempt_key: AttemptKey, *, now: Clock) -> float:
    """
    Count an attempt, if one is allowed now.

    Returns
    -------
    wait_s
        Seconds until the next attempt is allowed; 0 if this one is allowed, and was counted.
    """
    return store.transact_serialised(
        lambda transaction: _count_attempt(transaction, attempt_key, now())
    )


def clear_attempts(transaction: Transaction, attempt_key: AttemptKey) -> None:
    """
    Reset the account's attempts, and subtract the one just counted for the client.

    The client's other attempts stay: otherwise the owner of one account could reset the limit while
    guessing another's password.
    """
    transaction.execute("access/delete_attempts", subject=attempt_key.account_pseudonym)
    for row in _read_attempts(transaction, attempt_key).values():
        _write_attempt(transaction, row["subject"], row["failures"] - 1, row["last_at"])


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


def _count_attempt(transaction: Transaction, attempt_key: AttemptKey, now: datetime) -> float:
    transaction.execute("access/delete_expired_attempts", before=now - ATTEMPT_LIFETIME)
    rows = _read_attempts(transaction, attempt_key)
    for subject, row in rows.items():
        if row["last_at"] > now:  # the clock was set back: restart the wait
            row["last_at"] = now
            _write_attempt(transaction, subject, row["failures"], now)
    remaining_s = max(
        (
            _remaining_wait_s(row, attempt_key.free_attempts[subject], now)
            for subject, row in rows.items()
        ),
        default=0.0,
    )
    if remaining_s > 0:
        return remaining_s
    for subject in attempt_key.free_attempts:
        _write_attempt(
            transaction, subject, rows.get(subject, {"failures": 0})["failures"] + 1, now
        )
    return 0.0


def _remaining_wait_s(row: Mapping[str, Any], free_attempts: int, now: datetime) -> float:
    elapsed: timedelta = now - row["last_at"]
    return backoff_s(row["failures"], free_attempts=free_attempts) - elapsed.total_seconds()


def _read_attempts(transaction: Transaction, attempt_key: AttemptKey) -> dict[str, dict[str, Any]]:
    rows = transaction.rows(
        "access/attempts",
        account=attempt_key.account_pseudonym,
        client=attempt_key.client_pseudonym,
    )
    return {row["subject"]: row for row in rows}


def _write_attempt(
    transaction: Transaction, subject: str, failures: int, last_at: datetime
) -> None:
    transaction.execute("access/delete_attempts", subject=subject)
    if failures > 0:
        transaction.execute(
            "access/add_attempt", subject=subject, failures=failures, last_at=last_at
        )
