"""
GPX: writing of points as waypoints and of lines as tracks, for navigation apps.

What a waypoint has no element for stands in its extensions, in a namespace of our own, so that it
can be read back.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors.layers import ExportAreasError
from geo.formats.export_note import ExportNote
from geo.formats.feature_text import describe_feature, find_type_label
from geo.formats.layer_style import find_layer_style
from geo.formats.text_cells import format_text_cell, list_records, split_frame
from geo.language import DEFAULT_LOCALE

if TYPE_CHECKING:
    from gpxpy.gpx import GPX, GPXTrack, GPXWaypoint

CREATOR = "Amparo"
NAMESPACE = "urn:amparo:layer"
PREFIX = "amparo"
NAME_COLUMN = "name"
AREA_DIMENSION = 2


def write_gpx(frame: gpd.GeoDataFrame, layer: str, note: ExportNote | None) -> bytes:
    """
    Write a frame as GPX 1.1.

    Parameters
    ----------
    frame
        Points and lines. Rows without a place are listed in the description of the file.
    note
        Its sentences become the description of the file, its day the file's time.

    Raises
    ------
    ExportAreasError
        If a row is an area: GPX has none.
    """
    import gpxpy.gpx

    locale = DEFAULT_LOCALE if note is None else note.locale
    cells, geometries = split_frame(frame)
    if (shapely.get_dimensions(geometries) == AREA_DIMENSION).any():
        raise ExportAreasError
    document = gpxpy.gpx.GPX()
    document.creator = CREATOR
    document.nsmap = {PREFIX: NAMESPACE}
    document.name = find_layer_style(layer, locale).title
    lines = [] if note is None else note.to_lines()
    if note is not None:
        document.time = datetime.combine(note.made_on, time(), UTC)
    for record, geometry in zip(list_records(cells), geometries, strict=True):
        if geometry is None:
            lines.append(" · ".join(_list_texts(record, locale)))
        else:
            _add_feature(document, record, geometry, locale)
    document.description = "\n".join(filter(None, lines)) or None
    return str(document.to_xml("1.1")).encode()


def _add_feature(
    document: GPX, record: dict[str, object], geometry: BaseGeometry, locale: str
) -> None:
    import gpxpy.gpx

    for part in shapely.get_parts(geometry):
        if part.geom_type == "Point":
            point = gpxpy.gpx.GPXWaypoint(latitude=part.y, longitude=part.x)
            _describe(point, record, locale)
            document.waypoints.append(point)
            continue
        track = gpxpy.gpx.GPXTrack()
        segment = gpxpy.gpx.GPXTrackSegment()
        segment.points = [
            gpxpy.gpx.GPXTrackPoint(lat, lon) for lon, lat in shapely.get_coordinates(part).tolist()
        ]
        track.segments.append(segment)
        _describe(track, record, locale)
        document.tracks.append(track)


def _describe(feature: GPXWaypoint | GPXTrack, record: dict[str, object], locale: str) -> None:
    feature.name = format_text_cell(record.get(NAME_COLUMN)) or None
    feature.description = "\n".join(describe_feature(record, locale)) or None
    feature.type = find_type_label(record, locale)
    for key, value in record.items():
        element = ET.Element(f"{{{NAMESPACE}}}{key}")
        element.text = format_text_cell(value)
        if key != NAME_COLUMN:
            feature.extensions.append(element)


def _list_texts(record: dict[str, object], locale: str) -> list[str]:
    name = format_text_cell(record.get(NAME_COLUMN))
    return [*([name] if name else []), *describe_feature(record, locale)]
