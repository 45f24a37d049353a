"""
Addresses from which an account was used: attempts from elsewhere do not make them wait.

Both are stored as pseudonyms: the table tells nobody which address it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from geo.store.database import Transaction


@dataclass(frozen=True)
class AddressMemory:
    """
    Addresses that are remembered for a subject.

    Attributes
    ----------
    subject
        Pseudonym of an account, or of joining.
    lifetime
        How long an address is remembered after it was used.
    most
        Number of remembered addresses; the oldest ones are forgotten.
    """

    subject: str
    lifetime: timedelta
    most: int

    def contains(self, transaction: Transaction, address: str, *, now: datetime) -> bool:
        """Return whether the pseudonym of an address is remembered."""
        return bool(
            transaction.rows(
                "access/known_address",
                subject=self.subject,
                address=address,
                since=now - self.lifetime,
            )
        )

    def add(self, transaction: Transaction, address: str, *, now: datetime) -> None:
        """Remember the pseudonym of an address."""
        transaction.execute(
            "access/add_known_address", subject=self.subject, address=address, seen_at=now
        )
        transaction.execute(
            "access/delete_excess_addresses",
            subject=self.subject,
            since=now - self.lifetime,
            most=self.most,
        )

    def clear(self, transaction: Transaction) -> None:
        """Forget all addresses of the subject."""
        transaction.execute("access/forget_addresses", subject=self.subject)
