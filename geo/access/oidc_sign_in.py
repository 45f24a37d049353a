"""Signing in somebody whom a provider vouches for: a visit like any other, from one answer."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from geo.access.identities import Identity, seals_of
from geo.access.monotonic_clock import Clock, steady_now
from geo.access.sessions import begin_visit, token_of
from geo.errors import IdentityRefusedError, IdentityUnknownError
from geo.store.audit import append, audit
from geo.store.database import Store, Writer
from geo.store.pseudonym import seal

NOBODY = "unknown"  # who is written where an identity opens no account
# A browser's half of a sign-in is accepted for 14 days: SessionMiddleware of Starlette 1.10.
REMEMBERED = timedelta(days=15)


def sign_in_vouched(
    store: Store, who: Identity, *, answer: str, client: str, now: Clock = steady_now
) -> str:
    """
    Sign in somebody whom a provider vouches for.

    Parameters
    ----------
    answer
        The random text that the provider was given for this one sign-in, its nonce.
    client
        The address of the machine she is at. Only its seal is kept.

    Returns
    -------
    token
        For the cookie `visits.COOKIE`.

    Raises
    ------
    IdentityRefusedError
        If the answer was used before, or belongs to no sign-in.
    IdentityUnknownError
        If she opens no account.
    """
    seals = seals_of(store, who)
    where = {"client": seal(store, f"client:{client}")}

    def work(writer: Writer) -> str | None:
        at = now()
        _use(writer, answer, at)
        found = [row for one in seals for row in writer.rows("access/linked_account", identity=one)]
        if not found:
            return None
        account = str(found[0]["account"])
        append(writer, account, "identity_sign_in", where)
        return begin_visit(writer, account, at=at)

    number = store.transact_in_turn(work)
    if number is None:
        audit(store, NOBODY, "identity_refused", where)
        raise IdentityUnknownError
    return token_of(store, number)


def _use(writer: Writer, answer: str, at: datetime) -> None:
    """Let an answer count once, whatever its provider thinks of that."""
    told = hashlib.sha256(answer.encode("utf-8")).hexdigest()
    writer.change("access/drop_used_answers", before=at - REMEMBERED)
    if not answer or writer.rows("access/used_answer", answer=told):
        raise IdentityRefusedError
    writer.change("access/use_answer", answer=told, used_at=at)
