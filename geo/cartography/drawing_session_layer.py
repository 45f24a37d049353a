"""What one group drew, while it draws: outlines with their numbers, in ink and not in colours."""

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
    Draw the marks of a group.

    Parameters
    ----------
    marks
        Polygons, lines and points (EPSG:4326) with `kind` and `number`; a column `tip` is shown
        on touch.
    """
    drawn: list[LeafletShape] = []
    for row in iterate_features(marks):
        place = row.geometry.representative_point()
        drawn += _mark_shapes(row, place)
        drawn.append(leaflet_shapes.label_shape((place.y, place.x), row.get_text("number"), "mark"))
    return leaflet_shapes.feature_group("group", drawn)


def _mark_shapes(row: FeatureRow, point: Point) -> list[LeafletShape]:
    ink = TEAL if row.get_text("kind") == "safe_zone" else INK
    tip = row.get_text("tip")
    if row.geometry.geom_type == "Point":
        look: LeafletShape = {"color": WHITE, "weight": 2, "fillColor": ink, "fillOpacity": 1}
        return [leaflet_shapes.dots_shape([(point.y, point.x, POINT_RADIUS_PX)], look, tooltip=tip)]
    rim: LeafletShape = {"pane": LEAFLET_PANE, "color": ink, "weight": 2.5, "dashArray": "7 5"}
    if row.geometry.geom_type == "LineString":
        return [leaflet_shapes.line_shape(row.geometry, {**rim, "weight": 4, "dashArray": None})]
    return [
        leaflet_shapes.area_shape(
            row.geometry, {**rim, "fillColor": ink, "fillOpacity": 0.07}, tooltip=tip
        )
    ]
