"""
What was drawn and never agreed does not stay for ever.

A drawing session's marks, their notes and their history go when a time has passed and the network
has not agreed to keep them. That the group drew, when, and how many they were stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pandas as pd

from geo.errors import NumberError, SessionUnknownError
from geo.store.actor import current_actor
from geo.store.audit import append_audit_line
from geo.store.database import Store, Transaction

DEFAULT_RETENTION_MONTHS = (
    24  # the time one biennial local action plan takes; each network may set another
)


@dataclass(frozen=True)
class ExpiredSession:
    """
    A drawing session whose time has passed.

    Attributes
    ----------
    marks
        Shapes it has on the map.
    history
        Lines of the history that tell of its shapes.
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
    Tell what a run would delete.

    Parameters
    ----------
    months
        How long what was not agreed may stay, from the day it was drawn; at least one.
    today
        None means today.

    Raises
    ------
    NumberError
        If there are no months.
    """
    before = _cutoff_date(months, today)
    return [
        ExpiredSession(**row) for row in store.rows("retention/expired_sessions", before=before)
    ]


def delete_expired_sessions(
    store: Store, *, months: int = DEFAULT_RETENTION_MONTHS, today: date | None = None
) -> list[ExpiredSession]:
    """
    Delete what is due, and write the file anew so that nothing of it is left there.

    Parameters and what is raised: as `find_expired_sessions`.

    Returns
    -------
    deleted
        As `find_expired_sessions` told it just before. Backups made earlier still hold it.
    """
    before = _cutoff_date(months, today)

    def in_transaction(transaction: Transaction) -> list[ExpiredSession]:
        found = [
            ExpiredSession(**row)
            for row in transaction.rows("retention/expired_sessions", before=before)
        ]
        append_audit_line(transaction, current_actor(), "retention", _audit_details(months, found))
        if found:
            _delete_session_data(transaction, found)
        return found

    deleted = store.transact_serialised(in_transaction)
    if deleted:
        store.rewrite_file()
    return deleted


def record_session_agreement(
    store: Store, slug: str, code: str, *, agreed_on: date | None = None
) -> None:
    """
    Note that what a group drew is to be kept.

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
        "marks": sum(one.marks for one in expired),
        "history": sum(one.history for one in expired),
    }


def _delete_session_data(transaction: Transaction, expired: list[ExpiredSession]) -> None:
    incoming = pd.DataFrame([{"community": one.community, "code": one.code} for one in expired])
    transaction.execute("retention/delete_marks", incoming)
    transaction.execute("retention/delete_history", incoming)
    # A session whose operations are gone would take again what a phone still holds.
    transaction.execute("retention/close_drawings", incoming, closed_at=_utc_now())
    transaction.execute("retention/delete_operations", incoming)
    transaction.execute("retention/delete_participations", incoming)
    for slug in sorted({one.community for one in expired}):
        transaction.execute("communities/layers_changed", slug=slug)
