"""Folium layers of a scenario: who is gained and lost, and numbered marks where it changes what."""

from __future__ import annotations

from collections.abc import Sequence

import folium
from geopandas import GeoDataFrame
from markupsafe import Markup

from geo.cartography import leaflet_shapes
from geo.cartography.escaping import escape_html
from geo.cartography.feature_rows import iterate_features
from geo.cartography.leaflet_shapes import LeafletShape
from geo.cartography.palette import GAP_HATCHING, TEAL, VIOLET, WHITE, hatching_url

_GAINED: LeafletShape = {
    "pane": "amparo-gap",
    "color": TEAL,
    "weight": 2,
    "fillColor": TEAL,
    "fillOpacity": 0.34,
    "className": "amparo-gained",
}
_LOST: LeafletShape = {
    "pane": "amparo-gap",
    "color": GAP_HATCHING.rim,
    "weight": GAP_HATCHING.rim_width,
    "fillColor": hatching_url("gap"),
    "fillOpacity": 1,
    "className": "amparo-gap",
}
CORNER_RADIUS_PX = 7.0
_CORNER: LeafletShape = {
    "pane": "amparo-direct",
    "color": WHITE,
    "weight": 2,
    "fillColor": VIOLET,
    "fillOpacity": 1,
    "className": "amparo-corner",
}
_PATH_CASING: LeafletShape = {"pane": "amparo-direct", "color": WHITE, "weight": 9}
_PATH: LeafletShape = {
    "pane": "amparo-direct",
    "color": VIOLET,
    "weight": 5,
    "dashArray": "9 6",
    "className": "amparo-path",
}


def covered_change_layer(gained: GeoDataFrame, lost: GeoDataFrame) -> folium.FeatureGroup:
    """
    Draw where people are gained, plain, and lost, hatched as gaps, with their numbers.

    Parameters
    ----------
    gained, lost
        Polygons, EPSG:4326, with a column `number`, already suppressed where it is small.
    """
    shapes = []
    rows = [
        (row, style)
        for frame, style in ((gained, _GAINED), (lost, _LOST))
        for row in iterate_features(frame)
    ]
    shapes += [leaflet_shapes.area_shape(row.geometry, style) for row, style in rows]
    for row, _ in rows:
        number = row.get_text("number")
        if number:
            shapes.append(leaflet_shapes.label_shape(row.label_position, number, "gap"))
    return leaflet_shapes.feature_group("covered changes", shapes)


def change_layer(
    changes: GeoDataFrame, paths: GeoDataFrame, corners: Sequence[tuple[float, float]] = ()
) -> folium.FeatureGroup:
    """
    Draw the numbers of changes at their places, and paths that are not there yet, dashed.

    Parameters
    ----------
    changes
        Points, EPSG:4326, with `number` and `tip`.
    paths
        Lines, EPSG:4326.
    corners
        Latitudes and longitudes of a path that is being drawn.
    """
    shapes = [
        leaflet_shapes.line_shape(row.geometry, style)
        for row in iterate_features(paths)
        for style in (_PATH_CASING, _PATH)
    ]
    if corners:
        dots = [(lat, lon, CORNER_RADIUS_PX) for lat, lon in corners]
        shapes.append(leaflet_shapes.dots_shape(dots, _CORNER))
    for row in iterate_features(changes):
        html = Markup("<b>{}</b>").format(escape_html(row.get_text("number") or ""))
        shapes.append(
            leaflet_shapes.marker_shape(
                row.label_position, html, "door chosen numbered", tooltip=row.get_text("tip")
            )
        )
    return leaflet_shapes.feature_group("changes", shapes)
