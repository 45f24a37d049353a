"""Signing in and out."""

from __future__ import annotations

import math
import unicodedata
from typing import Any

from geo.access.monotonic_clock import Clock, monotonic_now
from geo.access.passwords import hash_password, needs_rehash, verify_password
from geo.access.sessions import begin_session, end_account_sessions, end_session, sign_session_token
from geo.access.sign_in_attempts import AttemptKey, clear_attempts, count_attempt, make_attempt_key
from geo.errors import SignInRefusedError, SignInWaitError
from geo.store.actor import current_actor
from geo.store.audit import append_audit_line, write_audit_line
from geo.store.database import Store, Transaction

UNKNOWN_ACTOR = (
    "unknown"  # who is written where a name is no account's: what was typed may be anything
)
MAX_NAME_LENGTH = 200  # signs that are read at all


def sign_in(
    store: Store, name: str, password: str, *, client: str, now: Clock = monotonic_now
) -> str:
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
    plain = unicodedata.normalize("NFC", name[:MAX_NAME_LENGTH].strip()).casefold()
    who = make_attempt_key(store, plain, client)
    wait = count_attempt(store, who, now=now)
    if wait > 0:
        raise SignInWaitError(seconds=math.ceil(wait))
    rows = store.rows("access/account", name=plain)
    kept = rows[0]["password_hash"] if rows else None
    if not verify_password(password, kept):
        write_audit_line(
            store,
            plain if rows else UNKNOWN_ACTOR,
            "sign_in_failed",
            {"client": who.client_pseudonym},
        )
        raise SignInRefusedError
    fresh = hash_password(password) if needs_rehash(rows[0]["password_hash"]) else None
    return sign_session_token(store, _begin_verified_session(store, rows[0], who, fresh, now))


def sign_out(store: Store, token: str | None, *, now: Clock = monotonic_now) -> None:
    """End the visit of a token; one that is over already, or none, is left alone."""

    def in_transaction(transaction: Transaction) -> None:
        account = end_session(transaction, store, token, at=now())
        if account is not None:
            append_audit_line(transaction, account, "sign_out", {})

    store.transact_serialised(in_transaction)


def sign_out_everywhere(store: Store, account: str, *, now: Clock = monotonic_now) -> int:
    """
    End every visit of an account, on whatever machine.

    Returns
    -------
    ended
        How many there were.
    """

    def in_transaction(transaction: Transaction) -> int:
        ended = end_account_sessions(transaction, account, at=now())
        append_audit_line(
            transaction,
            current_actor(),
            "sign_out_everywhere",
            {"account": account, "visits": ended},
        )
        return ended

    return store.transact_serialised(in_transaction)


def _begin_verified_session(
    store: Store,
    account_row: dict[str, Any],
    attempt_key: AttemptKey,
    new_hash: str | None,
    now: Clock,
) -> str:
    """Begin a visit, unless the password was changed while the given one was checked."""
    name, checked = account_row["name"], account_row["password_hash"]

    def in_transaction(transaction: Transaction) -> str:
        append_audit_line(transaction, name, "sign_in", {"client": attempt_key.client_pseudonym})
        current = transaction.rows("access/account", name=name)
        if not current or current[0]["password_hash"] != checked:
            raise SignInRefusedError
        if new_hash is not None:
            transaction.execute("access/set_password", name=name, password_hash=new_hash)
        clear_attempts(transaction, attempt_key)
        return begin_session(transaction, name, at=now())

    return store.transact_serialised(in_transaction)
