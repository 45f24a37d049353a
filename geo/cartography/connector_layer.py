"""Layer of connectors: where pieces of street were joined, although no street is mapped there."""

from __future__ import annotations

import folium
import geopandas as gpd

from geo.cartography import leaflet_shapes
from geo.cartography.leaflet_shapes import LeafletShape
from geo.cartography.palette import INK, WHITE

_CASING: LeafletShape = {"color": WHITE, "weight": 12, "opacity": 0.9}
_LINE: LeafletShape = {"color": INK, "weight": 6}


def connector_layer(connectors: gpd.GeoDataFrame) -> folium.FeatureGroup:
    """
    Build the layer of connectors, as short thick lines.

    Parameters
    ----------
    connectors
        LineStrings, EPSG:4326.
    """
    lines = connectors.geometry.tolist()
    shapes = [
        leaflet_shapes.line_shape(line, style) for style in (_CASING, _LINE) for line in lines
    ]
    return leaflet_shapes.feature_group("connectors", shapes)
