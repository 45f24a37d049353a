"""
Lifecycle of drawing sessions: opened by a trainer, joined by a code, shared, closed, reopened.

Marks are visible only to the group until the trainer shares the session; a closed session accepts
no operations. The record of the group (`geo.model.DrawingSession`) is stored at opening; that the
network agrees to keep the marks is recorded separately
(`geo.store.retention.record_session_agreement`).
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date, datetime

from geo.access.monotonic_clock import Clock, monotonic_now
from geo.errors import (
    AgeBandError,
    AmparoError,
    ConsentMissingError,
    DrawingUnknownError,
    NumberError,
    SessionOptionError,
)
from geo.model import FACILITATOR_ROLES, HOLDS_VALUES, DrawingSession
from geo.store import communities as records
from geo.store.actor import current_actor
from geo.store.audit import append_audit_line
from geo.store.database import Store, Transaction
from geo.workshop.join_attempts import JOIN_DURATION
from geo.workshop.join_codes import generate_join_code, normalise_join_code

MAX_PARTICIPANTS = 500
MIN_AGE, MAX_AGE = 5, 110  # years
AUDIT_ACTIONS = {"share": "drawing_shared", "unshare": "drawing_hidden", "close": "drawing_closed"}
_OWN_CODE_PATTERN = re.compile(r"^S(\d+)$")
_AGE_BAND_PATTERN = re.compile(r"(\d{1,3})-(\d{1,3})")


@dataclass(frozen=True)
class SessionState:
    """Whether a drawing session accepts operations, and whether the network sees its marks."""

    is_open: bool
    is_shared: bool


@dataclass(frozen=True)
class SessionDetails:
    """What a trainer enters about a group; never names."""

    held_on: date
    age_band: str
    participants: int
    moment: str
    facilitator_role: str
    consent: bool


def open_drawing(
    store: Store, slug: str, details: SessionDetails, *, now: Clock = monotonic_now
) -> DrawingSession:
    """
    Open a drawing session.

    Returns
    -------
    drawing
        With the code by which phones join.

    Raises
    ------
    CommunityUnknownError
        If there is no such community.
    ConsentMissingError
        If the group has not consented.
    AgeBandError, NumberError, SessionOptionError
        If a detail of the group is not valid.
    """
    records.read_community(store, slug)
    for error in list_detail_errors(details):
        raise error

    def in_transaction(transaction: Transaction) -> str:
        code = _next_free_code(transaction, slug)
        session = DrawingSession(code=code, **asdict(details))
        records.insert_drawing_session(transaction, slug, session)
        join_code = _new_join_code(transaction, now())
        transaction.execute(
            "workshop/open", community=slug, code=code, word=join_code, opened_at=now()
        )
        transaction.execute("communities/layers_changed", slug=slug)
        _append_session_audit(transaction, "drawing_opened", slug, code)
        return code

    return read_drawing(store, slug, store.transact_serialised(in_transaction))


def list_drawings(store: Store, slug: str) -> list[DrawingSession]:
    """List the drawing sessions opened for phones, in order of opening."""
    return [DrawingSession(**row) for row in store.cached_rows("workshop/drawings", community=slug)]


def read_drawing(store: Store, slug: str, code: str) -> DrawingSession:
    """
    Read one drawing session.

    Raises
    ------
    DrawingUnknownError
        If no session of this code was opened.
    """
    session = next((one for one in list_drawings(store, slug) if one.code == code), None)
    if session is None:
        raise DrawingUnknownError(code=code[:20])
    return session


def read_session_state(source: Store | Transaction, slug: str, code: str) -> SessionState:
    """
    Read the state of a drawing session by one short query.

    Parameters
    ----------
    source
        The store, or a transaction or reader with an open cursor.

    Raises
    ------
    DrawingUnknownError
        If no session of this code was opened.
    """
    rows = source.rows("workshop/session_state", community=slug, code=code)
    if not rows:
        raise DrawingUnknownError(code=code[:20])
    return SessionState(
        is_open=rows[0]["closed_at"] is None, is_shared=rows[0]["shared_at"] is not None
    )


def find_joinable_session(
    store: Store, typed_code: str, *, now: Clock = monotonic_now
) -> tuple[str, str] | None:
    """
    Find the open drawing session of a join code.

    Parameters
    ----------
    typed_code
        As typed by a participant.

    Returns
    -------
    session
        Community and code; None if no open session has this join code.
    """
    rows = store.rows(
        "workshop/by_join_code", word=normalise_join_code(typed_code), since=now() - JOIN_DURATION
    )
    return (rows[0]["community"], rows[0]["code"]) if rows else None


def share_drawing(
    store: Store, slug: str, code: str, *, now: Clock = monotonic_now
) -> DrawingSession:
    """
    Share the marks of a drawing session with the network.

    Raises
    ------
    DrawingUnknownError
        If no session of this code was opened.
    """
    return _update_drawing(store, slug, code, "share", shared_at=now())


def unshare_drawing(store: Store, slug: str, code: str) -> DrawingSession:
    """
    Stop sharing the marks of a drawing session; agreed ones stay in the layers.

    Raises
    ------
    DrawingUnknownError
        If no session of this code was opened.
    """
    return _update_drawing(store, slug, code, "unshare")


def close_drawing(
    store: Store, slug: str, code: str, *, now: Clock = monotonic_now
) -> DrawingSession:
    """
    Close a drawing session: it accepts no more operations.

    Raises
    ------
    DrawingUnknownError
        If no session of this code was opened.
    """
    return _update_drawing(store, slug, code, "close", closed_at=now())


def reopen_drawing(
    store: Store, slug: str, code: str, *, now: Clock = monotonic_now
) -> DrawingSession:
    """
    Reopen a closed drawing session, with a new join code.

    Participations continue until they expire; other phones join by the new code.

    Raises
    ------
    DrawingUnknownError
        If no session of this code was opened.
    """
    read_drawing(store, slug, code)

    def in_transaction(transaction: Transaction) -> None:
        join_code = _new_join_code(transaction, now())
        transaction.execute(
            "workshop/reopen", community=slug, code=code, word=join_code, opened_at=now()
        )
        _append_session_audit(transaction, "drawing_reopened", slug, code)

    store.transact_serialised(in_transaction)
    return read_drawing(store, slug, code)


def _update_drawing(
    store: Store, slug: str, code: str, query: str, **timestamps: datetime
) -> DrawingSession:
    """Update a drawing session by a query, and record it in the audit log."""
    read_drawing(store, slug, code)

    def in_transaction(transaction: Transaction) -> None:
        transaction.execute(f"workshop/{query}", community=slug, code=code, **timestamps)
        _append_session_audit(transaction, AUDIT_ACTIONS[query], slug, code)

    store.transact_serialised(in_transaction)
    return read_drawing(store, slug, code)


def _append_session_audit(transaction: Transaction, action: str, slug: str, code: str) -> None:
    append_audit_line(transaction, current_actor(), action, {"community": slug, "session": code})


def format_session_code(code: str) -> str:
    """Format the label of a session: the number of a generated code, else the code."""
    return _OWN_CODE_PATTERN.sub(r"\1", code)


def list_detail_errors(details: SessionDetails) -> list[AmparoError]:
    """List all that is wrong with the details of a group; see `open_drawing`."""
    errors: list[AmparoError] = []
    if not details.consent:
        errors.append(ConsentMissingError())
    ages = _AGE_BAND_PATTERN.fullmatch(details.age_band)
    if ages is None or not MIN_AGE <= int(ages[1]) <= int(ages[2]) <= MAX_AGE:
        errors.append(AgeBandError(ages=details.age_band[:20]))
    if not 1 <= details.participants <= MAX_PARTICIPANTS:
        errors.append(NumberError(value=details.participants, least=1))
    if details.moment not in HOLDS_VALUES or details.facilitator_role not in FACILITATOR_ROLES:
        errors.append(SessionOptionError())
    return errors


def _next_free_code(transaction: Transaction, slug: str) -> str:
    taken = {
        row["code"] for row in transaction.rows("communities/drawing_sessions", community=slug)
    }
    number = len(taken) + 1
    while f"S{number}" in taken:
        number += 1
    return f"S{number}"


def _new_join_code(transaction: Transaction, at: datetime) -> str:
    while True:
        join_code = generate_join_code()
        if not transaction.rows("workshop/by_join_code", word=join_code, since=at - JOIN_DURATION):
            return join_code
