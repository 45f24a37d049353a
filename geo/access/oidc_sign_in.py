"""Signing in somebody whom a provider vouches for: a visit like any other, from one answer."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from geo.access.identities import Identity, hash_identity
from geo.access.monotonic_clock import Clock, monotonic_now
from geo.access.sessions import begin_session, sign_session_token
from geo.errors import IdentityRefusedError, IdentityUnknownError
from geo.store.audit import append_audit_line, write_audit_line
from geo.store.database import Store, Transaction
from geo.store.pseudonym import pseudonymise

UNKNOWN_ACTOR = "unknown"  # who is written where an identity opens no account
# Far longer than the cookie of a sign-in is accepted, without which no callback is.
NONCE_LIFETIME = timedelta(days=15)


def sign_in_with_identity(
    store: Store, identity: Identity, *, nonce: str, client: str, now: Clock = monotonic_now
) -> str:
    """
    Sign in somebody whom a provider vouches for.

    Parameters
    ----------
    nonce
        The random text that the provider was given for this one sign-in, its nonce.
    client
        The address of the machine she is at. Only its seal is kept.

    Returns
    -------
    token
        For the cookie `visits.COOKIE`.

    Raises
    ------
    IdentityRefusedError
        If the answer was used before, or belongs to no sign-in.
    IdentityUnknownError
        If she opens no account.
    """
    seals = hash_identity(store, identity)
    where = {"client": pseudonymise(store, f"client:{client}")}

    def in_transaction(transaction: Transaction) -> str | None:
        at = now()
        _consume_nonce(transaction, nonce, at)
        found = [
            row for one in seals for row in transaction.rows("access/linked_account", identity=one)
        ]
        if not found:
            return None
        account = str(found[0]["account"])
        append_audit_line(transaction, account, "identity_sign_in", where)
        return begin_session(transaction, account, at=at)

    number = store.transact_serialised(in_transaction)
    if number is None:
        write_audit_line(store, UNKNOWN_ACTOR, "identity_refused", where)
        raise IdentityUnknownError
    return sign_session_token(store, number)


def _consume_nonce(transaction: Transaction, nonce: str, at: datetime) -> None:
    """Let an answer count once, whatever its provider thinks of that."""
    told = hashlib.sha256(nonce.encode("utf-8")).hexdigest()
    transaction.execute("access/delete_expired_nonces", before=at - NONCE_LIFETIME)
    if not nonce or transaction.rows("access/used_nonce", answer=told):
        raise IdentityRefusedError
    transaction.execute("access/add_used_nonce", answer=told, used_at=at)
