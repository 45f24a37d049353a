"""
uMap: writing of a layer as a file that uMap imports as a map of its own.

Format: what uMap itself gives under "full backup", https://docs.umap-project.org. Nothing in the
file names another address, so that no map asks one.
"""

from __future__ import annotations

import json

import geopandas as gpd
import shapely

from geo.formats.export_note import ExportNote
from geo.formats.feature_text import describe_feature, group_by_type
from geo.formats.geojson_file import to_json_value
from geo.formats.geometry_checks import Geometries
from geo.formats.layer_style import FeatureStyle, find_layer_style
from geo.formats.text_cells import list_records, split_frame
from geo.language import DEFAULT_LOCALE

ZOOM = 14
# The least that uMap's own forms set; outlines have whole pixels there.
MIN_OPACITY, MIN_WEIGHT = 0.1, 1


def write_umap(frame: gpd.GeoDataFrame, layer: str, note: ExportNote | None) -> bytes:
    """
    Write a frame as a uMap file: one layer for each type, coloured.

    Parameters
    ----------
    frame
        Rows without a place are features without a geometry, which uMap leaves out of the map.
    note
        Its sentences become the map's description, its members a member `amparo` of the file.
    """
    locale = DEFAULT_LOCALE if note is None else note.locale
    style = find_layer_style(layer, locale)
    cells, geometries = split_frame(frame)
    values = cells[style.column] if style.column in cells else [None] * len(cells)
    classes = [style.find_class(value) for value in values]
    features = [
        _build_feature(record, geometry, one, locale)
        for record, geometry, one in zip(
            list_records(cells), shapely.to_geojson(geometries), classes, strict=True
        )
    ]
    layers: list[dict[str, object]] = [
        {
            "type": "FeatureCollection",
            "features": [features[row] for row in rows],
            "_umap_options": {
                "name": title,
                "displayOnLoad": True,
                "browsable": True,
                **_format_options(classes[rows[0]]),
            },
        }
        for title, rows in group_by_type(cells, style, locale)
    ]
    lines = [] if note is None else note.to_lines()
    credit = {} if note is None else {"shortCredit": note.source, "longCredit": note.licence}
    members = {} if note is None else {"amparo": {"layer": layer, **note.to_metadata()}}
    document: dict[str, object] = {
        "type": "umap",
        "properties": {
            "name": style.title,
            "description": "\n".join(lines),
            "zoom": ZOOM,
            "popupContentTemplate": "# {name}\n{description}",
            **credit,
        },
        "geometry": _build_centre(geometries),
        "layers": layers,
        **members,
    }
    return json.dumps(document, ensure_ascii=False, allow_nan=False).encode()


def _build_feature(
    record: dict[str, object], geometry: str | None, one: FeatureStyle, locale: str
) -> dict[str, object]:
    properties = {str(key): to_json_value(value) for key, value in record.items()}
    description = "\n".join(describe_feature(properties, locale))
    return {
        "type": "Feature",
        "properties": {
            **properties,
            "description": description,
            "_umap_options": _format_options(one),
        },
        "geometry": None if geometry is None else json.loads(geometry),
    }


def _format_options(one: FeatureStyle) -> dict[str, object]:
    return {
        "color": one.rim if one.opacity < 1 else one.fill,
        "fillColor": one.fill,
        "fill": one.opacity > 0,
        "fillOpacity": max(MIN_OPACITY, one.opacity),
        "weight": max(MIN_WEIGHT, round(one.rim_width)),
    }


def _build_centre(geometries: Geometries) -> dict[str, object]:
    present = geometries[~shapely.is_missing(geometries)]
    if not present.size:
        return {"type": "Point", "coordinates": [0, 0]}
    west, south, east, north = shapely.total_bounds(present).tolist()
    return {"type": "Point", "coordinates": [(west + east) / 2, (south + north) / 2]}
