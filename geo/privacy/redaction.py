"""
Redaction of layers by audience.

=============  =============================================  =====================================
layer          public                                         network
=============  =============================================  =====================================
services       confidential: type and gateway contact         confidential: the zone, too
               never the address of a confidential one        the same
safe zones     without confidential ones                      the same
risk areas     without note and session; small ones           complete
               generalised to parcels
demand         household aggregates                           the same
zones          complete                                       complete
=============  =============================================  =====================================

Coordinators receive everything but the address of a confidential service. Suppressed values do not
influence ids, row order or bounds: ids of redacted rows are derived from disclosed values, and the
rows are sorted by disclosed values.
"""

from __future__ import annotations

import uuid

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.layers.confidential_features import blank_open_columns, is_confidential, read_flag
from geo.layers.schema import list_confidential_columns, list_restricted_columns
from geo.model import Audience, LayerName
from geo.privacy.generalisation import generalise_risk_areas
from geo.privacy.personal_data import may_hold_personal_data
from geo.privacy.recorded_disclosure import Disclosure
from geo.privacy.service_zones import join_zone_names

# Of ids derived from disclosed values.
_ID_NAMESPACE = uuid.UUID("6f1d3c58-9a55-5c0e-8d0f-1a3b7c2e4d90")


def _state_disclosure(features: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """
    Write into the two flags what holds, so that a file says it and can be read again.

    An open row for which nobody said "public" has neither: its name may still decide later.
    """
    confidential = is_confidential(features)
    return features.assign(
        confidential=confidential, public=read_flag(features, "public") & ~confidential
    )


def redact(
    layer: LayerName,
    frame: gpd.GeoDataFrame,
    audience: Audience,
    *,
    disclosure: Disclosure | None = None,
) -> gpd.GeoDataFrame:
    """
    Remove from a layer what an audience may not see.

    Parameters
    ----------
    frame
        The unredacted layer, as stored.
    disclosure
        What is disclosed of the community's homes, small risk areas and confidential services;
        without it no zone is named, and no home and no risk area is returned.

    Returns
    -------
    frame
        A new frame. Confidential services come last, sorted by disclosed values.
    """
    if layer in ("services", "safe_zones"):
        frame = _state_disclosure(frame)
    if layer == "services":
        frame = blank_open_columns(frame)
    if audience == "coordinator":
        return frame.copy()
    if layer == "services":
        return _redact_services(frame, audience, disclosure)
    if layer == "safe_zones":
        return frame[~frame["confidential"]].reset_index(drop=True)
    if layer == "risk_areas" and audience == "public":
        return _generalise(frame, disclosure).drop(
            columns=list_restricted_columns(layer, audience), errors="ignore"
        )
    if layer == "demand":
        return frame.iloc[:0].copy() if disclosure is None else disclosure.households
    return frame.copy()


def redact_candidates(candidates: gpd.GeoDataFrame, audience: Audience) -> gpd.GeoDataFrame:
    """
    Remove from the undecided service candidates what an audience may not see.

    Likely shelters are a coordinator's, without an address. An address that may say who somebody
    is goes for all.
    """
    frame = blank_open_columns(candidates)
    harmless = [
        text if isinstance(text, str) and not may_hold_personal_data(text) else None
        for text in frame["address"]
    ]
    frame = frame.assign(address=np.array(harmless, dtype=object))
    if audience == "coordinator":
        return frame
    return frame[~is_confidential(frame)].reset_index(drop=True)


def _generalise(areas: gpd.GeoDataFrame, disclosure: Disclosure | None) -> gpd.GeoDataFrame:
    if disclosure is None:
        return areas.iloc[:0].copy()
    return generalise_risk_areas(
        areas, disclosure.context, disclosure.households, disclosure.find_parcels
    )


def _redact_services(
    services: gpd.GeoDataFrame, audience: Audience, disclosure: Disclosure | None
) -> gpd.GeoDataFrame:
    confidential = services["confidential"]
    open_services = services[~confidential].reset_index(drop=True)
    if audience == "network":
        open_services = open_services.assign(zone=None)
    if not confidential.any():
        return open_services
    zone: list[str | None] = [None] * int(confidential.sum())
    if audience == "network" and disclosure is not None:
        named = disclosure.name_services(services[confidential])
        zone = [join_zone_names(disclosure.service_zones, positions) for positions in named]
    redacted = _blank_confidential(services[confidential], zone, audience)
    both = pd.concat([open_services, redacted[open_services.columns]], ignore_index=True)
    return gpd.GeoDataFrame(both, geometry=services.geometry.name, crs=services.crs)


def _blank_confidential(
    services: gpd.GeoDataFrame, zone: list[str | None], audience: Audience
) -> gpd.GeoDataFrame:
    """Blank undisclosed columns of confidential services; derive ids and order from the rest."""
    disclosed = {"id", "zone", "geometry", *list_confidential_columns("services", audience)}
    blanked = [column for column in services.columns if column not in disclosed]
    redacted = services.assign(
        **dict.fromkeys(blanked), confidential=True, zone=np.array(zone, dtype=object)
    )
    redacted["public"] = False  # a column of yes and no; some formats have no third value
    if "gateway" not in redacted:
        redacted = redacted.assign(gateway=None)
    none = np.full(len(redacted), None, dtype=object)
    redacted = redacted.set_geometry(gpd.GeoSeries(none, index=redacted.index, crs=services.crs))
    disclosed_columns = ["type", "gateway", "zone"]
    redacted = redacted.sort_values(
        disclosed_columns, key=lambda values: values.fillna("").astype(str), kind="stable"
    )
    texts = redacted[disclosed_columns].fillna("").astype(str).agg("|".join, axis=1)
    number = texts.groupby(texts).cumcount().astype(str)
    return redacted.assign(
        id=[str(uuid.uuid5(_ID_NAMESPACE, text)) for text in texts + "|" + number]
    )
