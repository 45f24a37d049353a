"""
Every layer that a screen can put on a map, in the order they are drawn from the ground up.

Each is a function from frames to a Folium feature group. Give groups to streamlit-folium as
`feature_group_to_add`, all of them in every run: the map stays, what lies on it changes.
"""

from __future__ import annotations

from typing import TypeAlias

import folium

from geo.maps.agreement import agreement_layer
from geo.maps.areas import boundary_layer, reach_layer, risk_layer, safe_layer, zone_layer
from geo.maps.doors import door_layer
from geo.maps.gaps import demand_layer, gap_layer
from geo.maps.group_marks import group_layer
from geo.maps.outline import corner_layer, outline_layer
from geo.maps.points import point_layer
from geo.maps.views import view_layer
from geo.maps.ways import Stop, way_layer

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
