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
from geo.store.database import Store, Writer
from geo.workshop.drawing_sessions import standing
from geo.workshop.mark import read_mark
from geo.workshop.mark_store import Answer, Operation, Place, Taken, take
from geo.workshop.shared_marks import MOST_GROUPS, others

MOST_OPERATIONS = 50  # of one request
LONGEST_CODE = 60
LARGEST_REVISION = 2**40


@dataclass(frozen=True)
class Asked:
    """
    What a page asks: its operations, and what it knows.

    Attributes
    ----------
    unreadable
        Faults of operations that could not be read, by their `opid`.
    others
        How far it knows other groups, by code; None where it does not ask for them.
    """

    since: int
    operations: list[Operation]
    unreadable: dict[str, AmparoError]
    others: dict[str, int] | None = None


def synchronise(store: Store, place: Place, sent: object, *, locale: str) -> dict[str, Any]:
    """
    Take what a page sends, and tell it what it does not know yet.

    Parameters
    ----------
    sent
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
    view = open_view(store, place.community, "network")
    asked = read_request(sent, boundary=view.community.boundary)
    answer = take(store, place, asked.operations) if asked.operations else Answer()
    faults = {**asked.unreadable, **answer.refused}
    zone = ZoneInfo(view.timezone)
    with store.reading() as reader:
        now = standing(reader, place.community, place.code)
        told = {
            "acknowledged": [_taken(one, zone) for one in answer.taken],
            "refused": _refused(sent, faults, locale),
            **_known(reader, place, asked.since),
            "session": {"open": now.open, "shared": now.shared},
        }
        if asked.others is not None:
            told["shared_groups"] = others(reader, place, asked.others, locale=locale)
    return told


def read_request(sent: object, *, boundary: BaseGeometry | None) -> Asked:
    """
    Read a request; an operation that cannot be read does not stop the others.

    Raises
    ------
    MarkUnreadableError
        If it is no request of ours, or holds too many operations.
    """
    if not isinstance(sent, Mapping):
        raise MarkUnreadableError
    since, listed = sent.get("since", 0), sent.get("operations", [])
    if not _is_revision(since) or not isinstance(listed, list) or len(listed) > MOST_OPERATIONS:
        raise MarkUnreadableError
    asked = Asked(since, [], {}, _known_of_others(sent.get("shared_groups")))
    for one in listed:
        opid, mark = _named(one, "opid"), _named(one, "id")
        try:
            asked.operations.append(_operation(one, opid, mark, boundary))
        except AmparoError as fault:
            asked.unreadable[str(opid)] = fault
    return asked


def past(store: Store, place: Place, mark: uuid.UUID) -> list[dict[str, Any]]:
    """Tell what a mark of this drawing session has been, the latest first."""
    zone = ZoneInfo(open_view(store, place.community, "network").timezone)
    rows = store.rows("workshop/past", community=place.community, id=str(mark))
    return [
        {
            "revision": told["revision"],
            "at": _hour(row["changed_at"], zone),
            "act": row["action"],
            "mark": told,
        }
        for row in rows
        for told in [_mark({"id": str(mark), **row})]
        if told["session"] == place.code
    ]


def removed(store: Store, place: Place) -> list[dict[str, Any]]:
    """Tell which marks of this drawing session were removed and can come back."""
    zone = ZoneInfo(open_view(store, place.community, "network").timezone)
    rows = store.rows("workshop/gone", community=place.community, code=place.code, since=0)
    found = []
    for row in rows:
        was = past(store, place, uuid.UUID(row["id"]))
        if was:
            at = _hour(row["taken_at"], zone)
            mark = {**was[0]["mark"], "revision": row["revision"]}
            found.append({"id": row["id"], "number": row["number"], "at": at, "mark": mark})
    return found


def _operation(
    one: Mapping[str, Any], opid: uuid.UUID, mark: uuid.UUID, boundary: BaseGeometry | None
) -> Operation:
    base, act = one.get("base", 0), one.get("act")
    if not _is_revision(base) or act not in ("put", "remove"):
        raise MarkUnreadableError
    read = read_mark(one.get("mark"), boundary=boundary) if act == "put" else None
    return Operation(opid=opid, id=mark, act=act, base=base, mark=read)


def _named(one: object, name: str) -> uuid.UUID:
    value = one.get(name) if isinstance(one, Mapping) else None
    if not isinstance(value, str):
        raise MarkUnreadableError
    try:
        return uuid.UUID(value)
    except ValueError as error:
        raise MarkUnreadableError from error


def _known_of_others(value: object) -> dict[str, int] | None:
    if value is None:
        return None
    if not isinstance(value, Mapping) or len(value) > MOST_GROUPS:
        raise MarkUnreadableError
    known: dict[str, int] = {}
    for code, revision in value.items():
        if not isinstance(code, str) or len(code) > LONGEST_CODE or not _is_revision(revision):
            raise MarkUnreadableError
        known[code] = revision
    return known


def _is_revision(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < LARGEST_REVISION


def _known(reader: Writer, place: Place, since: int) -> dict[str, Any]:
    where = {"community": place.community, "code": place.code}
    # The head first: what is taken meanwhile is told now, and again next time.
    head = int(reader.rows("workshop/head", **where)[0]["revision"])
    if head == since:
        return {"revision": head, "marks": [], "removed": []}
    marks = reader.rows("workshop/marks", **where, since=since)
    gone = reader.rows("workshop/gone", **where, since=since)
    return {
        "revision": head,
        "marks": [_mark(row) for row in marks],
        "removed": [row["id"] for row in gone],
    }


def _mark(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **json.loads(row["attributes"]),
        "id": row["id"],
        "geometry": json.loads(row["geometry"]),
    }


def _taken(one: Taken, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "opid": one.opid,
        "id": one.twin or one.id,
        "number": one.number,
        "revision": one.revision,
        "at": _hour(one.at, zone),
        "twin": one.id if one.twin else None,
    }


def _refused(sent: Any, faults: Mapping[str, AmparoError], locale: str) -> list[dict[str, Any]]:  # noqa: ANN401 (read and checked before)
    of = {str(uuid.UUID(one["opid"])): one["id"] for one in sent.get("operations", [])}
    return [
        {
            "opid": opid,
            "id": of[opid],
            "message": language.sentence(fault.key, locale, **fault.blanks),
            "closed": isinstance(fault, DrawingClosedError),
        }
        for opid, fault in faults.items()
    ]


def _hour(at: datetime, zone: ZoneInfo) -> str:
    return at.replace(tzinfo=UTC).astimezone(zone).strftime("%H:%M")
