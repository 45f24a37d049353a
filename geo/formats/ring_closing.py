"""
Closing of rings whose last point is not their first one, as programs leave them.

A ring that lost more than its last point looks the same: whoever brings it has to look at the area.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from geo.formats.findings import FindingText, RowFinding

RING_CLOSED_KEY = "row.ring_closed"
MIN_CORNERS = 3  # of an area, without the point that closes it
_RING_LEVELS = {"Polygon": 1, "MultiPolygon": 2}  # lists around the rings of a geometry
_AREA_WKT = re.compile(r"\s*(?:MULTI)?POLYGON", re.IGNORECASE)
_INNERMOST = re.compile(r"\(([^()]+)\)")


def make_ring_doubt(position: int) -> RowFinding:
    """Make the doubt on a row whose area was closed."""
    return RowFinding(position + 1, RING_CLOSED_KEY, {})


def list_open_rings(doubts: Iterable[RowFinding]) -> list[RowFinding]:
    """List the rows whose rings were open, as findings: for files that are taken as a whole."""
    reason = {"reason": FindingText("shape.broken.not_closed")}
    return [
        RowFinding(one.row, "row.broken", {**reason})
        for one in doubts
        if one.key == RING_CLOSED_KEY
    ]


def close_geojson(text: str) -> str | None:
    """Close the rings of a geometry as GeoJSON; None where none is open, or it is no area."""
    if not text:  # of a topology whose arcs are missing
        return None
    geometry = json.loads(text)
    closed = _close_geometry(geometry)
    return None if closed == geometry else json.dumps(closed)


def close_wkt(text: str) -> str | None:
    """Close the rings of an area as WKT; None where none is open, or it is no area."""
    if not _AREA_WKT.match(text):
        return None
    closed = _INNERMOST.sub(_close_match, text)
    return None if closed == text else closed


def _close_match(match: re.Match[str]) -> str:
    corners = [" ".join(one.split()) for one in match[1].split(",")]
    return f"({', '.join(_close(corners))})"


def _close_geometry(geometry: Any) -> Any:  # noqa: ANN401 (any JSON)
    if not isinstance(geometry, dict):
        return geometry
    if isinstance(geometry.get("geometries"), list):
        return geometry | {"geometries": [_close_geometry(one) for one in geometry["geometries"]]}
    level = _RING_LEVELS.get(str(geometry.get("type")))
    if level is None:
        return geometry
    return geometry | {"coordinates": _close_rings(geometry.get("coordinates"), level)}


def _close_rings(value: Any, level: int) -> Any:  # noqa: ANN401 (any JSON)
    if not isinstance(value, list):
        return value
    return _close(value) if level == 0 else [_close_rings(one, level - 1) for one in value]


def _close(corners: list[Any]) -> list[Any]:
    is_open = len(corners) >= MIN_CORNERS and corners[0] != corners[-1]
    return [*corners, corners[0]] if is_open else corners
