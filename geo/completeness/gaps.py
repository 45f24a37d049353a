"""Areas where people live whose pathway is not whole."""

from __future__ import annotations

import geopandas as gpd
import numpy as np

from geo.completeness.counts import Cell
from geo.completeness.records import CompletenessResult
from geo.coverage.area_builders import load_area_builders
from geo.privacy.view import View


def build_gap_areas(view: View, result: CompletenessResult, cell: Cell) -> gpd.GeoDataFrame:
    """
    Build the gap areas of a cell, as coverage draws them.

    Returns
    -------
    gaps
        Polygons in EPSG:4326 with `people`, `women`, `minutes` and `zone`; empty where the share
        of the cell is suppressed.
    """
    homes, plans = result.homes, cell.plans
    is_gap = ~plans.is_complete
    if cell.code is not None or cell.zone is not None:
        is_gap &= (homes["zone_code"] == cell.code).to_numpy(dtype=bool)
    if np.isnan(cell.percent):
        is_gap[:] = False
    walked = np.isfinite(plans.stops.leg_min).any(axis=1)
    minutes = np.where(walked, np.nansum(plans.stops.leg_min, axis=1), np.inf)
    builder = load_area_builders(view, homes).gap_areas
    return builder.build(homes.assign(minutes=minutes), is_gap)
