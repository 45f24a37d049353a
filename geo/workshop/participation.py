"""
Participation of phones in drawing sessions: by a join code, without an account.

The phone holds a signed token with a random id; the store holds the hash of the id, and nothing
else about the phone. It may draw in this session until the session is closed or the participation
expires.
"""

from __future__ import annotations

import hashlib
import math
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadData, URLSafeTimedSerializer

from geo.access.monotonic_clock import Clock, monotonic_now
from geo.errors import (
    JoinFullError,
    JoinRefusedError,
    ParticipationExpiredError,
    SignInWaitError,
)
from geo.store.database import Store, Transaction
from geo.store.installation_secret import load_installation_secret
from geo.workshop.drawing_sessions import find_joinable_session
from geo.workshop.join_attempts import (
    JOIN_DURATION,
    clear_join_attempt,
    count_join_attempt,
    make_join_key,
)

# Set HttpOnly, SameSite=Strict, Secure under https, without a date.
PARTICIPATION_COOKIE = "amparo_drawing"
PARTICIPATION_ID_BYTES = 32
SEEN_UPDATE_INTERVAL = timedelta(minutes=1)
# Joined phones; a phone that lost its cookie counts twice. A group has at most 500 participants.
MAX_PHONES_PER_SESSION = 1000
MAX_PHONES = 10_000  # of all sessions, within `JOIN_DURATION`


@dataclass(frozen=True)
class Participation:
    """
    Participation of a phone in a drawing session.

    Attributes
    ----------
    community, code
        The only session it may read and draw in.
    is_open
        Whether the session accepts operations.
    """

    community: str
    code: str
    is_open: bool


def join_drawing(store: Store, typed_code: str, *, client: str, now: Clock = monotonic_now) -> str:
    """
    Join a drawing session by its code.

    Parameters
    ----------
    typed_code
        The join code as typed.
    client
        Address of the client. Only its pseudonym is stored.

    Returns
    -------
    token
        For the cookie `PARTICIPATION_COOKIE`.

    Raises
    ------
    JoinRefusedError
        If no open drawing session has this code.
    JoinFullError
        If too many phones have joined.
    SignInWaitError
        If there were too many failed attempts; this one was not checked.
    """
    join_key = make_join_key(store, typed_code, client)
    wait_s, limits = store.transact_serialised(
        lambda transaction: count_join_attempt(transaction, join_key, now())
    )
    if wait_s > 0:
        raise SignInWaitError(seconds=math.ceil(wait_s))
    session = find_joinable_session(store, typed_code, now=now)
    if session is None:
        raise JoinRefusedError
    participation_id = secrets.token_urlsafe(PARTICIPATION_ID_BYTES)
    id_hash = _hash_participation_id(participation_id)
    store.transact_serialised(
        lambda transaction: _begin_participation(transaction, session, id_hash, now())
    )
    store.transact_serialised(
        lambda transaction: clear_join_attempt(transaction, join_key, limits, now())
    )
    return _token_signer(store).dumps(participation_id)


def read_participation(
    store: Store, token: str | None, *, now: Clock = monotonic_now
) -> Participation:
    """
    Read the participation of a token, and update its last activity.

    Raises
    ------
    ParticipationExpiredError
        If the token is not valid, or the participation has expired.
    """
    participation_id = _read_participation_id(store, token)
    rows = (
        []
        if participation_id is None
        else store.rows("access/participation", id_hash=_hash_participation_id(participation_id))
    )
    if participation_id is None or not rows or not _is_current(rows[0]["began_at"], now):
        raise ParticipationExpiredError
    row, at = rows[0], now()
    if at - row["seen_at"] >= SEEN_UPDATE_INTERVAL:
        store.transact(
            lambda transaction: transaction.execute(
                "access/update_participation_seen",
                id_hash=_hash_participation_id(participation_id),
                seen_at=at,
            )
        )
    return Participation(row["community"], row["code"], is_open=row["closed_at"] is None)


def end_participation(store: Store, token: str | None) -> None:
    """End a participation; a token without one is ignored."""
    participation_id = _read_participation_id(store, token)
    if participation_id is not None:
        store.transact(
            lambda transaction: transaction.execute(
                "access/end_participation", id_hash=_hash_participation_id(participation_id)
            )
        )


def _begin_participation(
    transaction: Transaction, session: tuple[str, str], id_hash: str, at: datetime
) -> None:
    community, code = session
    transaction.execute("access/delete_expired_participations", before=at - JOIN_DURATION)
    (counts,) = transaction.rows("access/count_participations", community=community, code=code)
    if counts["in_session"] >= MAX_PHONES_PER_SESSION or counts["in_all"] >= MAX_PHONES:
        raise JoinFullError
    transaction.execute(
        "access/add_participation", id_hash=id_hash, community=community, code=code, began_at=at
    )


def _is_current(began_at: datetime, now: Clock) -> bool:
    return began_at <= now() < began_at + JOIN_DURATION


def _read_participation_id(store: Store, token: str | None) -> str | None:
    if not token:
        return None
    try:
        participation_id = _token_signer(store).loads(
            token, max_age=int(JOIN_DURATION.total_seconds())
        )
    except BadData:
        return None
    return participation_id if isinstance(participation_id, str) else None


def _hash_participation_id(participation_id: str) -> str:
    return hashlib.sha256(participation_id.encode("utf-8")).hexdigest()


def _token_signer(store: Store) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(load_installation_secret(store, "drawing"), salt="drawing")
