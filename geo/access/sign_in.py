"""Signing in and out."""

from __future__ import annotations

import math
import unicodedata
from typing import Any

from geo.access.monotonic_clock import Clock, steady_now
from geo.access.passwords import fits, hash_password, is_outdated
from geo.access.sessions import begin_visit, end_visit, end_visits, token_of
from geo.access.sign_in_attempts import Trying, count_try, succeeded, trying
from geo.errors import SignInRefusedError, SignInWaitError
from geo.store.actor import actor
from geo.store.audit import append, audit
from geo.store.database import Store, Writer

NOBODY = "unknown"  # who is written where a name is no account's: what was typed may be anything
LONGEST_NAME = 200  # signs that are read at all


def sign_in(store: Store, name: str, password: str, *, client: str, now: Clock = steady_now) -> str:
    """
    Sign in.

    Parameters
    ----------
    client
        Where the try comes from: the address of the machine. Only its seal is kept.

    Returns
    -------
    token
        For the cookie `visits.COOKIE`.

    Raises
    ------
    SignInRefusedError
        If name and password do not belong together.
    SignInWaitError
        If there were too many tries in vain; this one was not looked at.
    """
    plain = unicodedata.normalize("NFC", name[:LONGEST_NAME].strip()).casefold()
    who = trying(store, plain, client)
    wait = count_try(store, who, now=now)
    if wait > 0:
        raise SignInWaitError(seconds=math.ceil(wait))
    rows = store.rows("access/account", name=plain)
    kept = rows[0]["password_hash"] if rows else None
    if not fits(password, kept):
        audit(store, plain if rows else NOBODY, "sign_in_failed", {"client": who.client})
        raise SignInRefusedError
    fresh = hash_password(password) if is_outdated(rows[0]["password_hash"]) else None
    return token_of(store, _admit(store, rows[0], who, fresh, now))


def sign_out(store: Store, token: str | None, *, now: Clock = steady_now) -> None:
    """End the visit of a token; one that is over already, or none, is left alone."""

    def work(writer: Writer) -> None:
        account = end_visit(writer, store, token, at=now())
        if account is not None:
            append(writer, account, "sign_out", {})

    store.transact_in_turn(work)


def sign_out_everywhere(store: Store, account: str, *, now: Clock = steady_now) -> int:
    """
    End every visit of an account, on whatever machine.

    Returns
    -------
    ended
        How many there were.
    """

    def work(writer: Writer) -> int:
        ended = end_visits(writer, account, at=now())
        append(writer, actor(), "sign_out_everywhere", {"account": account, "visits": ended})
        return ended

    return store.transact_in_turn(work)


def _admit(store: Store, row: dict[str, Any], who: Trying, fresh: str | None, now: Clock) -> str:
    """Begin a visit, unless the password was changed while the given one was checked."""
    name, checked = row["name"], row["password_hash"]

    def work(writer: Writer) -> str:
        append(writer, name, "sign_in", {"client": who.client})
        current = writer.rows("access/account", name=name)
        if not current or current[0]["password_hash"] != checked:
            raise SignInRefusedError
        if fresh is not None:
            writer.change("access/set_password", name=name, password_hash=fresh)
        succeeded(writer, who)
        return begin_visit(writer, name, at=now())

    return store.transact_in_turn(work)
