"""
Passwords tried in vain: after a few, each try waits longer than the one before.

Tries are counted for the account and for the machine they come from, both told by a seal only,
and kept in the store: starting the program again gives no new tries. A try is counted before its
password is looked at, so that many at once do not slip through together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from geo.access.monotonic_clock import Clock
from geo.store.database import Store, Writer
from geo.store.pseudonym import seal

FREE_OF_ACCOUNT = 5  # tries without a wait
FREE_OF_CLIENT = 20  # a workshop may sit behind one address
FIRST_WAIT_S = 2.0  # doubled with every further try
# At a quarter of an hour a guesser has 96 tries a day, below the 100 that NIST SP 800-63B
# (revision 3, 5.2.2) allows in all before an account is closed; closing it would let anybody
# lock others out.
LONGEST_WAIT_S = 900.0
FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Trying:
    """
    Whose password is tried, and from where, both sealed.

    Attributes
    ----------
    free_of_account, free_of_client
        How many tries each has without a wait.
    """

    account: str
    client: str
    free_of_account: int = FREE_OF_ACCOUNT
    free_of_client: int = FREE_OF_CLIENT

    @property
    def free(self) -> dict[str, int]:
        """Tell how many tries each has without a wait."""
        return {self.account: self.free_of_account, self.client: self.free_of_client}


def trying(store: Store, account: str, client: str) -> Trying:
    """Seal an account's name and a machine's address."""
    return Trying(seal(store, f"account:{account}"), seal(store, f"client:{client}"))


def count_try(store: Store, who: Trying, *, now: Clock) -> float:
    """
    Count a try, if one is allowed now.

    Returns
    -------
    wait_s
        Seconds until the next try is allowed; 0 where this one is, and was counted.
    """
    return store.transact_in_turn(lambda writer: _count(writer, who, now()))


def succeeded(writer: Writer, who: Trying) -> None:
    """
    Forget the account's tries, and the one just counted for the machine.

    The machine's others stay: whoever has one account cannot use it to try another's without end.
    """
    writer.change("access/forget_attempt", subject=who.account)
    for row in _rows(writer, who).values():
        _write(writer, row["subject"], row["failures"] - 1, row["last_at"])


def wait_s(failures: int, *, free: int) -> float:
    """
    Tell how long to wait after so many tries in vain.

    Returns
    -------
    wait_s
        Seconds: none below `free` tries, then doubling, at most `LONGEST_WAIT_S`.
    """
    if failures < free:
        return 0.0
    return min(FIRST_WAIT_S * 2.0 ** min(failures - free, 30), LONGEST_WAIT_S)


def _count(writer: Writer, who: Trying, now: datetime) -> float:
    writer.change("access/forget_old_attempts", before=now - FORGOTTEN_AFTER)
    rows = _rows(writer, who)
    for subject, row in rows.items():
        if row["last_at"] > now:  # the clock was set back: the wait begins anew
            row["last_at"] = now
            _write(writer, subject, row["failures"], now)
    left = max((_left_s(row, who.free[subject], now) for subject, row in rows.items()), default=0.0)
    if left > 0:
        return left
    for subject in who.free:
        _write(writer, subject, rows.get(subject, {"failures": 0})["failures"] + 1, now)
    return 0.0


def _left_s(row: Mapping[str, Any], free: int, now: datetime) -> float:
    since: timedelta = now - row["last_at"]
    return wait_s(row["failures"], free=free) - since.total_seconds()


def _rows(writer: Writer, who: Trying) -> dict[str, dict[str, Any]]:
    rows = writer.rows("access/attempts", account=who.account, client=who.client)
    return {row["subject"]: row for row in rows}


def _write(writer: Writer, subject: str, failures: int, last_at: datetime) -> None:
    writer.change("access/forget_attempt", subject=subject)
    if failures > 0:
        writer.change("access/add_attempt", subject=subject, failures=failures, last_at=last_at)
