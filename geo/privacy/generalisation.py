"""
Generalisation of small risk areas to parcels, so that they do not identify a household.

The community is partitioned into parcels independently of the risk areas; see
`geo.privacy.parcels`. An area that identifies a household, as a whole or by a small part, hole or
narrow neck, is disclosed as the parcels that contain most of each part or are half covered.
Parcels do not depend on the area, so neither their centres nor their edges reveal it.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from geo.model import WGS84
from geo.privacy.disclosure_context import DisclosureContext
from geo.privacy.household_aggregates import MIN_SITES
from geo.privacy.parcel_choice import choose_parcels
from geo.privacy.small_areas import flag_small_areas

FloatArray = NDArray[np.float64]

DISCLOSED_COLUMNS = ("category", "severity", "holds")


def generalise_risk_areas(
    areas: gpd.GeoDataFrame,
    context: DisclosureContext,
    households: gpd.GeoDataFrame,
    find_parcels: Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame],
) -> gpd.GeoDataFrame:
    """
    Generalise small areas to their parcel, and sort all by disclosed values.

    Parameters
    ----------
    areas
        Polygons, EPSG:4326, with `category severity holds`.
    context
        It decides the coordinate system.
    households
        Household aggregates, as the reader receives them; they are counted, and not the homes:
        whoever may draw areas could find a home by moving an outline until it is generalised.
        Without them, only sizes and outlines decide.
    find_parcels
        Returns the parcels for the small areas; see `geo.privacy.parcels.make_parcels`.

    Returns
    -------
    areas
        Each is a parcel, or has at least `MIN_AREA_M2` and aggregates of `MIN_HOMES` homes. A
        generalised area is one row for each of its parcels; rows of one parcel with equal
        attributes are merged. The id of a generalised area is derived
        from its disclosed values; rows are sorted by their attributes, then by geometry.
    """
    if areas.empty:
        return areas.copy()
    crs = context.choose_crs(areas)
    shapes = np.asarray(areas.geometry.to_crs(crs), dtype=object)
    small = flag_small_areas(shapes, _disclosed_homes(households, crs))
    generalised = areas.copy()
    if small.any():
        drawn = gpd.GeoSeries(shapely.make_valid(shapes[small]), crs=crs).to_crs(WGS84)
        parcels = find_parcels(gpd.GeoDataFrame(geometry=drawn).explode(ignore_index=True))
        shown = gpd.GeoSeries(parcels["shape"], crs=WGS84)
        rows, chosen = choose_parcels(shapes[small], np.asarray(shown.to_crs(crs), dtype=object))
        order = np.concatenate([np.flatnonzero(~small), np.flatnonzero(small)[rows]])
        is_parcel = small[order]
        geometries = np.array(areas.geometry, dtype=object)[order]
        geometries[is_parcel] = np.asarray(shown, dtype=object)[chosen]
        generalised = areas.iloc[order].reset_index(drop=True)
        generalised = generalised.set_geometry(gpd.GeoSeries(geometries, crs=WGS84))
        ids = generalised.assign(_shape=generalised.geometry.to_wkb(hex=True)).apply(
            _disclosed_id, axis=1
        )
        generalised = generalised.assign(id=generalised["id"].where(~is_parcel, ids))
        generalised = generalised[~generalised["id"].duplicated()]
    return _sort_by_disclosed(generalised)


def _disclosed_homes(households: gpd.GeoDataFrame, crs: CRS) -> FloatArray:
    """Coordinates [m] of the homes that aggregates have at least, each at its aggregate."""
    points = households.geometry.to_crs(crs)
    xy = np.column_stack([points.x, points.y]).astype(float).reshape(-1, 2)
    return np.repeat(xy, np.where(households["people"].notna(), MIN_SITES, 1), axis=0)


def _disclosed_id(row: pd.Series) -> str:
    text = "|".join(str(row[name]) for name in (*DISCLOSED_COLUMNS, "_shape"))
    digest = hashlib.sha256(text.encode()).digest()
    return str(uuid.UUID(bytes=digest[:16], version=5))


def _sort_by_disclosed(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Sort by disclosed values: the order of drawing would reveal which areas one group drew."""
    shape = areas.geometry.to_wkb(hex=True)
    keyed = areas.assign(_shape=shape).sort_values(
        [*DISCLOSED_COLUMNS, "_shape", "id"], kind="stable"
    )
    return keyed.drop(columns="_shape").reset_index(drop=True)
