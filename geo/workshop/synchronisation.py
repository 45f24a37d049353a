"""
What the drawing page and the server tell each other, as JSON can hold it.

A page sends what was done since it was last heard, and the revision it knows; it is told what was
taken, what was refused and why, and what others changed. If it asks, it is told what other groups
have shown, too.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from shapely.geometry.base import BaseGeometry

from geo import language
from geo.errors import AmparoError, DrawingClosedError, MarkUnreadableError
from geo.privacy.view import open_view
from geo.store.database import Store, Transaction
from geo.workshop.drawing_sessions import read_session_state
from geo.workshop.mark import parse_mark
from geo.workshop.mark_store import apply_operations
from geo.workshop.records import Acknowledgement, BatchResult, DrawingScope, Operation
from geo.workshop.shared_marks import MAX_SESSIONS, read_shared_marks

MAX_OPERATIONS = 50  # of one request
MAX_CODE_LENGTH = 60
MAX_REVISION = 2**40


@dataclass(frozen=True)
class SyncRequest:
    """
    What a page asks: its operations, and what it knows.

    Attributes
    ----------
    unreadable_operations
        Faults of operations that could not be read, by their `opid`.
    known_sessions
        How far it knows other groups, by code; None where it does not ask for them.
    """

    since_revision: int
    operations: list[Operation]
    unreadable_operations: dict[str, AmparoError]
    known_sessions: dict[str, int] | None = None


def synchronise_marks(
    store: Store, scope: DrawingScope, data: object, *, locale: str
) -> dict[str, Any]:
    """
    Take what a page sends, and tell it what it does not know yet.

    Parameters
    ----------
    data
        As JSON was read: anything at all.
    locale
        Language of the sentences.

    Returns
    -------
    answer
        `revision`, `acknowledged`, `refused`, `marks`, `removed`, `session`; `shared_groups` where
        the page asked for them.
        Refused operations are not to be sent again as they are, except where the session is
        closed.

    Raises
    ------
    DrawingUnknownError
        If there is no such drawing session.
    MarkUnreadableError
        If what was sent is no request of ours.
    """
    view = open_view(store, scope.community, "network")
    asked = parse_request(data, boundary=view.community.boundary)
    answer = apply_operations(store, scope, asked.operations) if asked.operations else BatchResult()
    faults = {**asked.unreadable_operations, **answer.rejected}
    zone = ZoneInfo(view.timezone)
    with store.open_reader() as reader:
        now = read_session_state(reader, scope.community, scope.code)
        told = {
            "acknowledged": [_format_acknowledgement(one, zone) for one in answer.acknowledged],
            "refused": _format_rejections(data, faults, locale),
            **_read_changes(reader, scope, asked.since_revision),
            "session": {"open": now.is_open, "shared": now.is_shared},
        }
        if asked.known_sessions is not None:
            told["shared_groups"] = read_shared_marks(
                reader, scope, asked.known_sessions, locale=locale
            )
    return told


def parse_request(data: object, *, boundary: BaseGeometry | None) -> SyncRequest:
    """
    Read a request; an operation that cannot be read does not stop the others.

    Raises
    ------
    MarkUnreadableError
        If it is no request of ours, or holds too many operations.
    """
    if not isinstance(data, Mapping):
        raise MarkUnreadableError
    since, listed = data.get("since", 0), data.get("operations", [])
    if not _is_revision(since) or not isinstance(listed, list) or len(listed) > MAX_OPERATIONS:
        raise MarkUnreadableError
    asked = SyncRequest(since, [], {}, _parse_known_sessions(data.get("shared_groups")))
    for one in listed:
        opid, mark = _parse_uuid(one, "opid"), _parse_uuid(one, "id")
        try:
            asked.operations.append(_parse_operation(one, opid, mark, boundary))
        except AmparoError as fault:
            asked.unreadable_operations[str(opid)] = fault
    return asked


def read_mark_history(
    store: Store, scope: DrawingScope, mark_id: uuid.UUID
) -> list[dict[str, Any]]:
    """Tell what a mark of this drawing session has been, the latest first."""
    zone = ZoneInfo(open_view(store, scope.community, "network").timezone)
    rows = store.rows("workshop/mark_history", community=scope.community, id=str(mark_id))
    return [
        {
            "revision": told["revision"],
            "at": _format_time(row["changed_at"], zone),
            "act": row["action"],
            "mark": told,
        }
        for row in rows
        for told in [_format_mark({"id": str(mark_id), **row})]
        if told["session"] == scope.code
    ]


def list_removed_marks(store: Store, scope: DrawingScope) -> list[dict[str, Any]]:
    """Tell which marks of this drawing session were removed and can come back."""
    zone = ZoneInfo(open_view(store, scope.community, "network").timezone)
    rows = store.rows("workshop/removed_marks", community=scope.community, code=scope.code, since=0)
    found = []
    for row in rows:
        was = read_mark_history(store, scope, uuid.UUID(row["id"]))
        if was:
            at = _format_time(row["taken_at"], zone)
            mark = {**was[0]["mark"], "revision": row["revision"]}
            found.append({"id": row["id"], "number": row["number"], "at": at, "mark": mark})
    return found


def _parse_operation(
    data: Mapping[str, Any], opid: uuid.UUID, mark_id: uuid.UUID, boundary: BaseGeometry | None
) -> Operation:
    base, act = data.get("base", 0), data.get("act")
    if not _is_revision(base) or act not in ("put", "remove"):
        raise MarkUnreadableError
    read = parse_mark(data.get("mark"), boundary=boundary) if act == "put" else None
    return Operation(opid=opid, id=mark_id, act=act, base_revision=base, mark=read)


def _parse_uuid(data: object, name: str) -> uuid.UUID:
    value = data.get(name) if isinstance(data, Mapping) else None
    if not isinstance(value, str):
        raise MarkUnreadableError
    try:
        return uuid.UUID(value)
    except ValueError as error:
        raise MarkUnreadableError from error


def _parse_known_sessions(value: object) -> dict[str, int] | None:
    if value is None:
        return None
    if not isinstance(value, Mapping) or len(value) > MAX_SESSIONS:
        raise MarkUnreadableError
    known: dict[str, int] = {}
    for code, revision in value.items():
        if not isinstance(code, str) or len(code) > MAX_CODE_LENGTH or not _is_revision(revision):
            raise MarkUnreadableError
        known[code] = revision
    return known


def _is_revision(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MAX_REVISION


def _read_changes(reader: Transaction, scope: DrawingScope, since_revision: int) -> dict[str, Any]:
    where = {"community": scope.community, "code": scope.code}
    # The head first: what is taken meanwhile is told now, and again next time.
    head = int(reader.rows("workshop/latest_revision", **where)[0]["revision"])
    if head == since_revision:
        return {"revision": head, "marks": [], "removed": []}
    marks = reader.rows("workshop/marks", **where, since=since_revision)
    gone = reader.rows("workshop/removed_marks", **where, since=since_revision)
    return {
        "revision": head,
        "marks": [_format_mark(row) for row in marks],
        "removed": [row["id"] for row in gone],
    }


def _format_mark(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **json.loads(row["attributes"]),
        "id": row["id"],
        "geometry": json.loads(row["geometry"]),
    }


def _format_acknowledgement(acknowledgement: Acknowledgement, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "opid": acknowledgement.opid,
        "id": acknowledgement.twin_of or acknowledgement.id,
        "number": acknowledgement.number,
        "revision": acknowledgement.revision,
        "at": _format_time(acknowledgement.applied_at, zone),
        "twin": acknowledgement.id if acknowledgement.twin_of else None,
    }


def _format_rejections(
    data: Any,  # noqa: ANN401 (read and checked before)
    errors: Mapping[str, AmparoError],
    locale: str,
) -> list[dict[str, Any]]:
    of = {str(uuid.UUID(one["opid"])): one["id"] for one in data.get("operations", [])}
    return [
        {
            "opid": opid,
            "id": of[opid],
            "message": language.gettext(fault.key, locale, **fault.placeholders),
            "closed": isinstance(fault, DrawingClosedError),
        }
        for opid, fault in errors.items()
    ]


def _format_time(at: datetime, zone: ZoneInfo) -> str:
    return at.replace(tzinfo=UTC).astimezone(zone).strftime("%H:%M")
