"""Builders of the areas of coverage results, with what all questions of a view share."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd

from geo.coverage.demand_cache import load_for_demand
from geo.coverage.gap_areas import GapAreaBuilder
from geo.coverage.metric_points import load_metric_points
from geo.coverage.service_areas import CatchmentBuilder
from geo.privacy import shared_cache
from geo.privacy.view import View


@dataclass(frozen=True, eq=False)
class AreaBuilders:
    """Draw the areas of a result; `catchment` is None where there are no streets."""

    gap_areas: GapAreaBuilder
    catchment: CatchmentBuilder | None


def load_area_builders(view: View, homes: gpd.GeoDataFrame) -> AreaBuilders:
    """
    Load the builders of a view; they prepare homes and streets once.

    Parameters
    ----------
    homes
        The counted demand points of the view.

    Notes
    -----
    What they draw is kept for all views, by its content: see `shared_cache.shape_cache`.
    """
    shapes = shared_cache.shape_cache()
    gap_areas = load_for_demand(
        view,
        "gap area builder",
        homes,
        lambda: GapAreaBuilder(load_metric_points(view, homes), shapes),
    )
    if not view.has_streets:
        return AreaBuilders(gap_areas, None)
    network = view.network
    catchment = view.load_shared(
        (view.community.slug, "catchment builder"),
        (network,),
        lambda: CatchmentBuilder(network, shapes),
    )
    return AreaBuilders(gap_areas, catchment)
