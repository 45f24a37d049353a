"""
Generalisation of small risk areas to parcels, so that they do not identify a household.

The community is partitioned into parcels independently of the risk areas; see
`geo.privacy.parcels`. An area that is too small is disclosed as the parcel that contains most of
it. The parcel does not depend on the area, so neither its centre nor its edges reveal it.
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

from geo.model import WGS84
from geo.privacy.disclosure_context import DisclosureContext
from geo.privacy.small_counts import MIN_FREQUENCY

FloatArray = NDArray[np.float64]

# One hundred metres by one hundred: a city block, not a house. No published minimum was found.
MIN_AREA_M2 = 10_000.0
MIN_HOMES = MIN_FREQUENCY  # the minimum for people applies to homes too
DISCLOSED_COLUMNS = ("category", "severity", "holds")


def generalise_risk_areas(
    areas: gpd.GeoDataFrame,
    context: DisclosureContext,
    find_parcels: Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame],
) -> gpd.GeoDataFrame:
    """
    Generalise small areas to their parcel, and sort all by disclosed values.

    Parameters
    ----------
    areas
        Polygons, EPSG:4326, with `category severity holds`.
    context
        Its homes are counted. Without homes, only the size of an area decides.
    find_parcels
        Returns the parcels for the small areas; see `geo.privacy.parcels.make_parcels`.

    Returns
    -------
    areas
        Each has at least `MIN_AREA_M2` and `MIN_HOMES` homes, if the community has as many. Areas
        of one parcel with equal attributes are merged. The id of a generalised area is derived
        from its disclosed values; rows are sorted by their attributes, then by geometry.
    """
    if areas.empty:
        return areas.copy()
    crs = context.choose_crs(areas)
    shapes = np.asarray(areas.geometry.to_crs(crs), dtype=object)
    small = flag_small_areas(shapes, context.project_homes(crs))
    generalised = areas.copy()
    if small.any():
        parcels = find_parcels(areas[small])
        cells = np.asarray(parcels.geometry.to_crs(crs), dtype=object)
        geometries = np.array(areas.geometry, dtype=object)
        shown = np.asarray(parcels["shape"], dtype=object)
        geometries[small] = shown[_match_parcels(cells, shapes[small])]
        generalised = generalised.set_geometry(
            gpd.GeoSeries(geometries, index=generalised.index, crs=WGS84)
        )
        ids = generalised.assign(_shape=generalised.geometry.to_wkb(hex=True)).apply(
            _disclosed_id, axis=1
        )
        generalised = generalised.assign(id=generalised["id"].where(~small, ids))
        generalised = generalised[~generalised["id"].duplicated()]
    return _sort_by_disclosed(generalised)


def flag_small_areas(shapes: NDArray[np.object_], homes_xy: FloatArray) -> NDArray[np.bool_]:
    """
    Flag the shapes that may identify a household.

    Parameters
    ----------
    shapes
        Polygons in metres.
    homes_xy
        Coordinates [m], shape (n, 2); empty where no homes are known.
    """
    has_small_area = shapely.area(shapes) < MIN_AREA_M2
    if not len(homes_xy):
        return np.asarray(has_small_area)
    tree = shapely.STRtree(list(map(shapely.Point, homes_xy)))
    inside = tree.query(shapes, predicate="intersects")[0]
    return np.asarray(has_small_area | (np.bincount(inside, minlength=len(shapes)) < MIN_HOMES))


def _match_parcels(parcels: NDArray[np.object_], shapes: NDArray[np.object_]) -> NDArray[np.intp]:
    """Choose the parcel with the largest overlap for each shape; the first of equals."""
    shared = shapely.area(shapely.intersection(shapes[:, None], parcels[None, :]))
    return np.asarray(np.argmax(shared, axis=1))


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
