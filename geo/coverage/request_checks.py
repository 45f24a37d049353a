"""Checks of a coverage request, and of the people whom it would count."""

from __future__ import annotations

import numpy as np

from geo.coverage.records import CoverageRequest
from geo.errors import (
    EmptyLayerError,
    NumberError,
    NumberNotGreaterError,
    PeopleOutsideError,
    TooFewPeopleError,
)
from geo.privacy.small_counts import MIN_FREQUENCY
from geo.privacy.view import View
from geo.routes.cost import check_aversion


def check_request(request: CoverageRequest) -> None:
    """
    Check the numbers of a request.

    Raises
    ------
    NumberNotGreaterError
        If the threshold or the detour factor is not above zero, or not finite.
    NumberError
        If the limit of safe metres, or the aversion, is below zero.
    """
    check_aversion(request.aversion)
    above_zero = {"threshold": request.threshold.limit, "detour": request.detour_factor}
    for name, value in above_zero.items():
        if value is not None and not (np.isfinite(value) and value > 0):
            raise NumberNotGreaterError(name=name, value=value, least=0)
    if not request.safe_inside_m >= 0:  # also true for NaN
        raise NumberError(name="safe_inside_m", value=request.safe_inside_m, least=0)


def check_population(view: View) -> None:
    """
    Check that there is somebody to count.

    Raises
    ------
    EmptyLayerError
        If there are no demand points.
    TooFewPeopleError
        If there are too few people for household aggregates.
    PeopleOutsideError
        If all demand points lie outside the boundary.
    """
    if view.demand.empty:
        raise EmptyLayerError(layer="demand", community=view.community.name)
    if view.demand["people"].isna().any():
        raise TooFewPeopleError(least=MIN_FREQUENCY)
    if view.population.counted.empty:
        raise PeopleOutsideError(community=view.community.name)
