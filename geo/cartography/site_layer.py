"""The map layer of sites that were chosen for services, numbered as in their list."""

from __future__ import annotations

import folium
import geopandas as gpd

from geo.cartography import leaflet_shapes
from geo.cartography.route_layer import RouteEndpoint, endpoint_shapes


def site_layer(sites: gpd.GeoSeries) -> folium.FeatureGroup:
    """
    Mark sites with a violet ring and their number.

    Parameters
    ----------
    sites
        Points, EPSG:4326; may be empty.
    """
    shapes = [
        shape
        for number, (lat, lon) in enumerate(zip(sites.y, sites.x, strict=True), start=1)
        for shape in endpoint_shapes(RouteEndpoint(float(lat), float(lon), str(number)), "start")
    ]
    return leaflet_shapes.feature_group("sites", shapes)
