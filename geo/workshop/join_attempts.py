"""
Rate limits of join codes: for each address, for the words of a code, and for all addresses.

A code is tried against all open drawing sessions at once, so an attempt costs as many units as
there are open sessions. The chance that any attempt meets any session while a code is valid is then
at most the units allowed in that time, divided by the number of codes:

    two kinds of addresses: (4,000 + 0.4/s x 43,200 s) + (2,000 + 0.2/s x 43,200 s) = 31,920 units
    codes:                  58 x 57 pairs of words x 10^5 digits              = 330,600,000
    chance:                 31,920 / 330,600,000 = 0.000097 < 1 / 10,000

A flood of guesses must not keep phones with the right code out. Addresses that failed and from
which nobody has joined share one limit; all others share another one, which a guesser can use only
until his first failure at each address. Phones that have joined are not asked again.

Whoever overheard the two words still has to guess the digits: the limit of the words, whether a
session has them or not, allows 688 of 100,000.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from geo.access.attempt_counts import (
    AttemptLimit,
    RateLimit,
    count_attempt,
    is_counted,
    withdraw_attempt,
)
from geo.access.client_address import group_address
from geo.access.known_addresses import AddressMemory
from geo.store.database import Store, Transaction
from geo.store.pseudonym import pseudonymise
from geo.workshop.join_codes import normalise_join_code, read_code_words

JOIN_DURATION = timedelta(hours=12)  # a workshop's day; then the code expires
# A whole workshop may share one address and join within a minute, and many mistype. Then one
# attempt a minute: 780 while a code is valid.
FREE_JOIN_ATTEMPTS = 60
JOIN_ATTEMPTS_PER_S = 1 / 60
# Units of all addresses together; see the sum above.
UNITS_OF_OTHERS, UNITS_OF_OTHERS_PER_S = 4000, 0.4
UNITS_OF_FAILED, UNITS_OF_FAILED_PER_S = 2000, 0.2
# Attempts on the digits that follow the same words, from each kind of addresses.
FREE_ATTEMPTS_PER_WORDS, ATTEMPTS_PER_WORDS_PER_S = 200, 1 / 300
MAX_JOINED_ADDRESSES = 500


@dataclass(frozen=True)
class JoinKey:
    """
    Pseudonyms of the address and the words of an attempt to join.

    Attributes
    ----------
    joining
        Subject of the addresses from which phones joined.
    others, failed
        Subjects of the limits for all addresses.
    words
        Subject of the words; None where the code has none of ours, and can match no session.
    """

    address: str
    joining: str
    others: str
    failed: str
    words: str | None

    @property
    def memory(self) -> AddressMemory:
        """Addresses from which phones joined while the codes of today are valid."""
        return AddressMemory(self.joining, JOIN_DURATION, MAX_JOINED_ADDRESSES)


def make_join_key(store: Store, typed_code: str, client: str) -> JoinKey:
    """Pseudonymise a client's address and the words of a code."""
    words = read_code_words(normalise_join_code(typed_code))
    return JoinKey(
        address=pseudonymise(store, f"words:{group_address(client)}"),
        joining=pseudonymise(store, "joining"),
        others=pseudonymise(store, "joining:others"),
        failed=pseudonymise(store, "joining:failed"),
        words=pseudonymise(store, f"joining:words:{words}") if words else None,
    )


def count_join_attempt(
    transaction: Transaction, join_key: JoinKey, now: datetime
) -> tuple[float, Sequence[AttemptLimit]]:
    """
    Count an attempt to join, if one is allowed now.

    Returns
    -------
    wait_s
        Seconds until the next attempt is allowed; 0 if this one is allowed, and was counted.
    limits
        To be given to `clear_join_attempt` if it succeeds.
    """
    (row,) = transaction.rows("workshop/count_joinable", since=now - JOIN_DURATION)
    limits = _find_limits(transaction, join_key, now, session_count=int(row["sessions"]))
    return count_attempt(transaction, limits, now), limits


def clear_join_attempt(
    transaction: Transaction, join_key: JoinKey, limits: Sequence[AttemptLimit], now: datetime
) -> None:
    """Subtract an attempt that succeeded, and remember that a phone joined from its address."""
    withdraw_attempt(transaction, limits, now)
    join_key.memory.add(transaction, join_key.address, now=now)


def _find_limits(
    transaction: Transaction, join_key: JoinKey, now: datetime, *, session_count: int
) -> list[AttemptLimit]:
    has_joined = join_key.memory.contains(transaction, join_key.address, now=now)
    own_limit = RateLimit(join_key.address, FREE_JOIN_ATTEMPTS, JOIN_ATTEMPTS_PER_S)
    has_failed = is_counted(transaction, own_limit, now) and not has_joined
    subject, burst_units, units_per_s = (
        (join_key.failed, UNITS_OF_FAILED, UNITS_OF_FAILED_PER_S)
        if has_failed
        else (join_key.others, UNITS_OF_OTHERS, UNITS_OF_OTHERS_PER_S)
    )
    cost = min(max(1, session_count), UNITS_OF_FAILED)
    limits: list[AttemptLimit] = [
        own_limit,
        RateLimit(subject, burst_units, units_per_s, cost=cost),
    ]
    if join_key.words is not None:
        kind = "failed" if has_failed else "others"
        limits.append(
            RateLimit(f"{join_key.words}-{kind}", FREE_ATTEMPTS_PER_WORDS, ATTEMPTS_PER_WORDS_PER_S)
        )
    return limits
