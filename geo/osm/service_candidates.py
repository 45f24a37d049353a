"""Service candidates of an extract, to be accepted or refused one by one."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.layers.confidential_features import blank_open_columns
from geo.layers.likely_shelter import is_likely_shelter
from geo.model import WGS84
from geo.osm.clipping import find_intersecting_geometries
from geo.osm.filtered_extract import OsmFeatures, decode_hex_wkb
from geo.osm.service_tags import guess_service_type


def extract_service_candidates(
    features: OsmFeatures, *, clip_polygon: BaseGeometry | None = None
) -> gpd.GeoDataFrame:
    """
    Extract the service candidates among the features of an extract.

    Parameters
    ----------
    features
        Points and areas with tags of services.
    clip_polygon
        Polygon, EPSG:4326: only points inside stay. None keeps all.

    Returns
    -------
    candidates
        Columns `osm_id type name phone opening_hours address confidential geometry`, EPSG:4326,
        one point each; an area is represented by a point on it. `confidential` flags likely
        shelters, which have no address: the frame must pass `geo.privacy` before it is shown.
    """
    types = [guess_service_type(tags) for tags in features.tags]
    positions = [position for position, code in enumerate(types) if code is not None]
    tags = [features.tags[position] for position in positions]
    points = shapely.point_on_surface(
        decode_hex_wkb(features.wkb[position] for position in positions)
    )
    frame = gpd.GeoDataFrame(
        {
            "osm_id": _object_series([features.osm_ids[position] for position in positions]),
            "type": _object_series([types[position] for position in positions]),
            "name": _object_series([tag.get("name") for tag in tags]),
            "phone": _object_series([tag.get("phone") or tag.get("contact:phone") for tag in tags]),
            "opening_hours": _object_series([tag.get("opening_hours") for tag in tags]),
            "address": _object_series([_format_address(tag) for tag in tags]),
            "confidential": np.array([is_likely_shelter(tag) for tag in tags], dtype=np.bool_),
        },
        geometry=points,
        crs=WGS84,
    )
    # An area without surface has no point on it and is dropped.
    is_inside = ~shapely.is_empty(points)
    if clip_polygon is not None:
        is_inside &= find_intersecting_geometries(points, clip_polygon=clip_polygon)
    return blank_open_columns(frame[is_inside].reset_index(drop=True))


def _format_address(tags: Mapping[str, str]) -> str | None:
    """Format the address of tags; None where they name no street."""
    street = tags.get("addr:street") or tags.get("addr:place")
    parts = [" ".join(filter(None, [street, tags.get("addr:housenumber")])), tags.get("addr:city")]
    return tags.get("addr:full") or (", ".join(filter(None, parts)) if street else None)


def _object_series(values: list[str | None]) -> pd.Series[str]:
    return pd.Series(values, dtype=object)
