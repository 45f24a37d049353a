"""Services that an extract names, for people to accept one by one."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.model import WGS84
from geo.osm.clipping import shapes_touching
from geo.osm.filtered_extract import RawShapes, shapes
from geo.osm.service_tags import is_likely_shelter, service_type


def service_candidates(raw: RawShapes, *, keep: BaseGeometry | None = None) -> gpd.GeoDataFrame:
    """
    Offer the services among the shapes of an extract.

    Parameters
    ----------
    raw
        Points and areas with tags that services have.
    keep
        Polygon, EPSG:4326: only places on it stay. None keeps all.

    Returns
    -------
    candidates
        Columns `osm_id type name phone opening_hours confidential geometry`, EPSG:4326, one
        point each: an area is told by a point on it. `confidential` marks likely shelters:
        whoever shows this frame must pass `geo.privacy` first.
    """
    types = [service_type(tags) for tags in raw.tags]
    chosen = [place for place, code in enumerate(types) if code is not None]
    tags = [raw.tags[place] for place in chosen]
    points = shapely.point_on_surface(shapes(raw.wkb[place] for place in chosen))
    frame = gpd.GeoDataFrame(
        {
            "osm_id": _texts([raw.osm_id[place] for place in chosen]),
            "type": _texts([types[place] for place in chosen]),
            "name": _texts([tag.get("name") for tag in tags]),
            "phone": _texts([tag.get("phone") or tag.get("contact:phone") for tag in tags]),
            "opening_hours": _texts([tag.get("opening_hours") for tag in tags]),
            "confidential": np.array([is_likely_shelter(tag) for tag in tags], dtype=np.bool_),
        },
        geometry=points,
        crs=WGS84,
    )
    # An area without any surface has no point on it; nobody could go there.
    here = ~shapely.is_empty(points)
    if keep is not None:
        here &= shapes_touching(points, keep=keep)
    return frame[here].reset_index(drop=True)


def _texts(values: list[str | None]) -> pd.Series[str]:
    return pd.Series(values, dtype=object)
