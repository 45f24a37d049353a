"""Folium layer of the marks of one drawing session: numbered outlines without risk colours."""

from __future__ import annotations

import folium
from geopandas import GeoDataFrame
from shapely.geometry import Point

from geo.cartography import leaflet_shapes
from geo.cartography.feature_rows import FeatureRow, iterate_features
from geo.cartography.leaflet_shapes import LeafletShape
from geo.cartography.palette import INK, TEAL, WHITE

POINT_RADIUS_PX = 9  # radius of a mark that is a point [px]
LEAFLET_PANE = "amparo-risk"


def drawing_session_layer(marks: GeoDataFrame) -> folium.FeatureGroup:
    """
    Draw the marks of one drawing session.

    Parameters
    ----------
    marks
        Polygons, lines and points (EPSG:4326) with `kind` and `number`; a column `tip` is shown
        on touch.
    """
    shapes: list[LeafletShape] = []
    for row in iterate_features(marks):
        point = row.geometry.representative_point()
        shapes += _mark_shapes(row, point)
        number = row.get_text("number")
        shapes.append(leaflet_shapes.label_shape((point.y, point.x), number, "mark"))
    return leaflet_shapes.feature_group("group", shapes)


def _mark_shapes(row: FeatureRow, point: Point) -> list[LeafletShape]:
    colour = TEAL if row.get_text("kind") == "safe_zone" else INK
    tooltip = row.get_text("tip")
    if row.geometry.geom_type == "Point":
        style: LeafletShape = {"color": WHITE, "weight": 2, "fillColor": colour, "fillOpacity": 1}
        return [
            leaflet_shapes.dots_shape([(point.y, point.x, POINT_RADIUS_PX)], style, tooltip=tooltip)
        ]
    outline: LeafletShape = {
        "pane": LEAFLET_PANE,
        "color": colour,
        "weight": 2.5,
        "dashArray": "7 5",
    }
    if row.geometry.geom_type == "LineString":
        return [
            leaflet_shapes.line_shape(row.geometry, {**outline, "weight": 4, "dashArray": None})
        ]
    return [
        leaflet_shapes.area_shape(
            row.geometry, {**outline, "fillColor": colour, "fillOpacity": 0.07}, tooltip=tooltip
        )
    ]
