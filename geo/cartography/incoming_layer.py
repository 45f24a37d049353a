"""Folium layer of the places of a file that comes in: taken, waiting and left out."""

from __future__ import annotations

import folium
from geopandas import GeoDataFrame

from geo.cartography import leaflet_shapes
from geo.cartography.feature_rows import FeatureRow, iterate_features
from geo.cartography.leaflet_shapes import LeafletShape
from geo.cartography.palette import INK, SOFT_INK, TEAL, WHITE

POINT_RADIUS_PX = 7.0
# States differ in outline and filling, too: full, hollow with dashes, and thin with dots.
_STYLES: dict[str, LeafletShape] = {
    "taken": {"color": TEAL, "weight": 2.5, "fillColor": TEAL, "fillOpacity": 0.55},
    "waiting": {
        "color": INK,
        "weight": 2.5,
        "dashArray": "5 4",
        "fillColor": WHITE,
        "fillOpacity": 0.75,
    },
    "left_out": {
        "color": SOFT_INK,
        "weight": 1.2,
        "dashArray": "1 4",
        "fillColor": SOFT_INK,
        "fillOpacity": 0.12,
    },
}
_SWATCHES = {
    "taken": f"background:{TEAL};border:2px solid {TEAL}",
    "waiting": f"background:{WHITE};border:2px dashed {INK}",
    "left_out": f"background:none;border:2px dotted {SOFT_INK}",
}


def incoming_layer(places: GeoDataFrame) -> folium.FeatureGroup:
    """
    Draw the places of a file; what waits lies over what is taken.

    Parameters
    ----------
    places
        Of any geometry (EPSG:4326), with `state`: `taken`, `waiting` or `left_out`; a column `tip`
        is shown on touch.
    """
    order = ("left_out", "taken", "waiting")
    rows = sorted(iterate_features(places), key=lambda row: order.index(str(row.get_text("state"))))
    shapes = [shape for row in rows for shape in _place_shapes(row)]
    return leaflet_shapes.feature_group("incoming", shapes)


def incoming_swatch(state: str) -> str:
    """Return the style of a state's swatch in a legend, as CSS."""
    return _SWATCHES[state]


def _place_shapes(row: FeatureRow) -> list[LeafletShape]:
    style: LeafletShape = {"pane": "amparo-safe", **_STYLES[str(row.get_text("state"))]}
    tooltip = row.get_text("tip")
    kind = row.geometry.geom_type
    if kind == "LineString":
        return [leaflet_shapes.line_shape(row.geometry, {**style, "fill": False})]
    if kind in ("Polygon", "MultiPolygon"):
        return [leaflet_shapes.area_shape(row.geometry, style, tooltip=tooltip)]
    dot = (*row.label_position, POINT_RADIUS_PX)
    return [leaflet_shapes.dots_shape([dot], style, tooltip=tooltip)]
