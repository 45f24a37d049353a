"""Services as a scenario would have them: closed, moved, open longer, and added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import shapely

from geo.layers.confidential_features import is_confidential
from geo.layers.layer_changes import Change, LatLon
from geo.model import WGS84
from geo.privacy.count_source import CountSource

NEW_ID_PREFIX = "new-"


@dataclass(frozen=True)
class ChangedCountSource(CountSource):
    """Source of counts with changed services; see the module."""

    unchanged: CountSource = field(kw_only=True)
    closed: frozenset[str] = field(kw_only=True)

    def _list_named_zones(
        self, confidential: gpd.GeoDataFrame
    ) -> list[tuple[int, tuple[int, ...]]]:
        """Name the zones of the services that are there, without those that would close."""
        types = confidential["type"].unique()
        there = self.unchanged.services
        there = there[there["type"].isin(types) & there.geometry.notna()]
        there = there[is_confidential(there).to_numpy(dtype=bool)]
        named: list[tuple[int, ...]] = [()] * len(there)
        if self.zone_disclosed:
            named = self.disclosure.name_services(there)
        closes = there["id"].isin(self.closed)
        ordered = sorted(zip(named, closes, strict=True))
        stay = [(order, zones) for order, (zones, close) in enumerate(ordered) if not close]
        added = range(len(ordered), len(ordered) + len(confidential) - len(stay))
        return [*stay, *((order, ()) for order in added)]


def point_at(place: LatLon) -> shapely.Point:
    """Return the point of latitude and longitude."""
    lat, lon = place
    return shapely.Point(lon, lat)


def change_services(
    services: gpd.GeoDataFrame,
    changes: Sequence[Change],
    *,
    fixed: frozenset[str] = frozenset(),
) -> gpd.GeoDataFrame:
    """Change services and add those that are new, which come last; see `change_rows`."""
    changed = change_rows(services, changes, fixed=fixed)
    return concatenate_services([changed, build_added_services(changes, like=services)])


def change_rows(
    services: gpd.GeoDataFrame,
    changes: Sequence[Change],
    *,
    fixed: frozenset[str] = frozenset(),
) -> gpd.GeoDataFrame:
    """
    Close, move and open longer services.

    Parameters
    ----------
    services
        With `id` and `opening_hours`, EPSG:4326.
    fixed
        Ids of services that neither move nor open longer; closing counts for them, too.
    """
    closed = {one.target for one in changes if one.kind == "close_service"}
    rows = services[~services["id"].isin(closed)]
    geometry = dict(zip(rows["id"], rows.geometry, strict=True))
    hours = dict(zip(rows["id"], rows["opening_hours"], strict=True))
    for one in changes:
        if one.target not in geometry or one.target in fixed:
            continue
        if one.kind == "move_service" and one.place is not None:
            geometry[one.target] = point_at(one.place)
        elif one.kind == "open_longer":
            hours[one.target] = one.opening_hours
    points, texts = (np.full(len(rows), None, dtype=object) for _ in range(2))
    points[:], texts[:] = list(geometry.values()), list(hours.values())
    return rows.assign(
        geometry=gpd.GeoSeries(points, index=rows.index, crs=WGS84), opening_hours=texts
    )


def build_added_services(changes: Sequence[Change], *, like: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Build the services that would be added, with the columns of others."""
    added = [one for one in changes if one.kind == "add_service"]
    rows = [
        {
            "id": f"{NEW_ID_PREFIX}{number}",
            "type": one.type,
            "name": one.name,
            "phone": one.phone,
            "gateway": one.gateway,
            "opening_hours": one.opening_hours,
            "confidential": one.confidential is True,
            "public": one.confidential is False,
        }
        for number, one in enumerate(added)
    ]
    columns = [name for name in like.columns if name != "geometry"]
    cells = {name: np.array([row.get(name) for row in rows], dtype=object) for name in columns}
    places = [point_at(one.place) for one in added if one.place is not None]
    return gpd.GeoDataFrame(cells, geometry=gpd.GeoSeries(places, crs=WGS84))


def concatenate_services(parts: Sequence[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """Concatenate services: the columns of the first, all as objects but the two flags."""
    cells = {
        name: np.concatenate([part[name].to_numpy(dtype=object) for part in parts])
        for name in parts[0].columns
        if name != "geometry"
    }
    flags = {
        name: np.array([isinstance(one, bool) and one for one in cells[name]], dtype=bool)
        for name in ("confidential", "public")
        if name in cells
    }
    points = np.concatenate([np.asarray(part.geometry, dtype=object) for part in parts])
    return gpd.GeoDataFrame(cells | flags, geometry=gpd.GeoSeries(points, crs=WGS84))
