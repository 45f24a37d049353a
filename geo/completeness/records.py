"""Records of pathway completeness: request, obstacles of steps, results by home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.layers.population import PopulationCount
from geo.model import DEFAULT_SAFE_INSIDE_M, TimeSlot
from geo.network.street_network import FloatArray
from geo.pathways.records import Pathway, Situation
from geo.routes.cost import SAFEST_AVERSION

Obstacle = Literal["missing", "no_route", "closed", "late", "exposed"]
OBSTACLES: tuple[Obstacle, ...] = ("missing", "no_route", "closed", "late", "exposed")
"""Codes of obstacles; the bit of each is its place. See `geo.completeness.obstacles`."""

MAX_OPENING_WAIT_MIN = 60.0
"""Minutes, ours: a door that opens no sooner is closed to who goes there straight from home."""


@dataclass(frozen=True)
class CompletenessRequest:
    """
    Parameters of pathway completeness.

    Attributes
    ----------
    situations
        Codes of situations.
    moments
        For each light, the moment at which everybody leaves home; it lies in that slot.
    hours_since
        Hours since the event at departure [>= 0].
    aversion
        See `geo.routes.cost`; the safest by default, so that exposure is what no route avoids.
    safe_inside_m
        Metres inside risk areas above which a route is exposed.
    """

    situations: tuple[Situation, ...]
    moments: tuple[tuple[TimeSlot, datetime], ...]
    hours_since: float = 0.0
    aversion: float = SAFEST_AVERSION
    safe_inside_m: float = DEFAULT_SAFE_INSIDE_M


@dataclass(frozen=True)
class ChosenStops:
    """
    What plans say of each step, in arrays of shape (homes, steps).

    Attributes
    ----------
    position_index
        Number of the service in `ServiceOptions.positions`, from 1 on; 0 without one.
    start_min, leg_min, inside_m
        Start of the visit, minutes of the route to it, and its metres inside risk areas; NaN
        without a route.
    """

    position_index: NDArray[np.int64]
    start_min: FloatArray
    leg_min: FloatArray
    inside_m: FloatArray

    @staticmethod
    def create(homes: int, steps: int) -> ChosenStops:
        """Create stops without a service."""
        unknown = [np.full((homes, steps), np.nan) for _ in range(3)]
        return ChosenStops(np.zeros((homes, steps), dtype=np.int64), *unknown)

    def fill(self, rows: NDArray[np.int64], stops: ChosenStops) -> None:
        """Write the stops of some homes."""
        for name, values in vars(stops).items():
            getattr(self, name)[rows] = values


@dataclass(frozen=True)
class HomePlans:
    """
    Support plans of all homes for one situation and light.

    Attributes
    ----------
    obstacles
        Shape (homes, steps): the obstacles of each step as bits, 0 for none.
    stops
        What the plans say of each step.
    """

    situation: Situation
    light: TimeSlot
    departure_time: datetime
    pathway: Pathway
    obstacles: NDArray[np.int8]
    stops: ChosenStops

    @property
    def is_complete(self) -> NDArray[np.bool_]:
        """Whether no step has an obstacle."""
        return np.asarray((self.obstacles == 0).all(axis=1))


@dataclass(frozen=True)
class CompletenessResult:
    """
    Pathway completeness of a community, as its audience may see it.

    Attributes
    ----------
    homes
        Counted demand points, or household aggregates, with `zone_code` and `zone`.
    plans
        One item for each situation and light.
    zones
        Code and name of every zone of the community, also of those where nobody is counted.
    off_street_people
        People too far from every street: no step has a route for them.
    is_aggregated
        Whether homes are household aggregates.
    """

    request: CompletenessRequest
    homes: gpd.GeoDataFrame
    plans: tuple[HomePlans, ...]
    zones: tuple[tuple[str, str], ...]
    off_street_people: float
    outside: PopulationCount | None
    is_aggregated: bool

    def find_plans(self, situation: Situation, light: TimeSlot) -> HomePlans:
        """
        Return the plans of a situation and light.

        Raises
        ------
        KeyError
            If they are not in the result.
        """
        return {(one.situation, one.light): one for one in self.plans}[situation, light]
