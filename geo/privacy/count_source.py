"""What is counted, whoever asks: where people live, and doors that are not told."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import shapely

from geo.privacy.disclosure_context import DisclosureContext
from geo.privacy.redaction import is_confidential
from geo.privacy.zone_merging import locate_in_zones, merge_zones

_CURVE_STRIDES = (1, 5, 7, 11, 13, 17, 19, 23)  # primes to any number of arrangements we take


@dataclass(frozen=True)
class CountSource:
    """
    A community's people and doors, for numbers only.

    Attributes
    ----------
    demand
        Where people live, as the reader knows it: whole for coordinators, blocks for others.
    services
        Institutions that help, whole, confidential ones with their place. Only an answer to a
        coordinator may be measured from there; all others from `impute_confidential_locations`.
    context
        The gate's own.
    zone_disclosed
        Whether the reader may know the zone of a confidential service. The public may not: to it
        the service may be anywhere in the community.
    """

    demand: gpd.GeoDataFrame
    services: gpd.GeoDataFrame
    context: DisclosureContext
    zone_disclosed: bool = True

    @cached_property
    def zones(self) -> gpd.GeoDataFrame:
        """The zones by which a confidential service may be told; see `merge_zones`."""
        return merge_zones(self.context)

    @cached_property
    def _candidate_zones(self) -> gpd.GeoDataFrame:
        """Give the zones in which a service may be for all that the reader may know; none: all."""
        return self.zones if self.zone_disclosed else self.zones.iloc[:0]

    def impute_confidential_locations(
        self, service_type: str, *, draws: int
    ) -> list[gpd.GeoDataFrame]:
        """
        Put the confidential services of a type at homes of their zone, any of which it may be.

        Where the reader may not know the zone, at any homes of the community.

        Parameters
        ----------
        draws
            How many arrangements; the homes of a zone are taken evenly, as they lie on a curve
            through it.

        Returns
        -------
        arrangements
            The services of the type, open ones where they are. Nothing in them depends on where
            in its zone, or for the public in the community, a confidential service lies.
        """
        of_type = self.services[self.services["type"] == service_type].reset_index(drop=True)
        hidden = is_confidential(of_type).to_numpy()
        zone = np.sort(self._zone_positions(gpd.GeoSeries(of_type.geometry[hidden])))
        open_ones = of_type[~hidden][["type", "geometry"]]
        doors = [
            _spread_along_curve(self._homes_in_zone(number), draws, turn)
            for turn, number in enumerate(zone)
        ]
        return [
            gpd.GeoDataFrame(
                {"type": service_type},
                geometry=[*open_ones.geometry, *(door[n] for door in doors)],
                index=range(len(of_type)),
                crs=of_type.crs,
            )
            for n in range(draws)
        ]

    def _homes_in_zone(self, zone_position: int) -> gpd.GeoSeries:
        """Give the homes of a zone; the nearest where none of its homes is a block of its own."""
        homes = gpd.GeoSeries(self.demand.geometry)
        there = self._zone_positions(homes) == zone_position
        if there.any() or self._candidate_zones.empty:
            return gpd.GeoSeries(homes[there])
        far = shapely.distance(
            np.asarray(homes, dtype=object), self._candidate_zones.geometry.iloc[zone_position]
        )
        return gpd.GeoSeries(homes[far == far.min()])

    def _zone_positions(self, points: gpd.GeoSeries) -> np.ndarray:
        if self._candidate_zones.empty or not len(points):
            return np.zeros(len(points), dtype=np.int64)
        return locate_in_zones(points, self._candidate_zones)


def _spread_along_curve(homes: gpd.GeoSeries, draws: int, offset: int) -> list[object]:
    """
    Take homes evenly along a curve through them, each arrangement another one.

    Two services of one zone must not stand at one home in every arrangement: the second starts
    elsewhere on the curve, and goes along it in larger steps.
    """
    curve = homes.iloc[np.argsort(homes.hilbert_distance(), kind="stable")]
    step = (np.arange(draws) + 0.5) / draws * len(curve)
    order = (np.arange(draws) * _CURVE_STRIDES[offset % len(_CURVE_STRIDES)] + offset) % draws
    return list(curve.iloc[step.astype(int)[order]])
