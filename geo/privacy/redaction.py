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

from geo.layers.schema import list_confidential_columns, list_restricted_columns
from geo.model import CONFIDENTIAL_SERVICE_TYPES, CONFIDENTIAL_ZONE_KINDS, Audience, LayerName
from geo.privacy.disclosure_context import DisclosureContext
from geo.privacy.generalisation import generalise_risk_areas
from geo.privacy.household_aggregates import aggregate_households
from geo.privacy.zone_merging import locate_in_zones, merge_zones

_ID_NAMESPACE = uuid.UUID("6f1d3c58-9a55-5c0e-8d0f-1a3b7c2e4d90")  # of ids made of what is told


def is_confidential(services: gpd.GeoDataFrame) -> pd.Series:
    """Tell which services are confidential: those marked so, and every shelter."""
    marked = services["confidential"].fillna(False).astype(bool)
    return marked | services["type"].isin(CONFIDENTIAL_SERVICE_TYPES)


def redact(
    layer: LayerName,
    frame: gpd.GeoDataFrame,
    audience: Audience,
    *,
    context: DisclosureContext | None = None,
) -> gpd.GeoDataFrame:
    """
    Take out of a layer what an audience may not see.

    Parameters
    ----------
    frame
        The layer whole, as the store holds it.
    context
        What else the gate knows of the community; without it no zone is told, homes are not
        counted, and masked places do not stay.

    Returns
    -------
    frame
        A new frame. Confidential services come last, in the order of what is told of them.
    """
    if audience == "coordinator":
        return frame.copy()
    known = context or DisclosureContext()
    if layer == "services":
        return _redact_services(frame, audience, known)
    if layer == "safe_zones":
        kept = ~frame["kind"].isin(CONFIDENTIAL_ZONE_KINDS)
        return frame[kept].reset_index(drop=True)
    if layer == "risk_areas" and audience == "public":
        return generalise_risk_areas(frame, known).drop(
            columns=list_restricted_columns(layer, audience), errors="ignore"
        )
    if layer == "demand":
        return aggregate_households(frame, known)
    return frame.copy()


def _redact_services(
    services: gpd.GeoDataFrame, audience: Audience, context: DisclosureContext
) -> gpd.GeoDataFrame:
    hidden = is_confidential(services)
    open_ones = services[~hidden].reset_index(drop=True)
    if audience == "network":
        open_ones = open_ones.assign(zone=None)
    if not hidden.any():
        return open_ones
    none: list[str | None] = [None] * int(hidden.sum())
    zone = _service_zones(services[hidden], context) if audience == "network" else none
    blank = _blank_confidential(services[hidden], zone, audience)
    both = pd.concat([open_ones, blank[open_ones.columns]], ignore_index=True)
    return gpd.GeoDataFrame(both, geometry=services.geometry.name, crs=services.crs)


def _service_zones(services: gpd.GeoDataFrame, context: DisclosureContext) -> list[str | None]:
    zones = merge_zones(context)
    if zones.empty:
        return [None] * len(services)
    return list(zones["name"].fillna(zones["code"]).iloc[locate_in_zones(services.geometry, zones)])


def _blank_confidential(
    services: gpd.GeoDataFrame, zone: list[str | None], audience: Audience
) -> gpd.GeoDataFrame:
    """Keep of confidential services what is told, ordered and named by nothing else."""
    disclosed = {"id", "zone", "geometry", *list_confidential_columns("services", audience)}
    silent = [column for column in services.columns if column not in disclosed]
    told = services.assign(
        **dict.fromkeys(silent), confidential=True, zone=np.array(zone, dtype=object)
    )
    if "gateway" not in told:
        told = told.assign(gateway=None)
    none = np.full(len(told), None, dtype=object)
    told = told.set_geometry(gpd.GeoSeries(none, index=told.index, crs=services.crs))
    by = ["type", "gateway", "zone"]
    told = told.sort_values(by, key=lambda words: words.fillna("").astype(str), kind="stable")
    said = told[by].fillna("").astype(str).agg("|".join, axis=1)
    number = said.groupby(said).cumcount().astype(str)
    return told.assign(id=[str(uuid.uuid5(_ID_NAMESPACE, text)) for text in said + "|" + number])
