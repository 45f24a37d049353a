"""
A street network with ferries, for searches that may use them.

The edges of the streets come first and keep their numbers, as do their nodes. So positions on the
streets are positions here, and locations are led to streets alone: nobody starts on a ferry. In the
network of the streets itself there are no ferries.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.cached_property import cached_property
from geo.network.edge_restrictions import EdgeRestrictions, concatenate_restrictions
from geo.network.exposure import Exposure
from geo.network.intervals import LineIntervals
from geo.network.street_network import (
    MIN_EDGE_LENGTH_M,
    LineVertices,
    StreetNetwork,
)

FERRY_KIND = "ferry"  # street kind of a ferry


@dataclass(frozen=True)
class FerryNetwork(StreetNetwork):
    """
    Streets and ferries as one network.

    Attributes
    ----------
    street_network
        The streets alone.
    ferry_network
        The ferries alone, with the nodes of all.
    """

    street_network: StreetNetwork
    ferry_network: StreetNetwork

    @property
    def edge_tree(self) -> shapely.STRtree:
        """Spatial index of the streets: locations are led to no ferry."""
        return self.street_network.edge_tree

    def component_tree(self, component: int) -> tuple[shapely.STRtree, NDArray[np.int64]]:
        """Return the spatial index of a component's streets, and their positions; cached."""
        if component not in self._component_trees:
            streets = self.edge_components[: len(self.street_network.u)]
            edges = np.flatnonzero(streets == component)
            self._component_trees[component] = shapely.STRtree(self.lines[edges]), edges
        return self._component_trees[component]

    @cached_property
    def is_ferry(self) -> NDArray[np.bool_]:
        """Whether each edge is a ferry."""
        return np.arange(len(self.u)) >= len(self.street_network.u)


def build_ferry_network(streets: StreetNetwork, ferries: gpd.GeoDataFrame) -> FerryNetwork:
    """
    Build the network of streets and ferries.

    Parameters
    ----------
    ferries
        As of `geo.store.streets.read_ferries`, at least one.
    """
    alone = _build_ferries(streets, ferries)
    columns = {}
    for field in fields(StreetNetwork):
        parts = [getattr(network, field.name) for network in (streets, alone)]
        if isinstance(parts[0], np.ndarray):
            columns[field.name] = np.concatenate(parts)
    return FerryNetwork(
        **columns,
        restrictions=concatenate_restrictions([streets.restrictions, alone.restrictions]),
        node_count=alone.node_count,
        crs=streets.crs,
        street_network=streets,
        ferry_network=alone,
    )


def _build_ferries(streets: StreetNetwork, ferries: gpd.GeoDataFrame) -> StreetNetwork:
    """Build the ferries alone; their nodes are numbered as in the network of both."""
    count = len(ferries)
    lines = ferries.geometry.to_crs(streets.crs).to_numpy()
    vertices = LineVertices.from_lines(lines)
    length = np.maximum(vertices.along_m[vertices.endpoint_indices()[1]], MIN_EDGE_LENGTH_M)
    nodes = np.concatenate([_find_nodes(streets, ferries, end) for end in ("u", "v")])
    stored = ferries[["u", "v"]].to_numpy(dtype=np.int64).T.ravel()
    is_new = nodes < 0
    new_nodes, index = np.unique(stored[is_new], return_inverse=True)
    nodes[is_new] = streets.node_count + index
    names = ferries["name"].astype(object)
    no = np.zeros(count, dtype=bool)
    bare = EdgeRestrictions.none(count).to_columns()
    own = {name: ferries[name] for name in ("access", "open_hours", "direction")}
    return StreetNetwork(
        edge_ids=ferries["edge"].to_numpy(dtype=np.int32),
        u=nodes[:count].astype(np.int32),
        v=nodes[count:].astype(np.int32),
        length_m=length,
        minutes=ferries["minutes"].to_numpy(dtype=float),
        lines=lines,
        street_names=names.where(names.notna(), None).to_numpy(),
        street_kinds=np.full(count, FERRY_KIND, dtype=object),
        is_bridge=no,
        is_stairs=no,
        is_unlit=no,
        restrictions=EdgeRestrictions.from_edges(gpd.GeoDataFrame({**bare, **own})),
        node_count=streets.node_count + len(new_nodes),
        crs=streets.crs,
    )


def _find_nodes(streets: StreetNetwork, ferries: gpd.GeoDataFrame, end: str) -> NDArray[np.int64]:
    """Find the node of the streets at one end of each ferry; -1 where there is none."""
    position = pd.Series(np.arange(len(streets.edge_ids)), index=streets.edge_ids)
    edges = ferries[f"{end}_edge"].map(position)
    is_known = edges.notna().to_numpy()
    known = edges[is_known].to_numpy(dtype=np.int64)
    at_last = ferries.loc[is_known, f"{end}_at_last"].to_numpy(dtype=bool)
    nodes = np.full(len(ferries), -1, dtype=np.int64)
    nodes[is_known] = np.where(at_last, streets.v[known], streets.u[known])
    return nodes


def join_exposures(network: FerryNetwork, streets: Exposure, ferries: Exposure) -> Exposure:
    """
    Join the exposures of streets and of ferries, in the same areas and the same slot.

    Parameters
    ----------
    streets, ferries
        Exposure of both parts of the network.
    """
    first_edge, first_m = len(streets.network.u), float(streets.network.edge_start_m[-1])

    def join(of_streets: LineIntervals, of_ferries: LineIntervals) -> LineIntervals:
        return LineIntervals(
            np.concatenate([of_streets.edge_indices, of_ferries.edge_indices + first_edge]),
            np.concatenate([of_streets.begin_m, of_ferries.begin_m + first_m]),
            np.concatenate([of_streets.end_m, of_ferries.end_m + first_m]),
        )

    levels = zip(streets.severity_intervals, ferries.severity_intervals, strict=True)
    return Exposure(
        network=network,
        severity_intervals=tuple(join(*level) for level in levels),
        covered_intervals=join(streets.covered_intervals, ferries.covered_intervals),
        area_indices=np.concatenate([streets.area_indices, ferries.area_indices]),
        crossing_intervals=join(streets.crossing_intervals, ferries.crossing_intervals),
        active_areas=streets.active_areas,
        unlit_factor=streets.unlit_factor,
    )
