"""What one group drew, while it draws: outlines with their numbers, in ink and not in colours."""

from __future__ import annotations

import folium
from geopandas import GeoDataFrame
from shapely.geometry import Point

from geo.cartography import leaflet_shapes
from geo.cartography.feature_rows import Row, rows
from geo.cartography.leaflet_shapes import Shape
from geo.cartography.palette import INK, TEAL, WHITE

DOT = 9  # radius of a mark that is a point [px]
PANE = "amparo-risk"


def group_layer(marks: GeoDataFrame) -> folium.FeatureGroup:
    """
    Draw the marks of a group.

    Parameters
    ----------
    marks
        Polygons, lines and points (EPSG:4326) with `kind` and `number`; a column `tip` is shown
        on touch.
    """
    drawn: list[Shape] = []
    for row in rows(marks):
        place = row.geometry.representative_point()
        drawn += _mark(row, place)
        drawn.append(leaflet_shapes.label((place.y, place.x), row.says("number"), "mark"))
    return leaflet_shapes.group("group", drawn)


def _mark(row: Row, place: Point) -> list[Shape]:
    ink = TEAL if row.says("kind") == "safe_zone" else INK
    tip = row.says("tip")
    if row.geometry.geom_type == "Point":
        look: Shape = {"color": WHITE, "weight": 2, "fillColor": ink, "fillOpacity": 1}
        return [leaflet_shapes.dots([(place.y, place.x, DOT)], look, tip=tip)]
    rim: Shape = {"pane": PANE, "color": ink, "weight": 2.5, "dashArray": "7 5"}
    if row.geometry.geom_type == "LineString":
        return [leaflet_shapes.line(row.geometry, {**rim, "weight": 4, "dashArray": None})]
    return [
        leaflet_shapes.area(row.geometry, {**rim, "fillColor": ink, "fillOpacity": 0.07}, tip=tip)
    ]
