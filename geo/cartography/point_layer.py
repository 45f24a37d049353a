"""A place that somebody pointed at."""

from __future__ import annotations

import folium

from geo.cartography import leaflet_shapes
from geo.cartography.route_layer import RouteEndpoint, endpoint_shapes


def point_layer(lat: float, lon: float, *, label: str | None = None) -> folium.FeatureGroup:
    """Mark one place [degrees] with a violet ring and, if there is one, its label."""
    return leaflet_shapes.feature_group(
        "point", endpoint_shapes(RouteEndpoint(lat, lon, label), "start")
    )
