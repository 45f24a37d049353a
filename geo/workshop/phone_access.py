"""
Permission to make the drawing pages reachable from the local network, for a limited time.

The listening socket itself is in `server/phone_access.py`; nothing of it is stored, so that a
restart ends it.
"""

from __future__ import annotations

from datetime import timedelta

from geo.access.monotonic_clock import Clock, monotonic_now
from geo.access.protection import require_protection
from geo.access.visitor import ANONYMOUS
from geo.errors import NoOpenDrawingError
from geo.store.actor import current_actor
from geo.store.audit import append_audit_line
from geo.store.database import Store
from geo.workshop.drawing_sessions import list_drawings
from geo.workshop.join_attempts import JOIN_DURATION

# Half a day: a workshop with its break. Afterwards somebody has to open it again.
PHONE_ACCESS_DURATION = timedelta(hours=4)


def has_open_drawing(store: Store, slug: str, *, now: Clock = monotonic_now) -> bool:
    """Return whether phones may join a drawing session of a community."""
    since = now() - JOIN_DURATION
    return any(
        one.closed_at is None and one.opened_at is not None and one.opened_at > since
        for one in list_drawings(store, slug)
    )


def record_phone_access(store: Store, slug: str, *, now: Clock = monotonic_now) -> None:
    """
    Check that phones may be let in, and record it in the audit log.

    Raises
    ------
    InstallationUnprotectedError
        If the installation has no passphrase or no coordinator: who is not signed in could then
        do what a trainer may.
    NoOpenDrawingError
        If no drawing session of the community is open.
    """
    require_protection(store)
    if not has_open_drawing(store, slug, now=now):
        raise NoOpenDrawingError
    minutes = int(PHONE_ACCESS_DURATION.total_seconds() // 60)
    store.transact_serialised(
        lambda transaction: append_audit_line(
            transaction,
            current_actor(),
            "phones_admitted",
            {"community": slug, "minutes": minutes},
        )
    )


def record_phone_access_end(store: Store, slug: str, *, by_itself: bool = False) -> None:
    """
    Record in the audit log that the access of phones ended.

    Parameters
    ----------
    by_itself
        Whether its time was over or the last session closed; else somebody ended it.
    """
    who, action = current_actor(), "phones_shut_out"
    if by_itself:
        who, action = ANONYMOUS, "phones_timed_out"
    store.transact_serialised(
        lambda transaction: append_audit_line(transaction, who, action, {"community": slug})
    )
