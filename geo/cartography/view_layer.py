"""Where the map should look."""

from __future__ import annotations

import folium

from geo.cartography import leaflet_shapes


def view_layer(bounds: tuple[float, float, float, float]) -> folium.FeatureGroup:
    """
    Move the map to some bounds, once: until other bounds come, people move it themselves.

    Parameters
    ----------
    bounds
        West, south, east, north [degrees].
    """
    return leaflet_shapes.feature_group("view", [leaflet_shapes.view_shape(bounds)])
