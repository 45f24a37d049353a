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


@dataclass(frozen=True)
class StreetArea:
    """
    A polygon of a relation with a `highway` tag, such as a square with a fountain.

    Attributes
    ----------
    relation_id, tags
        Of the relation.
    rings
        The outer ring first; node id, longitude and latitude of each point.
    """

    relation_id: int
    tags: Tags
    rings: list[list[tuple[int, float, float]]]


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

    def append_areas(self, areas: list[StreetArea]) -> OsmWays:
        """Append the rings of areas as ways; their id is the relation's, negative."""
        rings = [(area, ring) for area in areas for ring in area.rings]
        if not rings:
            return self
        points = [point for _, ring in rings for point in ring]
        added = np.array([-area.relation_id for area, _ in rings], dtype=np.int64)
        return OsmWays(
            way_ids=np.concatenate([self.way_ids, added]),
            tags=[*self.tags, *(area.tags for area, _ in rings)],
            sizes=np.concatenate([self.sizes, [len(ring) for _, ring in rings]]),
            lonlat=np.concatenate([self.lonlat, [point[1:] for point in points]]),
            node_refs=np.concatenate([self.node_refs, [point[0] for point in points]]),
        )

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
class OsmNodes:
    """
    Nodes in columns.

    Attributes
    ----------
    node_ids
        OSM id of each node.
    tags
        Its tags, of the keys that are read.
    """

    node_ids: list[int] = field(default_factory=list)
    tags: list[Tags] = field(default_factory=list)

    def append_node(self, node_id: int, tags: Tags) -> None:
        """Append one node."""
        self.node_ids.append(node_id)
        self.tags.append(tags)


@dataclass(frozen=True)
class TurnRelation:
    """
    Ways between which a turn is forbidden, or is the only one permitted.

    Attributes
    ----------
    from_ids, to_ids
        OSM ids of ways.
    via_node
        OSM id of the node; None where the turn leads along other ways.
    mandatory
        Whether it is the only turn permitted.
    """

    from_ids: tuple[int, ...]
    via_node: int | None
    to_ids: tuple[int, ...]
    mandatory: bool


@dataclass
class FilteredExtract:
    """
    The objects of a file that are used.

    Attributes
    ----------
    streets
        Ways with a `highway` tag, walkable or not, and the rings of such multipolygons.
    street_areas
        Such multipolygons; their rings are the last streets.
    ferries
        Ways with `route=ferry`.
    lines
        Rivers, streams, railways, and routes such as ferries: ways without a `highway` tag.
    land_areas
        Areas of land, water, buildings.
    places
        Named places and peaks.
    services
        Points and areas that may be services.
    barriers
        Nodes with a tag of barriers or access.
    turn_relations
        Turn restrictions of motor vehicles.
    incomplete_ways
        Number of ways with a node missing from the file.
    needs_sorting
        Whether the file must be rewritten and sorted before it is read: there are deleted objects,
        whose older versions may be in it as well, or nodes with negative ids.
    """

    streets: OsmWays = field(default_factory=OsmWays)
    street_areas: list[StreetArea] = field(default_factory=list)
    ferries: OsmWays = field(default_factory=OsmWays)
    lines: OsmWays = field(default_factory=OsmWays)
    land_areas: OsmFeatures = field(default_factory=OsmFeatures)
    places: OsmFeatures = field(default_factory=OsmFeatures)
    services: OsmFeatures = field(default_factory=OsmFeatures)
    barriers: OsmNodes = field(default_factory=OsmNodes)
    turn_relations: list[TurnRelation] = field(default_factory=list)
    incomplete_ways: int = 0
    needs_sorting: bool = False
