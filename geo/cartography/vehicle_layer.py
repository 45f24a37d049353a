"""Folium layer of a trip by vehicle: two rails where one drives, dashed where one walks."""

from __future__ import annotations

import folium
import geopandas as gpd

from geo.cartography import leaflet_shapes
from geo.cartography.feature_rows import iterate_features
from geo.cartography.leaflet_shapes import LeafletShape
from geo.cartography.palette import INK, WHITE
from geo.cartography.route_layer import exposure_band

# Wider than the route on foot with its casing, which lies above: both are seen on one street.
_RAILS_PX, _BETWEEN_RAILS_PX, _CASING_PX = 19, 14, 22
_PANE = "amparo-direct"  # below the route on foot, which stays the one that is proposed
_CASING: LeafletShape = {"pane": _PANE, "color": WHITE, "weight": _CASING_PX, "keepClear": True}
_RAILS: LeafletShape = {
    "pane": _PANE,
    "color": INK,
    "weight": _RAILS_PX,
    "lineCap": "butt",
    "className": "amparo-vehicle",
}
_DASHED_RAILS: LeafletShape = {**_RAILS, "dashArray": "4 6", "className": "amparo-vehicle-walk"}
_BETWEEN_RAILS: LeafletShape = {"pane": _PANE, "color": WHITE, "weight": _BETWEEN_RAILS_PX}
_STYLES_BY_ROLE = {
    "vehicle": (_CASING, _RAILS, _BETWEEN_RAILS),
    "vehicle_walk": (_CASING, _DASHED_RAILS, _BETWEEN_RAILS),
}


def vehicle_layer(
    lines: gpd.GeoDataFrame, exposed: gpd.GeoDataFrame | None = None
) -> folium.FeatureGroup:
    """
    Draw a trip by vehicle.

    Parameters
    ----------
    lines
        Lines, EPSG:4326, with `role`: "vehicle" or "vehicle_walk"; see
        `geo.support.vehicle_trip.build_trip_lines`. An empty frame clears the layer.
    exposed
        Stretches inside risk areas, EPSG:4326, with `severity` [1 to 5]: drawn between the rails,
        which stay to be seen on both sides. None for none.
    """
    shapes = [
        leaflet_shapes.line_shape(row.geometry, style)
        for row in iterate_features(lines)
        for style in _STYLES_BY_ROLE[row.get_text("role") or ""]
    ]
    if exposed is not None:
        shapes += [
            shape
            for row in iterate_features(exposed)
            for shape in exposure_band(row, _PANE, width_px=_BETWEEN_RAILS_PX - 2)
        ]
    return leaflet_shapes.feature_group("vehicle", shapes)
