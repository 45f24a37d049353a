"""
What other groups have shown to the network, as a page that draws is told it: to look at only.

A page says how far it knows each group, and is told what is new there. Of a mark it learns the
ground and what it stands for; what a group wrote stays with that group.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from geo import language
from geo.store.database import Store, Transaction
from geo.workshop.drawing_sessions import format_session_code
from geo.workshop.records import DrawingScope

MAX_SESSIONS = 60  # the latest that were opened; earlier ones are on the map by then
MAX_MARKS_PER_RESPONSE = 300  # marks of one answer, about 100 kB; the rest comes when it asks again
DISCLOSED_ATTRIBUTES = ("kind", "category", "severity", "holds", "number", "revision")


def read_shared_marks(
    source: Store | Transaction,
    scope: DrawingScope,
    known_revisions: Mapping[str, int],
    *,
    locale: str,
) -> dict[str, Any]:
    """
    Tell a page what other groups have shown.

    Parameters
    ----------
    scope
        The drawing session of the page; its own marks are not told here.
    known_revisions
        How far the page knows other sessions: their revisions, by code.

    Returns
    -------
    told
        `shown`: the codes of all that are shown now; what a page has of others is to go. `groups`:
        those with something new, each with `code`, `name`, `since`, `revision`, `marks` and
        `removed`. Where `since` is 0 it is the whole group.
    """
    shown = source.rows(
        "workshop/shared_sessions", community=scope.community, code=scope.code, most=MAX_SESSIONS
    )
    groups: list[dict[str, Any]] = []
    count = 0
    for head in shown:
        if known_revisions.get(head["code"]) == head["revision"] or count >= MAX_MARKS_PER_RESPONSE:
            continue
        there = DrawingScope(scope.community, head["code"])
        groups.append(
            _session_changes(source, there, int(head["revision"]), known_revisions, locale)
        )
        count += len(groups[-1]["marks"])
    return {"shown": [head["code"] for head in shown], "groups": groups}


def _session_changes(
    source: Store | Transaction,
    scope: DrawingScope,
    revision: int,
    known_revisions: Mapping[str, int],
    locale: str,
) -> dict[str, Any]:
    since = known_revisions.get(scope.code, 0)
    if since > revision:  # what it knew was deleted here
        since = 0
    where = {"community": scope.community, "code": scope.code, "since": since}
    told = [(row, json.loads(row["attributes"])) for row in source.rows("workshop/marks", **where)]
    gone = [row["id"] for row in source.rows("workshop/removed_marks", **where)] if since else []
    return {
        "code": scope.code,
        "name": language.gettext("draw.group", locale, code=format_session_code(scope.code)),
        "since": since,
        "revision": revision,
        "marks": [_disclose_mark(row, said) for row, said in told if not said["aside"]],
        "removed": gone + [row["id"] for row, said in told if said["aside"]],
    }


def _disclose_mark(row: Mapping[str, Any], attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "geometry": json.loads(row["geometry"]),
        **{name: attributes[name] for name in DISCLOSED_ATTRIBUTES},
    }
