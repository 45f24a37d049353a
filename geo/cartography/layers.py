"""
Every layer that a screen can put on a map, in the order they are drawn from the ground up.

Each is a function from frames to a Folium feature group. Give groups to streamlit-folium as
`feature_group_to_add`, all of them in every run: the map stays, what lies on it changes.
"""

from __future__ import annotations

from typing import TypeAlias

import folium

from geo.cartography.area_layers import (
    boundary_layer,
    reach_layer,
    risk_layer,
    safe_layer,
    zone_layer,
)
from geo.cartography.boundary_layer import corner_layer, outline_layer
from geo.cartography.consensus_layer import agreement_layer
from geo.cartography.drawing_session_layer import group_layer
from geo.cartography.gap_layer import demand_layer, gap_layer
from geo.cartography.point_layer import point_layer
from geo.cartography.route_layer import Stop, way_layer
from geo.cartography.service_layer import door_layer
from geo.cartography.view_layer import view_layer

Layer: TypeAlias = folium.FeatureGroup  # what each of these gives

__all__ = [
    "Layer",
    "Stop",
    "agreement_layer",
    "boundary_layer",
    "corner_layer",
    "demand_layer",
    "door_layer",
    "gap_layer",
    "group_layer",
    "outline_layer",
    "point_layer",
    "reach_layer",
    "risk_layer",
    "safe_layer",
    "view_layer",
    "way_layer",
    "zone_layer",
]
