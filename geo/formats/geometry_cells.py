"""
Reading of places that stand in one column.

WKT and EWKT, WKB as hexadecimal digits, GeoJSON, pairs of coordinates, and what Kobo and ODK write
for a point, a line and an area.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Literal

import numpy as np
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from geo.errors import LayerCrsUnknownError
from geo.formats.cell_values import is_blank
from geo.formats.findings import Finding, RowFinding
from geo.formats.geometry_checks import decode_geometries
from geo.formats.parsed_places import ParsedPlaces
from geo.formats.place_names import names_longitude_first
from geo.formats.reprojection import reproject_to_degrees
from geo.formats.ring_closing import close_geojson, close_wkt, make_ring_doubt
from geo.formats.written_coordinates import find_step, read_coordinate, split_pair
from geo.model import WGS84

CellKind = Literal["wkt", "wkb", "geojson", "point", "trace", "pair"]
MIN_DECIMALS_STEP = 0.001  # degrees; a pair of numbers with three decimals each is hardly a price
MAX_NESTED = 20  # collections inside each other; the reader of WKT calls itself for each
SAMPLE_ROWS = 60  # cells by which a column is recognised
NAMED_SHARE, UNNAMED_SHARE = 0.3, 0.8  # of these cells that have to be places
_NUMBER = r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"
_GEOMETRY_WORD = (
    r"(?:MULTI)?(?:POINT|LINESTRING|POLYGON)|GEOMETRYCOLLECTION|LINEARRING|CIRCULARSTRING"
    r"|COMPOUNDCURVE|CURVEPOLYGON|MULTICURVE|MULTISURFACE"
)
_WKT = re.compile(
    rf"\s*(?:SRID\s*=\s*(?P<srid>\d{{1,6}})\s*;)?\s*(?P<wkt>(?:{_GEOMETRY_WORD})\s*"
    r"(?:Z|M|ZM)?\s*(?:\(.*|EMPTY\s*))",
    re.IGNORECASE | re.DOTALL,
)
_WKB = re.compile(r"\s*0[01][0-9A-F]{16,}\s*", re.IGNORECASE)
_GEOJSON = re.compile(r"\s*\{.*\"coordinates\".*\}\s*", re.DOTALL)
_GEOPOINT = re.compile(rf"\s*({_NUMBER})\s+({_NUMBER})\s+({_NUMBER})(?:\s+({_NUMBER}))?\s*")
_TRACE_NODE = re.compile(rf"\s*({_NUMBER})\s+({_NUMBER})(?:\s+({_NUMBER}))?(?:\s+({_NUMBER}))?\s*")


def detect_cell_kind(text: str) -> CellKind | None:
    """Detect what kind of a place a cell holds; None for other texts."""
    for kind, pattern in (("wkt", _WKT), ("wkb", _WKB), ("geojson", _GEOJSON)):
        if pattern.fullmatch(text):
            return kind  # type: ignore[return-value]  # of the literals above
    match = _GEOPOINT.fullmatch(text)
    if match is not None and abs(float(match[1])) <= 90 and abs(float(match[2])) <= 180:
        return "point"
    if ";" in text and len(_read_nodes(text)) >= 2:
        return "trace"
    return "pair" if split_pair(text) else None


def holds_places(cells: Sequence[object], *, is_named: bool) -> bool:
    """
    Return whether a column holds places.

    Parameters
    ----------
    is_named
        True where its name says so: fewer of its cells have to be places then.
    """
    texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()][:SAMPLE_ROWS]
    if not texts:
        return False
    certain = sum(_is_place(text, is_named=is_named) for text in texts)
    return certain >= (NAMED_SHARE if is_named else UNNAMED_SHARE) * len(texts)


def read_geometry_cells(name: str, cells: Sequence[object], *, file: str) -> ParsedPlaces:
    """
    Read the places of one column.

    Parameters
    ----------
    name
        Of the column; it may say that the longitude comes first.

    Raises
    ------
    LayerCrsUnknownError
        If a cell names an unknown CRS.
    """
    places = ParsedPlaces(np.full(len(cells), None, dtype=object))
    encoded: dict[CellKind, dict[int, str]] = {"wkt": {}, "wkb": {}, "geojson": {}}
    srids = np.zeros(len(cells), dtype=int)
    longitude_first = names_longitude_first(name)
    for row, cell in enumerate(cells):
        text = "" if is_blank(cell) else str(cell).strip()
        kind = detect_cell_kind(text) if text else None
        if kind in encoded and text.upper().count("GEOMETRYCOLLECTION") <= MAX_NESTED:
            encoded[kind][row] = text
        elif kind == "point":
            _read_point(places, row, text)
        elif kind == "trace":
            places.geometries[row] = _make_trace(_read_nodes(text))
            _doubt_worst(places, row, text)
        elif kind == "pair":
            _read_pair(places, row, text, longitude_first=longitude_first)
        elif text:
            places.reject(row, text)
    _decode_wkt(places, encoded["wkt"], srids)
    _decode(places, encoded["wkb"], shapely.from_wkb)
    _decode(places, encoded["geojson"], shapely.from_geojson, close_geojson)
    present = list(encoded["wkb"])
    srids[present] = np.maximum(shapely.get_srid(places.geometries[present]), 0)
    _set_crs(places, srids, file=file)
    return places


def _is_place(text: str, *, is_named: bool) -> bool:
    kind = detect_cell_kind(text)
    if kind in (None, "wkt", "wkb", "geojson") or is_named:
        return kind is not None
    if kind in ("point", "trace"):
        return re.search(r"\d\.\d", text) is not None
    parts = split_pair(text) or ()
    coordinates = [read_coordinate(part) for part in parts]
    return "°" in text or all(
        one is not None and (one.axis is not None or _has_decimals(part, one.step))
        for one, part in zip(coordinates, parts, strict=True)
    )


def _has_decimals(text: str, step: float) -> bool:
    return step <= MIN_DECIMALS_STEP and re.search(r"\d[.,]\d", text) is not None


def _read_point(places: ParsedPlaces, row: int, text: str) -> None:
    latitude, longitude, *rest = text.split()
    places.geometries[row] = shapely.Point(float(longitude), float(latitude))
    places.doubt_step(row, min(find_step(latitude), find_step(longitude)))
    if len(rest) == 2:
        places.doubt_accuracy(row, float(rest[1]))


def _read_pair(places: ParsedPlaces, row: int, text: str, *, longitude_first: bool) -> None:
    parts = split_pair(text) or ("", "")
    first, second = read_coordinate(parts[0]), read_coordinate(parts[1])
    if first is None or second is None:
        places.reject(row, text)
        return
    axes = (first.axis, second.axis)
    if axes in (("latitude", "latitude"), ("longitude", "longitude")):
        places.reject(row, text)
        return
    is_reversed = axes[0] == "longitude" or axes[1] == "latitude"
    if is_reversed or (longitude_first and axes == (None, None)):
        first, second = second, first
    places.geometries[row] = shapely.Point(second.degrees, first.degrees)
    places.doubt_step(row, min(first.step, second.step))


def _read_nodes(text: str) -> list[tuple[float, float]]:
    """Read `lat lon alt acc; lat lon …`; empty where a node is not two to four numbers."""
    nodes = []
    for part in text.strip().strip(";").split(";"):
        match = _TRACE_NODE.fullmatch(part)
        if match is None:
            return []
        nodes.append((float(match[2]), float(match[1])))
    return nodes


def _make_trace(nodes: list[tuple[float, float]]) -> BaseGeometry:
    """Make an area of a line that ends where it began; Kobo writes both alike."""
    if len(nodes) >= 4 and nodes[0] == nodes[-1]:
        return shapely.Polygon(nodes)
    return shapely.LineString(nodes)


def _doubt_worst(places: ParsedPlaces, row: int, text: str) -> None:
    matches = [_TRACE_NODE.fullmatch(part) for part in text.strip().strip(";").split(";")]
    known = [float(match[4]) for match in matches if match is not None and match[4]]
    places.doubt_accuracy(row, max(known, default=0.0))


def _decode_wkt(places: ParsedPlaces, encoded: dict[int, str], srids: np.ndarray) -> None:
    plain = {}
    for row, text in encoded.items():
        match = _WKT.fullmatch(text)
        if match is not None:
            srids[row] = int(match["srid"] or 0)
            plain[row] = match["wkt"]
    _decode(places, plain, shapely.from_wkt, close_wkt)


def _decode(
    places: ParsedPlaces,
    encoded: dict[int, str],
    parse: Callable[..., Any],
    close: Callable[[str], str | None] | None = None,
) -> None:
    if not encoded:
        return
    rows = np.array(list(encoded), dtype=int)
    texts = np.array([encoded[row] for row in rows], dtype=object)
    geometries, invalid = decode_geometries(texts, parse)
    if close is not None:
        closed = {position: close(texts[position]) for position in invalid}
        for position, text in closed.items():
            geometries[position] = parse(text, on_invalid="ignore")
            if geometries[position] is not None:
                places.doubts.append(make_ring_doubt(int(rows[position])))
                del invalid[position]
    places.geometries[rows] = geometries
    places.findings += [
        RowFinding(int(rows[position]) + 1, finding.key, finding.placeholders)
        for position, finding in invalid.items()
    ]


def _set_crs(places: ParsedPlaces, srids: np.ndarray, *, file: str) -> None:
    """Set the CRS that all cells name, or reproject those of each to degrees."""
    is_placed = ~shapely.is_missing(places.geometries)
    used = sorted({int(code) for code in srids[is_placed]})
    if used in ([], [0]):
        return
    systems = {code: _find_crs(code, file=file) for code in used}
    if len(used) == 1:
        places.crs = systems[used[0]]
        return
    for code, crs in systems.items():
        chosen = is_placed & (srids == code)
        places.geometries[chosen], _ = reproject_to_degrees(
            places.geometries[chosen], crs, file=file
        )
    places.crs = CRS(WGS84)
    listed = ", ".join(f"EPSG:{code}" for code in used if code)
    places.notices.append(Finding("import.notice_zones", {"zones": listed}))


def _find_crs(code: int, *, file: str) -> CRS:
    try:
        return CRS.from_epsg(code or 4326)
    except CRSError as error:
        raise LayerCrsUnknownError(file=file, crs=f"EPSG:{code}") from error
