"""
Reading of an OpenStreetMap file in one pass, filtered by tags.

Each object that reaches Python costs microseconds, so libosmium filters first, and the loops here
only collect; everything else is done on arrays afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import osmium
from osmium.filter import EntityFilter, KeyFilter
from osmium.osm import AREA, NODE, WAY, Area, Node, Way

from geo.layers.text_cleaning import clean_text
from geo.osm.decompression_limit import check_decompressed_size
from geo.osm.filtered_extract import FilteredExtract, Tags
from geo.osm.memory_limit import ObjectCounter
from geo.osm.osm_file import (
    UnsortedObjectsError,
    detect_osm_format,
    iterate_objects,
    open_osm_file,
    sort_objects,
)
from geo.parsing.memory_file import memory_file

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
LAND_KEYS = ("landuse", "natural", "water", "waterway", "leisure", "building", "name")
SERVICE_KEYS = (
    "amenity",
    "healthcare",
    "office",
    "government",
    "social_facility",
    "social_facility:for",
    "community_centre:for",
    "name",
    # Other names and words, by which a shelter may be recognised.
    *(f"name:{locale}" for locale in ("es", "en", "ru", "ky", "qu", "pt")),
    "alt_name",
    "official_name",
    "old_name",
    "short_name",
    "description",
    "note",
    "phone",
    "contact:phone",
    "opening_hours",
)
PLACE_KEYS = ("place", "natural", "name", "population")
_SERVICE_FILTER_KEYS = ("amenity", "healthcare", "office", "social_facility")
HEX_DIGITS_PER_POINT = 32  # hexadecimal digits of two coordinates
_PROGRESS_INTERVAL = 5000  # objects: some twenty times a second
_WAY_FILTER_KEYS = ("highway", "waterway", "railway")
_LAND_FILTER_KEYS = ("landuse", "natural", "water", "waterway", "leisure", "building")


def read_filtered_extract(
    path: Path, *, on_progress: Callable[[], None] | None = None
) -> FilteredExtract:
    """
    Read a file and collect the objects that are used.

    Parameters
    ----------
    path
        `.osm.pbf`, `.osm`, `.osm.bz2` or `.osm.gz`, detected by content.
    on_progress
        Called repeatedly while reading; may raise to stop.

    Raises
    ------
    ExtractNotOsmError, ExtractEmptyError, ExtractTruncatedError
        If the file is empty, truncated or of another format.
    ExtractDecompressionError, ExtractMemoryError, ExtractEntitiesError
        If reading it would fill the memory.

    Notes
    -----
    An XML file may hold its ways before its nodes (some servers send it so). It is sorted into a
    file in memory and read again; PBF files are always sorted.
    """
    check_decompressed_size(path, detect_osm_format(path))
    try:
        extract = _read_objects(path, on_progress)
        is_sorted = not extract.incomplete_ways or detect_osm_format(path) == "pbf"
    except UnsortedObjectsError:
        is_sorted = False
    if is_sorted:
        return extract
    with memory_file() as sorted_file:
        sort_objects([path], output_path=sorted_file, output_format="pbf")
        return _read_objects(sorted_file, on_progress)


def _read_objects(path: Path, on_progress: Callable[[], None] | None) -> FilteredExtract:
    extract = FilteredExtract()
    counter = ObjectCounter(path.name)
    wkb = osmium.geom.WKBFactory()
    for number, osm_object in enumerate(iterate_objects(path, _make_file_processor(path))):
        counter.count(objects=1)
        if isinstance(osm_object, Way):
            counter.count(points=len(osm_object.nodes))
            _collect_way(extract, osm_object, wkb)
        elif isinstance(osm_object, Area):
            counter.count(points=_collect_area(extract, osm_object, wkb))
        elif isinstance(osm_object, Node):
            _collect_node(extract, osm_object, wkb)
        if on_progress is not None and number % _PROGRESS_INTERVAL == 0:
            on_progress()
    return extract


def _make_file_processor(path: Path) -> osmium.FileProcessor:
    processor = osmium.FileProcessor(open_osm_file(path)).with_locations()
    processor.with_areas(KeyFilter(*_LAND_FILTER_KEYS, *_SERVICE_FILTER_KEYS))
    processor.with_filter(EntityFilter(NODE | WAY | AREA))
    for kinds, keys in (
        (NODE, ("place", "natural", *_SERVICE_FILTER_KEYS)),
        (WAY, _WAY_FILTER_KEYS),
        (AREA, (*_LAND_FILTER_KEYS, *_SERVICE_FILTER_KEYS)),
    ):
        key_filter = KeyFilter(*keys)
        key_filter.enable_for(kinds)
        processor.with_filter(key_filter)
    return processor


def _select_tags(osm_object: Way | Area | Node, keys: tuple[str, ...]) -> Tags:
    get = osm_object.tags.get  # by key: iterating over all tags takes ten times as long
    return {key: clean_text(value) for key in keys if (value := get(key)) is not None}


def _has_any_key(osm_object: Area | Node, keys: tuple[str, ...]) -> bool:
    tags = osm_object.tags
    return any([key in tags for key in keys])  # noqa: C419  a list beats a generator here


def _collect_way(extract: FilteredExtract, way: Way, wkb: osmium.geom.WKBFactory) -> None:
    is_street = "highway" in way.tags
    target = extract.streets if is_street else extract.lines
    tags = _select_tags(way, HIGHWAY_KEYS if is_street else LINE_KEYS)
    nodes = way.nodes
    if len(nodes) < 2:
        return
    try:
        line = wkb.create_linestring(nodes, osmium.geom.ALL)
    except osmium.InvalidLocationError:
        extract.incomplete_ways += 1
        for refs, piece in _located_pieces(way):
            target.append_way(way.id, tags, wkb=piece, node_refs=refs if is_street else [])
        return
    target.append_way(
        way.id, tags, wkb=line, node_refs=[node.ref for node in nodes] if is_street else []
    )


def _located_pieces(way: Way) -> list[tuple[list[int], str]]:
    """Split a way at missing nodes, as at the edge of an extract, into pieces with locations."""
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
    header = b"\x01\x02\x00\x00\x00" + len(lonlat).to_bytes(4, "little")
    return (header + np.asarray(lonlat, dtype="<f8").tobytes()).hex()


def _collect_area(extract: FilteredExtract, area: Area, wkb: osmium.geom.WKBFactory) -> int:
    """Collect an area that has rings, and return its approximate number of points."""
    if not area.num_rings()[0]:
        return 0  # its rings cross or are open
    is_service = _has_any_key(area, _SERVICE_FILTER_KEYS)
    is_land = _has_any_key(area, _LAND_FILTER_KEYS)
    geometry_wkb = wkb.create_multipolygon(area)
    osm_id = f"{'way' if area.from_way() else 'relation'}/{area.orig_id()}"
    if is_land:
        extract.land_areas.append_feature(osm_id, _select_tags(area, LAND_KEYS), geometry_wkb)
    if is_service:
        extract.services.append_feature(osm_id, _select_tags(area, SERVICE_KEYS), geometry_wkb)
    return len(geometry_wkb) // HEX_DIGITS_PER_POINT


def _collect_node(extract: FilteredExtract, node: Node, wkb: osmium.geom.WKBFactory) -> None:
    tags = node.tags
    osm_id = f"node/{node.id}"
    if "place" in tags or tags.get("natural") == "peak":
        extract.places.append_feature(
            osm_id, _select_tags(node, PLACE_KEYS), wkb.create_point(node)
        )
    if _has_any_key(node, _SERVICE_FILTER_KEYS):
        extract.services.append_feature(
            osm_id, _select_tags(node, SERVICE_KEYS), wkb.create_point(node)
        )
