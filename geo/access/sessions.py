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

from geo.access.monotonic_clock import Clock, steady_now
from geo.access.roles import Role, audience_of, role_of
from geo.model import Audience
from geo.store.database import Store, Writer
from geo.store.installation_secret import installation_secret

COOKIE = "amparo_visit"  # to be set HttpOnly, SameSite=Strict, Secure under https, without a date
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
TOUCHED_EVERY = timedelta(minutes=1)
ID_BYTES = 32


@dataclass(frozen=True)
class Visit:
    """
    Somebody who is signed in.

    Attributes
    ----------
    account
        Its name.
    role, audience
        Of the account, now.
    ends_at
        UTC: when the visit ends if nothing more is done, or in any case.
    """

    account: str
    role: Role
    audience: Audience
    ends_at: datetime


def begin_visit(writer: Writer, account: str, *, at: datetime) -> str:
    """
    Begin a visit, within a transaction.

    Returns
    -------
    number
        Random text, to be signed by `token_of`.
    """
    number = secrets.token_urlsafe(ID_BYTES)
    writer.change("access/drop_visits", before=at - LONGEST)
    writer.change("access/add_visit", id_hash=_hash(number), account=account, began_at=at)
    return number


def token_of(store: Store, number: str) -> str:
    """Sign the number of a visit with the secret of this installation."""
    return _signer(store).dumps(number)


def visit_of(store: Store, token: str | None, *, now: Clock = steady_now) -> Visit | None:
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
    number = _number(store, token)
    if number is None:
        return None
    rows = store.rows("access/visit", id_hash=_hash(number))
    if not rows:
        return None
    row, at = rows[0], now()
    over_at = row["began_at"] + LONGEST
    if not row["began_at"] <= at < min(row["seen_at"] + IDLE, over_at):
        store.transact(
            lambda writer: writer.change("access/end_visit", id_hash=_hash(number), revoked_at=at)
        )
        return None
    if at - row["seen_at"] >= TOUCHED_EVERY:
        store.transact(
            lambda writer: writer.change("access/touch_visit", id_hash=_hash(number), seen_at=at)
        )
    role = role_of(row["role"])
    return Visit(row["account"], role, audience_of(role), min(at + IDLE, over_at))


def end_visit(writer: Writer, store: Store, token: str | None, *, at: datetime) -> str | None:
    """
    End a visit, within a transaction.

    Returns
    -------
    account
        Whose it was; None where there was none.
    """
    number = _number(store, token)
    rows = [] if number is None else writer.rows("access/visit", id_hash=_hash(number))
    if number is None or not rows:
        return None
    writer.change("access/end_visit", id_hash=_hash(number), revoked_at=at)
    return str(rows[0]["account"])


def end_visits(writer: Writer, account: str, *, at: datetime) -> int:
    """
    End every visit of an account, within a transaction.

    Returns
    -------
    ended
        How many there were.
    """
    (row,) = writer.rows("access/open_visits", account=account)
    writer.change("access/end_visits", account=account, revoked_at=at)
    return int(row["visits"])


def _number(store: Store, token: str | None) -> str | None:
    if not token:
        return None
    try:
        number = _signer(store).loads(token, max_age=int(LONGEST.total_seconds()))
    except BadData:
        return None
    return number if isinstance(number, str) else None


def _signer(store: Store) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(installation_secret(store, "visit"), salt=COOKIE)


def _hash(number: str) -> str:
    return hashlib.sha256(number.encode("utf-8")).hexdigest()
