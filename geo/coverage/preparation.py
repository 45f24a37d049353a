"""Preparation of coverage: what all questions on one community share, computed before the first."""

from __future__ import annotations

import geopandas as gpd

from geo.coverage.area_builders import load_area_builders
from geo.coverage.demand_travel_times import load_demand_positions
from geo.coverage.request_checks import check_population
from geo.coverage.summary import assign_zones
from geo.errors import EmptyLayerError, PeopleOutsideError, TooFewPeopleError
from geo.privacy.view import View


def load_homes(view: View) -> gpd.GeoDataFrame:
    """Load the counted demand points with their zones."""
    return view.cache.get_or_compute(
        "homes in zones", lambda: assign_zones(view.population.counted, view.zones)
    )


def prepare_coverage(view: View) -> None:
    """
    Read the streets, snap the demand points to them, and so on; cache it for all questions.

    Where there is nobody to count it does nothing: who asks is told why.
    """
    try:
        check_population(view)
    except (EmptyLayerError, TooFewPeopleError, PeopleOutsideError):
        return
    homes = load_homes(view)
    load_area_builders(view, homes).gap_areas.prepare()
    if view.has_streets:
        view.exposure(view.slot(view.moment()))
        load_demand_positions(view, homes)
