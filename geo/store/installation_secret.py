"""
Random secrets of this installation, generated once and stored in the database.

Backups contain them, so that masked points stay the same after a restoration.
"""

from __future__ import annotations

import secrets

from geo.store.database import Store, Transaction

HMAC_KEY_BYTES = 32  # as long as the digest of SHA-256, whose key it is: RFC 2104, section 3


def load_installation_secret(store: Store, purpose: str) -> bytes:
    """
    Return the installation's secret for a purpose; generated at the first call, then constant.

    Parameters
    ----------
    purpose
        Name under which it is stored: one secret per purpose.
    """
    stored = _read_installation_secret(store, purpose)
    # Serialised: a unique index refuses a name that a concurrent transaction is adding, whose row
    # cannot be read yet.
    return stored or store.transact_serialised(
        lambda transaction: _create_installation_secret(transaction, purpose)
    )


def _read_installation_secret(store: Store, purpose: str) -> bytes | None:
    rows = store.rows("privacy/installation_secret", name=purpose)
    return bytes(rows[0]["secret"]) if rows else None


def _create_installation_secret(transaction: Transaction, purpose: str) -> bytes:
    rows = transaction.rows("privacy/installation_secret", name=purpose)
    if rows:
        return bytes(rows[0]["secret"])
    generated = secrets.token_bytes(HMAC_KEY_BYTES)
    transaction.execute("privacy/add_installation_secret", name=purpose, secret=generated)
    return generated
