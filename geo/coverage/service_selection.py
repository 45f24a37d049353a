"""Services of a type that count for coverage, and what is told of those that do not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.coverage.demand_travel_times import select_counted_services
from geo.coverage.open_services import find_open_services
from geo.coverage.records import CoverageRequest
from geo.errors import NoServiceError, PlacelessServiceError
from geo.layers.confidential_features import is_confidential
from geo.privacy.view import View

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class SelectedServices:
    """
    The services of one type.

    Attributes
    ----------
    located
        Those with a disclosed location, open or closed.
    services
        Of these, the ones that count: open where the request says so, and near a street where
        streets are searched.
    is_open
        State of each of `located`, then of each confidential one; None where all of them count.
    confidential_count
        Those whose location is not disclosed; they are simulated.
    placeless_count
        Those without a place.
    off_street_count
        Those that would count but lie too far from every street.
    closed_count, assumed_count
        Those with a place that are closed, and those whose hours were assumed.
    closed_confidential_count
        Of the closed ones, those that are simulated.
    """

    service_type: str
    located: gpd.GeoDataFrame
    services: gpd.GeoDataFrame
    is_open: BoolArray | None
    confidential_count: int
    placeless_count: int
    off_street_count: int
    closed_count: int
    assumed_count: int
    closed_confidential_count: int

    @property
    def is_simulated(self) -> bool:
        """Whether locations of confidential services are simulated, as they are not disclosed."""
        return self.confidential_count > 0


def get_moment(view: View, request: CoverageRequest) -> datetime:
    """Return the moment of a request: now, where it has none."""
    return request.departure_time or view.moment()


def select_services(view: View, request: CoverageRequest, service_type: str) -> SelectedServices:
    """
    Select the services of a type that count, and count those that do not.

    Raises
    ------
    NoServiceError
        If the community has no service of the type.
    PlacelessServiceError
        If all of them are without a place.
    """
    source = view.count_source
    of_type = source.services[source.services["type"] == service_type]
    if of_type.empty:
        raise NoServiceError(type=service_type, community=view.community.name)
    placed = of_type[of_type.geometry.notna()]
    if placed.empty:
        raise PlacelessServiceError(type=service_type)
    hidden_count = int(is_confidential(placed).sum()) if view.audience != "coordinator" else 0
    disclosed = view.services[view.services["type"] == service_type]
    located = disclosed[disclosed.geometry.notna()].reset_index(drop=True)
    is_open = None
    assumed_count = closed_count = closed_confidential_count = 0
    if request.open_only:
        hidden = disclosed[disclosed.geometry.isna()].iloc[:hidden_count].assign(opening_hours=None)
        counted = gpd.GeoDataFrame(pd.concat([located, hidden], ignore_index=True))
        states = find_open_services(view, counted, get_moment(view, request))
        is_open = None if states.is_open.all() else states.is_open
        closed_count, assumed_count = int((~states.is_open).sum()), int(states.is_assumed.sum())
        closed_confidential_count = int((~states.is_open[len(located) :]).sum())
    open_ones = located if is_open is None else located[is_open[: len(located)]]
    services, off_street_count = select_counted_services(
        view, request, open_ones.reset_index(drop=True)
    )
    return SelectedServices(
        service_type,
        located,
        services,
        is_open,
        confidential_count=hidden_count,
        placeless_count=len(of_type) - len(placed),
        off_street_count=off_street_count,
        closed_count=closed_count,
        assumed_count=assumed_count,
        closed_confidential_count=closed_confidential_count,
    )
