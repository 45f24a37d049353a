"""
A phone takes part in a drawing session: by a word said aloud, without an account.

The phone holds a signed token with a random number; the store holds that number's hash, and
nothing else of the phone. It may draw in this one session until the session is closed, or the day
is over.
"""

from __future__ import annotations

import hashlib
import math
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadData, URLSafeTimedSerializer

from geo.access.monotonic_clock import Clock, monotonic_now
from geo.access.sign_in_attempts import AttemptKey, clear_attempts, count_attempt
from geo.errors import JoinRefusedError, ParticipationExpiredError, SignInWaitError
from geo.store.database import Store, Transaction
from geo.store.installation_secret import load_installation_secret
from geo.store.pseudonym import pseudonymise
from geo.workshop.drawing_sessions import JOIN_DURATION, find_joinable_session

PARTICIPATION_COOKIE = (
    "amparo_drawing"  # to be set HttpOnly, SameSite=Strict, Secure under https, without a date
)
PARTICIPATION_ID_BYTES = 32
SEEN_UPDATE_INTERVAL = timedelta(minutes=1)
# Tried words are counted apart from passwords tried from the same machine. A whole workshop may
# sit behind one address and join within a minute. Who tries without end has so many free tries a
# day, and then one in a quarter of an hour: about 160 of half a million words.
FREE_JOIN_ATTEMPTS = 60


@dataclass(frozen=True)
class Participation:
    """
    A phone in a drawing session.

    Attributes
    ----------
    community, code
        The only one it may see and draw in.
    is_open
        Whether it takes marks.
    """

    community: str
    code: str
    is_open: bool


def join_drawing(store: Store, typed_code: str, *, client: str, now: Clock = monotonic_now) -> str:
    """
    Take part.

    Parameters
    ----------
    typed_code
        The word as she wrote it.
    client
        Where the try comes from: the address of the machine. Only its seal is kept.

    Returns
    -------
    token
        For the cookie `PARTICIPATION_COOKIE`.

    Raises
    ------
    JoinRefusedError
        If no open drawing session has the word.
    SignInWaitError
        If there were too many tries in vain; this one was not looked at.
    """
    who = _join_attempt_key(store, client)
    wait = count_attempt(store, who, now=now)
    if wait > 0:
        raise SignInWaitError(seconds=math.ceil(wait))
    place = find_joinable_session(store, typed_code, now=now)
    if place is None:
        raise JoinRefusedError
    number = secrets.token_urlsafe(PARTICIPATION_ID_BYTES)
    community, code = place
    store.transact_serialised(
        lambda transaction: _begin_participation(
            transaction, who, number, {"community": community, "code": code}, now
        )
    )
    return _token_signer(store).dumps(number)


def read_participation(
    store: Store, token: str | None, *, now: Clock = monotonic_now
) -> Participation:
    """
    Tell in which drawing session a phone takes part, and note that it is still here.

    Raises
    ------
    ParticipationExpiredError
        If in none: the token is not ours, or its day is over.
    """
    number = _read_participation_id(store, token)
    rows = (
        []
        if number is None
        else store.rows("access/participation", id_hash=_hash_participation_id(number))
    )
    if number is None or not rows or not _is_current(rows[0]["began_at"], now):
        raise ParticipationExpiredError
    row, at = rows[0], now()
    if at - row["seen_at"] >= SEEN_UPDATE_INTERVAL:
        store.transact(
            lambda transaction: transaction.execute(
                "access/update_participation_seen",
                id_hash=_hash_participation_id(number),
                seen_at=at,
            )
        )
    return Participation(row["community"], row["code"], is_open=row["closed_at"] is None)


def end_participation(store: Store, token: str | None) -> None:
    """Let a phone go; one that takes part in nothing is left alone."""
    number = _read_participation_id(store, token)
    if number is not None:
        store.transact(
            lambda transaction: transaction.execute(
                "access/end_participation", id_hash=_hash_participation_id(number)
            )
        )


def _join_attempt_key(store: Store, client: str) -> AttemptKey:
    """Count the words tried from a machine; all words are tried against all sessions at once."""
    return AttemptKey(
        pseudonymise(store, f"words:{client}"),
        pseudonymise(store, f"word-client:{client}"),
        free_account_attempts=FREE_JOIN_ATTEMPTS,
        free_client_attempts=FREE_JOIN_ATTEMPTS,
    )


def _begin_participation(
    transaction: Transaction,
    attempt_key: AttemptKey,
    participation_id: str,
    session_parameters: dict[str, str],
    now: Clock,
) -> None:
    clear_attempts(transaction, attempt_key)
    transaction.execute("access/delete_expired_participations", before=now() - JOIN_DURATION)
    transaction.execute(
        "access/add_participation",
        id_hash=_hash_participation_id(participation_id),
        **session_parameters,
        began_at=now(),
    )


def _is_current(began_at: datetime, now: Clock) -> bool:
    return began_at <= now() < began_at + JOIN_DURATION


def _read_participation_id(store: Store, token: str | None) -> str | None:
    if not token:
        return None
    try:
        read = _token_signer(store).loads(token, max_age=int(JOIN_DURATION.total_seconds()))
    except BadData:
        return None
    return read if isinstance(read, str) else None


def _hash_participation_id(participation_id: str) -> str:
    return hashlib.sha256(participation_id.encode("utf-8")).hexdigest()


def _token_signer(store: Store) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(load_installation_secret(store, "drawing"), salt="drawing")
