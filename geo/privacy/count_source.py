"""Source of counts for every audience: homes, and services including confidential ones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import shapely

from geo.privacy.disclosure_context import DisclosureContext
from geo.privacy.redaction import is_confidential
from geo.privacy.zone_merging import locate_in_zones, merge_zones

_CURVE_STRIDES = (1, 5, 7, 11, 13, 17, 19, 23)  # coprime to the numbers of arrangements in use


@dataclass(frozen=True)
class CountSource:
    """
    A community's people and services, for counts only.

    Attributes
    ----------
    demand
        Where people live, as disclosed to the reader: homes for coordinators, household
        aggregates for others.
    services
        All services, confidential ones with their location. Only results for a coordinator may
        be measured from it; all others from `impute_confidential_locations`.
    context
        Unredacted layers of the community.
    zone_disclosed
        Whether the zone of a confidential service is disclosed to the reader. It is not to the
        public: for it the service may be anywhere in the community.
    """

    demand: gpd.GeoDataFrame
    services: gpd.GeoDataFrame
    context: DisclosureContext
    zone_disclosed: bool = True

    @cached_property
    def zones(self) -> gpd.GeoDataFrame:
        """The zones by which confidential services are disclosed; see `merge_zones`."""
        return merge_zones(self.context)

    @cached_property
    def _candidate_zones(self) -> gpd.GeoDataFrame:
        """Zones in which a service may be, given what is disclosed; empty: the whole community."""
        return self.zones if self.zone_disclosed else self.zones.iloc[:0]

    def impute_confidential_locations(
        self, service_type: str, *, draws: int
    ) -> list[gpd.GeoDataFrame]:
        """
        Place the confidential services of a type at possible homes of their zone.

        If the zone is not disclosed, at possible homes of the whole community.

        Parameters
        ----------
        draws
            Number of arrangements; homes are sampled evenly along a Hilbert curve through the
            zone.

        Returns
        -------
        arrangements
            The services of the type, open ones at their location. Nothing in them depends on
            where in its zone, or for the public in the community, a confidential service is.
        """
        of_type = self.services[self.services["type"] == service_type].reset_index(drop=True)
        confidential = is_confidential(of_type).to_numpy()
        zone = np.sort(self._zone_positions(gpd.GeoSeries(of_type.geometry[confidential])))
        open_services = of_type[~confidential][["type", "geometry"]]
        imputed = [
            _spread_along_curve(self._homes_in_zone(number), draws, order)
            for order, number in enumerate(zone)
        ]
        return [
            gpd.GeoDataFrame(
                {"type": service_type},
                geometry=[*open_services.geometry, *(locations[n] for locations in imputed)],
                index=range(len(of_type)),
                crs=of_type.crs,
            )
            for n in range(draws)
        ]

    def _homes_in_zone(self, zone_position: int) -> gpd.GeoSeries:
        """Homes of a zone; the nearest ones if none lies in it."""
        homes = gpd.GeoSeries(self.demand.geometry)
        in_zone = self._zone_positions(homes) == zone_position
        if in_zone.any() or self._candidate_zones.empty:
            return gpd.GeoSeries(homes[in_zone])
        distances = shapely.distance(
            np.asarray(homes, dtype=object), self._candidate_zones.geometry.iloc[zone_position]
        )
        return gpd.GeoSeries(homes[distances == distances.min()])

    def _zone_positions(self, points: gpd.GeoSeries) -> np.ndarray:
        if self._candidate_zones.empty or not len(points):
            return np.zeros(len(points), dtype=np.int64)
        return locate_in_zones(points, self._candidate_zones)


def _spread_along_curve(homes: gpd.GeoSeries, draws: int, offset: int) -> list[object]:
    """
    Sample homes evenly along a Hilbert curve, one per arrangement.

    Two services of one zone must not share a home in every arrangement: the second one starts
    elsewhere on the curve, and uses a larger stride.
    """
    curve = homes.iloc[np.argsort(homes.hilbert_distance(), kind="stable")]
    step = (np.arange(draws) + 0.5) / draws * len(curve)
    order = (np.arange(draws) * _CURVE_STRIDES[offset % len(_CURVE_STRIDES)] + offset) % draws
    return list(curve.iloc[step.astype(int)[order]])
