"""Containers for the ways, areas and points that are read from an OpenStreetMap file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import shapely

Tags = dict[str, str]
FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
GeometryArray = npt.NDArray[np.object_]


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
    sizes
        Number of its points.
    lonlat
        Points of all ways, concatenated, EPSG:4326, shape (points, 2).
    node_refs
        Node id of each point.
    """

    way_ids: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    tags: list[Tags] = field(default_factory=list)
    sizes: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    lonlat: FloatArray = field(default_factory=lambda: np.zeros((0, 2)))
    node_refs: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def to_linestrings(self) -> GeometryArray:
        """Build one LineString per way."""
        indices = np.repeat(np.arange(len(self.sizes)), self.sizes)
        return np.asarray(shapely.linestrings(self.lonlat, indices=indices), dtype=object)


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
    needs_sorting
        Whether the file must be rewritten and sorted before it is read: there are deleted objects,
        whose older versions may be in it as well, or nodes with negative ids.
    """

    streets: OsmWays = field(default_factory=OsmWays)
    lines: OsmWays = field(default_factory=OsmWays)
    land_areas: OsmFeatures = field(default_factory=OsmFeatures)
    places: OsmFeatures = field(default_factory=OsmFeatures)
    services: OsmFeatures = field(default_factory=OsmFeatures)
    incomplete_ways: int = 0
    needs_sorting: bool = False
