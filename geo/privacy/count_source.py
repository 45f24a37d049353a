"""Source of counts for every audience: homes, and services including confidential ones."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from geo.cached_property import cached_property
from geo.layers.confidential_features import is_confidential
from geo.privacy.recorded_disclosure import Disclosure
from geo.privacy.zone_merging import locate_in_zones

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
    disclosure
        Zones that are named for confidential services.
    zone_disclosed
        Whether the zone of a confidential service is disclosed to the reader. It is not to the
        public: for it the service may be anywhere in the community.
    """

    demand: gpd.GeoDataFrame
    services: gpd.GeoDataFrame
    disclosure: Disclosure
    zone_disclosed: bool = True

    @cached_property
    def zones(self) -> gpd.GeoDataFrame:
        """The zones by which confidential services are disclosed."""
        return self.disclosure.service_zones

    def impute_confidential_locations(
        self, service_type: str, *, draws: int
    ) -> list[gpd.GeoDataFrame]:
        """
        Place the confidential services of a type at possible homes of their zone.

        Services without a place are left out: nobody walks to them.

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
        is_counted = (self.services["type"] == service_type) & self.services.geometry.notna()
        of_type = self.services[is_counted].reset_index(drop=True)
        confidential = is_confidential(of_type).to_numpy()
        open_services = of_type[~confidential][["type", "geometry"]]
        imputed = [
            _spread_along_curve(self._homes_in_zones(positions), draws, order)
            for order, positions in self._list_named_zones(of_type[confidential])
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

    def _list_named_zones(
        self, confidential: gpd.GeoDataFrame
    ) -> list[tuple[int, tuple[int, ...]]]:
        """List the place in the order of draws, and the zones, of confidential services."""
        if not self.zone_disclosed:
            return [(order, ()) for order in range(len(confidential))]
        return list(enumerate(sorted(self.disclosure.name_services(confidential))))

    def _homes_in_zones(self, positions: tuple[int, ...]) -> gpd.GeoSeries:
        """Homes of the zones named for a service: the nearest ones if they have none; () is all."""
        homes = gpd.GeoSeries(self.demand.geometry)
        if not positions or homes.empty:
            return homes
        in_zones = np.isin(locate_in_zones(homes, self.zones), positions)
        if in_zones.any():
            return gpd.GeoSeries(homes[in_zones])
        shape = shapely.union_all(np.asarray(self.zones.geometry, dtype=object)[list(positions)])
        distances = shapely.distance(np.asarray(homes, dtype=object), shape)
        return gpd.GeoSeries(homes[distances == distances.min()])


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
