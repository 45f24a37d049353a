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

from geo.access.monotonic_clock import Clock, steady_now
from geo.access.sign_in_attempts import Trying, count_try, succeeded
from geo.errors import JoinRefusedError, ParticipationOverError, SignInWaitError
from geo.store.database import Store, Writer
from geo.store.installation_secret import installation_secret
from geo.store.pseudonym import seal
from geo.workshop.drawing_sessions import JOINED_FOR, joined_by

COOKIE = "amparo_drawing"  # to be set HttpOnly, SameSite=Strict, Secure under https, without a date
NUMBER_BYTES = 32
TOUCHED_EVERY = timedelta(minutes=1)
# Tried words are counted apart from passwords tried from the same machine. A whole workshop may
# sit behind one address and join within a minute. Who tries without end has so many free tries a
# day, and then one in a quarter of an hour: about 160 of half a million words.
FREE_TRIES = 60


@dataclass(frozen=True)
class Participation:
    """
    A phone in a drawing session.

    Attributes
    ----------
    community, code
        The only one it may see and draw in.
    open
        Whether it takes marks.
    """

    community: str
    code: str
    open: bool


def join(store: Store, typed: str, *, client: str, now: Clock = steady_now) -> str:
    """
    Take part.

    Parameters
    ----------
    typed
        The word as she wrote it.
    client
        Where the try comes from: the address of the machine. Only its seal is kept.

    Returns
    -------
    token
        For the cookie `COOKIE`.

    Raises
    ------
    JoinRefusedError
        If no open drawing session has the word.
    SignInWaitError
        If there were too many tries in vain; this one was not looked at.
    """
    who = _trying(store, client)
    wait = count_try(store, who, now=now)
    if wait > 0:
        raise SignInWaitError(seconds=math.ceil(wait))
    place = joined_by(store, typed, now=now)
    if place is None:
        raise JoinRefusedError
    number = secrets.token_urlsafe(NUMBER_BYTES)
    community, code = place
    store.transact_in_turn(
        lambda writer: _begin(writer, who, number, {"community": community, "code": code}, now)
    )
    return _signer(store).dumps(number)


def participation(store: Store, token: str | None, *, now: Clock = steady_now) -> Participation:
    """
    Tell in which drawing session a phone takes part, and note that it is still here.

    Raises
    ------
    ParticipationOverError
        If in none: the token is not ours, or its day is over.
    """
    number = _number(store, token)
    rows = [] if number is None else store.rows("access/participation", id_hash=_hash(number))
    if number is None or not rows or not _lasts(rows[0]["began_at"], now):
        raise ParticipationOverError
    row, at = rows[0], now()
    if at - row["seen_at"] >= TOUCHED_EVERY:
        store.transact(
            lambda writer: writer.change(
                "access/touch_participation", id_hash=_hash(number), seen_at=at
            )
        )
    return Participation(row["community"], row["code"], open=row["closed_at"] is None)


def stop_taking_part(store: Store, token: str | None) -> None:
    """Let a phone go; one that takes part in nothing is left alone."""
    number = _number(store, token)
    if number is not None:
        store.transact(
            lambda writer: writer.change("access/end_participation", id_hash=_hash(number))
        )


def _trying(store: Store, client: str) -> Trying:
    """Count the words tried from a machine; all words are tried against all sessions at once."""
    return Trying(
        seal(store, f"words:{client}"),
        seal(store, f"word-client:{client}"),
        free_of_account=FREE_TRIES,
        free_of_client=FREE_TRIES,
    )


def _begin(writer: Writer, who: Trying, number: str, where: dict[str, str], now: Clock) -> None:
    succeeded(writer, who)
    writer.change("access/drop_participations", before=now() - JOINED_FOR)
    writer.change("access/add_participation", id_hash=_hash(number), **where, began_at=now())


def _lasts(began_at: datetime, now: Clock) -> bool:
    return began_at <= now() < began_at + JOINED_FOR


def _number(store: Store, token: str | None) -> str | None:
    if not token:
        return None
    try:
        read = _signer(store).loads(token, max_age=int(JOINED_FOR.total_seconds()))
    except BadData:
        return None
    return read if isinstance(read, str) else None


def _hash(number: str) -> str:
    return hashlib.sha256(number.encode("utf-8")).hexdigest()


def _signer(store: Store) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(installation_secret(store, "drawing"), salt="drawing")
