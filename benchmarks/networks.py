"""The networks that are measured on: a real city, and a mosaic of it with a million junctions."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.imports.street_import import import_streets
from geo.model import Community
from geo.network.edge_restrictions import EdgeRestrictions, concatenate_restrictions
from geo.network.street_network import StreetNetwork, build_street_network
from geo.store import communities, open_store
from geo.store.actor import COMMAND_LINE_ACTOR, acting_as
from geo.store.streets import read_street_edges

COMMUNITY_SLUG = "place"
SEAM_STREETS = 40  # streets that join a tile of the mosaic to each neighbour
WALK_M_PER_MIN = 75.0  # the pace on those streets, as on any plain street


@dataclass(frozen=True)
class NetworkSize:
    """How large a network is."""

    junctions: int
    edges: int


def measure_network_size(network: StreetNetwork) -> NetworkSize:
    """Count."""
    return NetworkSize(network.node_count, len(network.u))


def import_city_network(extract: Path) -> StreetNetwork:
    """Import an extract into a store of its own, and build its network."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(folder)
        communities.add_community(store, Community(slug=COMMUNITY_SLUG, name=COMMUNITY_SLUG))
        with acting_as(COMMAND_LINE_ACTOR, "coordinator"):
            import_streets(store, COMMUNITY_SLUG, extract)
        network = build_street_network(read_street_edges(store, COMMUNITY_SLUG))
        store.close()
    return network


def build_mosaic(tile: StreetNetwork, *, columns: int, rows: int) -> StreetNetwork:
    """
    Lay copies of a network side by side and join neighbours by streets.

    Parameters
    ----------
    tile
        The network to repeat; the copies keep its shapes, lengths and speeds.
    columns, rows
        How many copies, at least one each way.
    """
    if columns * rows == 1:
        return tile
    low, high = tile.node_xy.min(axis=0), tile.node_xy.max(axis=0)
    column, row = (places.ravel() for places in np.meshgrid(np.arange(columns), np.arange(rows)))
    shift = np.stack([column, row], axis=1) * (high - low + 1.0)
    copies, edges = len(shift), len(tile.u)
    offset = np.repeat(np.arange(copies) * tile.node_count, edges).astype(np.int32)
    seams = _pair_seams(tile, columns=columns, rows=rows)
    xy = (tile.node_xy[None, :, :] + shift[:, None, :]).reshape(-1, 2)
    gap = np.hypot(*(xy[seams[:, 0]] - xy[seams[:, 1]]).T)
    new = len(seams)
    return replace(
        tile,
        edge_ids=np.arange(edges * copies + new, dtype=np.int32),
        u=np.concatenate([np.tile(tile.u, copies) + offset, seams[:, 0]]).astype(np.int32),
        v=np.concatenate([np.tile(tile.v, copies) + offset, seams[:, 1]]).astype(np.int32),
        length_m=np.concatenate([np.tile(tile.length_m, copies), gap]),
        minutes=np.concatenate([np.tile(tile.minutes, copies), gap / WALK_M_PER_MIN]),
        lines=np.concatenate([_shift_lines(tile, shift), shapely.linestrings(xy[seams])]),
        street_names=np.concatenate([np.tile(tile.street_names, copies), np.full(new, None)]),
        street_kinds=np.concatenate(
            [np.tile(tile.street_kinds, copies), np.full(new, "residential")]
        ),
        is_bridge=np.concatenate([np.tile(tile.is_bridge, copies), np.zeros(new, dtype=bool)]),
        is_stairs=np.concatenate([np.tile(tile.is_stairs, copies), np.zeros(new, dtype=bool)]),
        is_unlit=np.concatenate([np.tile(tile.is_unlit, copies), np.zeros(new, dtype=bool)]),
        restrictions=concatenate_restrictions(
            [tile.restrictions] * copies + [EdgeRestrictions.none(new)]
        ),
        node_count=tile.node_count * copies,
    )


def _shift_lines(tile: StreetNetwork, shift: NDArray[np.float64]) -> NDArray[np.object_]:
    vertices = tile.vertices
    return np.concatenate(
        [shapely.linestrings(vertices.xy + by, indices=vertices.line_indices) for by in shift]
    )


def _pair_seams(tile: StreetNetwork, *, columns: int, rows: int) -> NDArray[np.int64]:
    """Pair the outermost junctions of each side with those of the side they come to face."""
    copy = np.arange(columns * rows).reshape(rows, columns)
    pairs = []
    for axis, here, there in ((0, copy[:, :-1], copy[:, 1:]), (1, copy[:-1], copy[1:])):
        across = tile.node_xy[:, axis].argsort(kind="stable")
        along = tile.node_xy[:, 1 - axis]
        last, first = (
            side[along[side].argsort()] for side in (across[-SEAM_STREETS:], across[:SEAM_STREETS])
        )
        pairs += [
            np.stack([a * tile.node_count + last, b * tile.node_count + first], axis=1)
            for a, b in zip(here.ravel(), there.ravel(), strict=True)
        ]
    return np.concatenate(pairs)
