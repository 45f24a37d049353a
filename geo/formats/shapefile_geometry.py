"""Geometries of a `.shp` file: parts become lines, rings become polygons with their holes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.errors import LayerVerticesError
from geo.formats.findings import Finding, FindingText
from geo.formats.memory_limit import MAX_VERTICES, Geometries
from geo.formats.ring_nesting import build_polygon
from geo.formats.shapefile_records import (
    FLAT_KINDS,
    MULTIPATCH,
    MULTIPOINTS,
    POINTS,
    POLYGONS,
    DamagedRecordError,
    RecordSpan,
    ShapeRecord,
    read_record,
)

MIN_VERTICES_OF_RING, MIN_VERTICES_OF_LINE = 3, 2


@dataclass
class ShapeRows:
    """
    The shapes of a file, one row per record.

    Attributes
    ----------
    geometries
        Flat; None for null shapes and where there is a finding.
    findings
        By position.
    unclosed
        Positions of areas with a ring that was not closed.
    drops_dimensions
        Whether shapes have heights or measures, which are not read.
    """

    geometries: Geometries
    findings: dict[int, Finding] = field(default_factory=dict)
    unclosed: list[int] = field(default_factory=list)
    drops_dimensions: bool = False


def read_shapes(content: bytes, spans: Sequence[RecordSpan], *, file: str) -> ShapeRows:
    """
    Read the shapes at the places that `locate_records` found.

    Raises
    ------
    LayerVerticesError
        If they have more vertices together than are read.
    """
    rows = ShapeRows(np.full(len(spans), None, dtype=object))
    areas: list[tuple[int, ShapeRecord]] = []
    vertex_count = 0
    for position, span in enumerate(spans):
        try:
            record = read_record(content, span)
        except DamagedRecordError:
            rows.findings[position] = _make_finding("unreadable")
            continue
        vertex_count += len(record.vertices)
        if vertex_count > MAX_VERTICES:
            raise LayerVerticesError(file=file, most=MAX_VERTICES)
        rows.drops_dimensions |= record.kind not in FLAT_KINDS
        finding = _find_fault(record)
        if finding is not None:
            rows.findings[position] = finding
        elif record.kind in POLYGONS and len(record.starts):
            areas.append((position, record))
        else:
            rows.geometries[position] = _build_simple(record)
    _build_areas(rows, areas)
    return rows


def _make_finding(reason: str) -> Finding:
    return Finding("row.broken", {"reason": FindingText(f"shape.broken.{reason}")})


def _find_fault(record: ShapeRecord) -> Finding | None:
    if record.kind == MULTIPATCH:
        return Finding("row.multipatch")
    if record.kind in POINTS:
        return None  # without coordinates it is a null shape
    if not record.is_finite():
        return _make_finding("unreadable")
    if record.kind in MULTIPOINTS or not len(record.starts):
        return None
    needed = MIN_VERTICES_OF_RING if record.kind in POLYGONS else MIN_VERTICES_OF_LINE
    is_short = min(record.measure_parts()) < needed
    return _make_finding("too_few_points") if is_short else None


def _build_simple(record: ShapeRecord) -> object:
    """Build what has no rings; None for a null shape, or one without vertices."""
    vertices = record.vertices
    if not len(vertices):
        return None
    if record.kind in POINTS:
        return shapely.Point(vertices[0]) if record.is_finite() else None
    if record.kind in MULTIPOINTS:
        return shapely.multipoints(vertices)
    numbers = _number_parts(record)
    lines = np.asarray(shapely.linestrings(vertices, indices=numbers), dtype=object)
    return lines[0] if len(lines) == 1 else shapely.multilinestrings(lines)


def _number_parts(record: ShapeRecord) -> NDArray[np.int64]:
    lengths = record.measure_parts()
    return np.repeat(np.arange(len(lengths)), lengths)


def _build_areas(rows: ShapeRows, areas: list[tuple[int, ShapeRecord]]) -> None:
    """Build all rings at once, then the areas of them."""
    if not areas:
        return
    vertices = np.concatenate([record.vertices for _, record in areas])
    counts = np.array([len(record.starts) for _, record in areas])
    lengths = np.array([length for _, one in areas for length in one.measure_parts()])
    ends = np.cumsum(lengths)
    is_open = (vertices[ends - lengths] != vertices[ends - 1]).any(axis=1)
    positions = np.array([position for position, _ in areas])
    rows.unclosed = np.unique(np.repeat(positions, counts)[is_open]).tolist()
    numbers = np.repeat(np.arange(len(lengths)), lengths)
    rings = np.asarray(shapely.linearrings(vertices, indices=numbers), dtype=object)
    firsts = np.cumsum(counts) - counts
    is_single = counts == 1
    rows.geometries[positions[is_single]] = shapely.polygons(rings[firsts[is_single]])
    for area in np.flatnonzero(~is_single):
        polygon = build_polygon(rings[firsts[area] : firsts[area] + counts[area]])
        position = int(positions[area])
        if polygon is None:
            rows.findings[position] = _make_finding("nested")
        rows.geometries[position] = polygon
