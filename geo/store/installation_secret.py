"""
Secrets of this installation: random, made once, kept beside the layers and under their key.

They travel with a backup, so that what was masked stays where it was put.
"""

from __future__ import annotations

import secrets

from geo.store.database import Store, Transaction

HMAC_KEY_BYTES = 32  # as long as the digest of SHA-256, whose key it is: RFC 2104, section 3


def load_installation_secret(store: Store, purpose: str) -> bytes:
    """
    Give the installation's secret of a name; made at the first call, the same ever after.

    Parameters
    ----------
    purpose
        What it is for: one purpose, one secret.
    """
    known = _read_installation_secret(store, purpose)
    # One transaction after the other: a unique index refuses a name that another transaction is
    # still adding, and that one's row is not yet there to be read.
    return known or store.transact_serialised(
        lambda transaction: _create_installation_secret(transaction, purpose)
    )


def _read_installation_secret(store: Store, purpose: str) -> bytes | None:
    rows = store.rows("privacy/installation_secret", name=purpose)
    return bytes(rows[0]["secret"]) if rows else None


def _create_installation_secret(transaction: Transaction, purpose: str) -> bytes:
    rows = transaction.rows("privacy/installation_secret", name=purpose)
    if rows:
        return bytes(rows[0]["secret"])
    new = secrets.token_bytes(HMAC_KEY_BYTES)
    transaction.execute("privacy/add_installation_secret", name=purpose, secret=new)
    return new
