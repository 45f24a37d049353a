"""Containers for the ways, areas and points that are read from an OpenStreetMap file."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import shapely

Tags = dict[str, str]
FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
GeometryArray = npt.NDArray[np.object_]

_WKB_LINE_HEADER_DIGITS = 18  # hexadecimal digits before the coordinates: order 2, type 8, count 8
_WKB_POINT_DIGITS = 32  # hexadecimal digits of one coordinate pair


def decode_hex_wkb(wkb: Iterable[str]) -> GeometryArray:
    """Decode hexadecimal WKB into shapely geometries."""
    # GEOS decodes bytes seven times as fast as hexadecimal digits.
    encoded = np.array([bytes.fromhex(digits) for digits in wkb], dtype=object)
    geometries: GeometryArray = shapely.from_wkb(encoded)
    return geometries


@dataclass
class OsmWays:
    """
    Ways in columns.

    Attributes
    ----------
    way_ids
        OSM id of each way.
    tags
        Its tags, of the keys that are read.
    wkb
        Its line, EPSG:4326, as hexadecimal WKB.
    node_refs
        Node ids of all ways, concatenated, one per point of the lines; empty where they are
        not needed.
    """

    way_ids: array[int] = field(default_factory=lambda: array("q"))
    tags: list[Tags] = field(default_factory=list)
    wkb: list[str] = field(default_factory=list)
    # One flat array: ten thousand small lists make garbage collection as slow as the reading.
    node_refs: array[int] = field(default_factory=lambda: array("q"))

    def append_way(self, way_id: int, tags: Tags, *, wkb: str, node_refs: list[int]) -> None:
        """Append one way."""
        self.way_ids.append(way_id)
        self.tags.append(tags)
        self.wkb.append(wkb)
        self.node_refs.extend(node_refs)

    def decode_coordinates(self) -> tuple[FloatArray, IntArray]:
        """
        Decode all lines at once.

        Returns
        -------
        lonlat
            Coordinates of all lines, concatenated, shape (points, 2).
        sizes
            Number of points of each line.
        """
        sizes = np.fromiter(
            ((len(line) - _WKB_LINE_HEADER_DIGITS) // _WKB_POINT_DIGITS for line in self.wkb),
            dtype=np.int64,
            count=len(self.wkb),
        )
        digits = "".join([line[_WKB_LINE_HEADER_DIGITS:] for line in self.wkb])
        return np.frombuffer(bytes.fromhex(digits), dtype="<f8").reshape(-1, 2), sizes


@dataclass
class OsmFeatures:
    """
    Areas and points: OSM id, tags, and geometry as hexadecimal WKB.

    Attributes
    ----------
    osm_ids
        `node/1`, `way/1` or `relation/1`.
    """

    osm_ids: list[str] = field(default_factory=list)
    tags: list[Tags] = field(default_factory=list)
    wkb: list[str] = field(default_factory=list)

    def append_feature(self, osm_id: str, tags: Tags, wkb: str) -> None:
        """Append one feature."""
        self.osm_ids.append(osm_id)
        self.tags.append(tags)
        self.wkb.append(wkb)


@dataclass
class FilteredExtract:
    """
    The objects of a file that are used.

    Attributes
    ----------
    streets
        Ways with a `highway` tag, walkable or not.
    lines
        Rivers, streams, railways.
    land_areas
        Areas of land, water, buildings.
    places
        Named places and peaks.
    services
        Points and areas that may be services.
    incomplete_ways
        Number of ways with a node missing from the file.
    """

    streets: OsmWays = field(default_factory=OsmWays)
    lines: OsmWays = field(default_factory=OsmWays)
    land_areas: OsmFeatures = field(default_factory=OsmFeatures)
    places: OsmFeatures = field(default_factory=OsmFeatures)
    services: OsmFeatures = field(default_factory=OsmFeatures)
    incomplete_ways: int = 0
