"""
Synchronisation protocol between the drawing page and the server, in JSON.

A page sends its unacknowledged operations and the revision it knows. It receives which operations
were applied, which were rejected and why, and what changed since that revision. On request it also
receives the shared marks of other groups.
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

MAX_OPERATIONS = 50  # per request
MAX_CODE_LENGTH = 60
MAX_REVISION = 2**40


@dataclass(frozen=True)
class SyncRequest:
    """
    A request of a drawing page: its operations, and the revisions it knows.

    Attributes
    ----------
    unreadable_operations
        Errors of operations that could not be parsed, by `opid`.
    known_sessions
        Revisions of other sessions it knows, by code; None if it does not request them.
    """

    since_revision: int
    operations: list[Operation]
    unreadable_operations: dict[str, AmparoError]
    known_sessions: dict[str, int] | None = None


def synchronise_marks(
    store: Store, scope: DrawingScope, data: object, *, locale: str
) -> dict[str, Any]:
    """
    Apply the operations of a page, and return what changed since the revision it knows.

    Parameters
    ----------
    data
        Untrusted JSON.
    locale
        Language of error messages.

    Returns
    -------
    response
        `revision`, `acknowledged`, `refused`, `marks`, `removed`, `session`; `shared_groups` if
        requested. Rejected operations must not be sent again unchanged, except if the session is
        closed.

    Raises
    ------
    DrawingUnknownError
        If there is no such drawing session.
    MarkUnreadableError
        If the request is malformed.
    """
    view = open_view(store, scope.community, "network")
    request = parse_request(data, boundary=view.community.boundary)
    result = (
        apply_operations(store, scope, request.operations) if request.operations else BatchResult()
    )
    errors = {**request.unreadable_operations, **result.rejected}
    zone = ZoneInfo(view.timezone)
    with store.open_reader() as reader:
        state = read_session_state(reader, scope.community, scope.code)
        response = {
            "acknowledged": [_format_acknowledgement(one, zone) for one in result.acknowledged],
            "refused": _format_rejections(data, errors, locale),
            **_read_changes(reader, scope, request.since_revision),
            "session": {"open": state.is_open, "shared": state.is_shared},
        }
        if request.known_sessions is not None:
            response["shared_groups"] = read_shared_marks(
                reader, scope, request.known_sessions, locale=locale
            )
    return response


def parse_request(data: object, *, boundary: BaseGeometry | None) -> SyncRequest:
    """
    Parse a request; an operation that cannot be parsed does not affect the others.

    Raises
    ------
    MarkUnreadableError
        If the request is malformed, or has too many operations.
    """
    if not isinstance(data, Mapping):
        raise MarkUnreadableError
    since, items = data.get("since", 0), data.get("operations", [])
    if not _is_revision(since) or not isinstance(items, list) or len(items) > MAX_OPERATIONS:
        raise MarkUnreadableError
    request = SyncRequest(since, [], {}, _parse_known_sessions(data.get("shared_groups")))
    for item in items:
        opid, mark = _parse_uuid(item, "opid"), _parse_uuid(item, "id")
        try:
            request.operations.append(_parse_operation(item, opid, mark, boundary))
        except AmparoError as error:
            request.unreadable_operations[str(opid)] = error
    return request


def read_mark_history(
    store: Store, scope: DrawingScope, mark_id: uuid.UUID
) -> list[dict[str, Any]]:
    """Read the versions of a mark of this drawing session, the latest first."""
    zone = ZoneInfo(open_view(store, scope.community, "network").timezone)
    rows = store.rows("workshop/mark_history", community=scope.community, id=str(mark_id))
    return [
        {
            "revision": mark["revision"],
            "at": _format_time(row["changed_at"], zone),
            "act": row["action"],
            "mark": mark,
        }
        for row in rows
        for mark in [_format_mark({"id": str(mark_id), **row})]
        if mark["session"] == scope.code
    ]


def list_removed_marks(store: Store, scope: DrawingScope) -> list[dict[str, Any]]:
    """List the removed marks of this drawing session, which can be restored."""
    zone = ZoneInfo(open_view(store, scope.community, "network").timezone)
    rows = store.rows("workshop/removed_marks", community=scope.community, code=scope.code, since=0)
    removed = []
    for row in rows:
        versions = read_mark_history(store, scope, uuid.UUID(row["id"]))
        if versions:
            at = _format_time(row["taken_at"], zone)
            mark = {**versions[0]["mark"], "revision": row["revision"]}
            removed.append({"id": row["id"], "number": row["number"], "at": at, "mark": mark})
    return removed


def _parse_operation(
    data: Mapping[str, Any], opid: uuid.UUID, mark_id: uuid.UUID, boundary: BaseGeometry | None
) -> Operation:
    base, act = data.get("base", 0), data.get("act")
    if not _is_revision(base) or act not in ("put", "remove"):
        raise MarkUnreadableError
    mark = parse_mark(data.get("mark"), boundary=boundary) if act == "put" else None
    return Operation(opid=opid, id=mark_id, act=act, base_revision=base, mark=mark)


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
    revisions: dict[str, int] = {}
    for code, revision in value.items():
        if not isinstance(code, str) or len(code) > MAX_CODE_LENGTH or not _is_revision(revision):
            raise MarkUnreadableError
        revisions[code] = revision
    return revisions


def _is_revision(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MAX_REVISION


def _read_changes(reader: Transaction, scope: DrawingScope, since_revision: int) -> dict[str, Any]:
    parameters = {"community": scope.community, "code": scope.code}
    # Revision first: an operation applied meanwhile is returned now, and again next time.
    revision = int(reader.rows("workshop/latest_revision", **parameters)[0]["revision"])
    if revision == since_revision:
        return {"revision": revision, "marks": [], "removed": []}
    marks = reader.rows("workshop/marks", **parameters, since=since_revision)
    removed = reader.rows("workshop/removed_marks", **parameters, since=since_revision)
    return {
        "revision": revision,
        "marks": [_format_mark(row) for row in marks],
        "removed": [row["id"] for row in removed],
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
    data: Any,  # noqa: ANN401 (parsed and validated before)
    errors: Mapping[str, AmparoError],
    locale: str,
) -> list[dict[str, Any]]:
    mark_ids = {str(uuid.UUID(item["opid"])): item["id"] for item in data.get("operations", [])}
    return [
        {
            "opid": opid,
            "id": mark_ids[opid],
            "message": language.gettext(error.key, locale, **error.placeholders),
            "closed": isinstance(error, DrawingClosedError),
        }
        for opid, error in errors.items()
    ]


def _format_time(at: datetime, zone: ZoneInfo) -> str:
    return at.replace(tzinfo=UTC).astimezone(zone).strftime("%H:%M")
