"""Bounds of the layers of a community that has neither a boundary nor streets yet."""

from __future__ import annotations

from collections.abc import Callable

import geopandas as gpd
import numpy as np

from geo.errors import ExtentMissingError
from geo.model import LAYER_NAMES, Community, LayerName


def find_layer_bounds(
    community: Community, read_layer: Callable[[LayerName], gpd.GeoDataFrame]
) -> tuple[float, ...]:
    """
    Find the bounds of all layers.

    Parameters
    ----------
    read_layer
        Returns a layer as it is disclosed to the reader, EPSG:4326.

    Returns
    -------
    bounds
        West, south, east and north [degrees].

    Raises
    ------
    ExtentMissingError
        If no layer has a geometry.
    """
    layers = map(read_layer, LAYER_NAMES)
    bounds = [layer.total_bounds for layer in layers if layer.geometry.notna().any()]
    if not bounds:
        raise ExtentMissingError(community=community.name)
    corners = np.array(bounds)
    return (*corners[:, :2].min(axis=0).tolist(), *corners[:, 2:].max(axis=0).tolist())
