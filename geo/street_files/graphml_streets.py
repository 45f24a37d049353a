"""
Streets from a graph in GraphML, as OSMnx writes it: also simplified and consolidated ones.

A street walked both ways is two edges there, which become one way. Edges that OSMnx made of several
ways hold lists of values; where it cannot be said which part has which, the one that warns holds.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.errors import (
    ExtractWithoutCoordinatesError,
    ExtractWithoutStreetsError,
    LayerCrsError,
    StreetsCrsMissingError,
)
from geo.formats.crs_text import parse_crs
from geo.formats.geometry_checks import Geometries
from geo.formats.reprojection import reproject_to_degrees
from geo.layers.text_cleaning import clean_text
from geo.model import WGS84
from geo.network.polylines import FloatArray
from geo.osm.barrier_nodes import BARRIER_FILTER_KEYS, BARRIER_KEYS
from geo.osm.filtered_extract import FilteredExtract, OsmNodes, OsmWays, Tags
from geo.street_files.edge_tags import read_edge_tags, read_list
from geo.street_files.graphml_document import GraphDocument, GraphEdge, Texts, parse_graphml
from geo.street_files.street_choices import StreetChoices
from geo.street_files.street_file import OSM_ATTRIBUTION, StreetFile

_MAX_ID = 2**60

EdgeKey = tuple[tuple[float, ...], ...]


def read_graphml(chunks: Iterable[bytes], *, file: str, choices: StreetChoices) -> StreetFile:
    """
    Read streets from a graph.

    Parameters
    ----------
    chunks
        The decompressed file, in parts.
    file
        Name for the errors.

    Returns
    -------
    streets
        One way for each edge, those of both directions together. Counts: `rows_read` (edges),
        `rows_taken` (ways and the edges that became one with them), `rows_left_out` (edges to nodes
        without a place), `merged_edges` (made of several ways, with more than one value), and
        `straightened_edges`: without a shape, although they are longer than a straight line.

    Raises
    ------
    ExtractTruncatedError, ExtractEntitiesError, ExtractMemoryError
        See `parse_graphml`.
    ExtractWithoutStreetsError, ExtractWithoutCoordinatesError
        If it has no edges, or its nodes have no coordinates.
    StreetsCrsMissingError
        If its coordinates are no degrees, and neither it nor `choices` says what they are.
    LayerCrsTextError, LayerCrsUnknownError
        If the CRS that it names is not known.
    """
    graph = parse_graphml(chunks, file=file)
    if not graph.edges:
        raise ExtractWithoutStreetsError(file=file)
    names, places = _read_nodes(graph)
    if not len(names):
        raise ExtractWithoutCoordinatesError(file=file)
    shapes = shapely.from_wkt([edge.texts.get("geometry") for edge in graph.edges], "ignore")
    places, shapes = _reproject(graph, places, shapes, choices, file)
    numbers = {name: number for number, name in enumerate(names)}
    streets = _GraphEdges(graph, numbers, places)
    for edge, shape in zip(graph.edges, shapes, strict=True):
        streets.add_edge(edge, shape)
    if not streets.tags:
        raise ExtractWithoutCoordinatesError(file=file)
    extract = FilteredExtract(
        streets=streets.to_osm_objects(), barriers=_read_barriers(graph, numbers)
    )
    is_osm = graph.texts.get("created_with", "").lower().startswith("osmnx")
    return StreetFile(extract, streets.counts, OSM_ATTRIBUTION if is_osm else None)


def _read_nodes(graph: GraphDocument) -> tuple[list[str], FloatArray]:
    """Read the names and the places of the nodes that have one."""
    placed = {name: _read_place(texts) for name, texts in graph.nodes.items()}
    names = [name for name, place in placed.items() if place is not None]
    return names, np.array([placed[name] for name in names], dtype=np.float64).reshape(-1, 2)


def _read_place(texts: Texts) -> tuple[float, float] | None:
    for keys in (("x", "y"), ("lon", "lat")):
        try:
            x, y = (float(texts[key]) for key in keys)
        except (KeyError, ValueError):
            continue
        if np.isfinite([x, y]).all():
            return x, y
    return None


def _reproject(
    graph: GraphDocument,
    places: FloatArray,
    shapes: Geometries,
    choices: StreetChoices,
    file: str,
) -> tuple[FloatArray, Geometries]:
    named = graph.texts.get("crs") or choices.crs
    has_lonlat = not any("x" in texts for texts in graph.nodes.values())
    crs = CRS(WGS84) if has_lonlat else (parse_crs(named, file=file) if named else None)
    try:
        points, _ = reproject_to_degrees(np.asarray(shapely.points(places)), crs, file=file)
        lines, _ = reproject_to_degrees(shapely.force_2d(shapes), crs, file=file)
    except LayerCrsError as error:
        raise StreetsCrsMissingError(file=file) from error
    return shapely.get_coordinates(points), lines


class _GraphEdges:
    """Collects edges as ways; that of the other direction joins the way that is there."""

    def __init__(self, graph: GraphDocument, numbers: dict[str, int], places: FloatArray) -> None:
        self._numbers, self._places = numbers, places.tolist()
        self._is_directed = graph.is_directed
        self._seen: dict[EdgeKey, int] = {}
        self._ids: list[int] = []
        self._ends: list[tuple[int, int]] = []
        self._lines: list[list[tuple[float, ...]]] = []
        self.tags: list[Tags] = []
        self.counts = dict.fromkeys(
            ("rows_read", "rows_taken", "rows_left_out", "merged_edges", "straightened_edges"), 0
        )

    def add_edge(self, edge: GraphEdge, shape: BaseGeometry | None) -> None:
        """Add an edge, with its shape where it has one."""
        self.counts["rows_read"] += 1
        first, last = self._find_ends(edge)
        if first is None or last is None:
            self.counts["rows_left_out"] += 1
            return
        self.counts["rows_taken"] += 1
        line = self._draw_line(first, last, shape)
        tags = read_edge_tags(edge.texts)
        known = self._seen.get(_normalise_line(line))
        if known is not None:
            self._merge(known, line, tags)
            return
        self._seen[_normalise_line(line)] = len(self.tags)
        self._ids.append(_read_id(edge.texts.get("osmid"), len(self.tags) + 1))
        self._ends.append((first, last))
        self._lines.append(line)
        self.tags.append(tags)
        self._count(edge.texts, has_shape=shape is not None, line=line)

    def _find_ends(self, edge: GraphEdge) -> tuple[int | None, int | None]:
        """Find the first and last node; an undirected edge of OSMnx keeps them in its texts."""
        names = (edge.source, edge.target)
        written = (edge.texts.get("from", ""), edge.texts.get("to", ""))
        if not self._is_directed and set(written) == set(names):
            names = written
        return self._numbers.get(names[0]), self._numbers.get(names[1])

    def to_osm_objects(self) -> OsmWays:
        """Build the ways: nodes keep their numbers, points of shapes come after them."""
        next_ref, refs = len(self._places) + 1, []
        for (first, last), line in zip(self._ends, self._lines, strict=True):
            between = range(next_ref, next_ref + len(line) - 2)
            refs += [first + 1, *between, last + 1]
            next_ref += len(line) - 2
        return OsmWays(
            way_ids=np.array(self._ids, dtype=np.int64),
            tags=self.tags,
            sizes=np.array([len(line) for line in self._lines], dtype=np.int64),
            lonlat=np.array([point for line in self._lines for point in line], dtype=np.float64),
            node_refs=np.array(refs, dtype=np.int64),
        )

    def _draw_line(
        self, first: int, last: int, shape: BaseGeometry | None
    ) -> list[tuple[float, ...]]:
        """Draw the line from node to node; the shape of an undirected edge may lead back."""
        start, end = tuple(self._places[first]), tuple(self._places[last])
        if shape is None or shape.geom_type != "LineString" or shape.is_empty:
            return [start, end]
        points = [tuple(point) for point in shapely.get_coordinates(shape).tolist()]
        forward = _distance(points[0], start) + _distance(points[-1], end)
        if forward > _distance(points[-1], start) + _distance(points[0], end):
            points.reverse()
        inner = points[1 if points[0] == start else 0 : -1 if points[-1] == end else None]
        return [start, *inner, end]

    def _merge(self, known: int, line: list[tuple[float, ...]], tags: Tags) -> None:
        """Join the edge of the other direction: what leads both ways is no one-way street."""
        own = self.tags[known]
        if "oneway" in own and ("oneway" not in tags or self._lines[known] != line):
            del own["oneway"]

    def _count(self, texts: Texts, *, has_shape: bool, line: list[tuple[float, ...]]) -> None:
        self.counts["merged_edges"] += any(
            len(read_list(texts.get(key, ""))) > 1 for key in ("highway", "access", "name")
        )
        length = texts.get("length", "")
        if not has_shape and length.replace(".", "", 1).isdigit():
            straight = _straight_m(line[0], line[-1])
            self.counts["straightened_edges"] += float(length) > 1.2 * straight + 10.0


def _read_barriers(graph: GraphDocument, numbers: dict[str, int]) -> OsmNodes:
    barriers = OsmNodes()
    for name, number in numbers.items():
        texts = graph.nodes[name]
        if any(key in texts for key in BARRIER_FILTER_KEYS):
            barriers.append_node(
                number + 1, {key: clean_text(texts[key]) for key in BARRIER_KEYS if key in texts}
            )
    return barriers


def _read_id(text: str | None, number: int) -> int:
    first = next(iter(read_list(text or "")), "")
    is_id = first.lstrip("-").isdigit() and abs(int(first)) < _MAX_ID
    return int(first) if is_id else number


def _normalise_line(line: list[tuple[float, ...]]) -> EdgeKey:
    """Return the same for a line and for that line the other way round."""
    return min(tuple(line), tuple(reversed(line)))


def _distance(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    return float(np.hypot(one[0] - other[0], one[1] - other[1]))


def _straight_m(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Measure a straight line between two places in degrees, approximately [m]."""
    metres = 111_195.0
    shrink = np.cos(np.radians((one[1] + other[1]) / 2))
    return float(np.hypot((one[0] - other[0]) * shrink, one[1] - other[1]) * metres)
