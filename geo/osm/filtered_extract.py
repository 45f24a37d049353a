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
ShapeArray = npt.NDArray[np.object_]

_WKB_LINE_HEAD = 18  # hexadecimal digits before the coordinates: order 2, type 8, count 8
_WKB_POINT = 32  # hexadecimal digits of one coordinate pair


def shapes(wkb: Iterable[str]) -> ShapeArray:
    """Make shapely geometries of hexadecimal WKB."""
    # GEOS reads bytes seven times as fast as hexadecimal digits.
    packed = np.array([bytes.fromhex(digits) for digits in wkb], dtype=object)
    made: ShapeArray = shapely.from_wkb(packed)
    return made


@dataclass
class RawLines:
    """
    Ways, one after another.

    Attributes
    ----------
    way
        OSM number of each way.
    tags
        Its tags, of those we read.
    wkb
        Its line, EPSG:4326, as hexadecimal WKB.
    refs
        Node numbers of all ways, one after another, as many as the lines have points; left
        empty where nobody needs them.
    """

    way: array[int] = field(default_factory=lambda: array("q"))
    tags: list[Tags] = field(default_factory=list)
    wkb: list[str] = field(default_factory=list)
    # One flat array: ten thousand small lists make the garbage collector as slow as the reading.
    refs: array[int] = field(default_factory=lambda: array("q"))

    def add(self, way: int, tags: Tags, *, wkb: str, refs: list[int]) -> None:
        """Append one way."""
        self.way.append(way)
        self.tags.append(tags)
        self.wkb.append(wkb)
        self.refs.extend(refs)

    def coordinates(self) -> tuple[FloatArray, IntArray]:
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
            ((len(line) - _WKB_LINE_HEAD) // _WKB_POINT for line in self.wkb),
            dtype=np.int64,
            count=len(self.wkb),
        )
        digits = "".join([line[_WKB_LINE_HEAD:] for line in self.wkb])
        return np.frombuffer(bytes.fromhex(digits), dtype="<f8").reshape(-1, 2), sizes


@dataclass
class RawShapes:
    """
    Areas and points: each with its OSM name, its tags, its geometry as hexadecimal WKB.

    Attributes
    ----------
    osm_id
        `node/1`, `way/1` or `relation/1`.
    """

    osm_id: list[str] = field(default_factory=list)
    tags: list[Tags] = field(default_factory=list)
    wkb: list[str] = field(default_factory=list)

    def add(self, osm_id: str, tags: Tags, wkb: str) -> None:
        """Append one shape."""
        self.osm_id.append(osm_id)
        self.tags.append(tags)
        self.wkb.append(wkb)


@dataclass
class RawExtract:
    """
    What one pass keeps.

    Attributes
    ----------
    streets
        Ways with a `highway` tag, walkable or not.
    lines
        Rivers, streams, railways.
    ground
        Areas of land, water, buildings.
    places
        Named places and peaks.
    services
        Points and areas that may be services.
    incomplete
        How many ways lack a node in the file.
    """

    streets: RawLines = field(default_factory=RawLines)
    lines: RawLines = field(default_factory=RawLines)
    ground: RawShapes = field(default_factory=RawShapes)
    places: RawShapes = field(default_factory=RawShapes)
    services: RawShapes = field(default_factory=RawShapes)
    incomplete: int = 0
