"""TopoJSON: objects as layers, their geometries put together from shared arcs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import LayerVerticesError
from geo.formats.memory_limit import MAX_VERTICES
from geo.layers.column_matching import make_unique_names

TOPOLOGY = "Topology"
MAX_DEPTH = 50  # of collections within each other
_DIMENSIONS = 2  # numbers of a place that are read
Arc = NDArray[np.float64]


class TopologyGeometryError(ValueError):
    """A geometry that names an arc that is not there, or whose coordinates are none."""


def is_topology(document: object) -> bool:
    """Return whether parsed JSON is TopoJSON."""
    return isinstance(document, Mapping) and document.get("type") == TOPOLOGY


def list_topology_objects(document: Mapping[str, Any]) -> dict[str, list[Any]]:
    """List the geometries of each object, by its name; each of them is a row."""
    objects = document.get("objects")
    if not isinstance(objects, Mapping):
        return {}
    names = make_unique_names([str(name) for name in objects])
    return {name: _list_geometries(one) for name, one in zip(names, objects.values(), strict=True)}


def _list_geometries(one: object) -> list[Any]:
    if isinstance(one, Mapping) and one.get("type") == "GeometryCollection":
        geometries = one.get("geometries")
        return geometries if isinstance(geometries, list) else []
    return [one]


class ArcTable:
    """
    The arcs of a topology.

    Parameters
    ----------
    document
        Parsed TopoJSON; where it has a transform, its coordinates are whole numbers and each place
        of an arc is the difference from the one before.
    file
        Name for the errors.
    """

    def __init__(self, document: Mapping[str, Any], *, file: str) -> None:
        self._file = file
        self._vertices = 0
        self._is_quantised = isinstance(document.get("transform"), Mapping)
        self._scale, self._translation = _read_transform(document.get("transform"))
        arcs = document.get("arcs")
        self._arcs = [self._decode(arc) for arc in arcs] if isinstance(arcs, list) else []

    def encode_geometry(self, geometry: object, depth: int = 0) -> dict[str, Any] | None:
        """
        Put a geometry together.

        Returns
        -------
        geometry
            As GeoJSON; None where there is none.

        Raises
        ------
        TopologyGeometryError
            If it cannot be put together.
        LayerVerticesError
            If all geometries together have more vertices than are read.
        """
        if geometry is None or (isinstance(geometry, Mapping) and geometry.get("type") is None):
            return None
        if not isinstance(geometry, Mapping) or depth > MAX_DEPTH:
            raise TopologyGeometryError
        kind = geometry["type"]
        if kind == "GeometryCollection":
            parts = geometry.get("geometries")
            if not isinstance(parts, list):
                raise TopologyGeometryError
            return {
                "type": kind,
                "geometries": [self.encode_geometry(part, depth + 1) for part in parts],
            }
        if kind in ("Point", "MultiPoint"):
            places = self._place(geometry.get("coordinates"), levels=int(kind == "MultiPoint"))
            return {"type": kind, "coordinates": places}
        levels = _ARC_LEVELS.get(kind) if isinstance(kind, str) else None
        if levels is None:
            raise TopologyGeometryError
        return {"type": kind, "coordinates": self._join(geometry.get("arcs"), levels)}

    def _place(self, coordinates: object, levels: int) -> list[Any]:
        if not isinstance(coordinates, list):
            raise TopologyGeometryError
        if levels:
            return [self._place(place, levels - 1) for place in coordinates]
        self._count(1)
        places = _to_array([coordinates]) * self._scale + self._translation
        place: list[Any] = places[0].tolist()
        return place

    def _join(self, arcs: object, levels: int) -> list[Any]:
        """Join the arcs of a line, or of each of several lines."""
        if not isinstance(arcs, list):
            raise TopologyGeometryError
        if levels:
            return [self._join(inner, levels - 1) for inner in arcs]
        parts = [self._get(index) for index in arcs]
        # The first place of an arc is the last one of the arc before it.
        joined = [part if number == 0 else part[1:] for number, part in enumerate(parts)]
        line: list[Any] = np.concatenate(joined).tolist() if joined else []
        return line

    def _get(self, index: object) -> Arc:
        if isinstance(index, bool) or not isinstance(index, int):
            raise TopologyGeometryError
        number = ~index if index < 0 else index
        arc = self._arcs[number] if number < len(self._arcs) else None
        if arc is None:
            raise TopologyGeometryError
        self._count(len(arc))
        return arc[::-1] if index < 0 else arc

    def _count(self, vertices: int) -> None:
        """Count vertices: a few arcs that are named without end would fill the memory."""
        self._vertices += vertices
        if self._vertices > MAX_VERTICES:
            raise LayerVerticesError(file=self._file, most=MAX_VERTICES)

    def _decode(self, arc: object) -> Arc | None:
        try:
            places = _to_array(arc)
        except TopologyGeometryError:
            return None
        if self._is_quantised:
            places = np.cumsum(places, axis=0)
        return places * self._scale + self._translation


_ARC_LEVELS = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}


def _to_array(places: object) -> Arc:
    """Convert places to an array of two columns."""
    if not isinstance(places, list) or not places:
        raise TopologyGeometryError
    try:
        return np.array([place[:_DIMENSIONS] for place in places], dtype=float).reshape(
            len(places), _DIMENSIONS
        )
    except (TypeError, ValueError, OverflowError) as error:
        raise TopologyGeometryError from error


def _read_transform(transform: object) -> tuple[Arc, Arc]:
    """Read scale and translation; those of no transform where there is none."""
    neutral = np.ones(_DIMENSIONS), np.zeros(_DIMENSIONS)
    if not isinstance(transform, Mapping):
        return neutral
    try:
        return (
            _to_array([transform.get("scale")])[0],
            _to_array([transform.get("translate")])[0],
        )
    except TopologyGeometryError:
        return neutral


def encode_geometries(
    document: Mapping[str, Any], geometries: list[Any], *, file: str
) -> list[str | None]:
    """
    Encode geometries as text of GeoJSON.

    Returns
    -------
    encoded
        None where there is no geometry; empty text where it cannot be put together.

    Raises
    ------
    LayerVerticesError
        If they have more vertices than are read.
    """
    arcs = ArcTable(document, file=file)
    encoded: list[str | None] = []
    for geometry in geometries:
        try:
            built = arcs.encode_geometry(geometry)
        except TopologyGeometryError:
            encoded.append("")
        else:
            encoded.append(None if built is None else json.dumps(built))
    return encoded
