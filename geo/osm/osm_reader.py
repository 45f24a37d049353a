"""
The one pass through a file of OpenStreetMap data: what is kept of it, raw.

Every object that reaches Python costs microseconds, so libosmium filters before, and the loops
here only collect; all else is done on arrays afterwards.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import osmium
from osmium.filter import EntityFilter, KeyFilter
from osmium.osm import AREA, NODE, WAY, Area, Node, Way

from geo.osm.decompression_limit import check_swelling
from geo.osm.filtered_extract import RawExtract, Tags
from geo.osm.memory_limit import Tally
from geo.osm.osm_file import DisorderError, objects, open_file, osm_format, put_in_order

HIGHWAY_KEYS = (
    "highway",
    "name",
    "ref",
    "foot",
    "access",
    "motorroad",
    "surface",
    "lit",
    "bridge",
    "service",
)
LINE_KEYS = ("waterway", "railway", "name", "tunnel", "bridge", "service")
GROUND_KEYS = ("landuse", "natural", "water", "waterway", "leisure", "building", "name")
SERVICE_KEYS = (
    "amenity",
    "healthcare",
    "office",
    "government",
    "social_facility",
    "social_facility:for",
    "community_centre:for",
    "name",
    "phone",
    "contact:phone",
    "opening_hours",
)
PLACE_KEYS = ("place", "natural", "name", "population")
_SERVICE_ROOTS = ("amenity", "healthcare", "office", "social_facility")
HEX_OF_A_POINT = 32  # hexadecimal digits of two coordinates
_TICK_EVERY = 5000  # objects: some twenty times a second
_WAY_ROOTS = ("highway", "waterway", "railway")
_GROUND_ROOTS = ("landuse", "natural", "water", "waterway", "leisure", "building")


def read_raw(path: Path, *, tick: Callable[[], None] | None = None) -> RawExtract:
    """
    Read a file once and keep what Amparo needs.

    Parameters
    ----------
    path
        `.osm.pbf`, `.osm`, `.osm.bz2` or `.osm.gz`, whatever its name.
    tick
        Called now and then while reading; may raise to stop it.

    Raises
    ------
    ExtractNotOsmError, ExtractEmptyError, ExtractTruncatedError
        If the file is not what it should be.
    ExtractSwollenError, ExtractTooFullError, ExtractEntitiesError
        If reading it would fill the memory.

    Notes
    -----
    A text file may hold its ways before its nodes (some servers answer so). It is put in order
    in a temporary file and read again; compact files are always in order.
    """
    check_swelling(path, osm_format(path))
    try:
        raw = _pass(path, tick)
        ordered = not raw.incomplete or osm_format(path) == "pbf"
    except DisorderError:
        ordered = False
    if ordered:
        return raw
    with tempfile.TemporaryDirectory() as folder:
        tidy = Path(folder) / f"{path.stem}.osm.pbf"
        put_in_order([path], to=tidy)
        return _pass(tidy, tick)


def _pass(path: Path, tick: Callable[[], None] | None) -> RawExtract:
    raw = RawExtract()
    tally = Tally(path.name)
    wkb = osmium.geom.WKBFactory()
    for number, found in enumerate(objects(path, _filtered(path))):
        tally.add(kept=1)
        if isinstance(found, Way):
            tally.add(points=len(found.nodes))
            _keep_way(raw, found, wkb)
        elif isinstance(found, Area):
            tally.add(points=_keep_area(raw, found, wkb))
        elif isinstance(found, Node):
            _keep_node(raw, found, wkb)
        if tick is not None and number % _TICK_EVERY == 0:
            tick()
    return raw


def _filtered(path: Path) -> osmium.FileProcessor:
    processor = osmium.FileProcessor(open_file(path)).with_locations()
    processor.with_areas(KeyFilter(*_GROUND_ROOTS, *_SERVICE_ROOTS))
    processor.with_filter(EntityFilter(NODE | WAY | AREA))
    for kinds, keys in (
        (NODE, ("place", "natural", *_SERVICE_ROOTS)),
        (WAY, _WAY_ROOTS),
        (AREA, (*_GROUND_ROOTS, *_SERVICE_ROOTS)),
    ):
        kept = KeyFilter(*keys)
        kept.enable_for(kinds)
        processor.with_filter(kept)
    return processor


def _tags(found: Way | Area | Node, keys: tuple[str, ...]) -> Tags:
    get = found.tags.get  # by key: going through all tags of an object takes ten times as long
    return {key: value for key in keys if (value := get(key)) is not None}


def _has(found: Area | Node, keys: tuple[str, ...]) -> bool:
    tags = found.tags
    return any([key in tags for key in keys])  # noqa: C419  a list beats a generator here


def _keep_way(raw: RawExtract, way: Way, wkb: osmium.geom.WKBFactory) -> None:
    street = "highway" in way.tags
    target = raw.streets if street else raw.lines
    tags = _tags(way, HIGHWAY_KEYS if street else LINE_KEYS)
    nodes = way.nodes
    if len(nodes) < 2:
        return
    try:
        line = wkb.create_linestring(nodes, osmium.geom.ALL)
    except osmium.InvalidLocationError:
        raw.incomplete += 1
        for refs, piece in _located_pieces(way):
            target.add(way.id, tags, wkb=piece, refs=refs if street else [])
        return
    target.add(way.id, tags, wkb=line, refs=[node.ref for node in nodes] if street else [])


def _located_pieces(way: Way) -> list[tuple[list[int], str]]:
    """Cut a way where nodes are missing, as at the rim of an extract: the rest still stands."""
    pieces: list[list[tuple[int, float, float]]] = [[]]
    for node in way.nodes:
        if node.location.valid():
            pieces[-1].append((node.ref, node.lon, node.lat))
        elif pieces[-1]:
            pieces.append([])
    return [
        ([ref for ref, _, _ in piece], _line_wkb([(lon, lat) for _, lon, lat in piece]))
        for piece in pieces
        if len(piece) > 1
    ]


def _line_wkb(lonlat: list[tuple[float, float]]) -> str:
    head = b"\x01\x02\x00\x00\x00" + len(lonlat).to_bytes(4, "little")
    return (head + np.asarray(lonlat, dtype="<f8").tobytes()).hex()


def _keep_area(raw: RawExtract, area: Area, wkb: osmium.geom.WKBFactory) -> int:
    """Keep an area that has rings, and tell about how many points it has."""
    if not area.num_rings()[0]:
        return 0  # its rings cross or do not close
    service = _has(area, _SERVICE_ROOTS)
    ground = _has(area, _GROUND_ROOTS)
    shape = wkb.create_multipolygon(area)
    osm_id = f"{'way' if area.from_way() else 'relation'}/{area.orig_id()}"
    if ground:
        raw.ground.add(osm_id, _tags(area, GROUND_KEYS), shape)
    if service:
        raw.services.add(osm_id, _tags(area, SERVICE_KEYS), shape)
    return len(shape) // HEX_OF_A_POINT


def _keep_node(raw: RawExtract, node: Node, wkb: osmium.geom.WKBFactory) -> None:
    tags = node.tags
    osm_id = f"node/{node.id}"
    if "place" in tags or tags.get("natural") == "peak":
        raw.places.add(osm_id, _tags(node, PLACE_KEYS), wkb.create_point(node))
    if _has(node, _SERVICE_ROOTS):
        raw.services.add(osm_id, _tags(node, SERVICE_KEYS), wkb.create_point(node))
