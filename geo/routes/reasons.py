"""Why a way: where it goes, what marked ground it leaves aside, and what it cannot avoid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo.network.intervals import LineIntervals
from geo.privacy.view import View
from geo.routes.risk_crossings import MIN_CROSSING_M, intersect_risk_areas
from geo.routes.route import Route

MAIN_STREET_SHARE = 0.2  # of a way's length: a street with less is not what the way "goes along"
MAX_NAMES = 2  # as many as one remembers
MAX_SAFE_ZONE_DISTANCE_M = 25.0  # a place to wait this near is on the way


@dataclass(frozen=True)
class AvoidedRisk:
    """
    Marked ground that another way crosses and this one does not.

    Attributes
    ----------
    categories
        Why it was marked: at most `MAX_NAMES`, those of most metres.
    street_names
        Where, by their names, at most `MAX_NAMES`; empty where none has one.
    metres
        Of the other way.
    session_count
        How many drawing sessions marked it; 0 where the reader may not know of sessions.
    """

    categories: tuple[str, ...]
    street_names: tuple[str, ...]
    metres: float
    session_count: int


@dataclass(frozen=True)
class UnavoidedRisk:
    """
    A stretch of a way on marked ground.

    Attributes
    ----------
    category, street
        Why most of it was marked, and the street that most of it runs on, or None.
    metres, session_count
        As for `AvoidedRisk`.
    bridge
        Whether it crosses a bridge.
    is_unavoidable
        True where nothing joins both ends without this ground: no other way exists.
    """

    category: str
    street: str | None
    metres: float
    session_count: int
    bridge: bool
    is_unavoidable: bool


@dataclass(frozen=True)
class RouteReasons:
    """What speaks for a way, and what it costs: see `explain_route`."""

    street_names: tuple[str, ...]
    safe_zone_names: tuple[str, ...]
    avoided_risk: AvoidedRisk | None
    unavoided_risks: tuple[UnavoidedRisk, ...]


def explain_route(view: View, route: Route, *, other_route: Route) -> RouteReasons:
    """
    Tell why one would walk a way, beside another one.

    Returns
    -------
    reasons
        `streets`: those that it mostly follows, in the order walked. `waiting`: safe zones on
        it. `aside`: what only the other way crosses, None for nothing. `list_unavoided_risks`:
        what it crosses itself, in the order walked.
    """
    return RouteReasons(
        street_names=find_main_streets(route),
        safe_zone_names=_name_nearby_safe_zones(view, route),
        avoided_risk=summarise_avoided_risk(route, other_route),
        unavoided_risks=list_unavoided_risks(route),
    )


def find_main_streets(route: Route) -> tuple[str, ...]:
    """Name the streets that a way mostly follows, in the order walked."""
    table = pd.DataFrame(
        {
            "name": route.exposure.network.street_names[route.edge_indices],
            "metres": route.part_lengths_m,
        }
    )
    metres = table.groupby("name", sort=False)["metres"].sum()  # streets without a name drop out
    main = metres[metres >= MAIN_STREET_SHARE * route.length_m].nlargest(MAX_NAMES).index
    return tuple(name for name in metres.index if name in main)


def summarise_avoided_risk(route: Route, other_route: Route) -> AvoidedRisk | None:
    """Sum up the marked ground that another way crosses and this one does not."""
    here = np.unique(intersect_risk_areas(route, None)[0])
    area, begin, end, edge = intersect_risk_areas(other_route, None)
    rows = _tabulate_crossings(other_route, area, begin, end, edge)[~np.isin(area, here)]
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
    """List the stretches of a way on marked ground, in the order walked."""
    inside = route.part_measures.inside_m > MIN_CROSSING_M
    area, _, _, edge = intersect_risk_areas(route, None)
    grounds = [set(area[edge == number]) for number in route.edge_indices]
    stretches: list[list[int]] = []
    for piece in np.flatnonzero(inside).tolist():
        before = stretches[-1][-1] if stretches else -1
        if before == piece - 1 and before >= 0 and grounds[before] & grounds[piece]:
            stretches[-1].append(piece)
        else:
            stretches.append([piece])
    return tuple(_build_unavoided_risk(route, np.array(pieces)) for pieces in stretches)


def _build_unavoided_risk(route: Route, edge_parts: NDArray[np.int64]) -> UnavoidedRisk:
    network = route.exposure.network
    area, begin, end, edge = intersect_risk_areas(route, edge_parts)
    table = _tabulate_crossings(route, area, begin, end, edge)
    longest = table.groupby("street")["metres"].sum()
    bridges = route.edge_indices[edge_parts][network.is_bridge[route.edge_indices[edge_parts]]]
    named = network.street_names[bridges[0]] if len(bridges) else None
    return UnavoidedRisk(
        category=str(table.groupby("category")["metres"].sum().idxmax()),
        street=named or (None if longest.empty else str(longest.idxmax())),
        metres=float(route.part_measures.inside_m[edge_parts].sum()),
        session_count=_count_sessions(table),
        bridge=bool(len(bridges)),
        is_unavoidable=_is_unavoidable(route, np.unique(area)),
    )


def _is_unavoidable(route: Route, area_indices: NDArray[np.int64]) -> bool:
    """Take every street that touches these areas away, and see whether both ends still join."""
    exposure = route.exposure
    network = exposure.network
    gone = np.zeros(len(network.u), dtype=bool)
    gone[exposure.crossing_intervals.edge_indices[np.isin(exposure.area_indices, area_indices)]] = (
        True
    )
    first, last = int(route.edge_indices[0]), int(route.edge_indices[-1])
    if gone[first] or gone[last]:
        return False  # an end lies on the ground itself: nothing is said about passing it
    left = coo_array(
        (np.ones((~gone).sum()), (network.u[~gone], network.v[~gone])),
        shape=(network.node_count, network.node_count),
    )
    _, part = connected_components(left, directed=False)
    return bool(part[network.u[first]] != part[network.u[last]])


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
    """Name the places to wait on a way, but for one where it ends: that needs no word."""
    named = view.safe_zones[view.safe_zones["name"].notna()]
    zones = named.to_crs(route.exposure.network.crs)
    end = shapely.get_point(route.line, -1)
    near = zones[
        (zones.distance(route.line) <= MAX_SAFE_ZONE_DISTANCE_M)
        & (zones.distance(end) > MAX_SAFE_ZONE_DISTANCE_M)
    ]
    along = shapely.line_locate_point(route.line, near.geometry.centroid.to_numpy())
    return tuple(near["name"].iloc[np.argsort(along)])
