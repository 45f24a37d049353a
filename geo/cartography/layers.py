"""
Registry of the Folium layers that screens can add to a map.

Each is a function from frames to a Folium feature group. Give groups to streamlit-folium as
`feature_group_to_add`, all of them in every run: the map itself stays, its groups are replaced.
"""

from __future__ import annotations

from typing import TypeAlias

import folium

from geo.cartography import leaflet_shapes
from geo.cartography.area_layers import (
    boundary_layer,
    catchment_layer,
    risk_area_layer,
    safe_zone_layer,
    zone_layer,
)
from geo.cartography.boundary_layer import corner_layer, outline_layer
from geo.cartography.change_layer import change_layer, covered_change_layer
from geo.cartography.connector_layer import connector_layer
from geo.cartography.consensus_layer import agreed_area_layer, consensus_layer
from geo.cartography.drawing_session_layer import drawing_session_layer
from geo.cartography.gap_layer import demand_layer, demand_tile_layer, gap_layer
from geo.cartography.route_layer import RouteEndpoint, point_layer, route_layer
from geo.cartography.service_layer import service_layer
from geo.cartography.site_layer import site_layer
from geo.cartography.vehicle_layer import vehicle_layer

MapLayer: TypeAlias = folium.FeatureGroup  # the type that each of them returns

__all__ = [
    "MapLayer",
    "RouteEndpoint",
    "agreed_area_layer",
    "boundary_layer",
    "catchment_layer",
    "change_layer",
    "connector_layer",
    "consensus_layer",
    "corner_layer",
    "covered_change_layer",
    "demand_layer",
    "demand_tile_layer",
    "drawing_session_layer",
    "gap_layer",
    "outline_layer",
    "point_layer",
    "risk_area_layer",
    "route_layer",
    "safe_zone_layer",
    "service_layer",
    "site_layer",
    "vehicle_layer",
    "view_layer",
    "zone_layer",
]


def view_layer(bounds: tuple[float, float, float, float]) -> folium.FeatureGroup:
    """
    Fit the map to bounds once; it stays free to be moved until other bounds are given.

    Parameters
    ----------
    bounds
        West, south, east, north [degrees].
    """
    return leaflet_shapes.feature_group("view", [leaflet_shapes.view_shape(bounds)])
