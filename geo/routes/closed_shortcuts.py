"""Shorter routes that a gate, a private way or opening hours forbid: the reason for a detour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from geo.errors import NoRouteError
from geo.model import StepsChoice
from geo.network.edge_restrictions import CLOSED_ACCESS
from geo.network.passability import CLOSED, DESTINATION, FREE, SHUT, Passability
from geo.network.snapping import StreetPositions
from geo.routes.cost import DIRECT_AVERSION
from geo.routes.route import Route
from geo.routes.shortest_path import RouteSearch

MIN_SHORTER_M = 50.0  # ours: a smaller difference needs no reason
MIN_SHORTER_SHARE = 0.1  # of the direct route; ours

ShortcutKind = Literal[
    "locked_gate",
    "closed",
    "private_gate",
    "private",
    "shut",
    "hours_unknown",
    "one_way",
    "steps",
    "no_handrail",
    "no_ramp",
    "no_wheelchair",
    "ferry",
]
SHORTCUT_KINDS: tuple[ShortcutKind, ...] = get_args(ShortcutKind)
_STAIRS_KINDS: dict[StepsChoice, ShortcutKind] = {
    "none": "steps",
    "handrail": "no_handrail",
    "wheelchair": "no_ramp",
}


@dataclass(frozen=True)
class ClosedShortcut:
    """
    A shorter route that nobody may use for this destination, or that takes a ferry.

    Attributes
    ----------
    kind
        Restriction of its first edge that may not be passed, or "ferry".
    street
        Name of the street there, or None.
    shorter_m, shorter_minutes
        Metres and minutes that it is shorter than the direct route; the metres of a ferry count as
        others, and the wait for it is not known.
    """

    kind: ShortcutKind
    street: str | None
    shorter_m: float
    shorter_minutes: float


def find_closed_shortcut(
    search: RouteSearch,
    direct_route: Route,
    origin: StreetPositions,
    destination: StreetPositions,
    *,
    steps: StepsChoice = "all",
) -> ClosedShortcut | None:
    """
    Find out whether restrictions make the direct route much longer.

    Parameters
    ----------
    search
        A search of the same exposure, at any aversion.
    direct_route
        The quickest permitted route from `origin` to `destination`.
    steps
        Which steps the search takes.

    Returns
    -------
    shortcut
        None where the quickest route on all streets is no more than `MIN_SHORTER_M` and
        `MIN_SHORTER_SHARE` shorter.
    """
    passability = search.passability
    if not passability.has_limits:
        return None
    unlimited = RouteSearch(search.exposure, DIRECT_AVERSION, passability.without_limits())
    try:
        shorter = unlimited.find_route(origin, destination)
    except NoRouteError:
        return None
    metres = direct_route.length_m - shorter.length_m
    if metres <= max(MIN_SHORTER_M, MIN_SHORTER_SHARE * direct_route.length_m):
        return None
    blocked = _find_blocked_edges(shorter, passability, origin)
    if not len(blocked):
        return None
    edge = int(blocked[0])
    name: str | None = search.network.street_names[edge]
    minutes = direct_route.minutes - shorter.minutes
    return ClosedShortcut(_classify_edge(search, edge, steps), name, metres, minutes)


def _find_blocked_edges(
    route: Route, passability: Passability, origin: StreetPositions
) -> np.ndarray:
    """List the edges of a route that may not be passed in its direction, in walking order."""
    network = route.exposure.network
    edges, forward = route.edge_indices, route.from_m < route.to_m
    tails = np.where(forward, network.u[edges], network.v[edges])
    edge = int(origin.edge_indices[0])
    sets = passability.list_sets(edge, float(origin.along_m[0]), float(network.length_m[edge]))
    blocked = passability.find_blocked_arcs(edges.astype(np.int32), tails, sets)
    entire = route.part_lengths_m >= network.length_m[edges] - 1e-6  # not the parts at both ends
    against = (passability.direction[edges] != 0) & ~entire
    return np.asarray(edges[[index for index in blocked if entire[index] or against[index]]])


def _classify_edge(search: RouteSearch, edge: int, steps: StepsChoice) -> ShortcutKind:
    state = int(search.passability.edge_states[edge])
    restrictions = search.network.restrictions
    has_gate = restrictions.barrier[edge] is not None
    if state == FREE:
        return "one_way"
    if state == CLOSED and restrictions.access[edge] != CLOSED_ACCESS:
        is_stairs = bool(search.network.is_stairs[edge])  # closed by the request
        return _STAIRS_KINDS[steps] if is_stairs else "no_wheelchair"
    if state == CLOSED:
        return "locked_gate" if has_gate else "closed"
    if state == SHUT:
        return "shut"
    if state == DESTINATION and restrictions.access[edge] is None:
        return "hours_unknown"
    return "private_gate" if has_gate else "private"
