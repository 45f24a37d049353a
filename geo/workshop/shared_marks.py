"""
Shared marks of other drawing sessions, as changes since a known revision, read-only.

A drawing page sends the revision it knows of each session, and receives what changed since. Of a
mark it receives the geometry and its codes; names and notes stay within the group.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from geo import language
from geo.store.database import Store, Transaction
from geo.workshop.drawing_sessions import format_session_code
from geo.workshop.mark import is_confidential_mark
from geo.workshop.records import DrawingScope

MAX_SESSIONS = 60  # the latest opened; earlier ones are usually agreed and part of the layers
MAX_MARKS_PER_RESPONSE = 300  # about 100 kB; the rest is sent with the next request
DISCLOSED_ATTRIBUTES = ("kind", "category", "severity", "holds", "number", "revision")


def read_shared_marks(
    source: Store | Transaction,
    scope: DrawingScope,
    known_revisions: Mapping[str, int],
    *,
    locale: str,
) -> dict[str, Any]:
    """
    Read what changed in shared drawing sessions of other groups.

    Parameters
    ----------
    scope
        The drawing session of the page, which is left out.
    known_revisions
        Revisions of other sessions that the page has, by code.

    Returns
    -------
    changes
        `shown`: the codes of all shared sessions; the page discards any other. `groups`: those
        with changes, each with `code`, `name`, `since`, `revision`, `marks` and `removed`. If
        `since` is 0, `marks` is complete.
    """
    shared = source.rows(
        "workshop/shared_sessions", community=scope.community, code=scope.code, most=MAX_SESSIONS
    )
    groups: list[dict[str, Any]] = []
    count = 0
    for head in shared:
        if known_revisions.get(head["code"]) == head["revision"] or count >= MAX_MARKS_PER_RESPONSE:
            continue
        other_scope = DrawingScope(scope.community, head["code"])
        groups.append(
            _session_changes(source, other_scope, int(head["revision"]), known_revisions, locale)
        )
        count += len(groups[-1]["marks"])
    return {"shown": [head["code"] for head in shared], "groups": groups}


def _session_changes(
    source: Store | Transaction,
    scope: DrawingScope,
    revision: int,
    known_revisions: Mapping[str, int],
    locale: str,
) -> dict[str, Any]:
    since = known_revisions.get(scope.code, 0)
    if since > revision:  # the marks it has were deleted here
        since = 0
    parameters = {"community": scope.community, "code": scope.code, "since": since}
    marks = [
        (row, json.loads(row["attributes"])) for row in source.rows("workshop/marks", **parameters)
    ]
    removed: list[str] = []
    if since:  # a page that has no marks yet is told of none that it may not have
        removed = [row["id"] for row in source.rows("workshop/removed_marks", **parameters)]
        removed += [row["id"] for row, attributes in marks if _is_withheld(attributes)]
    return {
        "code": scope.code,
        "name": language.gettext("draw.group", locale, code=format_session_code(scope.code)),
        "since": since,
        "revision": revision,
        "marks": [
            _disclose_mark(row, attributes)
            for row, attributes in marks
            if not _is_withheld(attributes)
        ],
        "removed": removed,
    }


def _is_withheld(attributes: Mapping[str, Any]) -> bool:
    return bool(attributes["aside"]) or is_confidential_mark(attributes)


def _disclose_mark(row: Mapping[str, Any], attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "geometry": json.loads(row["geometry"]),
        **{name: attributes[name] for name in DISCLOSED_ATTRIBUTES},
    }
