"""What one pass through a file of OpenStreetMap data keeps: ways, areas and points, still raw."""

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
    """Make shapely geometries of hexadecimal WKB."""
    # GEOS reads bytes seven times as fast as hexadecimal digits.
    packed = np.array([bytes.fromhex(digits) for digits in wkb], dtype=object)
    made: GeometryArray = shapely.from_wkb(packed)
    return made


@dataclass
class OsmWays:
    """
    Ways, one after another.

    Attributes
    ----------
    way_ids
        OSM number of each way.
    tags
        Its tags, of those we read.
    wkb
        Its line, EPSG:4326, as hexadecimal WKB.
    node_refs
        Node numbers of all ways, one after another, as many as the lines have points; left
        empty where nobody needs them.
    """

    way_ids: array[int] = field(default_factory=lambda: array("q"))
    tags: list[Tags] = field(default_factory=list)
    wkb: list[str] = field(default_factory=list)
    # One flat array: ten thousand small lists make the garbage collector as slow as the reading.
    node_refs: array[int] = field(default_factory=lambda: array("q"))

    def append_way(self, way_id: int, tags: Tags, *, wkb: str, node_refs: list[int]) -> None:
        """Append one way."""
        self.way_ids.append(way_id)
        self.tags.append(tags)
        self.wkb.append(wkb)
        self.node_refs.extend(node_refs)

    def decode_coordinates(self) -> tuple[FloatArray, IntArray]:
        """
        Unpack all lines at once.

        Returns
        -------
        lonlat
            Coordinates of all lines, one after another, shape (points, 2).
        sizes
            How many points each line has.
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
    Areas and points: each with its OSM name, its tags, its geometry as hexadecimal WKB.

    Attributes
    ----------
    osm_ids
        `node/1`, `way/1` or `relation/1`.
    """

    osm_ids: list[str] = field(default_factory=list)
    tags: list[Tags] = field(default_factory=list)
    wkb: list[str] = field(default_factory=list)

    def append_feature(self, osm_id: str, tags: Tags, wkb: str) -> None:
        """Append one shape."""
        self.osm_ids.append(osm_id)
        self.tags.append(tags)
        self.wkb.append(wkb)


@dataclass
class FilteredExtract:
    """
    What one pass keeps.

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
        How many ways lack a node in the file.
    """

    streets: OsmWays = field(default_factory=OsmWays)
    lines: OsmWays = field(default_factory=OsmWays)
    land_areas: OsmFeatures = field(default_factory=OsmFeatures)
    places: OsmFeatures = field(default_factory=OsmFeatures)
    services: OsmFeatures = field(default_factory=OsmFeatures)
    incomplete_ways: int = 0
