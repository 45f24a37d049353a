"""Why a way: where it goes, what marked ground it leaves aside, and what it cannot avoid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo.network.intervals import Stretches
from geo.privacy.view import View
from geo.routes.risk_crossings import LEAST_M, met
from geo.routes.route import Way

MAIN_SHARE = 0.2  # of a way's length: a street with less is not what the way "goes along"
MOST_NAMED = 2  # as many as one remembers
BESIDE_M = 25.0  # a place to wait this near is on the way


@dataclass(frozen=True)
class Aside:
    """
    Marked ground that another way crosses and this one does not.

    Attributes
    ----------
    categories
        Why it was marked: at most `MOST_NAMED`, those of most metres.
    streets
        Where, by their names, at most `MOST_NAMED`; empty where none has one.
    metres
        Of the other way.
    groups
        How many drawing sessions marked it; 0 where the reader may not know of sessions.
    """

    categories: tuple[str, ...]
    streets: tuple[str, ...]
    metres: float
    groups: int


@dataclass(frozen=True)
class Passage:
    """
    A stretch of a way on marked ground.

    Attributes
    ----------
    category, street
        Why most of it was marked, and the street that most of it runs on, or None.
    metres, groups
        As for `Aside`.
    bridge
        Whether it crosses a bridge.
    only
        True where nothing joins both ends without this ground: no other way exists.
    """

    category: str
    street: str | None
    metres: float
    groups: int
    bridge: bool
    only: bool


@dataclass(frozen=True)
class Reasons:
    """What speaks for a way, and what it costs: see `reasons`."""

    streets: tuple[str, ...]
    waiting: tuple[str, ...]
    aside: Aside | None
    passages: tuple[Passage, ...]


def reasons(view: View, way: Way, *, other: Way) -> Reasons:
    """
    Tell why one would walk a way, beside another one.

    Returns
    -------
    reasons
        `streets`: those that it mostly follows, in the order walked. `waiting`: safe zones on
        it. `aside`: what only the other way crosses, None for nothing. `passages`: what it
        crosses itself, in the order walked.
    """
    return Reasons(
        streets=main_streets(way),
        waiting=_waiting(view, way),
        aside=left_aside(way, other),
        passages=passages(way),
    )


def main_streets(way: Way) -> tuple[str, ...]:
    """Name the streets that a way mostly follows, in the order walked."""
    table = pd.DataFrame({"name": way.exposure.network.names[way.edge], "metres": way.lengths})
    metres = table.groupby("name", sort=False)["metres"].sum()  # streets without a name drop out
    main = metres[metres >= MAIN_SHARE * way.length_m].nlargest(MOST_NAMED).index
    return tuple(name for name in metres.index if name in main)


def left_aside(way: Way, other: Way) -> Aside | None:
    """Sum up the marked ground that another way crosses and this one does not."""
    here = np.unique(met(way, None)[0])
    area, begin, end, edge = met(other, None)
    rows = _explained(other, area, begin, end, edge)[~np.isin(area, here)]
    union = Stretches.union(*(rows[name].to_numpy() for name in ("edge", "begin", "end")))
    metres = float((union.end - union.begin).sum())
    if metres < LEAST_M:
        return None
    return Aside(_most(rows, "category"), _most(rows, "street"), metres, _groups(rows))


def _most(rows: pd.DataFrame, column: str) -> tuple[str, ...]:
    return tuple(rows.groupby(column)["metres"].sum().nlargest(MOST_NAMED).index)


def passages(way: Way) -> tuple[Passage, ...]:
    """List the stretches of a way on marked ground, in the order walked."""
    inside = way.measures.inside_m > LEAST_M
    area, _, _, edge = met(way, None)
    grounds = [set(area[edge == number]) for number in way.edge]
    stretches: list[list[int]] = []
    for piece in np.flatnonzero(inside).tolist():
        before = stretches[-1][-1] if stretches else -1
        if before == piece - 1 and before >= 0 and grounds[before] & grounds[piece]:
            stretches[-1].append(piece)
        else:
            stretches.append([piece])
    return tuple(_passage(way, np.array(pieces)) for pieces in stretches)


def _passage(way: Way, pieces: NDArray[np.int64]) -> Passage:
    network = way.exposure.network
    area, begin, end, edge = met(way, pieces)
    table = _explained(way, area, begin, end, edge)
    longest = table.groupby("street")["metres"].sum()
    bridges = way.edge[pieces][network.bridge[way.edge[pieces]]]
    named = network.names[bridges[0]] if len(bridges) else None
    return Passage(
        category=str(table.groupby("category")["metres"].sum().idxmax()),
        street=named or (None if longest.empty else str(longest.idxmax())),
        metres=float(way.measures.inside_m[pieces].sum()),
        groups=_groups(table),
        bridge=bool(len(bridges)),
        only=_only(way, np.unique(area)),
    )


def _only(way: Way, areas: NDArray[np.int64]) -> bool:
    """Take every street that touches these areas away, and see whether both ends still join."""
    exposure = way.exposure
    network = exposure.network
    gone = np.zeros(len(network.u), dtype=bool)
    gone[exposure.stretches.edge[np.isin(exposure.area, areas)]] = True
    first, last = int(way.edge[0]), int(way.edge[-1])
    if gone[first] or gone[last]:
        return False  # an end lies on the ground itself: nothing is said about passing it
    left = coo_array(
        (np.ones((~gone).sum()), (network.u[~gone], network.v[~gone])),
        shape=(network.nodes, network.nodes),
    )
    _, part = connected_components(left, directed=False)
    return bool(part[network.u[first]] != part[network.u[last]])


def _explained(
    way: Way,
    area: NDArray[np.int64],
    begin: NDArray[np.float64],
    end: NDArray[np.float64],
    edge: NDArray[np.int64],
) -> pd.DataFrame:
    active = way.exposure.active
    session = active["session"].to_numpy(dtype=object)[area] if "session" in active else None
    return pd.DataFrame(
        {
            "category": active["category"].to_numpy(dtype=object)[area],
            "session": session,
            "street": way.exposure.network.names[edge],
            "metres": end - begin,
            "edge": edge,
            "begin": begin,
            "end": end,
        }
    )


def _groups(rows: pd.DataFrame) -> int:
    return int(rows["session"].nunique())


def _waiting(view: View, way: Way) -> tuple[str, ...]:
    """Name the places to wait on a way, but for one where it ends: that needs no word."""
    named = view.safe_zones[view.safe_zones["name"].notna()]
    zones = named.to_crs(way.exposure.network.crs)
    end = shapely.get_point(way.line, -1)
    near = zones[(zones.distance(way.line) <= BESIDE_M) & (zones.distance(end) > BESIDE_M)]
    along = shapely.line_locate_point(way.line, near.geometry.centroid.to_numpy())
    return tuple(near["name"].iloc[np.argsort(along)])
