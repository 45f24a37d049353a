"""
Visits: who is signed in, from the sign-in until the sign-out, or until nobody has been there.

A browser holds a signed token with a random number; the store holds only that number's hash, so
a copy of the store lets nobody in. What a visit may do is asked of its account each time: a role
taken away is gone at once.
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

SESSION_COOKIE = (
    "amparo_visit"  # to be set HttpOnly, SameSite=Strict, Secure under https, without a date
)
IDLE_TIMEOUT = timedelta(minutes=30)
MAX_SESSION_AGE = timedelta(hours=12)
SEEN_UPDATE_INTERVAL = timedelta(minutes=1)
SESSION_ID_BYTES = 32


@dataclass(frozen=True)
class SignedInSession:
    """
    Somebody who is signed in.

    Attributes
    ----------
    account
        Its name.
    role, audience
        Of the account, now.
    expires_at
        UTC: when the visit ends if nothing more is done, or in any case.
    """

    account: str
    role: Role
    audience: Audience
    expires_at: datetime


def begin_session(transaction: Transaction, account: str, *, at: datetime) -> str:
    """
    Begin a visit, within a transaction.

    Returns
    -------
    number
        Random text, to be signed by `sign_session_token`.
    """
    number = secrets.token_urlsafe(SESSION_ID_BYTES)
    transaction.execute("access/delete_expired_sessions", before=at - MAX_SESSION_AGE)
    transaction.execute(
        "access/add_session", id_hash=_hash_session_id(number), account=account, began_at=at
    )
    return number


def sign_session_token(store: Store, session_id: str) -> str:
    """Sign the number of a visit with the secret of this installation."""
    return _token_signer(store).dumps(session_id)


def read_session(
    store: Store, token: str | None, *, now: Clock = monotonic_now
) -> SignedInSession | None:
    """
    Tell who is signed in, and note that they are here; at most once a minute is written.

    Parameters
    ----------
    token
        What the browser sent; None where it sent none.

    Returns
    -------
    visit
        None where the token is not ours, or the visit was ended or is over.
    """
    number = _read_session_id(store, token)
    if number is None:
        return None
    rows = store.rows("access/session", id_hash=_hash_session_id(number))
    if not rows:
        return None
    row, at = rows[0], now()
    over_at = row["began_at"] + MAX_SESSION_AGE
    if not row["began_at"] <= at < min(row["seen_at"] + IDLE_TIMEOUT, over_at):
        store.transact(
            lambda transaction: transaction.execute(
                "access/end_session", id_hash=_hash_session_id(number), revoked_at=at
            )
        )
        return None
    if at - row["seen_at"] >= SEEN_UPDATE_INTERVAL:
        store.transact(
            lambda transaction: transaction.execute(
                "access/update_session_seen", id_hash=_hash_session_id(number), seen_at=at
            )
        )
    role = parse_role(row["role"])
    return SignedInSession(
        row["account"], role, audience_for_role(role), min(at + IDLE_TIMEOUT, over_at)
    )


def end_session(
    transaction: Transaction, store: Store, token: str | None, *, at: datetime
) -> str | None:
    """
    End a visit, within a transaction.

    Returns
    -------
    account
        Whose it was; None where there was none.
    """
    number = _read_session_id(store, token)
    rows = (
        []
        if number is None
        else transaction.rows("access/session", id_hash=_hash_session_id(number))
    )
    if number is None or not rows:
        return None
    transaction.execute("access/end_session", id_hash=_hash_session_id(number), revoked_at=at)
    return str(rows[0]["account"])


def end_account_sessions(transaction: Transaction, account: str, *, at: datetime) -> int:
    """
    End every visit of an account, within a transaction.

    Returns
    -------
    ended
        How many there were.
    """
    (row,) = transaction.rows("access/count_open_sessions", account=account)
    transaction.execute("access/end_account_sessions", account=account, revoked_at=at)
    return int(row["visits"])


def _read_session_id(store: Store, token: str | None) -> str | None:
    if not token:
        return None
    try:
        number = _token_signer(store).loads(token, max_age=int(MAX_SESSION_AGE.total_seconds()))
    except BadData:
        return None
    return number if isinstance(number, str) else None


def _token_signer(store: Store) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(load_installation_secret(store, "visit"), salt=SESSION_COOKIE)


def _hash_session_id(session_id: str) -> str:
    return hashlib.sha256(session_id.encode("utf-8")).hexdigest()
