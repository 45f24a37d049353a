"""
Sessions of signed-in users: from the sign-in until the sign-out or the idle timeout.

The browser holds a signed token with a random session id; the store holds only the hash of the id,
so a copy of the store does not grant access. The role is read from the account at each request:
a change of role takes effect at once.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadData, URLSafeTimedSerializer

from geo.access.monotonic_clock import Clock, monotonic_now
from geo.access.roles import Role, audience_for_role, parse_role
from geo.model import Audience
from geo.store.database import Store, Transaction
from geo.store.installation_secret import load_installation_secret

# Set HttpOnly, SameSite=Strict, Secure under https, without a date.
SESSION_COOKIE = "amparo_visit"
IDLE_TIMEOUT = timedelta(minutes=30)
MAX_SESSION_AGE = timedelta(hours=12)
SEEN_UPDATE_INTERVAL = timedelta(minutes=1)
SESSION_ID_BYTES = 32


@dataclass(frozen=True)
class SignedInSession:
    """
    A session of a signed-in user.

    Attributes
    ----------
    account
        Name of the account.
    role, audience
        Of the account, now.
    expires_at
        UTC: when the session ends, by the idle timeout or its maximum age.
    """

    account: str
    role: Role
    audience: Audience
    expires_at: datetime


def begin_session(transaction: Transaction, account: str, *, at: datetime) -> str:
    """
    Begin a session, within a transaction.

    Returns
    -------
    session_id
        Random text, to be signed by `sign_session_token`.
    """
    session_id = secrets.token_urlsafe(SESSION_ID_BYTES)
    transaction.execute("access/delete_expired_sessions", before=at - MAX_SESSION_AGE)
    transaction.execute(
        "access/add_session", id_hash=_hash_session_id(session_id), account=account, began_at=at
    )
    return session_id


def sign_session_token(store: Store, session_id: str) -> str:
    """Sign a session id with the secret of this installation."""
    return _token_signer(store).dumps(session_id)


def read_session(
    store: Store, token: str | None, *, now: Clock = monotonic_now
) -> SignedInSession | None:
    """
    Find the session of a token, and update its last activity at most once a minute.

    Parameters
    ----------
    token
        Token of the session cookie; None if there is none.

    Returns
    -------
    session
        None if the token is not valid, or the session was ended or has expired.
    """
    session_id = _read_session_id(store, token)
    if session_id is None:
        return None
    rows = store.rows("access/session", id_hash=_hash_session_id(session_id))
    if not rows:
        return None
    row, at = rows[0], now()
    expires_at = row["began_at"] + MAX_SESSION_AGE
    if not row["began_at"] <= at < min(row["seen_at"] + IDLE_TIMEOUT, expires_at):
        store.transact(
            lambda transaction: transaction.execute(
                "access/end_session", id_hash=_hash_session_id(session_id), revoked_at=at
            )
        )
        return None
    if at - row["seen_at"] >= SEEN_UPDATE_INTERVAL:
        store.transact(
            lambda transaction: transaction.execute(
                "access/update_session_seen", id_hash=_hash_session_id(session_id), seen_at=at
            )
        )
    role = parse_role(row["role"])
    return SignedInSession(
        row["account"], role, audience_for_role(role), min(at + IDLE_TIMEOUT, expires_at)
    )


def end_session(
    transaction: Transaction, store: Store, token: str | None, *, at: datetime
) -> str | None:
    """
    End a session, within a transaction.

    Returns
    -------
    account
        Its account; None if there was no session.
    """
    session_id = _read_session_id(store, token)
    rows = (
        []
        if session_id is None
        else transaction.rows("access/session", id_hash=_hash_session_id(session_id))
    )
    if session_id is None or not rows:
        return None
    transaction.execute("access/end_session", id_hash=_hash_session_id(session_id), revoked_at=at)
    return str(rows[0]["account"])


def end_account_sessions(transaction: Transaction, account: str, *, at: datetime) -> int:
    """
    End all sessions of an account, within a transaction.

    Returns
    -------
    ended
        Number of sessions.
    """
    (row,) = transaction.rows("access/count_open_sessions", account=account)
    transaction.execute("access/end_account_sessions", account=account, revoked_at=at)
    return int(row["visits"])


def _read_session_id(store: Store, token: str | None) -> str | None:
    if not token:
        return None
    try:
        session_id = _token_signer(store).loads(token, max_age=int(MAX_SESSION_AGE.total_seconds()))
    except BadData:
        return None
    return session_id if isinstance(session_id, str) else None


def _token_signer(store: Store) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(load_installation_secret(store, "visit"), salt=SESSION_COOKIE)


def _hash_session_id(session_id: str) -> str:
    return hashlib.sha256(session_id.encode("utf-8")).hexdigest()
