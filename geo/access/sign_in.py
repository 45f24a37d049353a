"""Sign-in with a password, and sign-out."""

from __future__ import annotations

import math
import unicodedata
from typing import Any

from geo.access.monotonic_clock import Clock, monotonic_now
from geo.access.passwords import hash_password, needs_rehash, verify_password
from geo.access.sessions import begin_session, end_account_sessions, end_session, sign_session_token
from geo.access.sign_in_attempts import AttemptKey, clear_attempts, count_sign_in, make_attempt_key
from geo.errors import SignInRefusedError, SignInWaitError
from geo.store.actor import current_actor
from geo.store.audit import append_audit_line, write_audit_line
from geo.store.database import Store, Transaction

# Actor recorded for unknown names: what was typed may be anything.
UNKNOWN_ACTOR = "unknown"
MAX_NAME_LENGTH = 200  # characters; the rest is ignored


def sign_in(
    store: Store, name: str, password: str, *, client: str, now: Clock = monotonic_now
) -> str:
    """
    Verify a password and begin a session.

    Parameters
    ----------
    client
        Address of the client. Only its pseudonym is stored.

    Returns
    -------
    token
        For the cookie `sessions.SESSION_COOKIE`.

    Raises
    ------
    SignInRefusedError
        If the name or the password is wrong.
    SignInWaitError
        If there were too many failed attempts; this one was not verified.
    """
    normalised = unicodedata.normalize("NFC", name[:MAX_NAME_LENGTH].strip()).casefold()
    attempt_key = make_attempt_key(store, normalised, client)
    wait_s = store.transact_serialised(
        lambda transaction: count_sign_in(transaction, attempt_key, now())
    )
    if wait_s > 0:
        raise SignInWaitError(seconds=math.ceil(wait_s))
    rows = store.rows("access/account", name=normalised)
    password_hash = rows[0]["password_hash"] if rows else None
    if not verify_password(password, password_hash):
        write_audit_line(
            store,
            normalised if rows else UNKNOWN_ACTOR,
            "sign_in_failed",
            {"client": attempt_key.client_pseudonym},
        )
        raise SignInRefusedError
    new_hash = hash_password(password) if needs_rehash(rows[0]["password_hash"]) else None
    return sign_session_token(
        store, _begin_verified_session(store, rows[0], attempt_key, new_hash, now)
    )


def sign_out(store: Store, token: str | None, *, now: Clock = monotonic_now) -> None:
    """End the session of a token; an ended session, or no token, is ignored."""

    def in_transaction(transaction: Transaction) -> None:
        account = end_session(transaction, store, token, at=now())
        if account is not None:
            append_audit_line(transaction, account, "sign_out", {})

    store.transact_serialised(in_transaction)


def sign_out_everywhere(store: Store, account: str, *, now: Clock = monotonic_now) -> int:
    """
    End all sessions of an account, on all devices.

    Returns
    -------
    ended
        Number of sessions.
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
    """Begin a session, unless the password was changed during verification."""
    name, verified_hash = account_row["name"], account_row["password_hash"]

    def in_transaction(transaction: Transaction) -> str:
        append_audit_line(transaction, name, "sign_in", {"client": attempt_key.client_pseudonym})
        current = transaction.rows("access/account", name=name)
        if not current or current[0]["password_hash"] != verified_hash:
            raise SignInRefusedError
        if new_hash is not None:
            transaction.execute("access/set_password", name=name, password_hash=new_hash)
        clear_attempts(transaction, attempt_key, now())
        return begin_session(transaction, name, at=now())

    return store.transact_serialised(in_transaction)
