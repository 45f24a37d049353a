"""Sign-in with OpenID Connect: begins a session for a linked identity, once per nonce."""

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

UNKNOWN_ACTOR = "unknown"  # actor recorded for an identity that is not linked
# Far longer than the cookie of a sign-in is accepted, without which no callback is.
NONCE_LIFETIME = timedelta(days=15)


def sign_in_with_identity(
    store: Store, identity: Identity, *, nonce: str, client: str, now: Clock = monotonic_now
) -> str:
    """
    Sign in with an identity asserted by a provider.

    Parameters
    ----------
    nonce
        The nonce sent to the provider for this sign-in.
    client
        Address of the client. Only its pseudonym is stored.

    Returns
    -------
    token
        For the cookie `sessions.SESSION_COOKIE`.

    Raises
    ------
    IdentityRefusedError
        If the nonce was used before, or is missing.
    IdentityUnknownError
        If the identity is not linked to an account.
    """
    hashes = hash_identity(store, identity)
    audit_details = {"client": pseudonymise(store, f"client:{client}")}

    def in_transaction(transaction: Transaction) -> str | None:
        at = now()
        _consume_nonce(transaction, nonce, at)
        linked = [
            row
            for identity_hash in hashes
            for row in transaction.rows("access/linked_account", identity=identity_hash)
        ]
        if not linked:
            return None
        account = str(linked[0]["account"])
        append_audit_line(transaction, account, "identity_sign_in", audit_details)
        return begin_session(transaction, account, at=at)

    session_id = store.transact_serialised(in_transaction)
    if session_id is None:
        write_audit_line(store, UNKNOWN_ACTOR, "identity_refused", audit_details)
        raise IdentityUnknownError
    return sign_session_token(store, session_id)


def _consume_nonce(transaction: Transaction, nonce: str, at: datetime) -> None:
    """Accept each nonce once, even if the provider replays its response."""
    nonce_hash = hashlib.sha256(nonce.encode("utf-8")).hexdigest()
    transaction.execute("access/delete_expired_nonces", before=at - NONCE_LIFETIME)
    if not nonce or transaction.rows("access/used_nonce", answer=nonce_hash):
        raise IdentityRefusedError
    transaction.execute("access/add_used_nonce", answer=nonce_hash, used_at=at)
