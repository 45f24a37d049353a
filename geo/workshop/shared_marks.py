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
from geo.store.database import Store, Writer
from geo.workshop.drawing_sessions import called
from geo.workshop.mark_store import Place

MOST_GROUPS = 60  # the latest that were opened; earlier ones are on the map by then
MOST_AT_ONCE = 300  # marks of one answer, about 100 kB; the rest comes when it asks again
TOLD = ("kind", "category", "severity", "holds", "number", "revision")


def others(
    source: Store | Writer, place: Place, known: Mapping[str, int], *, locale: str
) -> dict[str, Any]:
    """
    Tell a page what other groups have shown.

    Parameters
    ----------
    place
        The drawing session of the page; its own marks are not told here.
    known
        How far the page knows other sessions: their revisions, by code.

    Returns
    -------
    told
        `shown`: the codes of all that are shown now; what a page has of others is to go. `groups`:
        those with something new, each with `code`, `name`, `since`, `revision`, `marks` and
        `removed`. Where `since` is 0 it is the whole group.
    """
    shown = source.rows(
        "workshop/shared_heads", community=place.community, code=place.code, most=MOST_GROUPS
    )
    groups: list[dict[str, Any]] = []
    count = 0
    for head in shown:
        if known.get(head["code"]) == head["revision"] or count >= MOST_AT_ONCE:
            continue
        there = Place(place.community, head["code"])
        groups.append(_group(source, there, int(head["revision"]), known, locale))
        count += len(groups[-1]["marks"])
    return {"shown": [head["code"] for head in shown], "groups": groups}


def _group(
    source: Store | Writer, there: Place, revision: int, known: Mapping[str, int], locale: str
) -> dict[str, Any]:
    since = known.get(there.code, 0)
    if since > revision:  # what it knew was deleted here
        since = 0
    where = {"community": there.community, "code": there.code, "since": since}
    told = [(row, json.loads(row["attributes"])) for row in source.rows("workshop/marks", **where)]
    gone = [row["id"] for row in source.rows("workshop/gone", **where)] if since else []
    return {
        "code": there.code,
        "name": language.sentence("draw.group", locale, code=called(there.code)),
        "since": since,
        "revision": revision,
        "marks": [_mark(row, said) for row, said in told if not said["aside"]],
        "removed": gone + [row["id"] for row, said in told if said["aside"]],
    }


def _mark(row: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "geometry": json.loads(row["geometry"]),
        **{name: said[name] for name in TOLD},
    }
