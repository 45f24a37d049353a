"""Reasons for a route: main streets, risk areas avoided and risk areas that remain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo.network.ferry_network import FERRY_KIND
from geo.network.intervals import LineIntervals
from geo.privacy.view import View
from geo.routes.risk_crossings import (
    ACCESS_NUMBERS,
    MIN_CROSSING_M,
    intersect_access_stretches,
    intersect_risk_areas,
    summarise_crossings,
)
from geo.routes.route import Route

MAIN_STREET_SHARE = 0.2  # share of the route's length above which a street is named
MAX_NAMES = 2  # as many as are easily remembered
MAX_SAFE_ZONE_DISTANCE_M = 25.0  # a safe zone this near counts as along the route


@dataclass(frozen=True)
class AvoidedRisk:
    """
    Risk areas that another route crosses and this one does not.

    Attributes
    ----------
    categories
        Categories of the areas: at most `MAX_NAMES`, by length.
    street_names
        Streets in the areas, at most `MAX_NAMES`; empty where none has a name.
    inside_risk_m
        Metres of the other route.
    session_count
        Number of drawing sessions; 0 where sessions are not disclosed to the audience.
    """

    categories: tuple[str, ...]
    street_names: tuple[str, ...]
    inside_risk_m: float
    session_count: int


@dataclass(frozen=True)
class UnavoidedRisk:
    """
    A stretch of a route inside risk areas.

    Attributes
    ----------
    category, street
        Category and street with the most metres of the stretch; the street may be None.
    inside_risk_m, session_count
        See `AvoidedRisk`.
    bridge
        Whether it crosses a bridge.
    is_unavoidable
        True if every route between both endpoints crosses these areas.
    """

    category: str
    street: str | None
    inside_risk_m: float
    session_count: int
    bridge: bool
    is_unavoidable: bool


@dataclass(frozen=True)
class RouteReasons:
    """Reasons for a route and its remaining risk: see `explain_route`."""

    street_names: tuple[str, ...]
    safe_zone_names: tuple[str, ...]
    avoided_risk: AvoidedRisk | None
    unavoided_risks: tuple[UnavoidedRisk, ...]


def explain_route(view: View, route: Route, *, other_route: Route) -> RouteReasons:
    """
    Compare a route with another one and list the reasons for it.

    Returns
    -------
    reasons
        Main streets and safe zones in walking order; risk areas that only the other route
        crosses, or None; and the risk areas that it crosses itself, in walking order.
    """
    return RouteReasons(
        street_names=find_main_streets(route),
        safe_zone_names=_name_nearby_safe_zones(view, route),
        avoided_risk=summarise_avoided_risk(route, other_route),
        unavoided_risks=list_unavoided_risks(route),
    )


def find_main_streets(route: Route) -> tuple[str, ...]:
    """Name the main streets of a route, in walking order; ferries are none."""
    table = pd.DataFrame(
        {
            "name": route.exposure.network.street_names[route.edge_indices],
            "metres": route.part_lengths_m,
        }
    )
    table = table[route.exposure.network.street_kinds[route.edge_indices] != FERRY_KIND]
    metres = table.groupby("name", sort=False)["metres"].sum()  # drops streets without a name
    main = metres[metres >= MAIN_STREET_SHARE * route.length_m].nlargest(MAX_NAMES).index
    return tuple(name for name in metres.index if name in main)


def summarise_avoided_risk(route: Route, other_route: Route) -> AvoidedRisk | None:
    """Summarise the risk areas that another route crosses and this one does not."""
    own_areas = np.union1d(
        intersect_risk_areas(route, None)[0], intersect_access_stretches(route)[0]
    )
    area, begin, end, edge = intersect_risk_areas(other_route, None)
    rows = _tabulate_crossings(other_route, area, begin, end, edge)[~np.isin(area, own_areas)]
    union = LineIntervals.merge_overlapping(
        *(rows[name].to_numpy() for name in ("edge", "begin", "end"))
    )
    metres = float((union.end_m - union.begin_m).sum())
    if metres < MIN_CROSSING_M:
        return None
    return AvoidedRisk(
        _largest_by_length(rows, "category"),
        _largest_by_length(rows, "street"),
        metres,
        _count_sessions(rows),
    )


def _largest_by_length(rows: pd.DataFrame, column: str) -> tuple[str, ...]:
    return tuple(rows.groupby(column)["metres"].sum().nlargest(MAX_NAMES).index)


def list_unavoided_risks(route: Route) -> tuple[UnavoidedRisk, ...]:
    """List the stretches of a route inside risk areas, in walking order."""
    inside = route.part_measures.inside_m > MIN_CROSSING_M
    area, _, _, edge = intersect_risk_areas(route, None)
    areas_by_part = [set(area[edge == number]) for number in route.edge_indices]
    stretches: list[list[int]] = []
    for piece in np.flatnonzero(inside).tolist():
        before = stretches[-1][-1] if stretches else -1
        if before == piece - 1 and before >= 0 and areas_by_part[before] & areas_by_part[piece]:
            stretches[-1].append(piece)
        else:
            stretches.append([piece])
    at_origin, at_destination = (_list_access_risk(route, index) for index in (0, 1))
    along = [_build_unavoided_risk(route, np.array(pieces)) for pieces in stretches]
    return (*at_origin, *along, *at_destination)


def _list_access_risk(route: Route, index: int) -> list[UnavoidedRisk]:
    """List the risk on the access stretch of the origin (0) or of the destination (1)."""
    crossed = intersect_access_stretches(route)
    is_own = crossed[3] == ACCESS_NUMBERS[index]
    crossings = summarise_crossings(route, *(part[is_own] for part in crossed))
    if not crossings:
        return []
    return [
        UnavoidedRisk(
            category=crossings[0].category,
            street=None,
            inside_risk_m=float(route.access_measures.inside_m[index]),
            session_count=crossings[0].session_count,
            bridge=False,
            is_unavoidable=False,  # the location itself lies beside the streets
        )
    ]


def _build_unavoided_risk(route: Route, edge_parts: NDArray[np.int64]) -> UnavoidedRisk:
    network = route.exposure.network
    area, begin, end, edge = intersect_risk_areas(route, edge_parts)
    table = _tabulate_crossings(route, area, begin, end, edge)
    longest = table.groupby("street")["metres"].sum()
    bridges = route.edge_indices[edge_parts][network.is_bridge[route.edge_indices[edge_parts]]]
    bridge_name = network.street_names[bridges[0]] if len(bridges) else None
    return UnavoidedRisk(
        category=str(table.groupby("category")["metres"].sum().idxmax()),
        street=bridge_name or (None if longest.empty else str(longest.idxmax())),
        inside_risk_m=float(route.part_measures.inside_m[edge_parts].sum()),
        session_count=_count_sessions(table),
        bridge=bool(len(bridges)),
        is_unavoidable=_is_unavoidable(route, np.unique(area)),
    )


def _is_unavoidable(route: Route, area_indices: NDArray[np.int64]) -> bool:
    """Test whether removing all streets in these areas disconnects both endpoints."""
    exposure = route.exposure
    network = exposure.network
    is_removed = np.zeros(len(network.u), dtype=bool)
    is_removed[
        exposure.crossing_intervals.edge_indices[np.isin(exposure.area_indices, area_indices)]
    ] = True
    first, last = int(route.edge_indices[0]), int(route.edge_indices[-1])
    if is_removed[first] or is_removed[last]:
        return False  # an endpoint lies inside the areas, so no route could avoid them
    remaining = coo_array(
        (np.ones((~is_removed).sum()), (network.u[~is_removed], network.v[~is_removed])),
        shape=(network.node_count, network.node_count),
    )
    _, components = connected_components(remaining, directed=False)
    return bool(components[network.u[first]] != components[network.u[last]])


def _tabulate_crossings(
    route: Route,
    area_indices: NDArray[np.int64],
    begin_m: NDArray[np.float64],
    end_m: NDArray[np.float64],
    edge_indices: NDArray[np.int64],
) -> pd.DataFrame:
    active = route.exposure.active_areas
    session = (
        active["session"].to_numpy(dtype=object)[area_indices] if "session" in active else None
    )
    return pd.DataFrame(
        {
            "category": active["category"].to_numpy(dtype=object)[area_indices],
            "session": session,
            "street": route.exposure.network.street_names[edge_indices],
            "metres": end_m - begin_m,
            "edge": edge_indices,
            "begin": begin_m,
            "end": end_m,
        }
    )


def _count_sessions(rows: pd.DataFrame) -> int:
    return int(rows["session"].nunique())


def _name_nearby_safe_zones(view: View, route: Route) -> tuple[str, ...]:
    """Name the safe zones along a route, except at its end."""
    named_zones = view.safe_zones[view.safe_zones["name"].notna()]
    zones = named_zones.to_crs(route.exposure.network.crs)
    end = shapely.get_point(route.line, -1)
    near = zones[
        (zones.distance(route.line) <= MAX_SAFE_ZONE_DISTANCE_M)
        & (zones.distance(end) > MAX_SAFE_ZONE_DISTANCE_M)
    ]
    along = shapely.line_locate_point(route.line, near.geometry.centroid.to_numpy())
    return tuple(near["name"].iloc[np.argsort(along)])
