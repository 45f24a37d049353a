"""
What an audience may see of each layer.

=============  =============================================  =====================================
layer          public                                         network
=============  =============================================  =====================================
services       confidential: type and gateway contact         confidential: the zone, too
safe zones     without those that are somebody's home         the same
risk areas     without note and session; small ones told      whole
               by their parcel
demand         blocks of homes, see `geo.privacy.household_aggregates`      the same
zones          whole                                          whole
=============  =============================================  =====================================

A coordinator sees everything. What is held back leaves no trace in ids, order or bounds: an id of
what is hidden is made of what is told, and its rows are ordered by what is told.
"""

from __future__ import annotations

import uuid

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.model import CONFIDENTIAL_SERVICE_TYPES, CONFIDENTIAL_ZONE_KINDS, Audience, LayerName
from geo.privacy.disclosure_context import Ground
from geo.privacy.generalisation import generalise
from geo.privacy.household_aggregates import blocks
from geo.privacy.zone_merging import wide_zones, zone_numbers

# All that others learn of a confidential service; what is not named here stays behind.
TOLD_OF_HIDDEN = ("id", "type", "gateway", "zone", "confidential", "geometry")
# A note may name what a drawing group said; a session tells who was in the room that day.
INNER = ("note", "session")
_NAMES = uuid.UUID("6f1d3c58-9a55-5c0e-8d0f-1a3b7c2e4d90")  # of ids made of what is told


def confidential(services: gpd.GeoDataFrame) -> pd.Series:
    """Tell which services are confidential: those marked so, and every shelter."""
    marked = services["confidential"].fillna(False).astype(bool)
    return marked | services["type"].isin(CONFIDENTIAL_SERVICE_TYPES)


def cut(
    layer: LayerName,
    frame: gpd.GeoDataFrame,
    audience: Audience,
    *,
    ground: Ground | None = None,
) -> gpd.GeoDataFrame:
    """
    Take out of a layer what an audience may not see.

    Parameters
    ----------
    frame
        The layer whole, as the store holds it.
    ground
        What else the gate knows of the community; without it no zone is told, homes are not
        counted, and masked places do not stay.

    Returns
    -------
    frame
        A new frame. Confidential services come last, in the order of what is told of them.
    """
    if audience == "coordinator":
        return frame.copy()
    known = ground or Ground()
    if layer == "services":
        return _without_doors(frame, audience, known)
    if layer == "safe_zones":
        kept = ~frame["kind"].isin(CONFIDENTIAL_ZONE_KINDS)
        return frame[kept].reset_index(drop=True)
    if layer == "risk_areas" and audience == "public":
        return generalise(frame, known).drop(columns=list(INNER), errors="ignore")
    if layer == "demand":
        return blocks(frame, known)
    return frame.copy()


def _without_doors(
    services: gpd.GeoDataFrame, audience: Audience, ground: Ground
) -> gpd.GeoDataFrame:
    hidden = confidential(services)
    open_ones = services[~hidden].reset_index(drop=True)
    if audience == "network":
        open_ones = open_ones.assign(zone=None)
    if not hidden.any():
        return open_ones
    none: list[str | None] = [None] * int(hidden.sum())
    zone = _zones_of(services[hidden], ground) if audience == "network" else none
    blank = _blank(services[hidden], zone)
    both = pd.concat([open_ones, blank[open_ones.columns]], ignore_index=True)
    return gpd.GeoDataFrame(both, geometry=services.geometry.name, crs=services.crs)


def _zones_of(hidden: gpd.GeoDataFrame, ground: Ground) -> list[str | None]:
    zones = wide_zones(ground)
    if zones.empty:
        return [None] * len(hidden)
    return list(zones["name"].fillna(zones["code"]).iloc[zone_numbers(hidden.geometry, zones)])


def _blank(hidden: gpd.GeoDataFrame, zone: list[str | None]) -> gpd.GeoDataFrame:
    """Keep of confidential services what is told, ordered and named by nothing else."""
    silent = [column for column in hidden.columns if column not in TOLD_OF_HIDDEN]
    told = hidden.assign(
        **dict.fromkeys(silent), confidential=True, zone=np.array(zone, dtype=object)
    )
    if "gateway" not in told:
        told = told.assign(gateway=None)
    none = np.full(len(told), None, dtype=object)
    told = told.set_geometry(gpd.GeoSeries(none, index=told.index, crs=hidden.crs))
    by = ["type", "gateway", "zone"]
    told = told.sort_values(by, key=lambda words: words.fillna("").astype(str), kind="stable")
    said = told[by].fillna("").astype(str).agg("|".join, axis=1)
    number = said.groupby(said).cumcount().astype(str)
    return told.assign(id=[str(uuid.uuid5(_NAMES, text)) for text in said + "|" + number])
