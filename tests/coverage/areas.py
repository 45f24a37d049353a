"""Gap areas and catchments drawn at once, with nothing kept from before."""

from __future__ import annotations

import numpy as np
import shapely

from geo.coverage.gap_areas import GapAreaBuilder
from geo.coverage.metric_points import MetricPoints
from geo.coverage.service_areas import CatchmentBuilder
from geo.privacy.result_cache import ResultCache


def build_gap_areas(flat):
    """Build the gaps of homes in a metric CRS, all of them uncovered."""
    points = MetricPoints(flat.crs, shapely.get_coordinates(flat.geometry.to_numpy()))
    return GapAreaBuilder(points, ResultCache(1000)).build(flat, np.ones(len(flat), dtype=bool))


def build_catchment(found, **limit):
    """Build the catchment of a search."""
    return CatchmentBuilder(found.exposure.network, ResultCache(1000)).build(found, **limit)
