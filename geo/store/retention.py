"""
Retention: deletes marks of drawing sessions that the network never agreed to keep.

After the retention period the marks, their notes and their history are deleted. The record of the
session stays: its date, its age band, how many took part.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pandas as pd

from geo.errors import NumberError, SessionUnknownError
from geo.model import DEFAULT_RETENTION_MONTHS
from geo.store.actor import current_actor
from geo.store.audit import append_audit_line
from geo.store.database import Store, Transaction


@dataclass(frozen=True)
class ExpiredSession:
    """
    A drawing session whose retention period has passed.

    Attributes
    ----------
    marks
        Number of its features.
    history
        Number of history entries about its features.
    """

    community: str
    code: str
    held_on: date
    marks: int
    history: int


def find_expired_sessions(
    store: Store, *, months: int = DEFAULT_RETENTION_MONTHS, today: date | None = None
) -> list[ExpiredSession]:
    """
    Find the sessions that `delete_expired_sessions` would delete.

    Parameters
    ----------
    months
        Retention period from the day of drawing; at least one.
    today
        None means today.

    Raises
    ------
    NumberError
        If it is below one.
    """
    before = _cutoff_date(months, today)
    return [
        ExpiredSession(**row) for row in store.rows("retention/expired_sessions", before=before)
    ]


def delete_expired_sessions(
    store: Store, *, months: int = DEFAULT_RETENTION_MONTHS, today: date | None = None
) -> list[ExpiredSession]:
    """
    Delete the marks of expired sessions, and rewrite the file so that it no longer contains them.

    Parameters and exceptions as in `find_expired_sessions`.

    Returns
    -------
    deleted
        What `find_expired_sessions` returned just before. Earlier backups still contain it.
    """
    before = _cutoff_date(months, today)

    def in_transaction(transaction: Transaction) -> list[ExpiredSession]:
        expired = [
            ExpiredSession(**row)
            for row in transaction.rows("retention/expired_sessions", before=before)
        ]
        append_audit_line(
            transaction, current_actor(), "retention", _audit_details(months, expired)
        )
        if expired:
            _delete_session_data(transaction, expired)
        return expired

    deleted = store.transact_serialised(in_transaction)
    if deleted:
        store.rewrite_file()
    return deleted


def record_session_agreement(
    store: Store, slug: str, code: str, *, agreed_on: date | None = None
) -> None:
    """
    Record that the marks of a drawing session are to be kept.

    Parameters
    ----------
    agreed_on
        None means today.

    Raises
    ------
    SessionUnknownError
        If the community has no drawing session of this code.
    """
    day = agreed_on or date.today()

    def in_transaction(transaction: Transaction) -> None:
        if not transaction.rows("retention/drawing_session", community=slug, code=code):
            raise SessionUnknownError(code=code)
        transaction.execute("retention/set_agreed_on", community=slug, code=code, agreed_on=day)
        append_audit_line(
            transaction, current_actor(), "session_agreed", {"community": slug, "sessions": 1}
        )

    store.transact_serialised(in_transaction)


def _cutoff_date(months: int, today: date | None) -> date:
    if months < 1:
        raise NumberError(name="months", value=months, least=1)
    day: date = (pd.Timestamp(today or date.today()) - pd.DateOffset(months=months)).date()
    return day


def _utc_now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _audit_details(months: int, expired: list[ExpiredSession]) -> dict[str, int]:
    return {
        "months": months,
        "sessions": len(expired),
        "marks": sum(session.marks for session in expired),
        "history": sum(session.history for session in expired),
    }


def _delete_session_data(transaction: Transaction, expired: list[ExpiredSession]) -> None:
    sessions = pd.DataFrame(
        [{"community": session.community, "code": session.code} for session in expired]
    )
    transaction.execute("retention/delete_marks", sessions)
    transaction.execute("retention/delete_history", sessions)
    # Without its operations, an open session would accept again what a phone still has queued.
    transaction.execute("retention/close_drawings", sessions, closed_at=_utc_now())
    transaction.execute("retention/delete_operations", sessions)
    transaction.execute("retention/delete_participations", sessions)
    for slug in sorted({session.community for session in expired}):
        transaction.execute("communities/layers_changed", slug=slug)
