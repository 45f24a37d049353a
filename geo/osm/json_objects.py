"""Iteration over the objects of an Overpass response in JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from geo.errors import (
    ExtractEmptyError,
    ExtractMemoryError,
    ExtractPartialError,
    ExtractTruncatedError,
)
from geo.layers.text_cleaning import clean_text
from geo.osm.file_formats import read_chunks
from geo.osm.memory_limit import ObjectCounter
from geo.osm.object_reading import OBJECT_KINDS, OsmObject, OsmPoint, read_location
from geo.osm.xml_traits import MAX_REMARK_CHARACTERS

MAX_JSON_MB = 150  # MB; a parsed document takes up to fifteen times its size
_MEGABYTE = 1024 * 1024
_BYTE_ORDER_MARK = "utf-8-sig"


def read_json_objects(path: Path, file_format: str) -> Iterator[OsmObject]:
    """
    Iterate over the objects of an Overpass response in JSON.

    Objects that occur several times, such as a way with its tags and later its nodes alone, come
    once, with all that was said of them.

    Parameters
    ----------
    file_format
        One of `geo.osm.file_formats.JSON_FORMATS`.

    Raises
    ------
    ExtractTruncatedError
        If it is truncated, or an object has no id.
    ExtractEmptyError
        If it has no objects.
    ExtractPartialError
        If the server reports that it stopped before the end.
    ExtractMemoryError
        If it is larger than `MAX_JSON_MB` decompressed, or has more objects than the memory limit.
    """
    elements = _read_elements(path, file_format)
    counter = ObjectCounter(path.name)
    objects: dict[tuple[str, int], OsmObject] = {}
    try:
        for element in elements:
            for one in _read_element(element):
                counter.count(nodes=1, points=len(one.points))
                known = objects.setdefault((one.kind, one.osm_id), one)
                if known is not one:
                    _merge(known, one)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ExtractTruncatedError(file=path.name) from error
    if not objects:
        raise ExtractEmptyError(file=path.name)
    yield from objects.values()


def _read_elements(path: Path, file_format: str) -> list[Any]:
    content = bytearray()
    for chunk in read_chunks(path, file_format):
        content += chunk
        if len(content) > MAX_JSON_MB * _MEGABYTE:
            raise ExtractMemoryError(file=path.name)
    try:
        document = json.loads(content.decode(_BYTE_ORDER_MARK))
        elements, remark = document["elements"], document.get("remark")
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise ExtractTruncatedError(file=path.name) from error
    if remark:
        words = clean_text(" ".join(str(remark).split()))
        raise ExtractPartialError(file=path.name, remark=words[:MAX_REMARK_CHARACTERS])
    return list(elements) if isinstance(elements, list) else [elements]


def _read_element(element: Mapping[str, Any]) -> Iterator[OsmObject]:
    kind = element["type"]
    if kind not in OBJECT_KINDS:  # areas, counts
        return
    one = OsmObject(
        kind,
        int(element["id"]),
        version=int(element.get("version", 0)),
        visible=element.get("visible") is not False,
        tags={str(name): str(text) for name, text in (element.get("tags") or {}).items()},
    )
    if kind == "node":
        one.points = [(0, read_location(element))]
    elif kind == "way":
        one.points = _read_points(element)
    else:
        for member in element.get("members") or []:
            yield from _read_member(member, one)
    yield one


def _read_member(member: Mapping[str, Any], owner: OsmObject) -> Iterator[OsmObject]:
    """Add a member to its relation; `out geom` writes the lines of a relation into it."""
    kind, ref = member["type"], int(member["ref"])
    if kind in OBJECT_KINDS:
        owner.members.append((kind, ref, str(member.get("role", ""))))
    if kind == "way" and member.get("geometry"):
        yield OsmObject("way", ref, version=-1, points=_read_points(member))


def _read_points(element: Mapping[str, Any]) -> list[OsmPoint]:
    """Read the nodes of a way, its coordinates (`out geom`), or both."""
    refs = [int(ref) for ref in element.get("nodes") or []]
    places = [read_location(place or {}) for place in element.get("geometry") or []]
    if refs and len(places) in (0, len(refs)):
        return list(zip(refs, places or [None] * len(refs), strict=True))
    # Without ids, a line cut off at the edge of the query is read to its first gap.
    end = places.index(None) if None in places else len(places)
    return [(0, place) for place in places[:end]]


def _merge(known: OsmObject, other: OsmObject) -> None:
    """Add what another mention of the same object says."""
    known.tags = {**other.tags, **known.tags}
    known.version = max(known.version, other.version)
    known.visible = known.visible and other.visible
    known.members = known.members or other.members
    known.points = max(known.points, other.points, key=_rank_points)


def _rank_points(points: list[OsmPoint]) -> tuple[int, int]:
    return len(points), sum(place is not None for _, place in points)
