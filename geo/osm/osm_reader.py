"""
Reading of an OpenStreetMap file in one pass, filtered by tags.

Each object that reaches Python costs microseconds, so libosmium filters first and writes the ways
as lines of text, which are parsed as a whole; the loops here only collect areas and nodes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import osmium
from osmium.filter import EntityFilter, KeyFilter
from osmium.osm import AREA, NODE, RELATION, WAY, Area, Node, Relation, Way

from geo.errors import (
    ExtractHistoryError,
    ExtractTruncatedError,
    ExtractWithoutCoordinatesError,
)
from geo.layers.text_cleaning import clean_text
from geo.osm import memory_limit
from geo.osm.accessibility_tags import ACCESSIBILITY_KEYS
from geo.osm.barrier_nodes import BARRIER_FILTER_KEYS, BARRIER_KEYS
from geo.osm.decompression_limit import check_decompressed_size
from geo.osm.driving_tags import DRIVING_KEYS
from geo.osm.ferry_tags import FERRY_KEYS
from geo.osm.file_formats import FOREIGN_FORMATS, detect_osm_format
from geo.osm.filtered_extract import FilteredExtract, StreetArea, Tags
from geo.osm.memory_limit import ObjectCounter
from geo.osm.opl_lines import FORMAT as OPL_FORMAT
from geo.osm.opl_lines import parse_opl
from geo.osm.osm_file import (
    UnsortedObjectsError,
    iterate_objects,
    open_osm_file,
    translate_osmium_errors,
)
from geo.osm.rewriting import read_pbf_traits, restore_node_id, rewritten_file
from geo.osm.turn_restrictions import RELATION_KEYS, RESTRICTION_KEYS, read_turn_relation
from geo.osm.walkability import PEDESTRIAN_DIRECTION_KEYS, WALKABILITY_KEYS
from geo.parsing.memory_file import memory_file

HIGHWAY_KEYS = (
    *("highway", "name", "ref", "surface", "lit", "bridge", "service", "area", "layer", "level"),
    "tunnel",
    *WALKABILITY_KEYS,
    *PEDESTRIAN_DIRECTION_KEYS,
    *DRIVING_KEYS,
    *ACCESSIBILITY_KEYS,
)
LINE_KEYS = ("waterway", "railway", "barrier", "route", "name", "tunnel", "bridge", "service")
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
    "addr:full",
    "addr:street",
    "addr:place",
    "addr:housenumber",
    "addr:city",
    "opening_hours",
)
PLACE_KEYS = ("place", "natural", "name", "population")
_SERVICE_FILTER_KEYS = ("amenity", "healthcare", "office", "social_facility")
HEX_DIGITS_PER_POINT = 32  # hexadecimal digits of two coordinates
_PROGRESS_INTERVAL = 5000  # objects: some twenty times a second
_WAY_FILTER_KEYS = ("highway", "waterway", "railway", "barrier", "route")
_LAND_FILTER_KEYS = ("landuse", "natural", "water", "waterway", "leisure", "building")
_AREA_FILTER_KEYS = (*_LAND_FILTER_KEYS, *_SERVICE_FILTER_KEYS, "highway")


def read_filtered_extract(
    path: Path, *, on_progress: Callable[[], None] | None = None
) -> FilteredExtract:
    """
    Read a file and collect the objects that are used.

    Parameters
    ----------
    path
        Of a format of `geo.osm.file_formats.detect_osm_format`.
    on_progress
        Called repeatedly while reading; may raise to stop.

    Raises
    ------
    ExtractNotOsmError, ExtractEmptyError, ExtractTruncatedError, ExtractPartialError
        If the file is empty, truncated, of another format, a history, or an answer that is not
        whole.
    ExtractDecompressionError, ExtractMemoryError, ExtractEntitiesError
        If reading it would fill the memory.
    ExtractWithoutCoordinatesError
        If it has streets, and the coordinates of none.

    Notes
    -----
    A file may hold ways before nodes, objects twice, as files put together have them, or what
    libosmium does not read as it is meant. It is sorted in memory then, and read again.
    """
    file_format = detect_osm_format(path)
    traits = check_decompressed_size(path, file_format)
    if traits.needs_rewriting() or file_format in FOREIGN_FORMATS:
        extract = None
    else:
        # A point takes a byte at least: in a small file there are not too many.
        limited = traits.content_bytes > memory_limit.MAX_POINTS
        extract = _read_unless_unsorted(path, file_format, on_progress, limited=limited)
    if extract is None:
        with rewritten_file(path) as rewritten:
            extract = _read_objects(rewritten, on_progress)
    if extract.incomplete_ways and not len(extract.streets.way_ids):
        raise ExtractWithoutCoordinatesError(file=path.name)
    return extract


def _read_unless_unsorted(
    path: Path, file_format: str, on_progress: Callable[[], None] | None, *, limited: bool
) -> FilteredExtract | None:
    """Read a file; return None where it must be rewritten and sorted before."""
    traits = read_pbf_traits(path) if file_format == "pbf" else None
    if traits is not None and traits.is_history:
        raise ExtractHistoryError(file=path.name)
    try:
        extract = _read_objects(path, on_progress, limited=limited)
    except UnsortedObjectsError:
        return None
    except ExtractTruncatedError:
        if file_format != "osm.bz2":
            raise
        return None  # several streams in one file, which libosmium takes for its end
    # Ways of a PBF file are incomplete at its edge, unless they have their own coordinates.
    may_be_incomplete = traits is not None and not traits.has_located_points
    needs_rewriting = extract.needs_sorting or (extract.incomplete_ways and not may_be_incomplete)
    return None if needs_rewriting else extract


def _read_objects(
    path: Path, on_progress: Callable[[], None] | None, *, limited: bool = True
) -> FilteredExtract:
    """
    Read a file.

    Parameters
    ----------
    limited
        Whether points of ways are counted while they are read, which takes half as long again.
    """
    extract = FilteredExtract()
    counter = ObjectCounter(path.name)
    wkb = osmium.geom.WKBFactory()
    with memory_file() as lines:
        target = osmium.io.File(str(lines), OPL_FORMAT)
        writer = osmium.SimpleWriter(target, overwrite=True)
        processor = _make_file_processor(path, _PointCounter(counter) if limited else None, writer)
        for number, osm_object in enumerate(iterate_objects(path, processor)):
            counter.count(objects=1)
            if isinstance(osm_object, Area):
                counter.count(points=_collect_area(extract, osm_object, wkb))
            elif isinstance(osm_object, Node):
                _collect_node(extract, osm_object, wkb)
            elif isinstance(osm_object, Relation):
                _collect_turn_relation(extract, osm_object)
            if on_progress is not None and number % _PROGRESS_INTERVAL == 0:
                on_progress()
        with translate_osmium_errors(path):
            writer.close()
        content = lines.read_bytes()
    ways = parse_opl(content, street_keys=HIGHWAY_KEYS, ferry_keys=FERRY_KEYS, line_keys=LINE_KEYS)
    if not limited:
        counter.count(objects=ways.count, points=ways.points)
    extract.streets = ways.streets.append_areas(extract.street_areas)
    extract.ferries, extract.lines = ways.ferries, ways.lines
    extract.incomplete_ways = ways.incomplete
    extract.needs_sorting |= ways.has_deleted or (ways.has_negative and ways.incomplete > 0)
    return extract


class _PointCounter:
    """A filter of libosmium that counts ways and their points, and lets all of them pass."""

    def __init__(self, counter: ObjectCounter) -> None:
        self._counter = counter

    def way(self, way: Way) -> bool:
        self._counter.count(objects=1, points=len(way.nodes))
        return False


def _make_file_processor(
    path: Path, point_counter: _PointCounter | None, line_writer: osmium.SimpleWriter
) -> osmium.FileProcessor:
    """Make a processor that hands ways to a writer, and nodes and areas to Python."""
    processor = osmium.FileProcessor(open_osm_file(path)).with_locations()
    processor.with_areas(KeyFilter(*_AREA_FILTER_KEYS))
    processor.with_filter(EntityFilter(NODE | WAY | RELATION | AREA))
    for kinds, keys in (
        (NODE, ("place", "natural", *_SERVICE_FILTER_KEYS, *BARRIER_FILTER_KEYS)),
        (WAY, _WAY_FILTER_KEYS),
        (AREA, _AREA_FILTER_KEYS),
        (RELATION, RESTRICTION_KEYS),
    ):
        key_filter = KeyFilter(*keys)
        key_filter.enable_for(kinds)
        processor.with_filter(key_filter)
    if point_counter is not None:
        processor.with_filter(point_counter)
    processor.with_filter(line_writer)
    processor.with_filter(EntityFilter(NODE | RELATION | AREA))
    return processor


def _select_tags(osm_object: Area | Node | Relation, keys: tuple[str, ...]) -> Tags:
    get = osm_object.tags.get  # by key: iterating over all tags takes ten times as long
    return {key: clean_text(value) for key in keys if (value := get(key)) is not None}


def _has_any_key(osm_object: Area | Node, keys: tuple[str, ...]) -> bool:
    tags = osm_object.tags
    return any([key in tags for key in keys])  # noqa: C419  a list beats a generator here


def _collect_area(extract: FilteredExtract, area: Area, wkb: osmium.geom.WKBFactory) -> int:
    """Collect an area that has rings, and return its approximate number of points."""
    if not area.visible or not area.num_rings()[0]:
        extract.needs_sorting |= not area.visible
        return 0  # it was deleted, or its rings cross or are open
    ring_points = 0
    if "highway" in area.tags and not area.from_way():
        ring_points = _collect_street_area(extract, area)
    is_service = _has_any_key(area, _SERVICE_FILTER_KEYS)
    is_land = _has_any_key(area, _LAND_FILTER_KEYS)
    if not (is_service or is_land):
        return ring_points
    geometry_wkb = wkb.create_multipolygon(area)
    osm_id = f"{'way' if area.from_way() else 'relation'}/{area.orig_id()}"
    if is_land:
        extract.land_areas.append_feature(osm_id, _select_tags(area, LAND_KEYS), geometry_wkb)
    if is_service:
        extract.services.append_feature(osm_id, _select_tags(area, SERVICE_KEYS), geometry_wkb)
    return ring_points + len(geometry_wkb) // HEX_DIGITS_PER_POINT


def _collect_street_area(extract: FilteredExtract, area: Area) -> int:
    """Collect a multipolygon of streets, such as a square, and return its number of points."""
    tags = {**_select_tags(area, HIGHWAY_KEYS), "area": "yes"}
    points = 0
    for outer in area.outer_rings():
        rings = [
            [(node.ref, node.lon, node.lat) for node in ring]
            for ring in (outer, *area.inner_rings(outer))
        ]
        extract.street_areas.append(StreetArea(area.orig_id(), tags, rings))
        points += sum(len(ring) for ring in rings)
    return points


def _collect_turn_relation(extract: FilteredExtract, relation: Relation) -> None:
    if not relation.visible:
        extract.needs_sorting = True  # an older version may be in the file as well
        return
    members = [(member.type, member.ref, member.role) for member in relation.members]
    turn = read_turn_relation(_select_tags(relation, RELATION_KEYS), members)
    if turn is not None:
        extract.turn_relations.append(turn)


def _collect_node(extract: FilteredExtract, node: Node, wkb: osmium.geom.WKBFactory) -> None:
    tags = node.tags
    if not node.visible:
        extract.needs_sorting = True  # an older version may be in the file as well
        return
    if _has_any_key(node, BARRIER_FILTER_KEYS):
        extract.barriers.append_node(node.id, _select_tags(node, BARRIER_KEYS))
    osm_id = f"node/{restore_node_id(node.id)}"
    if "place" in tags or tags.get("natural") == "peak":
        extract.places.append_feature(
            osm_id, _select_tags(node, PLACE_KEYS), wkb.create_point(node)
        )
    if _has_any_key(node, _SERVICE_FILTER_KEYS):
        extract.services.append_feature(
            osm_id, _select_tags(node, SERVICE_KEYS), wkb.create_point(node)
        )
