"""Services that an extract names, for people to accept one by one."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.model import WGS84
from geo.osm.clipping import find_intersecting_geometries
from geo.osm.filtered_extract import OsmFeatures, decode_hex_wkb
from geo.osm.service_tags import guess_service_type, is_likely_shelter


def extract_service_candidates(
    features: OsmFeatures, *, clip_polygon: BaseGeometry | None = None
) -> gpd.GeoDataFrame:
    """
    Offer the services among the shapes of an extract.

    Parameters
    ----------
    features
        Points and areas with tags that services have.
    clip_polygon
        Polygon, EPSG:4326: only places on it stay. None keeps all.

    Returns
    -------
    candidates
        Columns `osm_id type name phone opening_hours confidential geometry`, EPSG:4326, one
        point each: an area is told by a point on it. `confidential` marks likely shelters:
        whoever shows this frame must pass `geo.privacy` first.
    """
    types = [guess_service_type(tags) for tags in features.tags]
    chosen = [place for place, code in enumerate(types) if code is not None]
    tags = [features.tags[place] for place in chosen]
    points = shapely.point_on_surface(decode_hex_wkb(features.wkb[place] for place in chosen))
    frame = gpd.GeoDataFrame(
        {
            "osm_id": _object_series([features.osm_ids[place] for place in chosen]),
            "type": _object_series([types[place] for place in chosen]),
            "name": _object_series([tag.get("name") for tag in tags]),
            "phone": _object_series([tag.get("phone") or tag.get("contact:phone") for tag in tags]),
            "opening_hours": _object_series([tag.get("opening_hours") for tag in tags]),
            "confidential": np.array([is_likely_shelter(tag) for tag in tags], dtype=np.bool_),
        },
        geometry=points,
        crs=WGS84,
    )
    # An area without any surface has no point on it; nobody could go there.
    here = ~shapely.is_empty(points)
    if clip_polygon is not None:
        here &= find_intersecting_geometries(points, clip_polygon=clip_polygon)
    return frame[here].reset_index(drop=True)


def _object_series(values: list[str | None]) -> pd.Series[str]:
    return pd.Series(values, dtype=object)
