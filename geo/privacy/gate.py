"""
What an audience may see of each layer.

A confidential service keeps its type and nothing that leads to its door: no place, no name,
no phone, no source. Only a coordinator sees it whole.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.model import (
    CONFIDENTIAL_SERVICE_TYPES,
    CONFIDENTIAL_ZONE_KINDS,
    Audience,
    LayerName,
)

# All that others learn of a confidential service; what is not named here stays behind.
TOLD_OF_HIDDEN = ("id", "type", "confidential", "geometry")
# A note may name what a drawing group said; a session tells who was in the room that day.
INNER = {"risk_areas": ["note", "session"]}


def confidential(services: gpd.GeoDataFrame) -> pd.Series:
    """Tell which services are confidential: those marked so, and every shelter."""
    marked = services["confidential"].fillna(False).astype(bool)
    return marked | services["type"].isin(CONFIDENTIAL_SERVICE_TYPES)


def cut(layer: LayerName, frame: gpd.GeoDataFrame, audience: Audience) -> gpd.GeoDataFrame:
    """
    Take out of a layer what an audience may not see.

    Parameters
    ----------
    frame
        The layer whole, as the store holds it.

    Returns
    -------
    frame
        A new frame. Confidential services come last, in the order of their type, without place;
        safe zones that are somebody's home are not there at all.
    """
    if audience == "coordinator":
        return frame.copy()
    if layer == "services":
        return _without_doors(frame)
    if layer == "safe_zones":
        kept = ~frame["kind"].isin(CONFIDENTIAL_ZONE_KINDS)
        return frame[kept].reset_index(drop=True)
    if audience == "public":
        return frame.drop(columns=INNER.get(layer, []))
    return frame.copy()


def _nowhere(services: gpd.GeoDataFrame) -> gpd.GeoSeries:
    none = np.full(len(services), None, dtype=object)
    return gpd.GeoSeries(none, index=services.index, crs=services.crs)


def _without_doors(services: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    hidden = confidential(services)
    open_ones = services[~hidden]
    kept = services[hidden].sort_values(["type", "id"], kind="stable")
    silent = [column for column in kept.columns if column not in TOLD_OF_HIDDEN]
    blank = kept.assign(**dict.fromkeys(silent), confidential=True)
    blank = blank.set_geometry(_nowhere(kept))
    both = pd.concat([open_ones, blank], ignore_index=True) if len(blank) else open_ones
    return gpd.GeoDataFrame(both, geometry="geometry", crs=services.crs).reset_index(drop=True)
