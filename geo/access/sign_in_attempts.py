"""
Rate limit of failed sign-ins: by account and address, by address, and by account.

Wrong passwords from elsewhere must not lock an account's owner out. The limit that doubles its
waits counts an account together with an address. The two wider limits, of one address for all
accounts and of one account for all addresses, stop guessing that is spread out; they do not apply
to an address from which the account was used before, nor to the machine of the server.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from geo.access.attempt_counts import (
    AttemptLimit,
    BackoffLimit,
    RateLimit,
    count_attempt,
    withdraw_attempt,
)
from geo.access.client_address import THIS_MACHINE, group_address
from geo.access.known_addresses import AddressMemory
from geo.store.database import Store, Transaction
from geo.store.pseudonym import pseudonymise

FREE_ATTEMPTS_PER_ACCOUNT = 5  # attempts on an account from one address without a wait
FREE_ATTEMPTS_PER_CLIENT = 20  # attempts of an address on all accounts; a workshop may share it
# Of an account, from all addresses where it was not used before. NIST SP 800-63B (revision 3,
# 5.2.2) allows 100 attempts in total; here one a minute follows, 1,540 in the first day, since no
# further attempt at all would let anybody lock the account.
FREE_ATTEMPTS_FROM_NEW_ADDRESSES = 100
ATTEMPTS_FROM_NEW_ADDRESSES_PER_S = 1 / 60
KNOWN_ADDRESS_LIFETIME = timedelta(days=180)
MAX_KNOWN_ADDRESSES = 20  # of an account


@dataclass(frozen=True)
class AttemptKey:
    """
    Pseudonyms of the account and of the address of an attempt.

    Attributes
    ----------
    is_this_machine
        Whether the attempt was made on the computer that the server runs on.
    """

    account_pseudonym: str
    client_pseudonym: str
    is_this_machine: bool = False

    @property
    def memory(self) -> AddressMemory:
        """Addresses from which the account was used."""
        return AddressMemory(self.account_pseudonym, KNOWN_ADDRESS_LIFETIME, MAX_KNOWN_ADDRESSES)

    @property
    def own_limit(self) -> AttemptLimit:
        """Limit of this account from this address."""
        subject = f"{self.account_pseudonym}-{self.client_pseudonym}"
        return BackoffLimit(subject, FREE_ATTEMPTS_PER_ACCOUNT)

    @property
    def wider_limits(self) -> tuple[AttemptLimit, ...]:
        """Limits of the address for all accounts, and of the account for all new addresses."""
        return (
            BackoffLimit(self.client_pseudonym, FREE_ATTEMPTS_PER_CLIENT),
            RateLimit(
                self.account_pseudonym,
                FREE_ATTEMPTS_FROM_NEW_ADDRESSES,
                ATTEMPTS_FROM_NEW_ADDRESSES_PER_S,
            ),
        )


def make_attempt_key(store: Store, account: str, client: str) -> AttemptKey:
    """Pseudonymise an account's name and a client's address."""
    group = group_address(client)
    return AttemptKey(
        pseudonymise(store, f"account:{account}"),
        pseudonymise(store, f"client:{group}"),
        is_this_machine=group == THIS_MACHINE,
    )


def count_sign_in(transaction: Transaction, attempt_key: AttemptKey, now: datetime) -> float:
    """
    Count an attempt to sign in, if one is allowed now.

    Returns
    -------
    wait_s
        Seconds until the next attempt is allowed; 0 if this one is allowed, and was counted.
    """
    return count_attempt(transaction, _find_limits(transaction, attempt_key, now), now)


def clear_attempts(transaction: Transaction, attempt_key: AttemptKey, now: datetime) -> None:
    """
    Reset the attempts of the account from this address, and remember the address.

    Of the wider limits only the attempt just counted is subtracted: otherwise the owner of one
    account could reset the limit of an address while guessing another's password.
    """
    _, *wider = _find_limits(transaction, attempt_key, now)
    withdraw_attempt(transaction, wider, now)
    transaction.execute("access/delete_attempts", subject=attempt_key.own_limit.subject)
    attempt_key.memory.add(transaction, attempt_key.client_pseudonym, now=now)


def delete_account_attempts(transaction: Transaction, attempt_key: AttemptKey) -> int:
    """
    Delete the failed attempts of an account, from every address.

    Returns
    -------
    failures
        Number of deleted attempts.
    """
    account = attempt_key.account_pseudonym
    (row,) = transaction.rows("access/count_account_attempts", account=account)
    transaction.execute("access/delete_account_attempts", account=account)
    return int(row["failures"])


def _find_limits(
    transaction: Transaction, attempt_key: AttemptKey, now: datetime
) -> tuple[AttemptLimit, ...]:
    # Read in any case, so that this machine and others cause the same statements.
    is_known = attempt_key.memory.contains(transaction, attempt_key.client_pseudonym, now=now)
    if is_known or attempt_key.is_this_machine:
        return (attempt_key.own_limit,)
    return (attempt_key.own_limit, *attempt_key.wider_limits)
